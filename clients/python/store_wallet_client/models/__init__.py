"""Contains all the data models used in inputs/outputs"""

from .accrual_output import AccrualOutput
from .accrual_output_status_enum import AccrualOutputStatusEnum
from .activity_input import ActivityInput
from .activity_kind_enum import ActivityKindEnum
from .activity_output import ActivityOutput
from .activity_page import ActivityPage
from .adjusted_status_enum import AdjustedStatusEnum
from .adjustment_input import AdjustmentInput
from .adjustment_input_reason_enum import AdjustmentInputReasonEnum
from .adjustment_output import AdjustmentOutput
from .adjustment_page import AdjustmentPage
from .adjustment_reason_enum import AdjustmentReasonEnum
from .approval_input import ApprovalInput
from .balance_output import BalanceOutput
from .capture_input import CaptureInput
from .card_output import CardOutput
from .channel_enum import ChannelEnum
from .code_enum import CodeEnum
from .conversion_input import ConversionInput
from .conversion_output import ConversionOutput
from .conversion_page import ConversionPage
from .conversion_quote_input import ConversionQuoteInput
from .conversion_quote_output import ConversionQuoteOutput
from .conversion_target_enum import ConversionTargetEnum
from .customer_input import CustomerInput
from .customer_output import CustomerOutput
from .customer_page import CustomerPage
from .destination_enum import DestinationEnum
from .direction_enum import DirectionEnum
from .endpoint_input import EndpointInput
from .endpoint_output import EndpointOutput
from .endpoint_page import EndpointPage
from .endpoint_status_enum import EndpointStatusEnum
from .entry_kind_enum import EntryKindEnum
from .event_enum import EventEnum
from .events_enum import EventsEnum
from .expiring_money_output import ExpiringMoneyOutput
from .expiring_points_output import ExpiringPointsOutput
from .field_error_output import FieldErrorOutput
from .get_points_statement_kind import GetPointsStatementKind
from .get_reward_wallet_statement_kind import GetRewardWalletStatementKind
from .get_wallet_statement_kind import GetWalletStatementKind
from .goods_line_input import GoodsLineInput
from .group_enum import GroupEnum
from .health_output import HealthOutput
from .health_output_status_enum import HealthOutputStatusEnum
from .hold_input import HoldInput
from .hold_output import HoldOutput
from .hold_output_status_enum import HoldOutputStatusEnum
from .hold_page import HoldPage
from .liability_of_currency_output import LiabilityOfCurrencyOutput
from .liability_output import LiabilityOutput
from .line_input import LineInput
from .list_activities_kind import ListActivitiesKind
from .list_holds_status import ListHoldsStatus
from .list_notifications_kind import ListNotificationsKind
from .list_payments_status import ListPaymentsStatus
from .list_points_adjustments_status import ListPointsAdjustmentsStatus
from .list_points_lots_source import ListPointsLotsSource
from .list_refunds_status import ListRefundsStatus
from .list_reward_lots_source import ListRewardLotsSource
from .list_reward_wallet_adjustments_status import ListRewardWalletAdjustmentsStatus
from .list_scratch_cards_status import ListScratchCardsStatus
from .list_top_ups_status import ListTopUpsStatus
from .list_vouchers_status import ListVouchersStatus
from .list_wallet_adjustments_status import ListWalletAdjustmentsStatus
from .list_wallets_status import ListWalletsStatus
from .list_webhook_deliveries_status import ListWebhookDeliveriesStatus
from .list_webhook_endpoints_status import ListWebhookEndpointsStatus
from .locale_enum import LocaleEnum
from .marked_output import MarkedOutput
from .message_kind_enum import MessageKindEnum
from .money import Money
from .nothing import Nothing
from .notification_output import NotificationOutput
from .notification_page import NotificationPage
from .of_customer import OfCustomer
from .offer_kind_enum import OfferKindEnum
from .offer_output import OfferOutput
from .offer_page import OfferPage
from .pace_enum import PaceEnum
from .paid_line_output import PaidLineOutput
from .payment_capture_input import PaymentCaptureInput
from .payment_detail_output import PaymentDetailOutput
from .payment_input import PaymentInput
from .payment_output import PaymentOutput
from .payment_page import PaymentPage
from .payment_status_enum import PaymentStatusEnum
from .planned_tender_output import PlannedTenderOutput
from .points_adjustment_output import PointsAdjustmentOutput
from .points_adjustment_page import PointsAdjustmentPage
from .points_balance_output import PointsBalanceOutput
from .points_credit_input import PointsCreditInput
from .points_debit_input import PointsDebitInput
from .points_lot_output import PointsLotOutput
from .points_lot_page import PointsLotPage
from .points_output import PointsOutput
from .points_page import PointsPage
from .points_statement_line_output import PointsStatementLineOutput
from .points_statement_line_page import PointsStatementLinePage
from .preferences_input import PreferencesInput
from .preferences_output import PreferencesOutput
from .problem_output import ProblemOutput
from .problem_output_errors import ProblemOutputErrors
from .quote_input import QuoteInput
from .quote_output import QuoteOutput
from .ready_output import ReadyOutput
from .ready_output_status_enum import ReadyOutputStatusEnum
from .ready_output_unwell import ReadyOutputUnwell
from .reason_input import ReasonInput
from .redemption_output import RedemptionOutput
from .refund_input import RefundInput
from .refund_line_input import RefundLineInput
from .refund_line_output import RefundLineOutput
from .refund_output import RefundOutput
from .refund_page import RefundPage
from .refund_part_output import RefundPartOutput
from .refund_part_output_target_enum import RefundPartOutputTargetEnum
from .refund_part_status_enum import RefundPartStatusEnum
from .refund_reason_enum import RefundReasonEnum
from .refund_status_enum import RefundStatusEnum
from .refundable_output import RefundableOutput
from .refundable_tender_output import RefundableTenderOutput
from .refused_input import RefusedInput
from .refused_output import RefusedOutput
from .rejection_input import RejectionInput
from .reward_adjustment_output import RewardAdjustmentOutput
from .reward_adjustment_page import RewardAdjustmentPage
from .reward_balance_output import RewardBalanceOutput
from .reward_cap_output import RewardCapOutput
from .reward_cap_output_reason_enum import RewardCapOutputReasonEnum
from .reward_credit_input import RewardCreditInput
from .reward_debit_input import RewardDebitInput
from .reward_lot_output import RewardLotOutput
from .reward_lot_page import RewardLotPage
from .reward_reason_enum import RewardReasonEnum
from .reward_statement_line_output import RewardStatementLineOutput
from .reward_statement_line_page import RewardStatementLinePage
from .reward_wallet_output import RewardWalletOutput
from .reward_wallet_page import RewardWalletPage
from .saved_card_output import SavedCardOutput
from .saved_card_page import SavedCardPage
from .scratch_card_input import ScratchCardInput
from .scratch_card_output import ScratchCardOutput
from .scratch_card_output_status_enum import ScratchCardOutputStatusEnum
from .scratch_card_page import ScratchCardPage
from .secret_endpoint_output import SecretEndpointOutput
from .sending_status_enum import SendingStatusEnum
from .source_enum import SourceEnum
from .statement_line_output import StatementLineOutput
from .statement_line_page import StatementLinePage
from .take_back_input import TakeBackInput
from .tender_kind_enum import TenderKindEnum
from .tender_output import TenderOutput
from .tender_status_enum import TenderStatusEnum
from .top_up_input import TopUpInput
from .top_up_output import TopUpOutput
from .top_up_output_status_enum import TopUpOutputStatusEnum
from .top_up_page import TopUpPage
from .total_output import TotalOutput
from .transfer_input import TransferInput
from .transfer_output import TransferOutput
from .trial_balance_of_currency_output import TrialBalanceOfCurrencyOutput
from .trial_balance_output import TrialBalanceOutput
from .type_enum import TypeEnum
from .void_input import VoidInput
from .voucher_output import VoucherOutput
from .voucher_output_status_enum import VoucherOutputStatusEnum
from .voucher_page import VoucherPage
from .voucher_quote_input import VoucherQuoteInput
from .voucher_quote_output import VoucherQuoteOutput
from .wallet_output import WalletOutput
from .wallet_output_status_enum import WalletOutputStatusEnum
from .wallet_page import WalletPage
from .webhook_delivery_output import WebhookDeliveryOutput
from .webhook_delivery_page import WebhookDeliveryPage
from .webhook_request_output import WebhookRequestOutput
from .webhook_response_output import WebhookResponseOutput

