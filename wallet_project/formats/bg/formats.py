"""Dates and numbers as Bulgarian writes them; Django's own have a zero before the day and no thousands.

Without "г." behind the year: a sentence that ends with a day would end with two points.
"""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
NUMBER_GROUPING = 3
