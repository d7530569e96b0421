"""Everything that follows from some tables: all verdicts and derived values, some papers at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import polars as pl

from compute.check import check
from compute.derive import DerivedValues, derive
from compute.prints import prints_of
from compute.repeats import check_repeats, check_shares
from compute.statements import check_statements
from compute.tables import Tables, frames, in_parts
from compute.verdicts import Verdicts
from compute.visible import world

__all__ = ["Audited", "audit"]

PAPERS_AT_A_TIME = 2_000
"""Papers share nothing but reference data, so memory stays the same however many there are."""

WORKERS = 2
"""How many parts are worked on side by side."""


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
    parts = in_parts(frames(tables), papers)
    with ThreadPoolExecutor(WORKERS) as pool:  # the columns' libraries work outside the interpreter's lock
        waiting = deque(pool.submit(_audited, part) for part in parts[:WORKERS])
        for part in [*parts[WORKERS:], *[None] * WORKERS]:
            if not waiting:
                return
            found = waiting.popleft().result()
            if part is not None:
                waiting.append(pool.submit(_audited, part))
            yield found
            step(found.papers)


def _audited(part: dict[str, pl.DataFrame]) -> Audited:
    seen = world(part)
    prints = prints_of(part)
    said = check_statements(part, prints), check_repeats(part, prints), check_shares(part, prints)
    return Audited(part["reading"]["paper_id"].n_unique(), (check(seen), *said), derive(seen))
