DROP TRIGGER issue_is_never_changed ON refunds_creditruleissue;
DROP FUNCTION refunds_keep_issue();
DROP TRIGGER terms_in_force_are_never_changed ON refunds_creditruleterms;
DROP FUNCTION refunds_keep_terms();
