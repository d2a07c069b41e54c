DROP FUNCTION ledger_require_negation(bigint, bigint[], bigint[]);
DROP FUNCTION ledger_raise_short(bigint, bigint);
DROP FUNCTION ledger_require_same(text, bytea, bytea);
DROP FUNCTION ledger_require_shape(text, bigint[], text[], bigint[]);
DROP FUNCTION ledger_fingerprint(text, text, text, bigint, bigint[], text[], bigint[]);
