"""Which channels this store has."""

from __future__ import annotations

from notifications.channels.base import Channel
from notifications.channels.email import EmailChannel
from notifications.channels.provider import provider_of
from notifications.channels.push import PushChannel
from notifications.channels.sms import SmsChannel
from notifications.enums import ChannelName, Group
from notifications.kinds import has_sms

CHANNELS: dict[str, type[Channel]] = {
    ChannelName.EMAIL: EmailChannel,
    ChannelName.SMS: SmsChannel,
    ChannelName.PUSH: PushChannel,
}


def offered_channels() -> list[ChannelName]:
    """E-mail always; the others where the settings name a provider."""
    offered = {
        ChannelName.EMAIL: True,
        ChannelName.SMS: bool(provider_of("SMS")),
        ChannelName.PUSH: bool(provider_of("PUSH")),
    }
    return [channel for channel in ChannelName if offered[channel]]


def channels_of(group: Group) -> list[ChannelName]:
    """The channels on which messages of this group can come."""
    return [channel for channel in offered_channels() if channel != ChannelName.SMS or has_sms(group)]
