"""What a paper says about its numbers, against those numbers; and the same number printed twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from compute.box import gap, spread, touch
from compute.check import Checked, strength
from compute.facts import Rows, is_soft
from compute.told import interval, number, tell_inputs
from schema.quantities import Q
from schema.vocabulary import Relation, Verdict

__all__ = ["check_repeats", "check_shares", "check_statements"]

Row = Mapping[str, Any]

RATIOS: dict[Relation, list[tuple[str, Callable[..., Any]]]] = {
    Relation.TIMES_HIGHER: [
        ("subject over reference", lambda subject, reference: subject / reference),
        ("the increase over the reference", lambda subject, reference: subject / reference - 1),
    ],
    Relation.TIMES_LOWER: [("reference over subject", lambda subject, reference: reference / subject)],
    Relation.PERCENT_OF: [("subject over reference", lambda subject, reference: subject / reference)],
    Relation.PERCENT_HIGHER: [("the increase over the reference", lambda subject, reference: subject / reference - 1)],
    Relation.PERCENT_LOWER: [("the decrease from the reference", lambda subject, reference: 1 - subject / reference)],
}
"""How each relation's number follows from subject and reference; with two ways, the language leaves it open."""


def check_statements(tables: Rows) -> list[Checked]:
    """A verdict on every statement about readings."""
    readings = {row["id"]: row for row in tables.get("reading", ())}
    references: dict[str, list[Row]] = defaultdict(list)
    for link in sorted(tables.get("statement_reference", ()), key=lambda one: (one["statement_id"], one["position"])):
        references[link["statement_id"]].append(readings[link["reading_id"]])
    found = []
    for row in tables.get("statement", ()):
        subject = readings.get(row["subject_id"])
        says = Relation(row["says"])
        if says in (Relation.SIMILAR, Relation.OTHER):
            continue  # kept, but no number can contradict it
        found.append(_statement(row, says, subject, references[row["id"]]))
    return sorted(found, key=lambda one: one.id)


def _statement(row: Row, says: Relation, subject: Row | None, references: Sequence[Row]) -> Checked:
    missing = [] if subject else ["the number that it is about"]
    missing += [] if references else ["the number that it is compared with"]
    ratio = says in RATIOS
    if ratio and row["lo"] is None and row["hi"] is None:
        missing.append("a number")
    if missing or subject is None:
        return _made(row, says, Verdict.UNTESTABLE, tuple(missing), subject, references)
    if ratio:
        return _ratio(row, says, subject, references[0])
    if says in (Relation.DIFFERENCE, Relation.SUM):
        if says is Relation.DIFFERENCE and len(references) != 2:
            return _made(row, says, Verdict.UNTESTABLE, ("both numbers of the difference",), subject, references)
        sign = -1 if says is Relation.DIFFERENCE else 1
        low = _low(references[0]) + sum(sign * (_high(one) if sign < 0 else _low(one)) for one in references[1:])
        high = _high(references[0]) + sum(sign * (_low(one) if sign < 0 else _high(one)) for one in references[1:])
        return _compared(row, says, subject, references, (low, high))
    if says is Relation.SAME_AS:
        return _compared(row, says, subject, references, (_low(references[0]), _high(references[0])))
    return _order(row, says, subject, references)


def _ratio(row: Row, says: Relation, subject: Row, reference: Row) -> Checked:
    stated = (_low(row), _high(row))
    boxes = [tuple(np.array([end]) for end in (_low(one), _mid(one), _high(one))) for one in (subject, reference)]
    divisor = subject if says is Relation.TIMES_LOWER else reference
    across_zero = _low(divisor) < 0 < _high(divisor)  # then the quotient is anything
    ways = []
    for words, body in RATIOS[says]:
        lo, mid, hi = (float(end[0]) for end in spread(body, boxes))  # type: ignore[arg-type]
        ways.append((words, -np.inf, mid, np.inf) if across_zero else (words, lo, mid, hi))
    good = [way for way in ways if touch(*stated, way[1], way[3])]
    best = good[0] if good else min(ways, key=lambda way: gap(*stated, way[1], way[3])[0])
    verdict = Verdict.CONSISTENT if good else Verdict.INCONSISTENT
    only = None
    if good and good[0] is not ways[0]:
        verdict, only = Verdict.CONSISTENT_ONLY_AS, best[0]
    return _made(row, says, verdict, (), subject, [reference], (best[1], best[2], best[3]), stated, only)


