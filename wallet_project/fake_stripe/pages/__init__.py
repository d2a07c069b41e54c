"""What a person sees: the payment page, the bank's 3-D Secure page and the bank desk."""
