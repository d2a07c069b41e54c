from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.list_points_lots_source import ListPointsLotsSource
from ...models.points_lot_page import PointsLotPage
from ...models.problem_output import ProblemOutput
from ...types import UNSET, Response, Unset


def _get_kwargs(
    account_id: UUID,
    *,
    cursor: str | Unset = UNSET,
    page_size: int | Unset = 50,
    source: ListPointsLotsSource | Unset = UNSET,
    usable: bool | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["cursor"] = cursor

    params["page_size"] = page_size

    json_source: str | Unset = UNSET
    if not isinstance(source, Unset):
        json_source = source.value

    params["source"] = json_source

    params["usable"] = usable

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/points/{account_id}/lots/".format(
            account_id=quote(str(account_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PointsLotPage | ProblemOutput | None:
    if response.status_code == 200:
        response_200 = PointsLotPage.from_dict(response.json())

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
) -> Response[PointsLotPage | ProblemOutput]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    account_id: UUID,
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    page_size: int | Unset = 50,
    source: ListPointsLotsSource | Unset = UNSET,
    usable: bool | Unset = UNSET,
) -> Response[PointsLotPage | ProblemOutput]:
    """List the credits of a points account, with what is left of each

     Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        account_id (UUID):
        cursor (str | Unset):
        page_size (int | Unset):  Default: 50.
        source (ListPointsLotsSource | Unset):
        usable (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PointsLotPage | ProblemOutput]
    """

    kwargs = _get_kwargs(
        account_id=account_id,
        cursor=cursor,
        page_size=page_size,
        source=source,
        usable=usable,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    account_id: UUID,
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    page_size: int | Unset = 50,
    source: ListPointsLotsSource | Unset = UNSET,
    usable: bool | Unset = UNSET,
) -> PointsLotPage | ProblemOutput | None:
    """List the credits of a points account, with what is left of each

     Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        account_id (UUID):
        cursor (str | Unset):
        page_size (int | Unset):  Default: 50.
        source (ListPointsLotsSource | Unset):
        usable (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PointsLotPage | ProblemOutput
    """

    return sync_detailed(
        account_id=account_id,
        client=client,
        cursor=cursor,
        page_size=page_size,
        source=source,
        usable=usable,
    ).parsed


async def asyncio_detailed(
    account_id: UUID,
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    page_size: int | Unset = 50,
    source: ListPointsLotsSource | Unset = UNSET,
    usable: bool | Unset = UNSET,
) -> Response[PointsLotPage | ProblemOutput]:
    """List the credits of a points account, with what is left of each

     Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        account_id (UUID):
        cursor (str | Unset):
        page_size (int | Unset):  Default: 50.
        source (ListPointsLotsSource | Unset):
        usable (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PointsLotPage | ProblemOutput]
    """

    kwargs = _get_kwargs(
        account_id=account_id,
        cursor=cursor,
        page_size=page_size,
        source=source,
        usable=usable,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    account_id: UUID,
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    page_size: int | Unset = 50,
    source: ListPointsLotsSource | Unset = UNSET,
    usable: bool | Unset = UNSET,
) -> PointsLotPage | ProblemOutput | None:
    """List the credits of a points account, with what is left of each

     Scope of the key: `wallets:read`. Customers may call it for themselves.

    Args:
        account_id (UUID):
        cursor (str | Unset):
        page_size (int | Unset):  Default: 50.
        source (ListPointsLotsSource | Unset):
        usable (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PointsLotPage | ProblemOutput
    """

    return (
        await asyncio_detailed(
            account_id=account_id,
            client=client,
            cursor=cursor,
            page_size=page_size,
            source=source,
            usable=usable,
        )
    ).parsed
