DROP TRIGGER tenders_sum_to_their_payment ON checkout_tender;
DROP TRIGGER payment_is_the_sum_of_its_tenders ON checkout_payment;
DROP FUNCTION checkout_require_sums();
