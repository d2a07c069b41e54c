from pathlib import Path

import django.db.models.deletion
import django.utils.timezone
import djmoney.models.fields
import wallet_project.core.ids
from django.conf import settings
from django.db import migrations, models

from wallet_project.core.sql import run_sql_file

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('wallets', '0004_add_low_balance_alerts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AdjustmentRequest',
            fields=[
                ('id', models.UUIDField(default=wallet_project.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[('requested', 'Waiting for a second person'), ('approved', 'Approved'), ('rejected', 'Rejected'), ('expired', 'Not decided in time')], default='requested', max_length=10, verbose_name='status')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='internal note')),
                ('customer_note', models.CharField(blank=True, max_length=300, verbose_name='note to the customer')),
                ('decision_note', models.CharField(blank=True, max_length=300, verbose_name='reason of the decision')),
                ('key', models.CharField(max_length=200, verbose_name='idempotency key')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='asked for at')),
                ('decide_until', models.DateTimeField(verbose_name='to be decided until')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('direction', models.CharField(choices=[('credit', 'Credit'), ('debit', 'Debit')], max_length=6, verbose_name='credit or debit')),
                ('amount_currency', djmoney.models.fields.CurrencyField(choices=[('EUR', 'Euro'), ('INR', 'Indian Rupee'), ('JPY', 'Japanese Yen'), ('KWD', 'Kuwaiti Dinar'), ('USD', 'US Dollar')], default='EUR', editable=False, max_length=3)),
                ('amount', djmoney.models.fields.MoneyField(decimal_places=3, max_digits=18, verbose_name='amount')),
                ('reason', models.CharField(choices=[('goodwill', 'Goodwill'), ('complaint', 'Complaint'), ('correction', 'Correction of a mistake'), ('promotion', 'Promotion'), ('gift', 'Gift'), ('returned_goods', 'Returned goods'), ('fraud', 'Fraud or misuse'), ('rescue', 'Bank took the money, the order failed')], max_length=30, verbose_name='reason')),
                ('reference', models.CharField(blank=True, max_length=100, verbose_name='reference')),
            ],
            options={
                'verbose_name': 'adjustment to approve',
                'verbose_name_plural': 'adjustments to approve',
                'ordering': ['-id'],
                'permissions': [('approve_adjustment', 'Can approve and reject adjustments of others')],
                'abstract': False,
                'constraints': [
                    models.UniqueConstraint(models.F('key'), condition=models.Q(('status__in', ('rejected', 'expired')), _negated=True), name='adjustment_request_key_is_used_once'),
                    models.CheckConstraint(condition=models.Q(('status__in', ['requested', 'approved', 'rejected', 'expired'])), name='adjustment_request_status_is_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('status', 'rejected'), _negated=True), models.Q(('decision_note', ''), _negated=True), _connector='OR'), name='adjustment_request_says_why_it_was_rejected'),
                    models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='adjustment_request_is_positive'),
                    models.CheckConstraint(condition=models.Q(('direction__in', ['credit', 'debit']), ('reason__in', ['goodwill', 'complaint', 'correction', 'promotion', 'gift', 'returned_goods', 'fraud', 'rescue'])), name='adjustment_request_is_known'),
                ],
                'indexes': [
                    models.Index(condition=models.Q(('status', 'requested')), fields=['decide_until'], name='adjustment_requests_waiting'),
                ],
            },
        ),
        migrations.AlterModelOptions(
            name='adjustmentpolicy',
            options={'ordering': ['-starts_at'], 'verbose_name': 'limit for staff', 'verbose_name_plural': 'limits for staff'},
        ),
        migrations.AlterModelOptions(
            name='wallet',
            options={'permissions': [('adjust_wallet', 'Can credit and debit wallets up to a limit'), ('adjust_wallet_unlimited', 'Can credit and debit wallets up to the limit of finance'), ('freeze_wallet', 'Can freeze and unfreeze wallets')], 'verbose_name': 'wallet', 'verbose_name_plural': 'wallets'},
        ),
        migrations.AddField(
            model_name='adjustmentpolicy',
            name='created_at',
            field=models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now, verbose_name='decided'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='adjustmentpolicy',
            name='created_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='adjustmentpolicy',
            name='decide_within_days',
            field=models.PositiveSmallIntegerField(default=14, verbose_name='days to decide'),
        ),
        migrations.AddField(
            model_name='adjustmentpolicy',
            name='finance_each',
            field=models.DecimalField(blank=True, decimal_places=3, max_digits=18, null=True, verbose_name='finance: alone up to, each'),
        ),
        migrations.AddField(
            model_name='adjustmentpolicy',
            name='starts_at',
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name='holds from'),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[run_sql_file(SQL, "0005_name_versions")],
            state_operations=[
                migrations.AlterField(
                    model_name='adjustmentpolicy',
                    name='currency',
                    field=models.CharField(max_length=3, verbose_name='currency'),
                ),
                migrations.AddField(
                    model_name='adjustmentpolicy',
                    name='id',
                    field=models.UUIDField(default=wallet_project.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
            ],
        ),
        migrations.AlterField(
            model_name='adjustmentpolicy',
            name='operations_each',
            field=models.DecimalField(blank=True, decimal_places=3, max_digits=18, null=True, verbose_name='operations: alone up to, each'),
        ),
        migrations.AddConstraint(
            model_name='adjustmentpolicy',
            constraint=models.UniqueConstraint(models.F('currency'), models.F('starts_at'), name='one_limit_for_staff_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='adjustmentpolicy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('operations_each', None), ('operations_each__gte', 0), _connector='OR'), models.Q(('finance_each', None), ('finance_each__gte', 0), _connector='OR'), models.Q(('per_admin_and_day', None), ('per_admin_and_day__gte', 0), _connector='OR')), name='limits_for_staff_are_never_negative'),
        ),
        migrations.AddConstraint(
            model_name='adjustmentpolicy',
            constraint=models.CheckConstraint(condition=models.Q(('decide_within_days__gt', 0)), name='adjustments_are_decided_within_some_days'),
        ),
        migrations.AddField(
            model_name='adjustmentrequest',
            name='adjustment',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='request', to='wallets.adjustment', verbose_name='booked as'),
        ),
        migrations.AddField(
            model_name='adjustmentrequest',
            name='approver',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='adjustmentrequest',
            name='customer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='customer'),
        ),
        migrations.AddField(
            model_name='adjustmentrequest',
            name='requester',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked for by'),
        ),
        migrations.AddField(
            model_name='adjustmentrequest',
            name='wallet',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='wallets.wallet', verbose_name='wallet'),
        ),
        migrations.AddIndex(
            model_name='adjustmentrequest',
            index=models.Index(fields=['requester', 'created_at'], name='adjustment_requests_asked_by'),
        ),
        migrations.AddIndex(
            model_name='adjustmentrequest',
            index=models.Index(fields=['approver', 'decided_at'], name='adjustment_requests_decided_by'),
        ),
        migrations.AddConstraint(
            model_name='adjustmentrequest',
            constraint=models.CheckConstraint(condition=models.Q(('requester', models.F('customer')), _negated=True), name='adjustment_request_is_not_asked_for_by_who_gets_it'),
        ),
        migrations.AddConstraint(
            model_name='adjustmentrequest',
            constraint=models.CheckConstraint(condition=models.Q(('approver', None), models.Q(('approver', models.F('requester')), _negated=True), _connector='OR'), name='adjustment_request_is_not_decided_by_who_asked_for_it'),
        ),
        migrations.AddConstraint(
            model_name='adjustmentrequest',
            constraint=models.CheckConstraint(condition=models.Q(('approver', None), models.Q(('approver', models.F('customer')), _negated=True), _connector='OR'), name='adjustment_request_is_not_decided_by_who_gets_it'),
        ),
        migrations.AddConstraint(
            model_name='adjustmentrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'requested'), ('approver', None), ('decided_at', None)), models.Q(('status', 'expired'), ('approver', None), ('decided_at__isnull', False)), models.Q(('status__in', ('approved', 'rejected')), ('approver__isnull', False), ('decided_at__isnull', False)), _connector='OR'), name='adjustment_request_says_who_decided_and_when'),
        ),
        migrations.AddConstraint(
            model_name='adjustmentrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('adjustment__isnull', False), ('status', 'approved')), models.Q(models.Q(('status', 'approved'), _negated=True), ('adjustment', None)), _connector='OR'), name='adjustment_request_moved_money_when_approved'),
        ),
        run_sql_file(SQL, "0005_keep_limits"),
    ]
