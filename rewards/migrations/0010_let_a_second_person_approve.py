import django.db.models.deletion
import wallet_project.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('rewards', '0009_add_statement_runs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='rewardwallet',
            options={'permissions': [('adjust_rewards', 'Can credit and debit rewards up to a limit'), ('adjust_rewards_unlimited', 'Can credit and debit rewards up to the limit of finance')], 'verbose_name': 'reward wallet', 'verbose_name_plural': 'reward wallets'},
        ),
        migrations.CreateModel(
            name='RewardAdjustmentRequest',
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
                ('amount', models.BigIntegerField(verbose_name='amount')),
                ('reason', models.CharField(choices=[('goodwill', 'Goodwill'), ('promotion', 'Promotion'), ('correction', 'Correction'), ('abuse', 'Abuse'), ('other', 'Other')], max_length=30, verbose_name='reason')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='expires')),
                ('adjustment', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='request', to='rewards.rewardadjustment', verbose_name='booked as')),
                ('approver', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='customer')),
                ('requester', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked for by')),
                ('wallet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='rewards.rewardwallet', verbose_name='wallet')),
            ],
            options={
                'verbose_name': 'adjustment of rewards to approve',
                'verbose_name_plural': 'adjustments of rewards to approve',
                'ordering': ['-id'],
                'permissions': [('approve_reward_adjustment', 'Can approve and reject adjustments of others')],
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('status', 'requested')), fields=['decide_until'], name='reward_requests_waiting'), models.Index(fields=['requester', 'created_at'], name='reward_requests_asked_by'), models.Index(fields=['approver', 'decided_at'], name='reward_requests_decided_by')],
                'constraints': [models.UniqueConstraint(models.F('key'), condition=models.Q(('status__in', ('rejected', 'expired')), _negated=True), name='reward_request_key_is_used_once'), models.CheckConstraint(condition=models.Q(('status__in', ['requested', 'approved', 'rejected', 'expired'])), name='reward_request_status_is_known'), models.CheckConstraint(condition=models.Q(('requester', models.F('customer')), _negated=True), name='reward_request_is_not_asked_for_by_who_gets_it'), models.CheckConstraint(condition=models.Q(('approver', None), models.Q(('approver', models.F('requester')), _negated=True), _connector='OR'), name='reward_request_is_not_decided_by_who_asked_for_it'), models.CheckConstraint(condition=models.Q(('approver', None), models.Q(('approver', models.F('customer')), _negated=True), _connector='OR'), name='reward_request_is_not_decided_by_who_gets_it'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'requested'), ('approver', None), ('decided_at', None)), models.Q(('status', 'expired'), ('approver', None), ('decided_at__isnull', False)), models.Q(('status__in', ('approved', 'rejected')), ('approver__isnull', False), ('decided_at__isnull', False)), _connector='OR'), name='reward_request_says_who_decided_and_when'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'rejected'), _negated=True), models.Q(('decision_note', ''), _negated=True), _connector='OR'), name='reward_request_says_why_it_was_rejected'), models.CheckConstraint(condition=models.Q(models.Q(('adjustment__isnull', False), ('status', 'approved')), models.Q(models.Q(('status', 'approved'), _negated=True), ('adjustment', None)), _connector='OR'), name='reward_request_moved_money_when_approved'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='reward_request_is_positive'), models.CheckConstraint(condition=models.Q(('direction__in', ['credit', 'debit']), ('reason__in', ['goodwill', 'promotion', 'correction', 'abuse', 'other'])), name='reward_request_is_known')],
            },
        ),
    ]
