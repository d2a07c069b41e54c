from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem_output import ProblemOutput
from ...models.quote_input import QuoteInput
from ...models.quote_output import QuoteOutput
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: QuoteInput,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/payments/quote/",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProblemOutput | QuoteOutput | None:
    if response.status_code == 200:
        response_200 = QuoteOutput.from_dict(response.json())

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
) -> Response[ProblemOutput | QuoteOutput]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: QuoteInput,
    idempotency_key: str | Unset = UNSET,
) -> Response[ProblemOutput | QuoteOutput]:
    """See how a total would be paid

     Changes nothing and holds nothing.

    Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        idempotency_key (str | Unset):
        body (QuoteInput): The body of a request. A field that it does not know is refused, so
            that a typo never becomes
            a default.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemOutput | QuoteOutput]
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
    body: QuoteInput,
    idempotency_key: str | Unset = UNSET,
) -> ProblemOutput | QuoteOutput | None:
    """See how a total would be paid

     Changes nothing and holds nothing.

    Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        idempotency_key (str | Unset):
        body (QuoteInput): The body of a request. A field that it does not know is refused, so
            that a typo never becomes
            a default.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemOutput | QuoteOutput
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: QuoteInput,
    idempotency_key: str | Unset = UNSET,
) -> Response[ProblemOutput | QuoteOutput]:
    """See how a total would be paid

     Changes nothing and holds nothing.

    Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        idempotency_key (str | Unset):
        body (QuoteInput): The body of a request. A field that it does not know is refused, so
            that a typo never becomes
            a default.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemOutput | QuoteOutput]
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
    body: QuoteInput,
    idempotency_key: str | Unset = UNSET,
) -> ProblemOutput | QuoteOutput | None:
    """See how a total would be paid

     Changes nothing and holds nothing.

    Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        idempotency_key (str | Unset):
        body (QuoteInput): The body of a request. A field that it does not know is refused, so
            that a typo never becomes
            a default.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemOutput | QuoteOutput
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
