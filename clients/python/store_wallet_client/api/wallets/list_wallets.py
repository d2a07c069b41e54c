from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.list_wallets_status import ListWalletsStatus
from ...models.problem_output import ProblemOutput
from ...models.wallet_page import WalletPage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    currency: str | Unset = UNSET,
    cursor: str | Unset = UNSET,
    customer: str | Unset = UNSET,
    page_size: int | Unset = 50,
    status: ListWalletsStatus | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["currency"] = currency

    params["cursor"] = cursor

    params["customer"] = customer

    params["page_size"] = page_size

    json_status: str | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = status.value

    params["status"] = json_status

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/wallets/",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProblemOutput | WalletPage | None:
    if response.status_code == 200:
        response_200 = WalletPage.from_dict(response.json())

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
) -> Response[ProblemOutput | WalletPage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    currency: str | Unset = UNSET,
    cursor: str | Unset = UNSET,
    customer: str | Unset = UNSET,
    page_size: int | Unset = 50,
    status: ListWalletsStatus | Unset = UNSET,
) -> Response[ProblemOutput | WalletPage]:
    """List wallets

     Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        currency (str | Unset):
        cursor (str | Unset):
        customer (str | Unset):
        page_size (int | Unset):  Default: 50.
        status (ListWalletsStatus | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemOutput | WalletPage]
    """

    kwargs = _get_kwargs(
        currency=currency,
        cursor=cursor,
        customer=customer,
        page_size=page_size,
        status=status,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    currency: str | Unset = UNSET,
    cursor: str | Unset = UNSET,
    customer: str | Unset = UNSET,
    page_size: int | Unset = 50,
    status: ListWalletsStatus | Unset = UNSET,
) -> ProblemOutput | WalletPage | None:
    """List wallets

     Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        currency (str | Unset):
        cursor (str | Unset):
        customer (str | Unset):
        page_size (int | Unset):  Default: 50.
        status (ListWalletsStatus | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemOutput | WalletPage
    """

    return sync_detailed(
        client=client,
        currency=currency,
        cursor=cursor,
        customer=customer,
        page_size=page_size,
        status=status,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    currency: str | Unset = UNSET,
    cursor: str | Unset = UNSET,
    customer: str | Unset = UNSET,
    page_size: int | Unset = 50,
    status: ListWalletsStatus | Unset = UNSET,
) -> Response[ProblemOutput | WalletPage]:
    """List wallets

     Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        currency (str | Unset):
        cursor (str | Unset):
        customer (str | Unset):
        page_size (int | Unset):  Default: 50.
        status (ListWalletsStatus | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemOutput | WalletPage]
    """

    kwargs = _get_kwargs(
        currency=currency,
        cursor=cursor,
        customer=customer,
        page_size=page_size,
        status=status,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    currency: str | Unset = UNSET,
    cursor: str | Unset = UNSET,
    customer: str | Unset = UNSET,
    page_size: int | Unset = 50,
    status: ListWalletsStatus | Unset = UNSET,
) -> ProblemOutput | WalletPage | None:
    """List wallets

     Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        currency (str | Unset):
        cursor (str | Unset):
        customer (str | Unset):
        page_size (int | Unset):  Default: 50.
        status (ListWalletsStatus | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemOutput | WalletPage
    """

    return (
        await asyncio_detailed(
            client=client,
            currency=currency,
            cursor=cursor,
            customer=customer,
            page_size=page_size,
            status=status,
        )
    ).parsed
