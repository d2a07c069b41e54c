from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """A transaction of its own: the tenders are read while payments go on."""

    dependencies = [
        ('checkout', '0010_let_wallets_pay_at_once'),
    ]

    operations = [
        ValidateConstraint(model_name='tender', name='wallet_tender_is_held_or_paid_at_once'),
    ]
