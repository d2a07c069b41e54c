"""The demo's customer has a return on its way and one refunded with a bonus, also after two starts."""

import pytest

from refunds.models import Refund, ReturnPhoto, ReturnRequest
from wallet_project.core.money import to_minor
from wallet_project.demo.history import write_history
from wallet_project.demo.loading import make_person
from wallet_project.demo.people import ADMIN, CUSTOMER
from wallet_project.demo.refunds import load_terms
from wallet_project.demo.returns import write_returns
from wallet_project.storefront.catalog import load_catalog


@pytest.mark.django_db(transaction=True)
def test_what_the_customer_sent_back(fake, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    load_catalog()
    customer, admin = make_person(CUSTOMER), make_person(ADMIN, is_staff=True, is_superuser=True)
    for _time in range(2):
        load_terms()
        write_history(customer, admin)
        write_returns(customer, admin)
    states = dict(ReturnRequest.objects.values_list("lines__description", "state"))
    assert states == {"Earl Grey": "label_sent", "French press": "refunded"}
    done = Refund.objects.get()
    assert (done.status, to_minor(done.bonus_money)) == ("done", to_minor(done.money) * 5 // 100)
    assert ReturnPhoto.objects.exclude(return_request=None).count() == 2
