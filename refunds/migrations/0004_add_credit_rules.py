from pathlib import Path

import django.core.validators
import django.db.models.deletion
import djmoney.models.fields
import wallet_project.core.ids
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from wallet_project.core.sql import run_sql_file

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0006_know_given_credit'),
        ('refunds', '0003_try_failed_refunds_again'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CreditRule',
            fields=[
                ('id', models.UUIDField(default=wallet_project.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('event', models.CharField(choices=[('late', 'Order delivered late'), ('out_of_stock', 'Paid, and then out of stock'), ('price_drop', 'Price drop after buying')], max_length=15, verbose_name='when')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('budget', models.DecimalField(decimal_places=3, max_digits=18, verbose_name='budget in all')),
                ('spent', models.DecimalField(decimal_places=3, default=0, editable=False, max_digits=18, verbose_name='given so far')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
            ],
            options={
                'verbose_name': 'credit rule',
                'verbose_name_plural': 'credit rules',
                'ordering': ['name'],
                'constraints': [
                    models.UniqueConstraint(models.F('name'), name='credit_rule_has_its_own_name'),
                    models.CheckConstraint(condition=models.Q(('event__in', ['late', 'out_of_stock', 'price_drop'])), name='credit_rule_event_is_known'),
                    models.CheckConstraint(condition=models.Q(('budget__gt', 0), ('spent__gte', 0), ('spent__lte', models.F('budget'))), name='credit_rule_gives_at_most_its_budget'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CreditRuleTerms',
            fields=[
                ('id', models.UUIDField(default=wallet_project.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('starts_at', models.DateTimeField(verbose_name='holds from')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('is_on', models.BooleanField(default=True, help_text='Without this the rule rests from then on.', verbose_name='gives credit')),
                ('days', models.PositiveSmallIntegerField(default=0, help_text='For late orders: at least so many days after the promised day. For price drops: at most so many days after buying. Nothing else asks for it.', validators=[django.core.validators.MaxValueValidator(365)], verbose_name='days')),
                ('amount', models.DecimalField(blank=True, decimal_places=3, max_digits=18, null=True, verbose_name='a fixed amount')),
                ('percent', models.DecimalField(blank=True, decimal_places=2, help_text="Of the order, of the line that can't be delivered, or of the difference of price.", max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.01')), django.core.validators.MaxValueValidator(100)], verbose_name='or percent')),
                ('most', models.DecimalField(blank=True, decimal_places=3, max_digits=18, null=True, verbose_name='at most, each time')),
                ('per_day', models.DecimalField(blank=True, decimal_places=3, max_digits=18, null=True, verbose_name='at most, each day')),
                ('per_customer', models.DecimalField(blank=True, decimal_places=3, max_digits=18, null=True, verbose_name='at most, each customer in all')),
                ('words', models.CharField(help_text='{order}, {item} and {days} are filled in.', max_length=300, verbose_name='what the customer reads')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='decided')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='refunds.creditrule', verbose_name='rule')),
            ],
            options={
                'verbose_name': 'terms of a credit rule',
                'verbose_name_plural': 'terms of credit rules',
                'ordering': ['-starts_at'],
                'constraints': [
                    models.UniqueConstraint(models.F('rule'), models.F('starts_at'), name='credit_rule_has_one_terms_at_a_time'),
                    models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('amount__isnull', False), ('percent', None)), models.Q(('amount', None), ('percent__gt', 0), ('percent__isnull', False), ('percent__lte', 100)), _connector='OR'), name='credit_rule_gives_an_amount_or_a_percentage'),
                    models.CheckConstraint(condition=models.Q(models.Q(('most', None), ('most__gt', 0), _connector='OR'), models.Q(('per_day', None), ('per_day__gt', 0), _connector='OR'), models.Q(('per_customer', None), ('per_customer__gt', 0), _connector='OR')), name='credit_rule_limits_are_positive'),
                    models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='credit_rule_ends_after_it_starts'),
                    models.CheckConstraint(condition=models.Q(('days__lte', 365)), name='credit_rule_looks_back_a_year_at_most'),
                    models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='credit_rule_says_why'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CreditRuleIssue',
            fields=[
                ('id', models.UUIDField(default=wallet_project.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('event', models.CharField(max_length=100, verbose_name='event')),
                ('order_reference', models.CharField(max_length=100, verbose_name='order')),
                ('item', models.CharField(blank=True, max_length=200, verbose_name='about')),
                ('happened_at', models.DateTimeField(verbose_name='happened')),
                ('base_currency', djmoney.models.fields.CurrencyField(choices=[('EUR', 'Euro'), ('INR', 'Indian Rupee'), ('JPY', 'Japanese Yen'), ('KWD', 'Kuwaiti Dinar'), ('USD', 'US Dollar')], default='EUR', editable=False, max_length=3)),
                ('base', djmoney.models.fields.MoneyField(decimal_places=3, max_digits=18, verbose_name='counted from')),
                ('amount_currency', djmoney.models.fields.CurrencyField(choices=[('EUR', 'Euro'), ('INR', 'Indian Rupee'), ('JPY', 'Japanese Yen'), ('KWD', 'Kuwaiti Dinar'), ('USD', 'US Dollar')], default='EUR', editable=False, max_length=3)),
                ('amount', djmoney.models.fields.MoneyField(decimal_places=3, max_digits=18, verbose_name='amount')),
                ('outcome', models.CharField(choices=[('given', 'Given'), ('already', 'Another rule gave for it already'), ('refunded', 'What it is about was refunded'), ('nothing', 'It would be nothing'), ('frozen', 'The wallet is not open'), ('budget', 'Budget used up'), ('day', 'Limit of the day reached'), ('customer', 'Limit of the customer reached')], max_length=10, verbose_name='outcome')),
                ('day', models.DateField(verbose_name='day')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='answered')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='customer')),
                ('entry', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.journalentry')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='refunds.creditrule', verbose_name='rule')),
                ('terms', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='refunds.creditruleterms', verbose_name='terms')),
            ],
            options={
                'verbose_name': 'answer of a credit rule',
                'verbose_name_plural': 'answers of credit rules',
                'ordering': ['-id'],
                'constraints': [
                    models.UniqueConstraint(models.F('rule'), models.F('event'), name='credit_rule_answers_an_event_once'),
                    models.UniqueConstraint(models.F('event'), condition=models.Q(('outcome', 'given')), name='event_is_credited_once'),
                    models.CheckConstraint(condition=models.Q(('outcome__in', ['given', 'already', 'refunded', 'nothing', 'frozen', 'budget', 'day', 'customer'])), name='issue_outcome_is_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('entry__isnull', False), ('outcome', 'given')), models.Q(models.Q(('outcome', 'given'), _negated=True), ('amount', 0), ('entry', None)), _connector='OR'), name='given_credit_has_its_entry'),
                    models.CheckConstraint(condition=models.Q(('base_currency', models.F('amount_currency'))), name='issue_is_in_one_currency'),
                ],
                'indexes': [
                    models.Index(condition=models.Q(('outcome', 'given')), fields=['rule', 'day'], name='issues_of_a_day'),
                    models.Index(condition=models.Q(('outcome', 'given')), fields=['rule', 'customer'], name='issues_to_a_customer'),
                ],
            },
        ),
        run_sql_file(SQL, "0004_keep_terms"),
    ]
