import datetime
from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem_output import ProblemOutput
from ...models.trial_balance_output import TrialBalanceOutput
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    at: datetime.datetime | Unset = UNSET,
    currency: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_at: str | Unset = UNSET
    if not isinstance(at, Unset):
        json_at = at.isoformat()
    params["at"] = json_at

    params["currency"] = currency

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/reports/trial-balance/",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProblemOutput | TrialBalanceOutput | None:
    if response.status_code == 200:
        response_200 = TrialBalanceOutput.from_dict(response.json())

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

    if response.status_code == 429:
        response_429 = ProblemOutput.from_dict(response.json())

        return response_429

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ProblemOutput | TrialBalanceOutput]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    at: datetime.datetime | Unset = UNSET,
    currency: str | Unset = UNSET,
) -> Response[ProblemOutput | TrialBalanceOutput]:
    """Get the trial balance

     The total of every kind of account; in each currency they sum to zero. Points stand there as the
    currency `PTS`, without decimals.

    Scope of the key: `reports:read`. For the store only.

    Args:
        at (datetime.datetime | Unset):
        currency (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemOutput | TrialBalanceOutput]
    """

    kwargs = _get_kwargs(
        at=at,
        currency=currency,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    at: datetime.datetime | Unset = UNSET,
    currency: str | Unset = UNSET,
) -> ProblemOutput | TrialBalanceOutput | None:
    """Get the trial balance

     The total of every kind of account; in each currency they sum to zero. Points stand there as the
    currency `PTS`, without decimals.

    Scope of the key: `reports:read`. For the store only.

    Args:
        at (datetime.datetime | Unset):
        currency (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemOutput | TrialBalanceOutput
    """

    return sync_detailed(
        client=client,
        at=at,
        currency=currency,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    at: datetime.datetime | Unset = UNSET,
    currency: str | Unset = UNSET,
) -> Response[ProblemOutput | TrialBalanceOutput]:
    """Get the trial balance

     The total of every kind of account; in each currency they sum to zero. Points stand there as the
    currency `PTS`, without decimals.

    Scope of the key: `reports:read`. For the store only.

    Args:
        at (datetime.datetime | Unset):
        currency (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProblemOutput | TrialBalanceOutput]
    """

    kwargs = _get_kwargs(
        at=at,
        currency=currency,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    at: datetime.datetime | Unset = UNSET,
    currency: str | Unset = UNSET,
) -> ProblemOutput | TrialBalanceOutput | None:
    """Get the trial balance

     The total of every kind of account; in each currency they sum to zero. Points stand there as the
    currency `PTS`, without decimals.

    Scope of the key: `reports:read`. For the store only.

    Args:
        at (datetime.datetime | Unset):
        currency (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProblemOutput | TrialBalanceOutput
    """

    return (
        await asyncio_detailed(
            client=client,
            at=at,
            currency=currency,
        )
    ).parsed
