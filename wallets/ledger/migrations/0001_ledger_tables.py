from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

from wallet_project.core.sql import run_sql_file

SQL = Path(__file__).resolve().parent.parent / "sql"

STATE = [
    migrations.CreateModel(
        name='LedgerAccount',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('code', models.CharField(max_length=40, verbose_name='code')),
            ('currency', models.CharField(max_length=3, verbose_name='currency')),
            ('type', models.CharField(choices=[('asset', 'Asset'), ('liability', 'Liability'), ('equity', 'Equity'), ('income', 'Income'), ('expense', 'Expense')], max_length=10, verbose_name='type')),
            ('guarded', models.BooleanField(verbose_name='guarded')),
            ('balance', models.BigIntegerField(null=True, verbose_name='balance')),
            ('floor', models.BigIntegerField(db_default=0, default=0, verbose_name='floor')),
            ('last_posted_at', models.DateTimeField(null=True, verbose_name='last posting')),
            ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='opened')),
        ],
        options={
            'verbose_name': 'ledger account',
            'verbose_name_plural': 'ledger accounts',
            'db_table': 'ledger_account',
        },
    ),
    migrations.CreateModel(
        name='Seal',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('sealed_at', models.DateTimeField(verbose_name='sealed')),
            ('after_id', models.BigIntegerField(verbose_name='after entry')),
            ('through_id', models.BigIntegerField(verbose_name='through entry')),
            ('entries', models.BigIntegerField(verbose_name='entries')),
            ('digest', models.BinaryField(verbose_name='digest')),
        ],
        options={
            'verbose_name': 'seal',
            'verbose_name_plural': 'seals',
            'db_table': 'ledger_seal',
            'ordering': ['-id'],
        },
    ),
    migrations.CreateModel(
        name='JournalEntry',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('posted_at', models.DateTimeField(verbose_name='posted')),
            ('kind', models.CharField(choices=[('top_up', 'Top-up'), ('top_up_disputed', 'Top-up taken back by the bank'), ('top_up_dispute_won', 'Disputed top-up returned'), ('hold_placed', 'Held for an order'), ('hold_captured', 'Order paid'), ('hold_released', 'Hold released'), ('card_captured', 'Order paid by card'), ('payment_rescued', 'Card payment kept for you'), ('adjustment_credit', 'Credited by the store'), ('adjustment_debit', 'Debited by the store'), ('order_refunded', 'Refund of an order'), ('reversal', 'Correction')], max_length=40, verbose_name='kind')),
            ('idempotency_key', models.CharField(max_length=255, unique=True, verbose_name='idempotency key')),
            ('fingerprint', models.BinaryField(verbose_name='fingerprint')),
            ('reference', models.CharField(blank=True, max_length=100, verbose_name='reference')),
            ('description', models.CharField(blank=True, max_length=500, verbose_name='description')),
            ('actor', models.CharField(blank=True, max_length=100, verbose_name='actor')),
            ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='ledger.journalentry', verbose_name='reverses')),
        ],
        options={
            'verbose_name': 'journal entry',
            'verbose_name_plural': 'journal entries',
            'db_table': 'ledger_entry',
            'ordering': ['-id'],
            'permissions': [('reverse_entry', 'Can reverse entries')],
        },
    ),
    migrations.CreateModel(
        name='Posting',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('currency', models.CharField(max_length=3, verbose_name='currency')),
            ('amount', models.BigIntegerField(verbose_name='amount')),
            ('balance_after', models.BigIntegerField(null=True, verbose_name='balance after')),
            ('posted_at', models.DateTimeField(verbose_name='posted')),
            ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='ledger.ledgeraccount', verbose_name='account')),
            ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='ledger.journalentry', verbose_name='entry')),
        ],
        options={
            'verbose_name': 'posting',
            'verbose_name_plural': 'postings',
            'db_table': 'ledger_posting',
        },
    ),
    migrations.CreateModel(
        name='Horizon',
        fields=[
            ('is_only', models.BooleanField(default=True, primary_key=True, serialize=False)),
            ('at', models.DateTimeField(verbose_name='at')),
            ('entry_id', models.BigIntegerField(null=True, verbose_name='through entry')),
        ],
        options={
            'verbose_name': 'horizon',
            'verbose_name_plural': 'horizon',
            'db_table': 'ledger_horizon',
        },
    ),
    migrations.CreateModel(
        name='Checkpoint',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('at', models.DateTimeField(verbose_name='at')),
            ('balance', models.BigIntegerField(verbose_name='balance')),
            ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checkpoints', to='ledger.ledgeraccount', verbose_name='account')),
        ],
        options={
            'verbose_name': 'checkpoint',
            'verbose_name_plural': 'checkpoints',
            'db_table': 'ledger_checkpoint',
        },
    ),
]


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[run_sql_file(SQL, "0001_tables")],
            state_operations=STATE,
        ),
    ]
