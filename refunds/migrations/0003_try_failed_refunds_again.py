import django.db.models.deletion
import wallet_project.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('checkout', '0005_know_refunded'),
        ('ledger', '0004_know_refunds'),
        ('refunds', '0002_tell_how_long_a_card_refund_takes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RefundAttempt',
            fields=[
                ('id', models.UUIDField(default=wallet_project.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(verbose_name='attempt')),
                ('gateway_key', models.CharField(max_length=64, verbose_name='key at the gateway')),
                ('gateway_refund', models.CharField(blank=True, max_length=120, verbose_name='refund at the gateway')),
                ('failure', models.CharField(blank=True, max_length=300, verbose_name='why it failed')),
                ('asked_at', models.DateTimeField(blank=True, null=True, verbose_name='first asked')),
                ('retried_at', models.DateTimeField(auto_now_add=True, verbose_name='tried again')),
            ],
            options={
                'verbose_name': 'failed attempt of a refund',
                'verbose_name_plural': 'failed attempts of refunds',
                'ordering': ['id'],
                'constraints': [
                    models.UniqueConstraint(models.F('gateway_key'), name='gateway_key_is_one_attempts'),
                    models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='refund_attempt_has_a_number'),
                    models.CheckConstraint(condition=models.Q(('gateway_key', ''), _negated=True), name='refund_attempt_has_a_key'),
                ],
            },
        ),
        migrations.AddField(
            model_name='refundallocation',
            name='attempt',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='attempt'),
        ),
        migrations.AddConstraint(
            model_name='refundallocation',
            constraint=models.CheckConstraint(condition=models.Q(('attempt__gt', 0)), name='refund_part_counts_its_attempts'),
        ),
        migrations.AddField(
            model_name='refundattempt',
            name='allocation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='refunds.refundallocation', verbose_name='part of a refund'),
        ),
        migrations.AddField(
            model_name='refundattempt',
            name='entry',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.journalentry', verbose_name='entry'),
        ),
        migrations.AddField(
            model_name='refundattempt',
            name='retried_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='tried again by'),
        ),
        migrations.AddField(
            model_name='refundattempt',
            name='undone_entry',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.journalentry', verbose_name='entry that undid it'),
        ),
        migrations.AddConstraint(
            model_name='refundattempt',
            constraint=models.UniqueConstraint(models.F('allocation'), models.F('number'), name='refund_attempt_is_counted_once'),
        ),
        migrations.AddConstraint(
            model_name='refundattempt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('entry', None), ('undone_entry', None)), models.Q(('entry__isnull', False), ('undone_entry__isnull', False)), _connector='OR'), name='refund_attempt_left_no_money_behind'),
        ),
    ]
