import datetime
from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.list_notifications_kind import ListNotificationsKind
from ...models.notification_page import NotificationPage
from ...models.problem_output import ProblemOutput
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    archived: bool | Unset = False,
    cursor: str | Unset = UNSET,
    customer: str | Unset = UNSET,
    kind: ListNotificationsKind | Unset = UNSET,
    page_size: int | Unset = 50,
    since: datetime.datetime | Unset = UNSET,
    unread: bool | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["archived"] = archived

    params["cursor"] = cursor

    params["customer"] = customer

    json_kind: str | Unset = UNSET
    if not isinstance(kind, Unset):
        json_kind = kind.value

    params["kind"] = json_kind

    params["page_size"] = page_size

    json_since: str | Unset = UNSET
    if not isinstance(since, Unset):
        json_since = since.isoformat()
    params["since"] = json_since

    params["unread"] = unread

    json_until: str | Unset = UNSET
    if not isinstance(until, Unset):
        json_until = until.isoformat()
    params["until"] = json_until

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/notifications/",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> NotificationPage | ProblemOutput | None:
    if response.status_code == 200:
        response_200 = NotificationPage.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = ProblemOutput.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = ProblemOutput.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ProblemOutput.from_dict(response.json())

        return response_403

    if response.status_code == 429:
        response_429 = ProblemOutput.from_dict(response.json())

        return response_429

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[NotificationPage | ProblemOutput]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    archived: bool | Unset = False,
    cursor: str | Unset = UNSET,
    customer: str | Unset = UNSET,
    kind: ListNotificationsKind | Unset = UNSET,
    page_size: int | Unset = 50,
    since: datetime.datetime | Unset = UNSET,
    unread: bool | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
) -> Response[NotificationPage | ProblemOutput]:
    """List messages to customers

     Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        archived (bool | Unset):  Default: False.
        cursor (str | Unset):
        customer (str | Unset):
        kind (ListNotificationsKind | Unset):
        page_size (int | Unset):  Default: 50.
        since (datetime.datetime | Unset):
        unread (bool | Unset):
        until (datetime.datetime | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[NotificationPage | ProblemOutput]
    """

    kwargs = _get_kwargs(
        archived=archived,
        cursor=cursor,
        customer=customer,
        kind=kind,
        page_size=page_size,
        since=since,
        unread=unread,
        until=until,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    archived: bool | Unset = False,
    cursor: str | Unset = UNSET,
    customer: str | Unset = UNSET,
    kind: ListNotificationsKind | Unset = UNSET,
    page_size: int | Unset = 50,
    since: datetime.datetime | Unset = UNSET,
    unread: bool | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
) -> NotificationPage | ProblemOutput | None:
    """List messages to customers

     Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        archived (bool | Unset):  Default: False.
        cursor (str | Unset):
        customer (str | Unset):
        kind (ListNotificationsKind | Unset):
        page_size (int | Unset):  Default: 50.
        since (datetime.datetime | Unset):
        unread (bool | Unset):
        until (datetime.datetime | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        NotificationPage | ProblemOutput
    """

    return sync_detailed(
        client=client,
        archived=archived,
        cursor=cursor,
        customer=customer,
        kind=kind,
        page_size=page_size,
        since=since,
        unread=unread,
        until=until,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    archived: bool | Unset = False,
    cursor: str | Unset = UNSET,
    customer: str | Unset = UNSET,
    kind: ListNotificationsKind | Unset = UNSET,
    page_size: int | Unset = 50,
    since: datetime.datetime | Unset = UNSET,
    unread: bool | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
) -> Response[NotificationPage | ProblemOutput]:
    """List messages to customers

     Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        archived (bool | Unset):  Default: False.
        cursor (str | Unset):
        customer (str | Unset):
        kind (ListNotificationsKind | Unset):
        page_size (int | Unset):  Default: 50.
        since (datetime.datetime | Unset):
        unread (bool | Unset):
        until (datetime.datetime | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[NotificationPage | ProblemOutput]
    """

    kwargs = _get_kwargs(
        archived=archived,
        cursor=cursor,
        customer=customer,
        kind=kind,
        page_size=page_size,
        since=since,
        unread=unread,
        until=until,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    archived: bool | Unset = False,
    cursor: str | Unset = UNSET,
    customer: str | Unset = UNSET,
    kind: ListNotificationsKind | Unset = UNSET,
    page_size: int | Unset = 50,
    since: datetime.datetime | Unset = UNSET,
    unread: bool | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
) -> NotificationPage | ProblemOutput | None:
    """List messages to customers

     Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        archived (bool | Unset):  Default: False.
        cursor (str | Unset):
        customer (str | Unset):
        kind (ListNotificationsKind | Unset):
        page_size (int | Unset):  Default: 50.
        since (datetime.datetime | Unset):
        unread (bool | Unset):
        until (datetime.datetime | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        NotificationPage | ProblemOutput
    """

    return (
        await asyncio_detailed(
            client=client,
            archived=archived,
            cursor=cursor,
            customer=customer,
            kind=kind,
            page_size=page_size,
            since=since,
            unread=unread,
            until=until,
        )
    ).parsed
