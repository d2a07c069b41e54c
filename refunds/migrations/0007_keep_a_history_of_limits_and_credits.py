from pathlib import Path

import django.db.models.deletion
import django.utils.timezone
import djmoney.models.fields
from django.conf import settings
from django.db import migrations, models

import wallet_project.core.ids
from wallet_project.core.sql import run_sql_file

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0008_know_taken_credit'),
        ('refunds', '0006_know_which_key_asked'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='refundlimits',
            options={'ordering': ['-starts_at'], 'verbose_name': 'limit for refunds', 'verbose_name_plural': 'limits for refunds'},
        ),
        migrations.RemoveConstraint(
            model_name='refundlimits',
            name='refund_limits_are_never_negative',
        ),
        migrations.RemoveField(
            model_name='refundlimits',
            name='per_admin_and_day',
        ),
        migrations.AddField(
            model_name='refundlimits',
            name='created_at',
            field=models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now, verbose_name='decided'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='refundlimits',
            name='created_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='refundlimits',
            name='starts_at',
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name='holds from'),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[run_sql_file(SQL, "0007_keep_limits")],
            state_operations=[
                migrations.AlterField(
                    model_name='refundlimits',
                    name='currency',
                    field=models.CharField(max_length=3, verbose_name='currency'),
                ),
                migrations.AddField(
                    model_name='refundlimits',
                    name='id',
                    field=models.UUIDField(default=wallet_project.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name='refundlimits',
            constraint=models.UniqueConstraint(models.F('currency'), models.F('starts_at'), name='one_limit_for_refunds_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='refundlimits',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('operations_each', None), ('operations_each__gte', 0), _connector='OR'), models.Q(('finance_each', None), ('finance_each__gte', 0), _connector='OR'), models.Q(('keys_each', None), ('keys_each__gte', 0), _connector='OR')), name='refund_limits_are_never_negative'),
        ),
        migrations.AlterField(
            model_name='storecreditpolicy',
            name='window_days',
            field=models.PositiveSmallIntegerField(default=30, help_text='They count from delivery; from paying where the store does not hear of it.', verbose_name='days to return something'),
        ),
        migrations.AddField(
            model_name='creditruleissue',
            name='bought',
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name='pieces bought'),
        ),
        migrations.AddField(
            model_name='creditruleissue',
            name='line',
            field=models.CharField(blank=True, editable=False, max_length=100, verbose_name='line'),
        ),
        migrations.AddField(
            model_name='creditruleissue',
            name='quantity',
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name='pieces'),
        ),
        migrations.AddField(
            model_name='creditruleterms',
            name='kept_on_return',
            field=models.BooleanField(default=True, help_text='Without this the credit is taken back with what of the order is refunded. Credit for what was out of stock is always kept.', verbose_name='kept when the order is returned'),
        ),
        migrations.CreateModel(
            name='TakenCredit',
            fields=[
                ('id', models.UUIDField(default=wallet_project.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('amount_currency', djmoney.models.fields.CurrencyField(choices=[('EUR', 'Euro'), ('INR', 'Indian Rupee'), ('JPY', 'Japanese Yen'), ('KWD', 'Kuwaiti Dinar'), ('USD', 'US Dollar')], default='EUR', editable=False, max_length=3)),
                ('amount', djmoney.models.fields.MoneyField(decimal_places=3, max_digits=18, verbose_name='amount')),
                ('taken_currency', djmoney.models.fields.CurrencyField(choices=[('EUR', 'Euro'), ('INR', 'Indian Rupee'), ('JPY', 'Japanese Yen'), ('KWD', 'Kuwaiti Dinar'), ('USD', 'US Dollar')], default='EUR', editable=False, max_length=3)),
                ('taken', djmoney.models.fields.MoneyField(decimal_places=3, max_digits=18, verbose_name='taken back')),
                ('shortfall_currency', djmoney.models.fields.CurrencyField(choices=[('EUR', 'Euro'), ('INR', 'Indian Rupee'), ('JPY', 'Japanese Yen'), ('KWD', 'Kuwaiti Dinar'), ('USD', 'US Dollar')], default='EUR', editable=False, max_length=3)),
                ('shortfall', djmoney.models.fields.MoneyField(decimal_places=3, max_digits=18, verbose_name='no longer there')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
                ('entry', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.journalentry')),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taken_back', to='refunds.creditruleissue', verbose_name='credit')),
                ('refund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taken_credits', to='refunds.refund', verbose_name='refund')),
            ],
            options={
                'verbose_name': 'credit taken back',
                'verbose_name_plural': 'credits taken back',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(models.F('issue'), models.F('refund'), name='credit_is_taken_back_once_by_a_refund'), models.CheckConstraint(condition=models.Q(('amount', django.db.models.expressions.CombinedExpression(models.F('taken'), '+', models.F('shortfall'))), ('amount__gt', 0), ('shortfall__gte', 0), ('taken__gte', 0)), name='taken_credit_is_what_was_taken_and_what_was_not'), models.CheckConstraint(condition=models.Q(('shortfall_currency', models.F('amount_currency')), ('taken_currency', models.F('amount_currency'))), name='taken_credit_is_in_one_currency'), models.CheckConstraint(condition=models.Q(models.Q(('entry', None), ('taken', 0)), models.Q(('entry__isnull', False), ('taken__gt', 0)), _connector='OR'), name='taken_credit_has_its_entry')],
            },
        ),
        # Terms that hold stay as they were set: what they give is kept.
        migrations.AlterField(
            model_name='creditruleterms',
            name='kept_on_return',
            field=models.BooleanField(default=False, help_text='Without this the credit is taken back with what of the order is refunded. Credit for what was out of stock is always kept.', verbose_name='kept when the order is returned'),
        ),
        run_sql_file(SQL, "0007_take_credit_back"),
    ]
