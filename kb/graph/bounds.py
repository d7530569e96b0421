"""How much an argument may say. Whatever is over a bound is refused before anything is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schema.errors import KbError

__all__ = ["MOST_BRANCHES", "MOST_ORDERS", "MOST_TEXT", "MOST_VALUES", "ArgumentError", "bounded"]

MOST_TEXT = 1000
"""Characters of a text; of a cursor three times as many, as it holds texts of records."""
MOST_VALUES = 500
"""Values of one list; twice as many values and conditions in all arguments of a field together."""
MOST_BRANCHES = 50
"""Filters in one ``and`` or ``or``."""
MOST_ORDERS = 8
"""Orders of one list."""


class ArgumentError(KbError):
    """An argument that says more than it may."""

    code = "argument"


def bounded(arguments: Mapping[str, Any]) -> None:
    """Look at all values of a field's arguments; raises :class:`ArgumentError` where there are too many, or too long."""
    count = 0
    left: list[tuple[str, Any]] = list(arguments.items())
    while left:
        name, value = left.pop()
        count += 1
        if isinstance(value, str):
            most = MOST_TEXT * 3 if name == "after" else MOST_TEXT
            if len(value) > most:
                raise ArgumentError(name, f"{len(value)} characters", f"give at most {most}")
            if "\0" in value or (not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value)):
                raise ArgumentError(name, "a character that no text has", "take it out")
        elif isinstance(value, Mapping):
            left += value.items()
        elif isinstance(value, list):
            most = MOST_BRANCHES if name in ("and", "or") else MOST_ORDERS if name == "orderBy" else MOST_VALUES
            if len(value) > most:
                raise ArgumentError(name, f"{len(value)} values", f"give at most {most}")
            left += [(name, one) for one in value]
        if count > MOST_VALUES * 2:
            raise ArgumentError(name, f"more than {MOST_VALUES * 2} values in all", "ask for less at once")
