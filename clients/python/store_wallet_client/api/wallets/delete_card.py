from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem_output import ProblemOutput
from ...types import Response


def _get_kwargs(
    wallet_id: UUID,
    card_id: UUID,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/api/v1/wallets/{wallet_id}/cards/{card_id}/".format(
            wallet_id=quote(str(wallet_id), safe=""),
            card_id=quote(str(card_id), safe=""),
        ),
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Any | ProblemOutput | None:
    if response.status_code == 204:
        response_204 = cast(Any, None)
        return response_204

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Any | ProblemOutput]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    wallet_id: UUID,
    card_id: UUID,
    *,
    client: AuthenticatedClient,
) -> Response[Any | ProblemOutput]:
    """Remove a saved card

     Scope of the key: `wallets:write`. Customers may call it for themselves.

    Args:
        wallet_id (UUID):
        card_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ProblemOutput]
    """

    kwargs = _get_kwargs(
        wallet_id=wallet_id,
        card_id=card_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    wallet_id: UUID,
    card_id: UUID,
    *,
    client: AuthenticatedClient,
) -> Any | ProblemOutput | None:
    """Remove a saved card

     Scope of the key: `wallets:write`. Customers may call it for themselves.

    Args:
        wallet_id (UUID):
        card_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ProblemOutput
    """

    return sync_detailed(
        wallet_id=wallet_id,
        card_id=card_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    wallet_id: UUID,
    card_id: UUID,
    *,
    client: AuthenticatedClient,
) -> Response[Any | ProblemOutput]:
    """Remove a saved card

     Scope of the key: `wallets:write`. Customers may call it for themselves.

    Args:
        wallet_id (UUID):
        card_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ProblemOutput]
    """

    kwargs = _get_kwargs(
        wallet_id=wallet_id,
        card_id=card_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    wallet_id: UUID,
    card_id: UUID,
    *,
    client: AuthenticatedClient,
) -> Any | ProblemOutput | None:
    """Remove a saved card

     Scope of the key: `wallets:write`. Customers may call it for themselves.

    Args:
        wallet_id (UUID):
        card_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ProblemOutput
    """

    return (
        await asyncio_detailed(
            wallet_id=wallet_id,
            card_id=card_id,
            client=client,
        )
    ).parsed
