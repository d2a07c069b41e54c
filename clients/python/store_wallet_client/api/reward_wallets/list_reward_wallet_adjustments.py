import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.list_reward_wallet_adjustments_status import ListRewardWalletAdjustmentsStatus
from ...models.problem_output import ProblemOutput
from ...models.reward_adjustment_page import RewardAdjustmentPage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    wallet_id: UUID,
    *,
    cursor: str | Unset = UNSET,
    page_size: int | Unset = 50,
    since: datetime.datetime | Unset = UNSET,
    status: ListRewardWalletAdjustmentsStatus | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["cursor"] = cursor

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

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/reward-wallets/{wallet_id}/adjustments/".format(
            wallet_id=quote(str(wallet_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProblemOutput | RewardAdjustmentPage | None:
    if response.status_code == 200:
        response_200 = RewardAdjustmentPage.from_dict(response.json())

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

    if response.status_code == 404:
        response_404 = ProblemOutput.from_dict(response.json())

        return response_404

    if response.status_code == 429:
        response_429 = ProblemOutput.from_dict(response.json())

        return response_429

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ProblemOutput | RewardAdjustmentPage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    wallet_id: UUID,
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    page_size: int | Unset = 50,
    since: datetime.datetime | Unset = UNSET,
    status: ListRewardWalletAdjustmentsStatus | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
) -> Response[ProblemOutput | RewardAdjustmentPage]:
    """List the credits and debits of a reward wallet that wait, or were refused

     What was asked for and has moved nothing. What is booked is in the statement.

    Scope of the key: `wallets:read`. For the store only.

    Args:
        wallet_id (UUID):
        cursor (str | Unset):
        page_size (int | Unset):  Default: 50.
        since (datetime.datetime | Unset):
        status (ListRewardWalletAdjustmentsStatus | Unset):
        until (datetime.datetime | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemOutput | RewardAdjustmentPage]
    """

    kwargs = _get_kwargs(
        wallet_id=wallet_id,
        cursor=cursor,
        page_size=page_size,
        since=since,
        status=status,
        until=until,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    wallet_id: UUID,
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    page_size: int | Unset = 50,
    since: datetime.datetime | Unset = UNSET,
    status: ListRewardWalletAdjustmentsStatus | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
) -> ProblemOutput | RewardAdjustmentPage | None:
    """List the credits and debits of a reward wallet that wait, or were refused

     What was asked for and has moved nothing. What is booked is in the statement.

    Scope of the key: `wallets:read`. For the store only.

    Args:
        wallet_id (UUID):
        cursor (str | Unset):
        page_size (int | Unset):  Default: 50.
        since (datetime.datetime | Unset):
        status (ListRewardWalletAdjustmentsStatus | Unset):
        until (datetime.datetime | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemOutput | RewardAdjustmentPage
    """

    return sync_detailed(
        wallet_id=wallet_id,
        client=client,
        cursor=cursor,
        page_size=page_size,
        since=since,
        status=status,
        until=until,
    ).parsed


async def asyncio_detailed(
    wallet_id: UUID,
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    page_size: int | Unset = 50,
    since: datetime.datetime | Unset = UNSET,
    status: ListRewardWalletAdjustmentsStatus | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
) -> Response[ProblemOutput | RewardAdjustmentPage]:
    """List the credits and debits of a reward wallet that wait, or were refused

     What was asked for and has moved nothing. What is booked is in the statement.

    Scope of the key: `wallets:read`. For the store only.

    Args:
        wallet_id (UUID):
        cursor (str | Unset):
        page_size (int | Unset):  Default: 50.
        since (datetime.datetime | Unset):
        status (ListRewardWalletAdjustmentsStatus | Unset):
        until (datetime.datetime | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemOutput | RewardAdjustmentPage]
    """

    kwargs = _get_kwargs(
        wallet_id=wallet_id,
        cursor=cursor,
        page_size=page_size,
        since=since,
        status=status,
        until=until,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    wallet_id: UUID,
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    page_size: int | Unset = 50,
    since: datetime.datetime | Unset = UNSET,
    status: ListRewardWalletAdjustmentsStatus | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
) -> ProblemOutput | RewardAdjustmentPage | None:
    """List the credits and debits of a reward wallet that wait, or were refused

     What was asked for and has moved nothing. What is booked is in the statement.

    Scope of the key: `wallets:read`. For the store only.

    Args:
        wallet_id (UUID):
        cursor (str | Unset):
        page_size (int | Unset):  Default: 50.
        since (datetime.datetime | Unset):
        status (ListRewardWalletAdjustmentsStatus | Unset):
        until (datetime.datetime | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemOutput | RewardAdjustmentPage
    """

    return (
        await asyncio_detailed(
            wallet_id=wallet_id,
            client=client,
            cursor=cursor,
            page_size=page_size,
            since=since,
            status=status,
            until=until,
        )
    ).parsed
