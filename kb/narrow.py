"""A base in which some papers stand alone: what a question about few papers reads, however many the base holds."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from kb.base import Base, Row
from kb.database import rows_of
from schema.errors import KbError, near
from schema.tables import TABLES

__all__ = ["MOST_PAPERS", "MOST_READINGS", "TooMuchError", "narrowed", "paper_of"]

MOST_PAPERS = 200
MOST_READINGS = 100_000
"""How many readings a question may read: more than that, and it has to name its papers."""


class TooMuchError(KbError):
    """A question that would read too much at once."""

    code = "too-much"


class _Narrowed(Base):
    """The rows of some papers, and the reference data. It shares the engine of the base that it was made from."""

    def __init__(self, base: Base, papers: Sequence[str]) -> None:
        self.engine, self.build = base.engine, base.build
        self._rows: dict[str, list[Row]] = {}
        self._keys = {}
        self._papers = papers

    def rows(self, table: str) -> list[Row]:
        if table not in self._rows:
            self._rows[table] = rows_of(self.engine, table, self._papers)
        return self._rows[table]


def paper_of(record: str) -> str:
    """The paper of a record, which its id begins with."""
    return record.partition("/")[0]


def narrowed(base: Base, papers: Sequence[str] = ()) -> Base:
    """The base with these papers alone; with none named, the whole base where it is small enough to be read at once.

    Raises :class:`TooMuchError`, and :class:`~kb.audit.UnknownPaperError` for a paper that is not there.
    """
    if not papers:
        _check_size(base)
        return base
    wanted = list(dict.fromkeys(papers))
    if len(wanted) > MOST_PAPERS:
        raise TooMuchError("papers", f"{len(wanted)} papers at once", f"name at most {MOST_PAPERS}")
    made = _Narrowed(base, wanted)
    known = {row["id"] for row in made.rows("paper")}
    for one in wanted:
        if one not in known:
            _unknown(base, one)
    return made


def _unknown(base: Base, paper: str) -> None:
    from kb.audit import UnknownPaperError

    hint = near(paper, [row["id"] for row in base.rows("paper")]) or "`kb export papers` lists all"
    raise UnknownPaperError(repr(paper), "no paper of that slug", hint)


def _check_size(base: Base) -> None:
    readings = TABLES["reading"].metadata.tables["reading"]
    with base.engine.connect() as connection:
        count = connection.execute(select(func.count()).select_from(readings)).scalar() or 0
    if count > MOST_READINGS:
        raise TooMuchError(
            "papers", f"the base holds {count:,} readings, and a comparison reads at most {MOST_READINGS:,}",
            f"name the papers that are meant, at most {MOST_PAPERS}",
        )  # fmt: skip
