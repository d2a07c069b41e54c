"""Small pieces that letters are made of."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def rows(text: str) -> list[tuple[str, str]]:
    """The lines of a detail, each as what stands before and behind its last colon: "2 × Mug: €25.00"."""
    found = []
    for line in (text or "").splitlines():
        label, _colon, value = line.rpartition(": ")
        found.append((label, value) if label else (line, ""))
    return found