def _compared(
    row: Row, says: Relation, subject: Row, references: Sequence[Row], computed: tuple[float, float]
) -> Checked:
    stated = (_low(subject), _high(subject))
    verdict = Verdict.CONSISTENT if touch(*stated, *computed) else Verdict.INCONSISTENT
    middle = (computed[0] + computed[1]) / 2
    return _made(row, says, verdict, (), subject, references, (computed[0], middle, computed[1]), stated)


def _order(row: Row, says: Relation, subject: Row, references: Sequence[Row]) -> Checked:
    up = says in (Relation.HIGHER_THAN, Relation.HIGHEST)
    wrong = [one for one in references if (_high(subject) < _low(one) if up else _low(subject) > _high(one))]
    verdict = Verdict.INCONSISTENT if wrong else Verdict.CONSISTENT
    shown = wrong or list(references)
    ends = (min(map(_low, shown)), max(map(_high, shown)))
    return _made(
        row, says, verdict, (), subject, shown, (ends[0], float("nan"), ends[1]), (_low(subject), _high(subject))
    )


def _made(
    row: Row, says: Relation, verdict: Verdict, missing: tuple[str, ...], subject: Row | None, references: Sequence[Row],
    computed: tuple[float, float, float] | None = None, stated: tuple[float, float] | None = None, only: str | None = None,
) -> Checked:  # fmt: skip
    words = says.value.replace("_", " ")
    quantity = subject["quantity"] if subject else ""
    size, kind, sure = (None, None, None)
    head = f"statement “{words}”: {verdict.value}" + (f" {only}" if only else "")
    if verdict is Verdict.INCONSISTENT and computed and stated:
        by_difference = says not in RATIOS and bool(quantity) and Q[quantity].by_difference
        size, kind = gap(*stated, computed[0], computed[2], signed=by_difference)
        sure = strength(soft=any(is_soft(one) for one in (row, subject, *references) if one))
        head += f", off by {'a factor of ' if kind == 'factor' else ''}{number(size)} at least"
    lines = [head, f"  the paper says {row['printed'] or words}  [{row['place']}] “{row['quote']}”"]
    if computed:
        of_ratio = says in RATIOS
        shown = (
            f"{number(computed[0])} to {number(computed[2])}"
            if of_ratio
            else interval(quantity, computed[0], computed[2])
        )
        lines.append(f"  its own numbers give {shown}, from")
    if missing:
        lines.append(f"  cannot be checked: {', '.join(missing)} not printed")
    named = [("subject", subject)] if subject else []
    inputs = tuple((name, _fact(one)) for name, one in [*named, *(("reference", one) for one in references)] if one)
    lines += tell_inputs(inputs)
    return Checked(
        verdict, f"statement_{says.value}", quantity, row["paper_id"], row["id"], row["id"], row["printed"] or words,
        *(stated or (float("-inf"), float("inf"))), computed, size, kind, only, missing, inputs, "\n".join(lines), says in RATIOS, sure,
    )  # fmt: skip


