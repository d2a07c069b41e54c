from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem_output import ProblemOutput
from ...models.reward_wallet_page import RewardWalletPage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    currency: str | Unset = UNSET,
    cursor: str | Unset = UNSET,
    customer: str | Unset = UNSET,
    page_size: int | Unset = 50,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["currency"] = currency

    params["cursor"] = cursor

    params["customer"] = customer

    params["page_size"] = page_size

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/reward-wallets/",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProblemOutput | RewardWalletPage | None:
    if response.status_code == 200:
        response_200 = RewardWalletPage.from_dict(response.json())

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
) -> Response[ProblemOutput | RewardWalletPage]:
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
) -> Response[ProblemOutput | RewardWalletPage]:
    """List reward wallets

     Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        currency (str | Unset):
        cursor (str | Unset):
        customer (str | Unset):
        page_size (int | Unset):  Default: 50.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemOutput | RewardWalletPage]
    """

    kwargs = _get_kwargs(
        currency=currency,
        cursor=cursor,
        customer=customer,
        page_size=page_size,
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
) -> ProblemOutput | RewardWalletPage | None:
    """List reward wallets

     Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        currency (str | Unset):
        cursor (str | Unset):
        customer (str | Unset):
        page_size (int | Unset):  Default: 50.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemOutput | RewardWalletPage
    """

    return sync_detailed(
        client=client,
        currency=currency,
        cursor=cursor,
        customer=customer,
        page_size=page_size,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    currency: str | Unset = UNSET,
    cursor: str | Unset = UNSET,
    customer: str | Unset = UNSET,
    page_size: int | Unset = 50,
) -> Response[ProblemOutput | RewardWalletPage]:
    """List reward wallets

     Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        currency (str | Unset):
        cursor (str | Unset):
        customer (str | Unset):
        page_size (int | Unset):  Default: 50.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemOutput | RewardWalletPage]
    """

    kwargs = _get_kwargs(
        currency=currency,
        cursor=cursor,
        customer=customer,
        page_size=page_size,
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
) -> ProblemOutput | RewardWalletPage | None:
    """List reward wallets

     Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        currency (str | Unset):
        cursor (str | Unset):
        customer (str | Unset):
        page_size (int | Unset):  Default: 50.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemOutput | RewardWalletPage
    """

    return (
        await asyncio_detailed(
            client=client,
            currency=currency,
            cursor=cursor,
            customer=customer,
            page_size=page_size,
        )
    ).parsed
