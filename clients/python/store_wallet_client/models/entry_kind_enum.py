from enum import StrEnum


class EntryKindEnum(StrEnum):
    ADJUSTMENT_CREDIT = "adjustment_credit"
    ADJUSTMENT_DEBIT = "adjustment_debit"
    CARD_CAPTURED = "card_captured"
    CREDIT_GIVEN = "credit_given"
    CREDIT_TAKEN_BACK = "credit_taken_back"
    HOLD_CAPTURED = "hold_captured"
    HOLD_PLACED = "hold_placed"
    HOLD_RELEASED = "hold_released"
    ORDER_PAID = "order_paid"
    ORDER_REFUNDED = "order_refunded"
    PAYMENT_RESCUED = "payment_rescued"
    POINTS_CONVERTED = "points_converted"
    POINTS_REDEEMED = "points_redeemed"
    REFUND_REVERSED = "refund_reversed"
    REVERSAL = "reversal"
    REWARD_CLAWED_BACK = "reward_clawed_back"
    REWARD_DEBITED = "reward_debited"
    REWARD_EXPIRED = "reward_expired"
    REWARD_GRANTED = "reward_granted"
    REWARD_MATURED = "reward_matured"
    REWARD_PENDING = "reward_pending"
    REWARD_RESTORED = "reward_restored"
    TOP_UP = "top_up"
    TOP_UP_DISPUTED = "top_up_disputed"
    TOP_UP_DISPUTE_WON = "top_up_dispute_won"
    TRANSFER = "transfer"

    def __str__(self) -> str:
        return str(self.value)
