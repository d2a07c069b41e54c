from pathlib import Path

from django.db import migrations, models

from wallet_project.core.sql import run_sql_file

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0008_know_taken_credit")]

    operations = [
        run_sql_file(SQL, "0015_paid_at_once_words"),
        migrations.AlterField(
            model_name='journalentry',
            name='kind',
            field=models.CharField(choices=[('top_up', 'Top-up'), ('top_up_disputed', 'Top-up taken back by the bank'), ('top_up_dispute_won', 'Disputed top-up returned'), ('hold_placed', 'Held for an order'), ('hold_captured', 'Order paid from a hold'), ('hold_released', 'Hold released'), ('order_paid', 'Order paid'), ('card_captured', 'Order paid by card'), ('payment_rescued', 'Card payment kept for you'), ('adjustment_credit', 'Credited by the store'), ('adjustment_debit', 'Debited by the store'), ('credit_given', 'Credit given by a rule'), ('credit_taken_back', 'Credit of a rule taken back'), ('order_refunded', 'Refund of an order'), ('refund_reversed', 'Refund taken back'), ('transfer', 'Transfer between customers'), ('reward_granted', 'Reward'), ('reward_pending', 'Reward, on its way'), ('reward_matured', 'Reward, now available'), ('reward_debited', 'Reward debited by the store'), ('reward_clawed_back', 'Reward taken back after a refund'), ('reward_expired', 'Reward expired'), ('reward_restored', 'Reward given back after a refund'), ('points_converted', 'Points turned into money'), ('points_redeemed', 'Points spent on an offer'), ('reversal', 'Correction')], max_length=40, verbose_name='kind'),
        ),
    ]
