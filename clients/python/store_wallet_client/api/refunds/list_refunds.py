import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.list_refunds_status import ListRefundsStatus
from ...models.problem_output import ProblemOutput
from ...models.refund_page import RefundPage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    cursor: str | Unset = UNSET,
    customer: str | Unset = UNSET,
    page_size: int | Unset = 50,
    payment: UUID | Unset = UNSET,
    since: datetime.datetime | Unset = UNSET,
    status: ListRefundsStatus | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["cursor"] = cursor

    params["customer"] = customer

    params["page_size"] = page_size

    json_payment: str | Unset = UNSET
    if not isinstance(payment, Unset):
        json_payment = str(payment)
    params["payment"] = json_payment

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

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/refunds/",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProblemOutput | RefundPage | None:
    if response.status_code == 200:
        response_200 = RefundPage.from_dict(response.json())

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
) -> Response[ProblemOutput | RefundPage]:
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
    payment: UUID | Unset = UNSET,
    since: datetime.datetime | Unset = UNSET,
    status: ListRefundsStatus | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
) -> Response[ProblemOutput | RefundPage]:
    """List refunds

     Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        cursor (str | Unset):
        customer (str | Unset):
        page_size (int | Unset):  Default: 50.
        payment (UUID | Unset):
        since (datetime.datetime | Unset):
        status (ListRefundsStatus | Unset):
        until (datetime.datetime | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemOutput | RefundPage]
    """

    kwargs = _get_kwargs(
        cursor=cursor,
        customer=customer,
        page_size=page_size,
        payment=payment,
        since=since,
        status=status,
        until=until,
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
    payment: UUID | Unset = UNSET,
    since: datetime.datetime | Unset = UNSET,
    status: ListRefundsStatus | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
) -> ProblemOutput | RefundPage | None:
    """List refunds

     Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        cursor (str | Unset):
        customer (str | Unset):
        page_size (int | Unset):  Default: 50.
        payment (UUID | Unset):
        since (datetime.datetime | Unset):
        status (ListRefundsStatus | Unset):
        until (datetime.datetime | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemOutput | RefundPage
    """

    return sync_detailed(
        client=client,
        cursor=cursor,
        customer=customer,
        page_size=page_size,
        payment=payment,
        since=since,
        status=status,
        until=until,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    customer: str | Unset = UNSET,
    page_size: int | Unset = 50,
    payment: UUID | Unset = UNSET,
    since: datetime.datetime | Unset = UNSET,
    status: ListRefundsStatus | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
) -> Response[ProblemOutput | RefundPage]:
    """List refunds

     Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        cursor (str | Unset):
        customer (str | Unset):
        page_size (int | Unset):  Default: 50.
        payment (UUID | Unset):
        since (datetime.datetime | Unset):
        status (ListRefundsStatus | Unset):
        until (datetime.datetime | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemOutput | RefundPage]
    """

    kwargs = _get_kwargs(
        cursor=cursor,
        customer=customer,
        page_size=page_size,
        payment=payment,
        since=since,
        status=status,
        until=until,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    customer: str | Unset = UNSET,
    page_size: int | Unset = 50,
    payment: UUID | Unset = UNSET,
    since: datetime.datetime | Unset = UNSET,
    status: ListRefundsStatus | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
) -> ProblemOutput | RefundPage | None:
    """List refunds

     Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        cursor (str | Unset):
        customer (str | Unset):
        page_size (int | Unset):  Default: 50.
        payment (UUID | Unset):
        since (datetime.datetime | Unset):
        status (ListRefundsStatus | Unset):
        until (datetime.datetime | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemOutput | RefundPage
    """

    return (
        await asyncio_detailed(
            client=client,
            cursor=cursor,
            customer=customer,
            page_size=page_size,
            payment=payment,
            since=since,
            status=status,
            until=until,
        )
    ).parsed
