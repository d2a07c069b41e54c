from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.preferences_input import PreferencesInput
from ...models.preferences_output import PreferencesOutput
from ...models.problem_output import ProblemOutput
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: PreferencesInput,
    customer: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    params["customer"] = customer

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/api/v1/notifications/preferences/",
        "params": params,
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PreferencesOutput | ProblemOutput | None:
    if response.status_code == 200:
        response_200 = PreferencesOutput.from_dict(response.json())

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

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[PreferencesOutput | ProblemOutput]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: PreferencesInput,
    customer: str | Unset = UNSET,
) -> Response[PreferencesOutput | ProblemOutput]:
    """Choose what a customer wants to hear of

     It replaces all that was chosen before. Messages about security can't be refused.

    Scope of the key: `customers:write`. Customers may call it for themselves.

    Args:
        customer (str | Unset):
        body (PreferencesInput): As `GET` answers: it replaces all that was chosen before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PreferencesOutput | ProblemOutput]
    """

    kwargs = _get_kwargs(
        body=body,
        customer=customer,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: PreferencesInput,
    customer: str | Unset = UNSET,
) -> PreferencesOutput | ProblemOutput | None:
    """Choose what a customer wants to hear of

     It replaces all that was chosen before. Messages about security can't be refused.

    Scope of the key: `customers:write`. Customers may call it for themselves.

    Args:
        customer (str | Unset):
        body (PreferencesInput): As `GET` answers: it replaces all that was chosen before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PreferencesOutput | ProblemOutput
    """

    return sync_detailed(
        client=client,
        body=body,
        customer=customer,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: PreferencesInput,
    customer: str | Unset = UNSET,
) -> Response[PreferencesOutput | ProblemOutput]:
    """Choose what a customer wants to hear of

     It replaces all that was chosen before. Messages about security can't be refused.

    Scope of the key: `customers:write`. Customers may call it for themselves.

    Args:
        customer (str | Unset):
        body (PreferencesInput): As `GET` answers: it replaces all that was chosen before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PreferencesOutput | ProblemOutput]
    """

    kwargs = _get_kwargs(
        body=body,
        customer=customer,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: PreferencesInput,
    customer: str | Unset = UNSET,
) -> PreferencesOutput | ProblemOutput | None:
    """Choose what a customer wants to hear of

     It replaces all that was chosen before. Messages about security can't be refused.

    Scope of the key: `customers:write`. Customers may call it for themselves.

    Args:
        customer (str | Unset):
        body (PreferencesInput): As `GET` answers: it replaces all that was chosen before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PreferencesOutput | ProblemOutput
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            customer=customer,
        )
    ).parsed
