from pathlib import Path

import django.db.models.deletion
import djmoney.models.fields
from django.conf import settings
from django.db import migrations, models

from wallet_project.core.sql import run_sql_file

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('storefront', '0004_add_reviews_and_shares'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PriceChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before_currency', djmoney.models.fields.CurrencyField(choices=[('EUR', 'Euro'), ('INR', 'Indian Rupee'), ('JPY', 'Japanese Yen'), ('KWD', 'Kuwaiti Dinar'), ('USD', 'US Dollar')], default='EUR', editable=False, max_length=3)),
                ('before', djmoney.models.fields.MoneyField(decimal_places=3, max_digits=18, verbose_name='before')),
                ('after_currency', djmoney.models.fields.CurrencyField(choices=[('EUR', 'Euro'), ('INR', 'Indian Rupee'), ('JPY', 'Japanese Yen'), ('KWD', 'Kuwaiti Dinar'), ('USD', 'US Dollar')], default='EUR', editable=False, max_length=3)),
                ('after', djmoney.models.fields.MoneyField(decimal_places=3, max_digits=18, verbose_name='after')),
                ('changed_at', models.DateTimeField(verbose_name='changed')),
                ('answered_through', models.BigIntegerField(default=0, editable=False)),
                ('answered_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='credit rules asked at')),
            ],
            options={
                'verbose_name': 'price change',
                'verbose_name_plural': 'price changes',
                'ordering': ['-id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('after__gt', 0), ('before__gt', 0)), name='price_was_and_is_positive'),
                    models.CheckConstraint(condition=models.Q(('before', models.F('after')), ('before_currency', models.F('after_currency')), _negated=True), name='price_change_changes_something'),
                ],
                'indexes': [
                    models.Index(condition=models.Q(('answered_at', None)), fields=['changed_at'], name='price_changes_to_answer'),
                ],
            },
        ),
        migrations.AddField(
            model_name='deliveryrate',
            name='days',
            field=models.PositiveSmallIntegerField(default=5, verbose_name='promised within so many days'),
        ),
        migrations.AddField(
            model_name='order',
            name='credits_answered_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='credit rules asked at'),
        ),
        migrations.AddField(
            model_name='order',
            name='expected_on',
            field=models.DateField(blank=True, null=True, verbose_name='promised for'),
        ),
        migrations.AddField(
            model_name='order',
            name='replaces',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replacements', to='storefront.order', verbose_name='instead of'),
        ),
        migrations.AddField(
            model_name='orderline',
            name='credits_answered_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='credit rules asked at'),
        ),
        migrations.AddField(
            model_name='orderline',
            name='missing',
            field=models.PositiveSmallIntegerField(default=0, verbose_name="can't be delivered"),
        ),
        migrations.AddField(
            model_name='orderline',
            name='out_of_stock_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='found out of stock at'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(condition=models.Q(('delivered_at__isnull', False)), fields=['delivered_at'], name='orders_by_delivery'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(condition=models.Q(('credits_answered_at', None), ('delivered_at__isnull', False)), fields=['delivered_at'], name='orders_whose_credits_wait'),
        ),
        migrations.AddIndex(
            model_name='orderline',
            index=models.Index(condition=models.Q(('out_of_stock_at__isnull', False)), fields=['out_of_stock_at'], name='lines_out_of_stock'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.UniqueConstraint(models.F('replaces'), condition=models.Q(('status__in', ('payment_failed', 'canceled', 'expired')), _negated=True), name='order_is_replaced_once'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('missing', 0), ('out_of_stock_at', None)), models.Q(('missing__gt', 0), ('missing__lte', models.F('quantity')), ('out_of_stock_at__isnull', False)), _connector='OR'), name='order_line_misses_at_most_what_was_bought'),
        ),
        migrations.AddField(
            model_name='pricechange',
            name='changed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by'),
        ),
        migrations.AddField(
            model_name='pricechange',
            name='product',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='price_changes', to='storefront.product', verbose_name='product'),
        ),
        migrations.AddIndex(
            model_name='pricechange',
            index=models.Index(fields=['product', 'id'], name='price_changes_of_a_product'),
        ),
        run_sql_file(SQL, "0005_keep_prices"),
    ]
