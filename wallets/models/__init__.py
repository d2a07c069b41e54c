from wallets.models.adjustment import Adjustment, AdjustmentPolicy
from wallets.models.adjustment_request import AdjustmentRequest
from wallets.models.alert import LowBalanceAlert
from wallets.models.approval import ApprovalRequest
from wallets.models.card import GatewayCustomer, SavedCard
from wallets.models.event import GatewayEventRecord
from wallets.models.hold import Hold
from wallets.models.top_up import TopUp, TopUpPolicy, TopUpReturn
from wallets.models.transfer import Transfer, TransferPolicy
from wallets.models.version import Version
from wallets.models.wallet import Wallet

__all__ = [
    "Adjustment",
    "AdjustmentPolicy",
    "AdjustmentRequest",
    "ApprovalRequest",
    "GatewayCustomer",
    "GatewayEventRecord",
    "Hold",
    "LowBalanceAlert",
    "SavedCard",
    "TopUp",
    "TopUpPolicy",
    "TopUpReturn",
    "Transfer",
    "TransferPolicy",
    "Version",
    "Wallet",
]