def check_repeats(tables: Rows) -> list[Checked]:
    """The same thing stated in several places: whether all its prints have a value in common, two by two."""
    groups: dict[str, list[Row]] = defaultdict(list)
    rows = {row["id"]: row for row in tables.get("reading", ())}
    for row in rows.values():
        if row["repeats"]:
            groups[row["repeats"]].append(row)
    found = []
    for first, again in sorted(groups.items()):
        prints = [rows[first], *sorted(again, key=lambda one: str(one["id"]))]
        apart = [pair for pair in combinations(prints, 2) if not _meet(*pair)]
        pair = apart[0] if apart else (prints[0], prints[-1])
        quantity = prints[0]["quantity"]
        size, kind, sure = (None, None, None)
        head = f"{quantity.replace('_', ' ')}, stated {len(prints)} times: consistent"
        if apart:
            sure = strength(soft=any(is_soft(one) for one in pair))
            size, kind = gap(
                _low(pair[0]), _high(pair[0]), _low(pair[1]), _high(pair[1]), signed=Q[quantity].by_difference
            )
            shown = (
                f"a factor of {number(size)}"
                if kind == "factor"
                else f"{number(size / Q[quantity].units.factor)} {Q[quantity].unit}"
            )
            head = f"{quantity.replace('_', ' ')}, stated {len(prints)} times: inconsistent, apart by {shown} at least"
        inputs = tuple((f"print {place + 1}", _fact(one)) for place, one in enumerate(prints))
        verdict = Verdict.INCONSISTENT if apart else Verdict.CONSISTENT
        found.append(
            Checked(
                verdict, "stated_twice", quantity, prints[0]["paper_id"], prints[0]["owner_id"], first, pair[0]["printed"],
                _low(pair[0]), _high(pair[0]), (_low(pair[1]), _mid(pair[1]), _high(pair[1])), size, kind, None, (), inputs,
                "\n".join([head, *tell_inputs(inputs)]), strength=sure,
            )
        )  # fmt: skip
    return found


def _meet(one: Row, other: Row) -> bool:
    return touch(_low(one), _high(one), _low(other), _high(other))


def check_shares(tables: Rows) -> list[Checked]:
    """Shares of one whole, told apart by their labels or by their constituents, can't add up to more than the whole."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in tables.get("reading", ()):
        share = row["quantity"] in ("area_fraction", "mass_fraction", "volume_fraction", "mole_fraction")
        if share and not row["repeats"] and (row["label"] or row["owner_kind"] == "constituent"):
            holder = row["subject_id"] if row["owner_kind"] == "constituent" else row["owner_id"]
            groups[holder, row["quantity"]].append(row)
    found = []
    for (holder, quantity), shares in sorted(groups.items()):
        if len(shares) < 2:
            continue
        rows = sorted(shares, key=lambda one: str(one["id"]))
        low, high = sum(map(_low, rows)), sum(map(_high, rows))
        verdict = Verdict.CONSISTENT if touch(0.0, 1.0, low, high) else Verdict.INCONSISTENT
        size = low if verdict is Verdict.INCONSISTENT else None
        inputs = tuple(("share", _fact(row)) for row in rows)
        head = f"{quantity.replace('_', ' ')}: {verdict.value}: the shares add up to {low:.2%} to {high:.2%}, at most 100 % is possible"
        first = rows[0]
        found.append(
            Checked(
                verdict, "shares_of_a_whole", quantity, first["paper_id"], holder, first["id"], "100 %", 0.0, 1.0,
                (low, (low + high) / 2, high), size, "factor" if size else None, None, (), inputs,
                "\n".join([head, *tell_inputs(inputs)]), strength=strength(soft=False) if size else None,
            )
        )  # fmt: skip
    return found


def _low(row: Row) -> float:
    return float("-inf") if row["lo"] is None else float(row["lo"])


def _high(row: Row) -> float:
    return float("inf") if row["hi"] is None else float(row["hi"])


def _mid(row: Row) -> float:
    return float("nan") if row["mid"] is None else float(row["mid"])


def _fact(row: Row) -> dict[str, Any]:
    label = f" ({row['label']})" if row.get("label") else ""
    name = f"{row['quantity'].replace('_', ' ')}{label} of {row['owner_id'].split('/', 1)[1]}"
    return {"id": row["id"], "kind": "reading", "printed": f"{row.get('as_read') or row['printed']} ({name})",
            "place": row["place"], "quote": row["quote"], "paper_id": row["paper_id"]}  # fmt: skip
