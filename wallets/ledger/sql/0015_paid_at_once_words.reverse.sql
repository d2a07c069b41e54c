-- The words as they were before. Entries of what was new keep this from happening.

ALTER DOMAIN ledger_entry_kind DROP CONSTRAINT entry_kind_is_known;
ALTER DOMAIN ledger_entry_kind ADD CONSTRAINT entry_kind_is_known CHECK (VALUE IN (
    'top_up', 'top_up_disputed', 'top_up_dispute_won', 'hold_placed', 'hold_captured',
    'hold_released', 'card_captured', 'payment_rescued', 'adjustment_credit', 'adjustment_debit',
    'credit_given', 'credit_taken_back', 'order_refunded', 'refund_reversed', 'transfer', 'reward_granted',
    'reward_pending', 'reward_matured', 'reward_debited', 'reward_clawed_back', 'reward_expired',
    'reward_restored', 'points_converted', 'points_redeemed', 'reversal'
)) NOT VALID;
ALTER DOMAIN ledger_entry_kind VALIDATE CONSTRAINT entry_kind_is_known;
