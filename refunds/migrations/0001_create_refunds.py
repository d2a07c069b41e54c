
from pathlib import Path

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import djmoney.models.fields
import djmoney.money
import refunds.models.policy
import wallet_project.core.ids
from django.conf import settings
from django.db import migrations, models


from wallet_project.core.sql import run_sql_file

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('checkout', '0005_know_refunded'),
        ('ledger', '0004_know_refunds'),
        ('rewards', '0001_create_rewards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RefundLimits',
            fields=[
                ('currency', models.CharField(max_length=3, primary_key=True, serialize=False, verbose_name='currency')),
                ('operations_each', models.DecimalField(blank=True, decimal_places=3, max_digits=18, null=True, verbose_name='operations: alone up to, each')),
                ('finance_each', models.DecimalField(blank=True, decimal_places=3, max_digits=18, null=True, verbose_name='finance: alone up to, each')),
                ('per_admin_and_day', models.DecimalField(blank=True, decimal_places=3, max_digits=18, null=True, verbose_name='each admin: at most, a day')),
                ('decide_within_days', models.PositiveSmallIntegerField(default=14, verbose_name='days to decide')),
            ],
            options={
                'verbose_name': 'limit for refunds',
                'verbose_name_plural': 'limits for refunds',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('operations_each', None), ('operations_each__gte', 0), _connector='OR'), models.Q(('finance_each', None), ('finance_each__gte', 0), _connector='OR'), models.Q(('per_admin_and_day', None), ('per_admin_and_day__gte', 0), _connector='OR')), name='refund_limits_are_never_negative'), models.CheckConstraint(condition=models.Q(('decide_within_days__gt', 0)), name='refunds_are_decided_within_some_days')],
            },
        ),
        migrations.CreateModel(
            name='StoreCreditPolicy',
            fields=[
                ('id', models.UUIDField(default=wallet_project.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('starts_at', models.DateTimeField(verbose_name='holds from')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='decided')),
                ('reasons', models.JSONField(default=refunds.models.policy.offered_reasons, verbose_name='reasons offered to customers')),
                ('free_reasons', models.JSONField(blank=True, default=refunds.models.policy.reasons_without_fees, verbose_name='reasons for which a return costs nothing')),
                ('window_days', models.PositiveSmallIntegerField(default=30, verbose_name='days after paying')),
                ('card_allowed', models.BooleanField(default=True, verbose_name='customers may have it on the card')),
                ('shipping_to_wallet', models.DecimalField(decimal_places=3, default=0, max_digits=18, validators=[django.core.validators.MinValueValidator(0)], verbose_name='return shipping, if it goes to the wallet')),
                ('shipping_to_card', models.DecimalField(decimal_places=3, default=0, max_digits=18, validators=[django.core.validators.MinValueValidator(0)], verbose_name='return shipping, if it goes to the card')),
                ('restocking_percent', models.DecimalField(decimal_places=2, default=0, max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='kept for restocking, percent')),
                ('bonus_percent', models.DecimalField(decimal_places=2, default=0, max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='bonus for store credit, percent')),
                ('bonus_valid_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='days until the bonus expires')),
                ('tender_order', models.CharField(choices=[('reward_first', 'Reward money first, then wallet, then card'), ('reward_last', 'Card first, then wallet, reward money last'), ('in_ratio', 'All in the ratio in which they paid')], default='in_ratio', max_length=20, verbose_name='what is given back first')),
                ('automatic_limit', models.DecimalField(blank=True, decimal_places=3, max_digits=18, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='approved without a person up to')),
                ('automatic_in_90_days', models.PositiveSmallIntegerField(default=3, verbose_name='so often within 90 days, for each customer')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
            ],
            options={
                'verbose_name': 'store-credit policy',
                'verbose_name_plural': 'store-credit policies',
                'ordering': ['-starts_at'],
                'constraints': [
                    models.UniqueConstraint(models.F('currency'), models.F('starts_at'), name='one_store_credit_policy_at_a_time'),
                    models.CheckConstraint(condition=models.Q(('reasons__contained_by', ['damaged', 'late', 'not_as_described', 'dissatisfied', 'changed_mind', 'goodwill']), ('free_reasons__contained_by', ['damaged', 'late', 'not_as_described', 'dissatisfied', 'changed_mind', 'goodwill'])), name='store_credit_policy_offers_known_reasons'),
                    models.CheckConstraint(condition=models.Q(('shipping_to_card__gte', 0), ('shipping_to_wallet__gte', 0), ('restocking_percent__gte', 0), ('restocking_percent__lte', 100), models.Q(('automatic_limit', None), ('automatic_limit__gte', 0), _connector='OR')), name='store_credit_policy_takes_sane_fees'),
                    models.CheckConstraint(condition=models.Q(('bonus_percent__gte', 0), ('bonus_percent__lte', 100), models.Q(('bonus_valid_days', None), ('bonus_valid_days__gt', 0), _connector='OR')), name='store_credit_policy_gives_a_sane_bonus'),
                    models.CheckConstraint(condition=models.Q(('tender_order__in', ['reward_first', 'reward_last', 'in_ratio'])), name='store_credit_policy_knows_its_order'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Refund',
            fields=[
                ('id', models.UUIDField(default=wallet_project.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('amount_currency', djmoney.models.fields.CurrencyField(choices=[('EUR', 'Euro'), ('INR', 'Indian Rupee'), ('JPY', 'Japanese Yen'), ('KWD', 'Kuwaiti Dinar'), ('USD', 'US Dollar')], default='EUR', editable=False, max_length=3)),
                ('amount', djmoney.models.fields.MoneyField(decimal_places=3, max_digits=18, verbose_name='amount')),
                ('fee_currency', djmoney.models.fields.CurrencyField(choices=[('EUR', 'Euro'), ('INR', 'Indian Rupee'), ('JPY', 'Japanese Yen'), ('KWD', 'Kuwaiti Dinar'), ('USD', 'US Dollar')], default='EUR', editable=False, max_length=3)),
                ('fee', djmoney.models.fields.MoneyField(decimal_places=3, default=djmoney.money.Money(0, 'EUR'), max_digits=18, verbose_name='kept for the return')),
                ('bonus_currency', djmoney.models.fields.CurrencyField(choices=[('EUR', 'Euro'), ('INR', 'Indian Rupee'), ('JPY', 'Japanese Yen'), ('KWD', 'Kuwaiti Dinar'), ('USD', 'US Dollar')], default='EUR', editable=False, max_length=3)),
                ('bonus', djmoney.models.fields.MoneyField(decimal_places=3, default=djmoney.money.Money(0, 'EUR'), max_digits=18, verbose_name='bonus')),
                ('reason', models.CharField(choices=[('damaged', 'Damaged'), ('late', 'Late delivery'), ('not_as_described', 'Not as described'), ('dissatisfied', 'Not satisfied'), ('changed_mind', 'Changed my mind'), ('goodwill', 'Goodwill')], max_length=20, verbose_name='reason')),
                ('destination', models.CharField(choices=[('wallet', 'Wallet'), ('original', 'Card or bank that paid')], max_length=10, verbose_name='card part goes to')),
                ('tender_order', models.CharField(choices=[('reward_first', 'Reward money first, then wallet, then card'), ('reward_last', 'Card first, then wallet, reward money last'), ('in_ratio', 'All in the ratio in which they paid')], max_length=20, verbose_name='given back first')),
                ('status', models.CharField(choices=[('requested', 'Waiting for the store'), ('approved', 'Approved'), ('processing', 'On its way'), ('pending_gateway', 'Waiting for your bank'), ('done', 'Refunded'), ('failed', 'Did not arrive at the bank'), ('rejected', 'Refused'), ('expired', 'Not decided in time'), ('reversed', 'Taken back')], max_length=20, verbose_name='status')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='internal note')),
                ('customer_note', models.CharField(blank=True, max_length=300, verbose_name='note to the customer')),
                ('decision_note', models.CharField(blank=True, max_length=300, verbose_name='reason of the decision')),
                ('failure', models.CharField(blank=True, max_length=300, verbose_name='why it failed')),
                ('key', models.CharField(max_length=200, verbose_name='idempotency key')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='fingerprint of the request')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='asked for at')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='to be decided until')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('issued_at', models.DateTimeField(blank=True, null=True, verbose_name='money moved at')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='settled')),
                ('approver', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('bonus_lot', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rewards.creditlot', verbose_name='lot of the bonus')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='customer')),
                ('payment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='checkout.payment', verbose_name='payment')),
                ('requester', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked for by')),
                ('policy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='refunds.storecreditpolicy', verbose_name='policy')),
            ],
            options={
                'verbose_name': 'refund',
                'verbose_name_plural': 'refunds',
                'ordering': ['-id'],
                'permissions': [('issue_refund', 'Can refund up to a limit'), ('issue_large_refund', 'Can refund up to the limit of finance'), ('approve_refund', 'Can approve and reject refunds of others')],
                'constraints': [
                    models.UniqueConstraint(models.F('key'), name='refund_key_is_unique'),
                    models.CheckConstraint(condition=models.Q(('status__in', ['requested', 'approved', 'processing', 'pending_gateway', 'done', 'failed', 'rejected', 'expired', 'reversed'])), name='refund_status_is_known'),
                    models.CheckConstraint(condition=models.Q(('reason__in', ['damaged', 'late', 'not_as_described', 'dissatisfied', 'changed_mind', 'goodwill'])), name='refund_reason_is_known'),
                    models.CheckConstraint(condition=models.Q(('destination__in', ['wallet', 'original']), ('tender_order__in', ['reward_first', 'reward_last', 'in_ratio'])), name='refund_goes_to_a_known_place'),
                    models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='refund_is_positive'),
                    models.CheckConstraint(condition=models.Q(('bonus__gte', 0), ('fee__gte', 0), ('fee__lt', models.F('amount'))), name='refund_keeps_less_than_all'),
                    models.CheckConstraint(condition=models.Q(('bonus_currency', models.F('amount_currency')), ('fee_currency', models.F('amount_currency'))), name='refund_is_in_one_currency'),
                    models.CheckConstraint(condition=models.Q(('approver', None), ('requester', None), models.Q(('approver', models.F('requester')), _negated=True), _connector='OR'), name='refund_is_not_approved_by_who_asked_for_it'),
                    models.CheckConstraint(condition=models.Q(('approver', None), models.Q(('approver', models.F('customer')), _negated=True), _connector='OR'), name='refund_is_not_approved_by_who_gets_it'),
                    models.CheckConstraint(condition=models.Q(models.Q(('status', 'requested'), _negated=True), ('expires_at__isnull', False), _connector='OR'), name='refund_that_waits_says_until_when'),
                    models.CheckConstraint(condition=models.Q(models.Q(('status', 'rejected'), _negated=True), models.Q(('decision_note', ''), _negated=True), _connector='OR'), name='rejected_refund_says_why'),
                    models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('status__in', ('requested', 'approved', 'processing', 'pending_gateway'))), models.Q(models.Q(('status__in', ('requested', 'approved', 'processing', 'pending_gateway')), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='refund_is_settled_when_it_is_over'),
                    models.CheckConstraint(condition=models.Q(('bonus_lot', None), ('bonus__gt', 0), _connector='OR'), name='bonus_lot_holds_a_bonus'),
                ],
                'indexes': [
                    models.Index(fields=['payment', 'id'], name='refunds_of_a_payment'),
                    models.Index(fields=['customer', '-id'], name='refunds_of_a_customer'),
                    models.Index(fields=['requester', 'created_at'], name='refunds_asked_by'),
                    models.Index(fields=['approver', 'decided_at'], name='refunds_approved_by'),
                    models.Index(condition=models.Q(('status', 'requested')), fields=['expires_at'], name='refunds_to_decide'),
                    models.Index(condition=models.Q(('status__in', ('approved', 'processing', 'pending_gateway'))), fields=['created_at'], name='refunds_on_their_way'),
                    models.Index(condition=models.Q(('status', 'failed')), fields=['-id'], name='refunds_that_failed'),
                ],
            },
        ),
        migrations.CreateModel(
            name='RefundAllocation',
            fields=[
                ('id', models.UUIDField(default=wallet_project.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('target', models.CharField(choices=[('lots', 'Reward wallet'), ('wallet', 'Wallet'), ('original', 'Card or bank that paid')], max_length=10, verbose_name='goes to')),
                ('amount_currency', djmoney.models.fields.CurrencyField(choices=[('EUR', 'Euro'), ('INR', 'Indian Rupee'), ('JPY', 'Japanese Yen'), ('KWD', 'Kuwaiti Dinar'), ('USD', 'US Dollar')], default='EUR', editable=False, max_length=3)),
                ('amount', djmoney.models.fields.MoneyField(decimal_places=3, max_digits=18, verbose_name='amount')),
                ('fee_currency', djmoney.models.fields.CurrencyField(choices=[('EUR', 'Euro'), ('INR', 'Indian Rupee'), ('JPY', 'Japanese Yen'), ('KWD', 'Kuwaiti Dinar'), ('USD', 'US Dollar')], default='EUR', editable=False, max_length=3)),
                ('fee', djmoney.models.fields.MoneyField(decimal_places=3, default=djmoney.money.Money(0, 'EUR'), max_digits=18, verbose_name='kept for the return')),
                ('bonus_currency', djmoney.models.fields.CurrencyField(choices=[('EUR', 'Euro'), ('INR', 'Indian Rupee'), ('JPY', 'Japanese Yen'), ('KWD', 'Kuwaiti Dinar'), ('USD', 'US Dollar')], default='EUR', editable=False, max_length=3)),
                ('bonus', djmoney.models.fields.MoneyField(decimal_places=3, default=djmoney.money.Money(0, 'EUR'), max_digits=18, verbose_name='bonus')),
                ('returned_currency', djmoney.models.fields.CurrencyField(choices=[('EUR', 'Euro'), ('INR', 'Indian Rupee'), ('JPY', 'Japanese Yen'), ('KWD', 'Kuwaiti Dinar'), ('USD', 'US Dollar')], default='EUR', editable=False, max_length=3)),
                ('returned', djmoney.models.fields.MoneyField(decimal_places=3, default=djmoney.money.Money(0, 'EUR'), max_digits=18, verbose_name='taken back')),
                ('status', models.CharField(choices=[('created', 'To be sent to the bank'), ('pending', 'At the bank'), ('done', 'Arrived'), ('failed', 'Came back from the bank')], max_length=10, verbose_name='status')),
                ('gateway_key', models.CharField(blank=True, max_length=64, verbose_name='key at the gateway')),
                ('gateway_refund', models.CharField(blank=True, max_length=120, verbose_name='refund at the gateway')),
                ('failure', models.CharField(blank=True, max_length=300, verbose_name='why it failed')),
                ('asked_at', models.DateTimeField(blank=True, null=True, verbose_name='first asked')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='last asked')),
                ('entry', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.journalentry', verbose_name='entry')),
                ('refund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='refunds.refund', verbose_name='refund')),
                ('tender', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='checkout.tender', verbose_name='tender')),
                ('undone_entry', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.journalentry', verbose_name='entry that undid it')),
            ],
            options={
                'verbose_name': 'part of a refund',
                'verbose_name_plural': 'parts of refunds',
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('status__in', ('created', 'pending'))), fields=['checked_at'], name='refunds_open_at_the_gateway')],
                'constraints': [models.UniqueConstraint(models.F('gateway_key'), condition=models.Q(('gateway_key', ''), _negated=True), name='gateway_key_is_one_refunds'), models.UniqueConstraint(models.F('gateway_refund'), condition=models.Q(('gateway_refund', ''), _negated=True), name='gateway_refund_is_one_refunds'), models.CheckConstraint(condition=models.Q(('status__in', ['created', 'pending', 'done', 'failed']), ('target__in', ['lots', 'wallet', 'original'])), name='refund_part_is_known'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('bonus__gte', 0), ('fee__gte', 0), ('fee__lte', models.F('amount'))), name='refund_part_is_positive'), models.CheckConstraint(condition=models.Q(('returned__gte', 0), ('returned__lte', models.F('amount'))), name='refund_part_is_taken_back_at_most_once'), models.CheckConstraint(condition=models.Q(('bonus_currency', models.F('amount_currency')), ('fee_currency', models.F('amount_currency')), ('returned_currency', models.F('amount_currency'))), name='refund_part_is_in_one_currency'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'done'), _negated=True), ('entry__isnull', False), ('fee', models.F('amount')), _connector='OR'), name='refund_part_that_arrived_has_its_entry'), models.CheckConstraint(condition=models.Q(models.Q(('target', 'original'), _negated=True), models.Q(('gateway_key', ''), _negated=True), _connector='OR'), name='refund_to_the_card_has_a_gateway_key'), models.CheckConstraint(condition=models.Q(('target', 'original'), ('status', 'done'), _connector='OR'), name='only_the_gateway_is_waited_for')],
            },
        ),
        migrations.CreateModel(
            name='RefundLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=100, verbose_name='line')),
                ('description', models.CharField(max_length=200, verbose_name='description')),
                ('quantity', models.PositiveIntegerField(verbose_name='quantity')),
                ('amount_currency', djmoney.models.fields.CurrencyField(choices=[('EUR', 'Euro'), ('INR', 'Indian Rupee'), ('JPY', 'Japanese Yen'), ('KWD', 'Kuwaiti Dinar'), ('USD', 'US Dollar')], default='EUR', editable=False, max_length=3)),
                ('amount', djmoney.models.fields.MoneyField(decimal_places=3, max_digits=18, verbose_name='amount')),
                ('line_total_currency', djmoney.models.fields.CurrencyField(choices=[('EUR', 'Euro'), ('INR', 'Indian Rupee'), ('JPY', 'Japanese Yen'), ('KWD', 'Kuwaiti Dinar'), ('USD', 'US Dollar')], default='EUR', editable=False, max_length=3)),
                ('line_total', djmoney.models.fields.MoneyField(decimal_places=3, max_digits=18, verbose_name='the line cost')),
                ('refund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='refunds.refund', verbose_name='refund')),
            ],
            options={
                'verbose_name': 'refunded line',
                'verbose_name_plural': 'refunded lines',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(models.F('refund'), models.F('reference'), name='refund_has_a_line_once'), models.CheckConstraint(condition=models.Q(('reference', ''), _negated=True), name='refunded_line_is_named'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('amount__lte', models.F('line_total')), ('line_total_currency', models.F('amount_currency'))), name='refunded_line_is_at_most_what_it_cost')],
            },
        ),
        migrations.CreateModel(
            name='RefundReversal',
            fields=[
                ('id', models.UUIDField(default=wallet_project.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('amount_currency', djmoney.models.fields.CurrencyField(choices=[('EUR', 'Euro'), ('INR', 'Indian Rupee'), ('JPY', 'Japanese Yen'), ('KWD', 'Kuwaiti Dinar'), ('USD', 'US Dollar')], default='EUR', editable=False, max_length=3)),
                ('amount', djmoney.models.fields.MoneyField(decimal_places=3, max_digits=18, verbose_name='amount')),
                ('taken_currency', djmoney.models.fields.CurrencyField(choices=[('EUR', 'Euro'), ('INR', 'Indian Rupee'), ('JPY', 'Japanese Yen'), ('KWD', 'Kuwaiti Dinar'), ('USD', 'US Dollar')], default='EUR', editable=False, max_length=3)),
                ('taken', djmoney.models.fields.MoneyField(decimal_places=3, max_digits=18, verbose_name='taken back')),
                ('shortfall_currency', djmoney.models.fields.CurrencyField(choices=[('EUR', 'Euro'), ('INR', 'Indian Rupee'), ('JPY', 'Japanese Yen'), ('KWD', 'Kuwaiti Dinar'), ('USD', 'US Dollar')], default='EUR', editable=False, max_length=3)),
                ('shortfall', djmoney.models.fields.MoneyField(decimal_places=3, max_digits=18, verbose_name='no longer there')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('bonus_entry', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.journalentry', verbose_name='entry of the bonus')),
                ('refund', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='refunds.refund', verbose_name='refund')),
            ],
            options={
                'verbose_name': 'refund taken back',
                'verbose_name_plural': 'refunds taken back',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount', django.db.models.expressions.CombinedExpression(models.F('taken'), '+', models.F('shortfall'))), ('amount__gt', 0), ('shortfall__gte', 0), ('taken__gte', 0)), name='reversal_is_what_was_taken_and_what_was_not'), models.CheckConstraint(condition=models.Q(('shortfall_currency', models.F('amount_currency')), ('taken_currency', models.F('amount_currency'))), name='reversal_is_in_one_currency'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='reversal_says_why')],
            },
        ),
        run_sql_file(SQL, "0001_refunds_add_up"),
    ]
