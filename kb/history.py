"""What a base remembers of how it came to be: its builds, and the content of each seed that it was made from.

These tables stand in the base beside its content and are never exported: they hold times and names of files. This
module imports nothing heavy, so that a refresh that finds nothing to do is done in a blink.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

__all__ = [
    "HISTORY_TABLES",
    "REFERENCE_SLUG",
    "SCHEMA_VERSION",
    "Event",
    "Running",
    "history_rows",
    "running",
    "running_file",
]

SCHEMA_VERSION = 5
REFERENCE_SLUG = ""
"""Under which the reference data stand among the seeds: no paper is called so."""

HISTORY_TABLES = {
    "made_from": "CREATE TABLE made_from (slug TEXT PRIMARY KEY, digest TEXT NOT NULL)",
    "history": (
        "CREATE TABLE history (number INTEGER PRIMARY KEY, build TEXT NOT NULL, code TEXT NOT NULL, made_at TEXT NOT NULL, "
        "event TEXT NOT NULL)"
    ),
}
"""Their names, and how they are made."""


@dataclass(frozen=True)
class Event:
    """One build in the history: when it was made (UTC, as the clock said), of which sources, and what changed as counts."""

    number: int
    build: str
    code: str
    made_at: str
    sources: tuple[str, ...] = ()
    papers: int = 0
    changes: Mapping[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self) | {"sources": list(self.sources), "changes": dict(self.changes)}


@dataclass(frozen=True)
class Running:
    """What a base holds now: its build, the code and the seeds (slug to digest) that made it, and all builds before."""

    build: str
    schema_version: int
    code: str = ""
    seeds: Mapping[str, str] = field(default_factory=dict)
    events: tuple[Event, ...] = ()

    @property
    def comparable(self) -> bool:
        """Whether its tables are those of this program."""
        return self.schema_version == SCHEMA_VERSION


def running_file(file: Path) -> Running | None:
    """What a SQLite base holds, read without anything but the standard library; None when there is no base of ours."""
    if not file.is_file() or not file.stat().st_size:
        return None
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            known = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if "build" not in known:
                return None
            return running(lambda statement: connection.execute(statement).fetchall(), remembers="history" in known)
    except sqlite3.DatabaseError:
        return None


def running(rows: Callable[[str], Sequence[Sequence[Any]]], *, remembers: bool) -> Running | None:
    """What a base holds; ``rows`` gives the rows of a statement. Bases of before did not remember."""
    found = rows("SELECT build, schema_version FROM build")
    if not found:
        return None
    build, version = found[0]
    if not remembers:
        return Running(str(build), int(version))
    seeds = {str(slug): str(digest) for slug, digest in rows("SELECT slug, digest FROM made_from")}
    events = tuple(event_of(row) for row in rows("SELECT * FROM history ORDER BY number"))
    return Running(str(build), int(version), events[-1].code if events else "", seeds, events)


def event_of(row: Sequence[Any]) -> Event:
    """An event from its row."""
    number, build, code, made_at, told = row
    more = json.loads(told)
    return Event(int(number), build, code, made_at, tuple(more["sources"]), more["papers"], more["changes"])


def history_rows(events: Iterable[Event]) -> list[tuple[Any, ...]]:
    """The rows of the table ``history``."""
    return [
        (one.number, one.build, one.code, one.made_at,
         json.dumps({"sources": one.sources, "papers": one.papers, "changes": dict(one.changes)}, ensure_ascii=False))
        for one in events
    ]  # fmt: skip
