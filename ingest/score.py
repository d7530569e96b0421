"""How much of what curators found is proposed, and how much of what is proposed they had found: leave one paper out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingest.propose import Proposal, key_of, propose
from ingest.rows import Records
from ingest.verify import plain

__all__ = ["Score", "score", "without"]


@dataclass(frozen=True)
class Score:
    """Of one paper: proposals, curated readings (repeats too), those matched, and the shares.

    ``numbers`` counts the readings whose number is proposed whatever its quantity, ``within`` those whose quantity is
    the first or an alternative. ``precision`` is the share of proposals that are a curated reading or condition.
    """

    paper: str
    proposed: int
    curated: int
    matched: int
    recall: float
    precision: float
    numbers: float
    numbers_precision: float
    within: float


def score(texts: Mapping[str, str], records: Records) -> list[Score]:
    """The score of each paper with a text; what is proposed for it is learned from the other papers alone."""
    return [_score(paper, text, records) for paper, text in texts.items()]


def without(records: Records, paper: str) -> Records:
    """The readings and conditions of all papers but one."""
    kept = Records()
    for table in ("reading", "condition"):
        kept.tables[table] = [row for row in records.of(table) if row["paper_id"] != paper]
    return kept


def _score(paper: str, text: str, records: Records) -> Score:
    whole = plain(text)
    proposals = [(one, key_of(one.printed), _spans(one.quote, whole)) for one in propose(text, without(records, paper))]
    rows: dict[str, list[dict[str, Any]]] = {
        table: [row for row in records.of(table) if row["paper_id"] == paper and row["printed"] and row["quote"]]
        for table in ("reading", "condition")
    }
    curated = [row for row in records.of("reading") if row["paper_id"] == paper]
    matched = numbers = within = 0
    right: set[int] = set()
    there: set[int] = set()
    for table, some in rows.items():
        for row in some:
            key, spans = key_of(row["printed"]), _spans(row["quote"], whole)
            same = {i: one for i, (one, mine, at) in enumerate(proposals) if mine == key and _overlap(at, spans)}
            exact = {i for i, one in same.items() if one.quantity == row["quantity"]}
            there.update(same)
            right.update(exact)
            if table == "reading":
                matched += bool(exact)
                numbers += bool(same)
                within += any(_names(one, row["quantity"]) for one in same.values())
    count, all_ = len(curated) or 1, len(proposals) or 1
    return Score(
        paper, len(proposals), len(curated), matched, matched / count, len(right) / all_, numbers / count,
        len(there) / all_, within / count,
    )  # fmt: skip


def _names(one: Proposal, quantity: str) -> bool:
    return quantity == one.quantity or quantity in one.alternatives


def _spans(quote: str, whole: str) -> list[tuple[int, int]]:
    """Everywhere that the pieces of a quote stand in the plain text."""
    found = []
    for piece in re.split(r"…|\[\.\.\.\]|\.\.\.", quote):
        wanted = plain(piece)
        at = whole.find(wanted) if wanted else -1
        while at >= 0:
            found.append((at, at + len(wanted)))
            at = whole.find(wanted, at + 1)
    return found


def _overlap(some: list[tuple[int, int]], others: list[tuple[int, int]]) -> bool:
    return any(start < stop and begin < end for start, end in some for begin, stop in others)
