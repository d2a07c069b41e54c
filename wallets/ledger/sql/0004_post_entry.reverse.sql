DROP FUNCTION ledger_post_entry(text, text, text, text, text, bigint, bigint[], text[], bigint[]);
