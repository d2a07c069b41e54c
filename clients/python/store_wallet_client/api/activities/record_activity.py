from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.activity_input import ActivityInput
from ...models.activity_output import ActivityOutput
from ...models.problem_output import ProblemOutput
from ...types import Response


def _get_kwargs(
    *,
    body: ActivityInput,
    idempotency_key: str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/activities/",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ActivityOutput | ProblemOutput | None:
    if response.status_code == 200:
        response_200 = ActivityOutput.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = ActivityOutput.from_dict(response.json())

        return response_201

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
) -> Response[ActivityOutput | ProblemOutput]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: ActivityInput,
    idempotency_key: str,
) -> Response[ActivityOutput | ProblemOutput]:
    """Tell what a customer did, and let it earn by the store's rules

     A reference earns once for each customer and kind: told again, the answer is 200 with what it earned
    the first time. With another amount it is refused as `idempotency_conflict`. Of a purchase give the
    `order_reference` of its payment: refunds then take back what it earned.

    Scope of the key: `rewards:write`. For the store only.

    Args:
        idempotency_key (str):
        body (ActivityInput): The body of a request. A field that it does not know is refused, so
            that a typo never becomes
            a default.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ActivityOutput | ProblemOutput]
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
    body: ActivityInput,
    idempotency_key: str,
) -> ActivityOutput | ProblemOutput | None:
    """Tell what a customer did, and let it earn by the store's rules

     A reference earns once for each customer and kind: told again, the answer is 200 with what it earned
    the first time. With another amount it is refused as `idempotency_conflict`. Of a purchase give the
    `order_reference` of its payment: refunds then take back what it earned.

    Scope of the key: `rewards:write`. For the store only.

    Args:
        idempotency_key (str):
        body (ActivityInput): The body of a request. A field that it does not know is refused, so
            that a typo never becomes
            a default.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ActivityOutput | ProblemOutput
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: ActivityInput,
    idempotency_key: str,
) -> Response[ActivityOutput | ProblemOutput]:
    """Tell what a customer did, and let it earn by the store's rules

     A reference earns once for each customer and kind: told again, the answer is 200 with what it earned
    the first time. With another amount it is refused as `idempotency_conflict`. Of a purchase give the
    `order_reference` of its payment: refunds then take back what it earned.

    Scope of the key: `rewards:write`. For the store only.

    Args:
        idempotency_key (str):
        body (ActivityInput): The body of a request. A field that it does not know is refused, so
            that a typo never becomes
            a default.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ActivityOutput | ProblemOutput]
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
    body: ActivityInput,
    idempotency_key: str,
) -> ActivityOutput | ProblemOutput | None:
    """Tell what a customer did, and let it earn by the store's rules

     A reference earns once for each customer and kind: told again, the answer is 200 with what it earned
    the first time. With another amount it is refused as `idempotency_conflict`. Of a purchase give the
    `order_reference` of its payment: refunds then take back what it earned.

    Scope of the key: `rewards:write`. For the store only.

    Args:
        idempotency_key (str):
        body (ActivityInput): The body of a request. A field that it does not know is refused, so
            that a typo never becomes
            a default.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ActivityOutput | ProblemOutput
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
