"""The stories of checks and derived values, told when they are asked for."""

from __future__ import annotations

from typing import Any

from kb.base import Base
from kb.tell import told

__all__ = ["told_check", "told_derived"]


def told_check(base: Base, record: str, _: dict[str, Any]) -> str:
    """The story of a verdict."""
    row = base.one("verdict", record)
    assert row is not None, "a record that was read a moment ago"
    return told(base, row)


def told_derived(base: Base, record: str, _: dict[str, Any]) -> str:
    """The story of a derived value."""
    row = base.one("derived", record)
    assert row is not None, "a record that was read a moment ago"
    return told(base, row)
