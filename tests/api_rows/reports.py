"""What the store owes, and whether its books agree."""

from tests.api_rows import STORE_ONLY, Row

ROWS = {
    "get_liability": Row(lambda world: "/reports/liability/", 200, STORE_ONLY, STORE_ONLY),
    "get_trial_balance": Row(lambda world: "/reports/trial-balance/", 200, STORE_ONLY, STORE_ONLY),
}
