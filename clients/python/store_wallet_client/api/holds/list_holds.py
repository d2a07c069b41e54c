import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.hold_page import HoldPage
from ...models.list_holds_status import ListHoldsStatus
from ...models.problem_output import ProblemOutput
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    cursor: str | Unset = UNSET,
    customer: str | Unset = UNSET,
    page_size: int | Unset = 50,
    since: datetime.datetime | Unset = UNSET,
    status: ListHoldsStatus | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
    wallet: UUID | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["cursor"] = cursor

    params["customer"] = customer

    params["page_size"] = page_size

    json_since: str | Unset = UNSET
    if not isinstance(since, Unset):
        json_since = since.isoformat()
    params["since"] = json_since

    json_status: str | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = status.value

    params["status"] = json_status

    json_until: str | Unset = UNSET
    if not isinstance(until, Unset):
        json_until = until.isoformat()
    params["until"] = json_until

    json_wallet: str | Unset = UNSET
    if not isinstance(wallet, Unset):
        json_wallet = str(wallet)
    params["wallet"] = json_wallet

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/holds/",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> HoldPage | ProblemOutput | None:
    if response.status_code == 200:
        response_200 = HoldPage.from_dict(response.json())

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
) -> Response[HoldPage | ProblemOutput]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    customer: str | Unset = UNSET,
    page_size: int | Unset = 50,
    since: datetime.datetime | Unset = UNSET,
    status: ListHoldsStatus | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
    wallet: UUID | Unset = UNSET,
) -> Response[HoldPage | ProblemOutput]:
    """List holds

     Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        cursor (str | Unset):
        customer (str | Unset):
        page_size (int | Unset):  Default: 50.
        since (datetime.datetime | Unset):
        status (ListHoldsStatus | Unset):
        until (datetime.datetime | Unset):
        wallet (UUID | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[HoldPage | ProblemOutput]
    """

    kwargs = _get_kwargs(
        cursor=cursor,
        customer=customer,
        page_size=page_size,
        since=since,
        status=status,
        until=until,
        wallet=wallet,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    customer: str | Unset = UNSET,
    page_size: int | Unset = 50,
    since: datetime.datetime | Unset = UNSET,
    status: ListHoldsStatus | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
    wallet: UUID | Unset = UNSET,
) -> HoldPage | ProblemOutput | None:
    """List holds

     Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        cursor (str | Unset):
        customer (str | Unset):
        page_size (int | Unset):  Default: 50.
        since (datetime.datetime | Unset):
        status (ListHoldsStatus | Unset):
        until (datetime.datetime | Unset):
        wallet (UUID | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        HoldPage | ProblemOutput
    """

    return sync_detailed(
        client=client,
        cursor=cursor,
        customer=customer,
        page_size=page_size,
        since=since,
        status=status,
        until=until,
        wallet=wallet,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    customer: str | Unset = UNSET,
    page_size: int | Unset = 50,
    since: datetime.datetime | Unset = UNSET,
    status: ListHoldsStatus | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
    wallet: UUID | Unset = UNSET,
) -> Response[HoldPage | ProblemOutput]:
    """List holds

     Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        cursor (str | Unset):
        customer (str | Unset):
        page_size (int | Unset):  Default: 50.
        since (datetime.datetime | Unset):
        status (ListHoldsStatus | Unset):
        until (datetime.datetime | Unset):
        wallet (UUID | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[HoldPage | ProblemOutput]
    """

    kwargs = _get_kwargs(
        cursor=cursor,
        customer=customer,
        page_size=page_size,
        since=since,
        status=status,
        until=until,
        wallet=wallet,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    customer: str | Unset = UNSET,
    page_size: int | Unset = 50,
    since: datetime.datetime | Unset = UNSET,
    status: ListHoldsStatus | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
    wallet: UUID | Unset = UNSET,
) -> HoldPage | ProblemOutput | None:
    """List holds

     Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        cursor (str | Unset):
        customer (str | Unset):
        page_size (int | Unset):  Default: 50.
        since (datetime.datetime | Unset):
        status (ListHoldsStatus | Unset):
        until (datetime.datetime | Unset):
        wallet (UUID | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        HoldPage | ProblemOutput
    """

    return (
        await asyncio_detailed(
            client=client,
            cursor=cursor,
            customer=customer,
            page_size=page_size,
            since=since,
            status=status,
            until=until,
            wallet=wallet,
        )
    ).parsed
