"""A fake of the part of Stripe that the shop uses, as a process of its own.

It answers Stripe's HTTP API, shows a hosted payment page and sends signed webhooks, so that the demo
and the tests run the official SDK, unmodified and without the internet. It knows nothing of the shop.
"""
