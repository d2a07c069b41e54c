"""The journal for other programs: CSV, JSON Lines and Beancount, streamed at any size."""

from wallets.ledger.export.beancount import beancount_text
from wallets.ledger.export.plain import csv_text, jsonl_text
from wallets.ledger.export.reading import Period, count_entries

FORMATS = {"csv": csv_text, "jsonl": jsonl_text, "beancount": beancount_text}

__all__ = ["FORMATS", "Period", "beancount_text", "count_entries", "csv_text", "jsonl_text"]
