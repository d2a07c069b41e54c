
from pathlib import Path

import djmoney.models.fields
import djmoney.money
from django.conf import settings
from django.db import migrations, models


from wallet_project.core.sql import run_sql_file

SQL = Path(__file__).resolve().parent.parent / "sql"
# What existed before was refunded by nothing, in its own currency.
IN_OWN_CURRENCY = "UPDATE {table} SET refunded_currency = captured_currency"


class Migration(migrations.Migration):

    dependencies = [
        ('checkout', '0004_add_reward_tender'),
        ('ledger', '0004_know_refunds'),
        ('rewards', '0001_create_rewards'),
        ('wallets', '0001_create_wallets'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='payment',
            name='refunded',
            field=djmoney.models.fields.MoneyField(decimal_places=3, default=djmoney.money.Money(0, 'EUR'), max_digits=18, verbose_name='refunded'),
        ),
        migrations.AddField(
            model_name='payment',
            name='refunded_currency',
            field=djmoney.models.fields.CurrencyField(choices=[('EUR', 'Euro'), ('INR', 'Indian Rupee'), ('JPY', 'Japanese Yen'), ('KWD', 'Kuwaiti Dinar'), ('USD', 'US Dollar')], default='EUR', editable=False, max_length=3),
        ),
        migrations.AddField(
            model_name='tender',
            name='refunded',
            field=djmoney.models.fields.MoneyField(decimal_places=3, default=djmoney.money.Money(0, 'EUR'), max_digits=18, verbose_name='refunded'),
        ),
        migrations.AddField(
            model_name='tender',
            name='refunded_currency',
            field=djmoney.models.fields.CurrencyField(choices=[('EUR', 'Euro'), ('INR', 'Indian Rupee'), ('JPY', 'Japanese Yen'), ('KWD', 'Kuwaiti Dinar'), ('USD', 'US Dollar')], default='EUR', editable=False, max_length=3),
        ),
        *(
            migrations.RunSQL(IN_OWN_CURRENCY.format(table=table), migrations.RunSQL.noop)
            for table in ("checkout_payment", "checkout_tender")
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('refunded__gte', 0), ('refunded__lte', models.F('captured')), ('refunded_currency', models.F('captured_currency'))), name='payment_refunds_at_most_what_it_captured'),
        ),
        migrations.AddConstraint(
            model_name='tender',
            constraint=models.CheckConstraint(condition=models.Q(('refunded__gte', 0), ('refunded__lte', models.F('captured')), ('refunded_currency', models.F('captured_currency'))), name='tender_refunds_at_most_what_it_captured'),
        ),
        run_sql_file(SQL, "0005_refunds_sum_too"),
    ]
