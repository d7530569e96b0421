"""Everything that follows from some tables: all verdicts and derived values, some papers at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from compute.check import check
from compute.derive import DerivedValues, derive
from compute.repeats import check_repeats, check_shares
from compute.statements import check_statements
from compute.tables import Tables, frames, in_parts
from compute.verdicts import Verdicts
from compute.visible import world

__all__ = ["Audited", "audit"]

PAPERS_AT_A_TIME = 2_000
"""Papers share nothing but reference data, so memory stays the same however many there are."""


@dataclass(frozen=True)
class Audited:
    """What follows from some papers: the verdicts of each kind, and the derived values."""

    papers: int
    checks: tuple[Verdicts, ...]
    derived: DerivedValues


def audit(
    tables: Tables, *, papers: int = PAPERS_AT_A_TIME, step: Callable[[int], None] = lambda _: None
) -> Iterator[Audited]:
    """All verdicts and derived values, one part of the papers after another; ``step`` hears how many papers are done."""
    for part in in_parts(frames(tables), papers):
        seen = world(part)
        count = part["reading"]["paper_id"].n_unique()
        yield Audited(
            count, (check(seen), check_statements(part), check_repeats(part), check_shares(part)), derive(seen)
        )
        step(count)
