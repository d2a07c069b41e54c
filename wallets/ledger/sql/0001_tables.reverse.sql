DROP TABLE ledger_seal;
DROP TABLE ledger_horizon;
DROP TABLE ledger_checkpoint;
DROP TABLE ledger_posting;
DROP TABLE ledger_entry;
DROP TABLE ledger_account;
