from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    """Back again only where no wallet has paid at once: such a tender has no hold."""

    dependencies = [
        ('checkout', '0009_lock_payers'),
        ('ledger', '0009_know_orders_paid_at_once'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='tender',
            name='wallet_tender_is_a_hold',
        ),
        AddConstraintNotValid(
            model_name='tender',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('hold__isnull', False), ('kind', 'wallet')), models.Q(('entry__isnull', False), ('kind', 'wallet'), ('status', 'captured')), models.Q(models.Q(('kind', 'wallet'), _negated=True), ('hold', None)), _connector='OR'), name='wallet_tender_is_held_or_paid_at_once'),
        ),
    ]
