DROP FUNCTION ledger_roll_up();
DROP FUNCTION ledger_balance_at(bigint, timestamptz);
