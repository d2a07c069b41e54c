"""Dates and numbers as Bulgarian writes them; Django's own have a zero before the day and no thousands."""

DATE_FORMAT = "j F Y\u00a0г."
DATETIME_FORMAT = "j F Y\u00a0г., H:i"
NUMBER_GROUPING = 3
