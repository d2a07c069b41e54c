DROP TRIGGER taken_credit_is_never_changed ON refunds_takencredit;
DROP TRIGGER credit_is_taken_back_at_most_once ON refunds_takencredit;
DROP FUNCTION refunds_keep_taken_credit();
DROP FUNCTION refunds_require_given();
