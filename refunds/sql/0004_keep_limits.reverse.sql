DROP TRIGGER refund_limits_in_force_are_never_changed ON refunds_refundlimits;
DROP FUNCTION refunds_keep_limits();
