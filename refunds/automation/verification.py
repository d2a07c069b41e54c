"""What `verify_ledger` checks of credit rules: that their answers, their budgets and the journal agree."""

from __future__ import annotations

ISSUES_HAVE_THEIR_ENTRY = """
    SELECT 'answer of a credit rule ' || a.id, a.amount * {scale}, p.amount
    FROM refunds_creditruleissue a
    LEFT JOIN wallets_wallet w ON w.customer_id = a.customer_id AND w.currency = a.amount_currency
    LEFT JOIN ledger_entry e ON e.id = a.entry_id AND e.kind = 'credit_given'
    LEFT JOIN ledger_posting p ON p.entry_id = e.id AND p.account_id = w.available_account_id
    WHERE a.outcome = 'given' AND p.amount IS DISTINCT FROM a.amount * {scale}
    ORDER BY a.id LIMIT 1000
"""

ENTRIES_HAVE_THEIR_ISSUE = """
    SELECT 'entry ' || e.id, 'an answer of a credit rule', NULL
    FROM ledger_entry e
    WHERE e.kind = 'credit_given'
        AND NOT EXISTS (SELECT 1 FROM refunds_creditruleissue a WHERE a.entry_id = e.id)
    ORDER BY e.id LIMIT 1000
"""

RULES_GAVE_WHAT_THEY_SAY = """
    SELECT 'credit rule ' || r.id, r.spent || ' of ' || r.budget, coalesce(sum(a.amount), 0)
    FROM refunds_creditrule r
    LEFT JOIN refunds_creditruleissue a ON a.rule_id = r.id AND a.outcome = 'given'
    GROUP BY r.id
    HAVING coalesce(sum(a.amount), 0) <> r.spent OR r.spent > r.budget
        OR BOOL_OR(a.amount_currency <> r.currency)
    ORDER BY r.id LIMIT 1000
"""

DAYS_ARE_WITHIN_THEIR_LIMIT = """
    SELECT 'credit rule ' || a.rule_id || ' on ' || a.day, 'at most ' || max(t.per_day), sum(a.amount)
    FROM refunds_creditruleissue a JOIN refunds_creditruleterms t ON t.id = a.terms_id
    WHERE a.outcome = 'given'
    GROUP BY a.rule_id, a.day
    HAVING sum(a.amount) > max(t.per_day) AND count(*) = count(t.per_day)
    ORDER BY a.rule_id, a.day LIMIT 1000
"""

CUSTOMERS_ARE_WITHIN_THEIR_LIMIT = """
    SELECT 'credit rule ' || a.rule_id || ', customer ' || a.customer_id,
        'at most ' || max(t.per_customer), sum(a.amount)
    FROM refunds_creditruleissue a JOIN refunds_creditruleterms t ON t.id = a.terms_id
    WHERE a.outcome = 'given'
    GROUP BY a.rule_id, a.customer_id
    HAVING sum(a.amount) > max(t.per_customer) AND count(*) = count(t.per_customer)
    ORDER BY a.rule_id, a.customer_id LIMIT 1000
"""

CREDITS_TAKEN_BACK_HAVE_THEIR_ENTRY = """
    SELECT 'credit taken back ' || t.id, (t.taken * {scale})::text, -p.amount
    FROM refunds_takencredit t
    JOIN refunds_creditruleissue a ON a.id = t.issue_id
    LEFT JOIN wallets_wallet w ON w.customer_id = a.customer_id AND w.currency = a.amount_currency
    LEFT JOIN ledger_entry e ON e.id = t.entry_id AND e.kind = 'credit_taken_back'
    LEFT JOIN ledger_posting p ON p.entry_id = e.id AND p.account_id = w.available_account_id
    WHERE coalesce(-p.amount, 0) <> t.taken * {scale}
    UNION ALL
    SELECT 'entry ' || e.id, 'a credit taken back', NULL
    FROM ledger_entry e
    WHERE e.kind = 'credit_taken_back'
        AND NOT EXISTS (SELECT 1 FROM refunds_takencredit t WHERE t.entry_id = e.id)
    ORDER BY 1 LIMIT 1000
"""

CREDITS_ARE_TAKEN_BACK_ONCE = """
    SELECT 'answer of a credit rule ' || a.id, 'at most ' || a.amount, sum(t.amount)
    FROM refunds_takencredit t JOIN refunds_creditruleissue a ON a.id = t.issue_id
    GROUP BY a.id
    HAVING sum(t.amount) > a.amount OR a.outcome <> 'given'
    ORDER BY a.id LIMIT 1000
"""

CHECKS = {
    "credit taken back has its entry": CREDITS_TAKEN_BACK_HAVE_THEIR_ENTRY,
    "credit is taken back once": CREDITS_ARE_TAKEN_BACK_ONCE,
    "credit of rules has its entry": ISSUES_HAVE_THEIR_ENTRY,
    "credit entries have their rule": ENTRIES_HAVE_THEIR_ISSUE,
    "credit rules gave what they say": RULES_GAVE_WHAT_THEY_SAY,
    "credit rules keep within a day's limit": DAYS_ARE_WITHIN_THEIR_LIMIT,
    "credit rules keep within a customer's limit": CUSTOMERS_ARE_WITHIN_THEIR_LIMIT,
}
