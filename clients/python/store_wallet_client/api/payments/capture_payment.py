from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.payment_capture_input import PaymentCaptureInput
from ...models.payment_output import PaymentOutput
from ...models.problem_output import ProblemOutput
from ...types import UNSET, Response, Unset


def _get_kwargs(
    payment_id: UUID,
    *,
    body: PaymentCaptureInput | Unset = UNSET,
    idempotency_key: str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/payments/{payment_id}/capture/".format(
            payment_id=quote(str(payment_id), safe=""),
        ),
    }

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PaymentOutput | ProblemOutput | None:
    if response.status_code == 200:
        response_200 = PaymentOutput.from_dict(response.json())

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
) -> Response[PaymentOutput | ProblemOutput]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    payment_id: UUID,
    *,
    client: AuthenticatedClient,
    body: PaymentCaptureInput | Unset = UNSET,
    idempotency_key: str,
) -> Response[PaymentOutput | ProblemOutput]:
    """Take what a payment holds

     All of it or a part; the rest is released at once. Reward money is taken before wallet money. For
    payments made with `capture: false`.

    Scope of the key: `payments:write`. For the store only.

    Args:
        payment_id (UUID):
        idempotency_key (str):
        body (PaymentCaptureInput | Unset): The body of a request. A field that it does not know
            is refused, so that a typo never becomes
            a default.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PaymentOutput | ProblemOutput]
    """

    kwargs = _get_kwargs(
        payment_id=payment_id,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    payment_id: UUID,
    *,
    client: AuthenticatedClient,
    body: PaymentCaptureInput | Unset = UNSET,
    idempotency_key: str,
) -> PaymentOutput | ProblemOutput | None:
    """Take what a payment holds

     All of it or a part; the rest is released at once. Reward money is taken before wallet money. For
    payments made with `capture: false`.

    Scope of the key: `payments:write`. For the store only.

    Args:
        payment_id (UUID):
        idempotency_key (str):
        body (PaymentCaptureInput | Unset): The body of a request. A field that it does not know
            is refused, so that a typo never becomes
            a default.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PaymentOutput | ProblemOutput
    """

    return sync_detailed(
        payment_id=payment_id,
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    payment_id: UUID,
    *,
    client: AuthenticatedClient,
    body: PaymentCaptureInput | Unset = UNSET,
    idempotency_key: str,
) -> Response[PaymentOutput | ProblemOutput]:
    """Take what a payment holds

     All of it or a part; the rest is released at once. Reward money is taken before wallet money. For
    payments made with `capture: false`.

    Scope of the key: `payments:write`. For the store only.

    Args:
        payment_id (UUID):
        idempotency_key (str):
        body (PaymentCaptureInput | Unset): The body of a request. A field that it does not know
            is refused, so that a typo never becomes
            a default.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PaymentOutput | ProblemOutput]
    """

    kwargs = _get_kwargs(
        payment_id=payment_id,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    payment_id: UUID,
    *,
    client: AuthenticatedClient,
    body: PaymentCaptureInput | Unset = UNSET,
    idempotency_key: str,
) -> PaymentOutput | ProblemOutput | None:
    """Take what a payment holds

     All of it or a part; the rest is released at once. Reward money is taken before wallet money. For
    payments made with `capture: false`.

    Scope of the key: `payments:write`. For the store only.

    Args:
        payment_id (UUID):
        idempotency_key (str):
        body (PaymentCaptureInput | Unset): The body of a request. A field that it does not know
            is refused, so that a typo never becomes
            a default.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PaymentOutput | ProblemOutput
    """

    return (
        await asyncio_detailed(
            payment_id=payment_id,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
