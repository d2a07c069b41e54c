DROP FUNCTION ledger_post_entries(text[], text[], text[], text[], text[], int[], bigint[], text[], bigint[]);
DROP FUNCTION ledger_require_shapes(text[], text[], text[], text[], int[], bigint[], text[], bigint[]);
