ALTER TABLE ledger_account DROP CONSTRAINT account_code_is_in_the_chart;
ALTER TABLE ledger_entry DROP CONSTRAINT entry_kind_is_known;
