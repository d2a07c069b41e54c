from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem_output import ProblemOutput
from ...models.reward_adjustment_output import RewardAdjustmentOutput
from ...models.reward_credit_input import RewardCreditInput
from ...types import Response


def _get_kwargs(
    wallet_id: UUID,
    *,
    body: RewardCreditInput,
    idempotency_key: str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/reward-wallets/{wallet_id}/credits/".format(
            wallet_id=quote(str(wallet_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProblemOutput | RewardAdjustmentOutput | None:
    if response.status_code == 201:
        response_201 = RewardAdjustmentOutput.from_dict(response.json())

        return response_201

    if response.status_code == 202:
        response_202 = RewardAdjustmentOutput.from_dict(response.json())

        return response_202

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

    if response.status_code == 413:
        response_413 = ProblemOutput.from_dict(response.json())

        return response_413

    if response.status_code == 415:
        response_415 = ProblemOutput.from_dict(response.json())

        return response_415

    if response.status_code == 422:
        response_422 = ProblemOutput.from_dict(response.json())

        return response_422

    if response.status_code == 429:
        response_429 = ProblemOutput.from_dict(response.json())

        return response_429

    if response.status_code == 503:
        response_503 = ProblemOutput.from_dict(response.json())

        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ProblemOutput | RewardAdjustmentOutput]:
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
    body: RewardCreditInput,
    idempotency_key: str,
) -> Response[ProblemOutput | RewardAdjustmentOutput]:
    """Credit a reward wallet by hand

     202: it waits for a second person, because it is above what the member of staff for whom the key was
    made may move alone. Nothing has moved then; see `approve`, and ask again with its id.

    Scope of the key: `rewards:write`. For the store only.

    Args:
        wallet_id (UUID):
        idempotency_key (str):
        body (RewardCreditInput): What credits and debits of reward money and points have in
            common.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemOutput | RewardAdjustmentOutput]
    """

    kwargs = _get_kwargs(
        wallet_id=wallet_id,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    wallet_id: UUID,
    *,
    client: AuthenticatedClient,
    body: RewardCreditInput,
    idempotency_key: str,
) -> ProblemOutput | RewardAdjustmentOutput | None:
    """Credit a reward wallet by hand

     202: it waits for a second person, because it is above what the member of staff for whom the key was
    made may move alone. Nothing has moved then; see `approve`, and ask again with its id.

    Scope of the key: `rewards:write`. For the store only.

    Args:
        wallet_id (UUID):
        idempotency_key (str):
        body (RewardCreditInput): What credits and debits of reward money and points have in
            common.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemOutput | RewardAdjustmentOutput
    """

    return sync_detailed(
        wallet_id=wallet_id,
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    wallet_id: UUID,
    *,
    client: AuthenticatedClient,
    body: RewardCreditInput,
    idempotency_key: str,
) -> Response[ProblemOutput | RewardAdjustmentOutput]:
    """Credit a reward wallet by hand

     202: it waits for a second person, because it is above what the member of staff for whom the key was
    made may move alone. Nothing has moved then; see `approve`, and ask again with its id.

    Scope of the key: `rewards:write`. For the store only.

    Args:
        wallet_id (UUID):
        idempotency_key (str):
        body (RewardCreditInput): What credits and debits of reward money and points have in
            common.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemOutput | RewardAdjustmentOutput]
    """

    kwargs = _get_kwargs(
        wallet_id=wallet_id,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    wallet_id: UUID,
    *,
    client: AuthenticatedClient,
    body: RewardCreditInput,
    idempotency_key: str,
) -> ProblemOutput | RewardAdjustmentOutput | None:
    """Credit a reward wallet by hand

     202: it waits for a second person, because it is above what the member of staff for whom the key was
    made may move alone. Nothing has moved then; see `approve`, and ask again with its id.

    Scope of the key: `rewards:write`. For the store only.

    Args:
        wallet_id (UUID):
        idempotency_key (str):
        body (RewardCreditInput): What credits and debits of reward money and points have in
            common.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemOutput | RewardAdjustmentOutput
    """

    return (
        await asyncio_detailed(
            wallet_id=wallet_id,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
