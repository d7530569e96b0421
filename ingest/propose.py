"""Candidate readings of a paper, drafted from its plain text: a curator accepts, corrects or rejects each.

Numbers and units are found by notation, quantities guessed by :mod:`ingest.rank`; the score says how well that does on
the curated papers, each judged by what the others teach.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ingest.mentions import key_of, mentions
from ingest.rank import Ranker, described, examples_of
from ingest.rows import Records
from ingest.sentences import clip, sentences
from ingest.verify import plain

__all__ = ["Proposal", "Score", "as_yaml", "propose", "score", "without"]

_WORTH = 0.25  # below this share of numbers that curators read, a part of an expression is not proposed


@dataclass(frozen=True)
class Proposal:
    """One candidate reading; ``score`` is the share of belief in ``quantity``, ``alternatives`` come next, best first."""

    quantity: str
    printed: str
    unit: str
    quote: str
    place: str
    line: int
    score: float
    alternatives: tuple[str, ...]


def propose(text: str, examples: Records) -> list[Proposal]:
    """The candidate readings of a paper in the order of its text, with all that ``examples`` teach."""
    ranker = Ranker.taught(examples_of(examples))
    found: list[Proposal] = []
    for sentence in sentences(text):
        for one in mentions(sentence.text):
            found_in = described(sentence.text, one, sentence.place)
            ranked = ranker.rank(found_in)
            if ranked and ranker.worth(found_in) > _WORTH:
                (name, score), *others = ranked
                quote = clip(sentence.text, one.start, one.end)
                alternatives = tuple(other for other, share in others[:4] if share > 0.01)
                found.append(
                    Proposal(name, one.printed, one.unit, quote, sentence.place, sentence.line, score, alternatives)
                )
    return found


def as_yaml(proposals: Iterable[Proposal]) -> str:
    """Lines to paste under ``readings:``; a quantity that comes again gets a number as its label, for the curator to replace."""
    lines: list[str] = []
    seen: Counter[str] = Counter()
    place = ""
    for one in proposals:
        if one.place != place:
            place = one.place
            lines.append(f"# {place}, from line {one.line}")
        seen[one.quantity] += 1
        key = one.quantity if seen[one.quantity] == 1 else f"{one.quantity}({seen[one.quantity]})"
        reads, quote = (json.dumps(words, ensure_ascii=False) for words in (one.printed, one.quote))
        others = f", or {', '.join(one.alternatives)}" if one.alternatives else ""
        lines.append(f"{key}: {{reads: {reads}, where: {one.place}, quote: {quote}}}  # {one.score:.0%}{others}")
    return "\n".join(lines)


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
