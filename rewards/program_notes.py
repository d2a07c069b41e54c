"""What other apps have to say of the times of the rewards program. This app knows none of them: they
register a note when they are ready."""

from __future__ import annotations

from collections.abc import Callable

# Takes the days to return an order, answers with sentences for staff; none if all is well.
Note = Callable[[int], list[str]]
_notes: dict[str, Note] = {}


def register_program_note(name: str, note: Note) -> None:
    """Add a note, in the place of one of the same name. Safe to repeat; call it when the app is ready."""
    _notes[name] = note


def program_notes(return_days: int) -> list[str]:
    """What is to be said of so many days to return an order."""
    return [sentence for note in _notes.values() for sentence in note(return_days)]
