from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem_output import ProblemOutput
from ...models.voucher_quote_input import VoucherQuoteInput
from ...models.voucher_quote_output import VoucherQuoteOutput
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: VoucherQuoteInput,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/vouchers/quote/",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProblemOutput | VoucherQuoteOutput | None:
    if response.status_code == 200:
        response_200 = VoucherQuoteOutput.from_dict(response.json())

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
) -> Response[ProblemOutput | VoucherQuoteOutput]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: VoucherQuoteInput,
    idempotency_key: str | Unset = UNSET,
) -> Response[ProblemOutput | VoucherQuoteOutput]:
    """What a voucher would take off an order

     It changes nothing.

    Scope of the key: `rewards:write`. Customers may call it for themselves.

    Args:
        idempotency_key (str | Unset):
        body (VoucherQuoteInput): A body about one customer. Customers need not name themselves;
            the store names whom it means.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemOutput | VoucherQuoteOutput]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: VoucherQuoteInput,
    idempotency_key: str | Unset = UNSET,
) -> ProblemOutput | VoucherQuoteOutput | None:
    """What a voucher would take off an order

     It changes nothing.

    Scope of the key: `rewards:write`. Customers may call it for themselves.

    Args:
        idempotency_key (str | Unset):
        body (VoucherQuoteInput): A body about one customer. Customers need not name themselves;
            the store names whom it means.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemOutput | VoucherQuoteOutput
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: VoucherQuoteInput,
    idempotency_key: str | Unset = UNSET,
) -> Response[ProblemOutput | VoucherQuoteOutput]:
    """What a voucher would take off an order

     It changes nothing.

    Scope of the key: `rewards:write`. Customers may call it for themselves.

    Args:
        idempotency_key (str | Unset):
        body (VoucherQuoteInput): A body about one customer. Customers need not name themselves;
            the store names whom it means.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemOutput | VoucherQuoteOutput]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: VoucherQuoteInput,
    idempotency_key: str | Unset = UNSET,
) -> ProblemOutput | VoucherQuoteOutput | None:
    """What a voucher would take off an order

     It changes nothing.

    Scope of the key: `rewards:write`. Customers may call it for themselves.

    Args:
        idempotency_key (str | Unset):
        body (VoucherQuoteInput): A body about one customer. Customers need not name themselves;
            the store names whom it means.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemOutput | VoucherQuoteOutput
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
