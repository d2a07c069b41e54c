"""Dates and numbers as Bulgarian writes them; Django's own have a zero before the day and no thousands."""

DATE_FORMAT = "j F Y г."
DATETIME_FORMAT = "j F Y г., H:i"
NUMBER_GROUPING = 3
