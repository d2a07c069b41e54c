from __future__ import annotations

import re

from benchmarks.against_hordak import REQUIREMENTS


def test_django_hordak_and_all_it_needs_are_pinned_with_hashes():
    text = REQUIREMENTS.read_text()
    pins = re.findall(r"^[a-z0-9-]+==\S+ \\\n    --hash=sha256:", text, re.MULTILINE)
    assert any(pin.startswith("django-hordak==") for pin in pins)
    assert len(pins) == len(re.findall(r"^[a-z]", text, re.MULTILINE))


def test_no_package_index_is_named():
    assert "http" not in REQUIREMENTS.read_text()
