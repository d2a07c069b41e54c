"""As much of curl as the tutorial uses, for a machine that has none: `-s`, `-H`, `-d` and an address."""

from __future__ import annotations

import argparse
import sys
from urllib.error import HTTPError
from urllib.request import Request, urlopen


def main() -> None:
    parser = argparse.ArgumentParser(prog="curl", allow_abbrev=False)
    parser.add_argument("-s", action="store_true")
    parser.add_argument("-H", action="append", default=[], dest="headers")
    parser.add_argument("-d", dest="body")
    parser.add_argument("url")
    told = parser.parse_args()
    headers = dict(header.split(": ", 1) for header in told.headers)
    request = Request(told.url, told.body.encode() if told.body is not None else None, headers)
    try:
        answer = urlopen(request, timeout=30)
    except HTTPError as error:
        answer = error
    with answer:
        sys.stdout.write(answer.read().decode())


if __name__ == "__main__":
    main()
