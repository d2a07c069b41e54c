from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.approval_input import ApprovalInput
from ...models.points_adjustment_output import PointsAdjustmentOutput
from ...models.problem_output import ProblemOutput
from ...types import UNSET, Response, Unset


def _get_kwargs(
    account_id: UUID,
    adjustment_id: UUID,
    *,
    body: ApprovalInput | Unset = UNSET,
    idempotency_key: str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/points/{account_id}/adjustments/{adjustment_id}/approve/".format(
            account_id=quote(str(account_id), safe=""),
            adjustment_id=quote(str(adjustment_id), safe=""),
        ),
    }

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PointsAdjustmentOutput | ProblemOutput | None:
    if response.status_code == 200:
        response_200 = PointsAdjustmentOutput.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = ProblemOutput.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = ProblemOutput.from_dict(response.json())

        return response_401

    if response.status_code == 402:
        response_402 = ProblemOutput.from_dict(response.json())

        return response_402

    if response.status_code == 403:
        response_403 = ProblemOutput.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = ProblemOutput.from_dict(response.json())

        return response_404

    if response.status_code == 409:
        response_409 = ProblemOutput.from_dict(response.json())

        return response_409

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
) -> Response[PointsAdjustmentOutput | ProblemOutput]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    account_id: UUID,
    adjustment_id: UUID,
    *,
    client: AuthenticatedClient,
    body: ApprovalInput | Unset = UNSET,
    idempotency_key: str,
) -> Response[PointsAdjustmentOutput | ProblemOutput]:
    """Approve a credit or debit of points that waits

     By a key that acts for a member of staff, or by a member of staff in a session. They must be neither
    who asked nor who gets it, and their role must allow it: else `permission_denied`, as for a key that
    acts for nobody. Where it can't be booked now, nothing has moved and it still waits.

    Scope of the key: `rewards:write`. For the store and its staff.

    Args:
        account_id (UUID):
        adjustment_id (UUID):
        idempotency_key (str):
        body (ApprovalInput | Unset): The body of a request. A field that it does not know is
            refused, so that a typo never becomes
            a default.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PointsAdjustmentOutput | ProblemOutput]
    """

    kwargs = _get_kwargs(
        account_id=account_id,
        adjustment_id=adjustment_id,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    account_id: UUID,
    adjustment_id: UUID,
    *,
    client: AuthenticatedClient,
    body: ApprovalInput | Unset = UNSET,
    idempotency_key: str,
) -> PointsAdjustmentOutput | ProblemOutput | None:
    """Approve a credit or debit of points that waits

     By a key that acts for a member of staff, or by a member of staff in a session. They must be neither
    who asked nor who gets it, and their role must allow it: else `permission_denied`, as for a key that
    acts for nobody. Where it can't be booked now, nothing has moved and it still waits.

    Scope of the key: `rewards:write`. For the store and its staff.

    Args:
        account_id (UUID):
        adjustment_id (UUID):
        idempotency_key (str):
        body (ApprovalInput | Unset): The body of a request. A field that it does not know is
            refused, so that a typo never becomes
            a default.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PointsAdjustmentOutput | ProblemOutput
    """

    return sync_detailed(
        account_id=account_id,
        adjustment_id=adjustment_id,
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    account_id: UUID,
    adjustment_id: UUID,
    *,
    client: AuthenticatedClient,
    body: ApprovalInput | Unset = UNSET,
    idempotency_key: str,
) -> Response[PointsAdjustmentOutput | ProblemOutput]:
    """Approve a credit or debit of points that waits

     By a key that acts for a member of staff, or by a member of staff in a session. They must be neither
    who asked nor who gets it, and their role must allow it: else `permission_denied`, as for a key that
    acts for nobody. Where it can't be booked now, nothing has moved and it still waits.

    Scope of the key: `rewards:write`. For the store and its staff.

    Args:
        account_id (UUID):
        adjustment_id (UUID):
        idempotency_key (str):
        body (ApprovalInput | Unset): The body of a request. A field that it does not know is
            refused, so that a typo never becomes
            a default.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PointsAdjustmentOutput | ProblemOutput]
    """

    kwargs = _get_kwargs(
        account_id=account_id,
        adjustment_id=adjustment_id,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    account_id: UUID,
    adjustment_id: UUID,
    *,
    client: AuthenticatedClient,
    body: ApprovalInput | Unset = UNSET,
    idempotency_key: str,
) -> PointsAdjustmentOutput | ProblemOutput | None:
    """Approve a credit or debit of points that waits

     By a key that acts for a member of staff, or by a member of staff in a session. They must be neither
    who asked nor who gets it, and their role must allow it: else `permission_denied`, as for a key that
    acts for nobody. Where it can't be booked now, nothing has moved and it still waits.

    Scope of the key: `rewards:write`. For the store and its staff.

    Args:
        account_id (UUID):
        adjustment_id (UUID):
        idempotency_key (str):
        body (ApprovalInput | Unset): The body of a request. A field that it does not know is
            refused, so that a typo never becomes
            a default.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PointsAdjustmentOutput | ProblemOutput
    """

    return (
        await asyncio_detailed(
            account_id=account_id,
            adjustment_id=adjustment_id,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
