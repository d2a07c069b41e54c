from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

VIEW = tuple(
    f"refunds.view_{model}"
    for model in (
        "creditrule",
        "creditruleissue",
        "creditruleterms",
        "refund",
        "refundallocation",
        "refundattempt",
        "refundlimits",
        "refundline",
        "refundreversal",
        "returnevent",
        "returnline",
        "returnphoto",
        "returnrequest",
        "storecreditpolicy",
        "takencredit",
    )
)
OPERATE = (*VIEW, "refunds.issue_refund", "refunds.handle_return")


class RefundsConfig(AppConfig):
    name = "refunds"
    verbose_name = _("Refunds")
    role_permissions = {
        "Support": VIEW,
        "Operations": OPERATE,
        "Finance": (
            *OPERATE,
            "refunds.issue_large_refund",
            "refunds.approve_refund",
            "refunds.add_creditrule",
            "refunds.add_creditruleterms",
            "refunds.add_refundlimits",
            "refunds.change_creditrule",
            "refunds.change_creditruleterms",
            "refunds.change_refundlimits",
            "refunds.add_storecreditpolicy",
            "refunds.change_storecreditpolicy",
        ),
    }

    def ready(self) -> None:
        from refunds.limits import refunded_within_day
        from refunds.publication import note_of_program
        from refunds.verification import register_refund_checks
        from rewards.program_notes import register_program_note
        from wallets.allowances import register_moved

        register_refund_checks()
        register_program_note("refunds", note_of_program)
        register_moved("refunds", refunded_within_day)
