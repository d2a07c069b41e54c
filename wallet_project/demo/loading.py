"""What is in the demo shop when it opens. Each step leaves alone what an earlier start has made."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db import transaction

from wallet_project.accounts.models import User
from wallet_project.demo.activities import write_activities
from wallet_project.demo.campaigns import write_campaigns
from wallet_project.demo.credit_rules import let_a_rule_give, load_credit_rules
from wallet_project.demo.earning import let_customers_earn, load_earning
from wallet_project.demo.history import write_history
from wallet_project.demo.people import ADMIN, CUSTOMER, NEW_CUSTOMER, Person
from wallet_project.demo.refunds import load_terms
from wallet_project.demo.returns import write_returns
from wallet_project.demo.rewards import load_offers, load_program, load_scratch_cards
from wallet_project.storefront.catalog import load_catalog
from wallets.roles import create_roles


def load_demo() -> None:
    """Load the catalog, the rules for rewards and returns, the offers, the three log-ins, the history of
    one of them, and what others say of the goods. Safe to repeat."""
    load_catalog()
    load_earning()
    load_terms()
    create_roles()
    newcomer = make_person(NEW_CUSTOMER)
    admin = make_person(ADMIN, is_staff=True, is_superuser=True)
    load_program()
    load_offers()
    customer = make_person(CUSTOMER)
    write_history(customer, admin)
    let_customers_earn(customer, newcomer)
    load_scratch_cards(customer)
    write_activities(customer, admin)
    write_campaigns(admin)
    load_credit_rules(admin)
    let_a_rule_give(customer)
    write_returns(customer, admin)


@transaction.atomic
def make_person(person: Person, **fields: bool) -> User:
    """The person's log-in, with a confirmed address; the one that is there, if there is one."""
    users = get_user_model().objects
    found = users.filter(email=person.email).first()
    if found is not None:
        return found
    user = users.create_user(person.email, person.password, name=person.name, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
