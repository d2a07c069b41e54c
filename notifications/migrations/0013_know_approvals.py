from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0012_pace_mailings'),
    ]

    operations = [
        migrations.AlterField(
            model_name='outboxmessage',
            name='kind',
            field=models.CharField(choices=[('money_added', 'Money added'), ('top_up_failed', 'Top-up failed'), ('top_up_disputed', 'Top-up disputed'), ('low_balance', 'Balance is low'), ('monthly_statement', 'Monthly statement'), ('credited_by_store', 'Credited by the store'), ('debited_by_store', 'Debited by the store'), ('money_sent', 'Money sent'), ('money_received', 'Money received'), ('payment_rescued', 'Payment kept in the wallet'), ('order_paid', 'Order paid'), ('order_canceled', 'Order canceled'), ('order_payment_failed', 'Order payment failed'), ('refunded', 'Refund made'), ('refund_failed', 'Refund failed at the bank'), ('refund_rejected', 'Refund refused'), ('refund_reversed', 'Refund taken back'), ('return_status', 'Return moved on'), ('wallet_frozen', 'Wallet frozen'), ('wallet_unfrozen', 'Wallet unfrozen'), ('card_saved', 'Card saved'), ('card_removed', 'Card removed'), ('rewards_earned', 'Rewards earned'), ('rewards_matured', 'Rewards ready to use'), ('rewards_credited', 'Rewards credited by the store'), ('rewards_debited', 'Rewards debited by the store'), ('rewards_expiring', 'Rewards expire soon'), ('points_converted', 'Points turned into money'), ('scratch_card', 'Scratch card'), ('offer_redeemed', 'Offer bought with points'), ('review_shown', 'Review shown'), ('review_turned_down', 'Review turned down'), ('review_removed', 'Review removed'), ('tier_reached', 'Tier reached'), ('tier_ending', 'Tier ends soon'), ('tier_ended', 'Tier ended'), ('card_ending', 'Saved card ends soon'), ('account_changed', 'Account changed'), ('new_login', 'Log-in with a new browser'), ('approval_decided', 'Decided by a second person'), ('webhook_disabled', 'Webhook endpoint switched off')], max_length=40, verbose_name='kind'),
        ),
    ]
