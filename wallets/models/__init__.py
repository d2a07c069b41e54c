from wallets.models.adjustment import Adjustment, AdjustmentPolicy
from wallets.models.card import GatewayCustomer, SavedCard
from wallets.models.event import GatewayEventRecord
from wallets.models.hold import Hold
from wallets.models.top_up import TopUp, TopUpPolicy, TopUpReturn
from wallets.models.transfer import Transfer, TransferPolicy
from wallets.models.wallet import Wallet

__all__ = [
    "Adjustment",
    "AdjustmentPolicy",
    "GatewayCustomer",
    "GatewayEventRecord",
    "Hold",
    "SavedCard",
    "TopUp",
    "TopUpPolicy",
    "TopUpReturn",
    "Transfer",
    "TransferPolicy",
    "Wallet",
]