__all__ = (
    "AccrualOutput",
    "AccrualOutputStatusEnum",
    "ActivityInput",
    "ActivityKindEnum",
    "ActivityOutput",
    "ActivityPage",
    "AdjustedStatusEnum",
    "AdjustmentInput",
    "AdjustmentInputReasonEnum",
    "AdjustmentOutput",
    "AdjustmentPage",
    "AdjustmentReasonEnum",
    "ApprovalInput",
    "BalanceOutput",
    "CaptureInput",
    "CardOutput",
    "ChannelEnum",
    "CodeEnum",
    "ConversionInput",
    "ConversionOutput",
    "ConversionPage",
    "ConversionQuoteInput",
    "ConversionQuoteOutput",
    "ConversionTargetEnum",
    "CustomerInput",
    "CustomerOutput",
    "CustomerPage",
    "DestinationEnum",
    "DirectionEnum",
    "EndpointInput",
    "EndpointOutput",
    "EndpointPage",
    "EndpointStatusEnum",
    "EntryKindEnum",
    "EventEnum",
    "EventsEnum",
    "ExpiringMoneyOutput",
    "ExpiringPointsOutput",
    "FieldErrorOutput",
    "GetPointsStatementKind",
    "GetRewardWalletStatementKind",
    "GetWalletStatementKind",
    "GoodsLineInput",
    "GroupEnum",
    "HealthOutput",
    "HealthOutputStatusEnum",
    "HoldInput",
    "HoldOutput",
    "HoldOutputStatusEnum",
    "HoldPage",
    "LiabilityOfCurrencyOutput",
    "LiabilityOutput",
    "LineInput",
    "ListActivitiesKind",
    "ListHoldsStatus",
    "ListNotificationsKind",
    "ListPaymentsStatus",
    "ListPointsAdjustmentsStatus",
    "ListPointsLotsSource",
    "ListRefundsStatus",
    "ListRewardLotsSource",
    "ListRewardWalletAdjustmentsStatus",
    "ListScratchCardsStatus",
    "ListTopUpsStatus",
    "ListVouchersStatus",
    "ListWalletAdjustmentsStatus",
    "ListWalletsStatus",
    "ListWebhookDeliveriesStatus",
    "ListWebhookEndpointsStatus",
    "LocaleEnum",
    "MarkedOutput",
    "MessageKindEnum",
    "Money",
    "Nothing",
    "NotificationOutput",
    "NotificationPage",
    "OfCustomer",
    "OfferKindEnum",
    "OfferOutput",
    "OfferPage",
    "PaceEnum",
    "PaidLineOutput",
    "PaymentCaptureInput",
    "PaymentDetailOutput",
    "PaymentInput",
    "PaymentOutput",
    "PaymentPage",
    "PaymentStatusEnum",
    "PlannedTenderOutput",
    "PointsAdjustmentOutput",
    "PointsAdjustmentPage",
    "PointsBalanceOutput",
    "PointsCreditInput",
    "PointsDebitInput",
    "PointsLotOutput",
    "PointsLotPage",
    "PointsOutput",
    "PointsPage",
    "PointsStatementLineOutput",
    "PointsStatementLinePage",
    "PreferencesInput",
    "PreferencesOutput",
    "ProblemOutput",
    "ProblemOutputErrors",
    "QuoteInput",
    "QuoteOutput",
    "ReadyOutput",
    "ReadyOutputStatusEnum",
    "ReadyOutputUnwell",
    "ReasonInput",
    "RedemptionOutput",
    "RefundableOutput",
    "RefundableTenderOutput",
    "RefundInput",
    "RefundLineInput",
    "RefundLineOutput",
    "RefundOutput",
    "RefundPage",
    "RefundPartOutput",
    "RefundPartOutputTargetEnum",
    "RefundPartStatusEnum",
    "RefundReasonEnum",
    "RefundStatusEnum",
    "RefusedInput",
    "RefusedOutput",
    "RejectionInput",
    "RewardAdjustmentOutput",
    "RewardAdjustmentPage",
    "RewardBalanceOutput",
    "RewardCapOutput",
    "RewardCapOutputReasonEnum",
    "RewardCreditInput",
    "RewardDebitInput",
    "RewardLotOutput",
    "RewardLotPage",
    "RewardReasonEnum",
    "RewardStatementLineOutput",
    "RewardStatementLinePage",
    "RewardWalletOutput",
    "RewardWalletPage",
    "SavedCardOutput",
    "SavedCardPage",
    "ScratchCardInput",
    "ScratchCardOutput",
    "ScratchCardOutputStatusEnum",
    "ScratchCardPage",
    "SecretEndpointOutput",
    "SendingStatusEnum",
    "SourceEnum",
    "StatementLineOutput",
    "StatementLinePage",
    "TakeBackInput",
    "TenderKindEnum",
    "TenderOutput",
    "TenderStatusEnum",
    "TopUpInput",
    "TopUpOutput",
    "TopUpOutputStatusEnum",
    "TopUpPage",
    "TotalOutput",
    "TransferInput",
    "TransferOutput",
    "TrialBalanceOfCurrencyOutput",
    "TrialBalanceOutput",
    "TypeEnum",
    "VoidInput",
    "VoucherOutput",
    "VoucherOutputStatusEnum",
    "VoucherPage",
    "VoucherQuoteInput",
    "VoucherQuoteOutput",
    "WalletOutput",
    "WalletOutputStatusEnum",
    "WalletPage",
    "WebhookDeliveryOutput",
    "WebhookDeliveryPage",
    "WebhookRequestOutput",
    "WebhookResponseOutput",
)
