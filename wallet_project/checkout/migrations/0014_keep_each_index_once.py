"""Without the indexes that begin as another one does."""

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("checkout", "0013_index_cards_that_pay"),
        ("wallets", "0001_create_wallets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "payment",
            "customer",
            models.ForeignKey(
                db_index=False,
                on_delete=PROTECT,
                related_name="payments",
                to=settings.AUTH_USER_MODEL,
                verbose_name="customer",
            ),
        ),
        migrations.AlterField(
            "paymentline",
            "payment",
            models.ForeignKey(
                db_index=False, on_delete=PROTECT, related_name="lines", to="checkout.payment", verbose_name="payment"
            ),
        ),
        migrations.AlterField(
            "tender",
            "payment",
            models.ForeignKey(
                db_index=False, on_delete=PROTECT, related_name="tenders", to="checkout.payment", verbose_name="payment"
            ),
        ),
        migrations.AlterField(
            "tender",
            "saved_card",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=PROTECT,
                related_name="+",
                to="wallets.savedcard",
                verbose_name="saved card",
            ),
        ),
    ]
