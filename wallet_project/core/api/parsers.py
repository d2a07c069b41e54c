"""Reading JSON that somebody else wrote."""

from __future__ import annotations

import json
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.utils.json import strict_constant


class StrictJsonParser(JSONParser):
    """JSON as it stands in RFC 8259. What is nested too deep can't be read either, nor text that is none:
    half a character, which could not be written anywhere, not even into the refusal."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        sent = stream.read()
        try:
            data = json.loads(sent.decode(), parse_constant=strict_constant)
            if b"\\u" in sent:
                json.dumps(data, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            raise ParseError from error
        return data
