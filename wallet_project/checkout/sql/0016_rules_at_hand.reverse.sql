DROP TRIGGER payment_keeps_its_rules ON checkout_payment;
DROP TRIGGER tender_keeps_its_rules ON checkout_tender;
DROP FUNCTION checkout_check_payment();
DROP FUNCTION checkout_check_tender();
DROP FUNCTION checkout_raise_broken(text, text);

-- Checked for what is written from here on; migration 0015, taken back next, looks at what is there.
ALTER TABLE checkout_payment
    ADD CONSTRAINT payment_captures_its_own_currency CHECK (((captured_currency)::text = (total_currency)::text)) NOT VALID,
    ADD CONSTRAINT payment_is_captured_when_its_total_is CHECK ((((captured = total) AND ((status)::text = 'captured'::text)) OR ((captured > (0)::numeric) AND (captured < total) AND ((status)::text = 'partially_captured'::text)) OR ((NOT ((status)::text = ANY ((ARRAY['captured'::character varying, 'partially_captured'::character varying])::text[]))) AND (captured = (0)::numeric)))) NOT VALID,
    ADD CONSTRAINT payment_is_positive CHECK ((total > (0)::numeric)) NOT VALID,
    ADD CONSTRAINT payment_is_settled_when_it_is_not_open CHECK ((((settled_at IS NULL) AND ((status)::text = ANY ((ARRAY['created'::character varying, 'authorized'::character varying, 'waiting'::character varying, 'processing'::character varying])::text[]))) OR ((NOT ((status)::text = ANY ((ARRAY['created'::character varying, 'authorized'::character varying, 'waiting'::character varying, 'processing'::character varying])::text[]))) AND (settled_at IS NOT NULL)))) NOT VALID,
    ADD CONSTRAINT payment_names_its_order CHECK ((NOT ((order_reference)::text = ''::text))) NOT VALID,
    ADD CONSTRAINT payment_refunds_at_most_what_it_captured CHECK (((refunded >= (0)::numeric) AND (refunded <= captured) AND ((refunded_currency)::text = (captured_currency)::text))) NOT VALID,
    ADD CONSTRAINT payment_status_is_known CHECK (((status)::text = ANY ((ARRAY['created'::character varying, 'authorized'::character varying, 'waiting'::character varying, 'processing'::character varying, 'captured'::character varying, 'partially_captured'::character varying, 'voided'::character varying, 'failed'::character varying, 'rescued'::character varying, 'quarantined'::character varying])::text[]))) NOT VALID;
ALTER TABLE checkout_tender
    ADD CONSTRAINT card_tender_has_a_gateway_key CHECK (((((kind)::text = 'card'::text) AND (NOT ((gateway_key)::text = ''::text))) OR ((NOT ((kind)::text = 'card'::text)) AND ((gateway_key)::text = ''::text)))) NOT VALID,
    ADD CONSTRAINT rescued_tender_has_its_entry CHECK (((NOT ((status)::text = 'rescued'::text)) OR (entry_id IS NOT NULL))) NOT VALID,
    ADD CONSTRAINT reward_tender_is_a_reward_hold CHECK (((((kind)::text = 'reward'::text) AND (reward_hold_id IS NOT NULL)) OR ((NOT ((kind)::text = 'reward'::text)) AND (reward_hold_id IS NULL)))) NOT VALID,
    ADD CONSTRAINT tender_captures_at_most_its_amount CHECK (((captured >= (0)::numeric) AND (captured <= amount) AND ((captured_currency)::text = (amount_currency)::text))) NOT VALID,
    ADD CONSTRAINT tender_has_captured_when_it_says_so CHECK ((((captured > (0)::numeric) AND (entry_id IS NOT NULL) AND ((status)::text = 'captured'::text)) OR ((NOT ((status)::text = 'captured'::text)) AND (captured = (0)::numeric)))) NOT VALID,
    ADD CONSTRAINT tender_is_positive CHECK ((amount > (0)::numeric)) NOT VALID,
    ADD CONSTRAINT tender_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['reward'::character varying, 'wallet'::character varying, 'card'::character varying])::text[]))) NOT VALID,
    ADD CONSTRAINT tender_refunds_at_most_what_it_captured CHECK (((refunded >= (0)::numeric) AND (refunded <= captured) AND ((refunded_currency)::text = (captured_currency)::text))) NOT VALID,
    ADD CONSTRAINT tender_reports_only_what_is_in_doubt CHECK (((reported IS NULL) OR (((kind)::text = 'card'::text) AND ((status)::text = ANY ((ARRAY['quarantined'::character varying, 'rescued'::character varying])::text[]))))) NOT VALID,
    ADD CONSTRAINT tender_status_is_known CHECK (((status)::text = ANY ((ARRAY['created'::character varying, 'held'::character varying, 'waiting'::character varying, 'processing'::character varying, 'captured'::character varying, 'released'::character varying, 'failed'::character varying, 'rescued'::character varying, 'quarantined'::character varying])::text[]))) NOT VALID,
    ADD CONSTRAINT wallet_tender_is_held_or_paid_at_once CHECK ((((hold_id IS NOT NULL) AND ((kind)::text = 'wallet'::text)) OR ((entry_id IS NOT NULL) AND ((kind)::text = 'wallet'::text) AND ((status)::text = 'captured'::text)) OR ((NOT ((kind)::text = 'wallet'::text)) AND (hold_id IS NULL)))) NOT VALID;
