WITH given AS MATERIALIZED (
    SELECT * FROM unnest(%(keys)s::text[], %(kinds)s::text[], %(references)s::text[], %(descriptions)s::text[],
                         %(customers)s::bigint[], %(amounts)s::bigint[])
        WITH ORDINALITY AS u (key, kind, reference, description, customer, amount, ord)
), locked AS MATERIALIZED (
    SELECT a.id, a.balance FROM reference.account a
    WHERE a.id IN (SELECT g.customer FROM given g) ORDER BY a.id FOR UPDATE
), entries AS (
    INSERT INTO reference.entry (kind, idempotency_key, reference, description)
    SELECT g.kind, g.key, g.reference, g.description FROM given g ORDER BY g.ord
    RETURNING id, idempotency_key AS key
), moves AS MATERIALIZED (
    SELECT e.id AS entry_id, g.customer, g.amount,
           l.balance - sum(g.amount) OVER (PARTITION BY g.customer ORDER BY g.ord) AS balance_after
    FROM given g JOIN entries e USING (key) JOIN locked l ON l.id = g.customer
), updated AS (
    UPDATE reference.account a SET balance = a.balance - m.total
    FROM (SELECT customer, sum(amount) AS total FROM moves GROUP BY customer) m WHERE a.id = m.customer
)
INSERT INTO reference.posting (entry_id, account_id, currency, amount, balance_after)
SELECT m.entry_id, m.customer, 'EUR', -m.amount, m.balance_after FROM moves m
UNION ALL
SELECT m.entry_id, 1, 'EUR', m.amount, NULL FROM moves m
