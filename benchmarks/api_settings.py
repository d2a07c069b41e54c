"""The store as it is served, with one address more and limits that no benchmark reaches; they are counted."""

from __future__ import annotations

from wallet_project.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.api_urls"
API_LIMIT_PER_KEY = API_LIMIT_PER_ADDRESS = 10**9
