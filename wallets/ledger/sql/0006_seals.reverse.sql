DROP FUNCTION ledger_seal_next(int);
DROP FUNCTION ledger_digest(bytea, timestamptz, bigint, bigint);
DROP FUNCTION ledger_note_running();
DROP FUNCTION ledger_advance_horizon();
DROP FUNCTION ledger_is_settled();
DROP FUNCTION ledger_hold_horizon();
