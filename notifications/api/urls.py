"""Addresses of messages and webhooks, below `/api/v1/`."""

from django.urls import path

from notifications.api import inbox, webhooks

ENDPOINT = "webhook-endpoints/<uuid:endpoint_id>/"
DELIVERY = f"{ENDPOINT}deliveries/<uuid:delivery_id>/"

urlpatterns = [
    path("notifications/", inbox.NotificationList.as_view(), name="notifications"),
    path("notifications/read/", inbox.NotificationsRead.as_view(), name="notifications_read"),
    path("notifications/preferences/", inbox.Preferences.as_view(), name="notification_preferences"),
    path("notifications/<uuid:message_id>/", inbox.NotificationDetail.as_view(), name="notification"),
    path("notifications/<uuid:message_id>/read/", inbox.NotificationRead.as_view(), name="notification_read"),
    path(
        "notifications/<uuid:message_id>/archive/",
        inbox.NotificationArchive.as_view(),
        name="notification_archive",
    ),
    path("webhook-endpoints/", webhooks.EndpointList.as_view(), name="webhook_endpoints"),
    path(ENDPOINT, webhooks.EndpointDetail.as_view(), name="webhook_endpoint"),
    path(f"{ENDPOINT}rotate/", webhooks.EndpointRotate.as_view(), name="webhook_rotate"),
    path(f"{ENDPOINT}test/", webhooks.EndpointTest.as_view(), name="webhook_test"),
    path(f"{ENDPOINT}disable/", webhooks.EndpointDisable.as_view(), name="webhook_disable"),
    path(f"{ENDPOINT}enable/", webhooks.EndpointEnable.as_view(), name="webhook_enable"),
    path(f"{ENDPOINT}deliveries/", webhooks.DeliveryList.as_view(), name="webhook_deliveries"),
    path(DELIVERY, webhooks.DeliveryDetail.as_view(), name="webhook_delivery"),
    path(f"{DELIVERY}replay/", webhooks.DeliveryReplay.as_view(), name="webhook_replay"),
]
