"""Why a verdict or a derived value is what it is: ``explain(base, id)`` gives a short derivation as typed data."""

from __future__ import annotations

import json
from typing import Any

from compute import FORMULAS
from compute.wording import the
from kb.base import Base, Row
from kb.explain_parts import derivation, formula_told, inputs_of, interval, printed, span
from kb.explain_words import does_not_say, gap, headline, likely_because, rule, tried_words
from kb.explanation import (
    Derivation,
    Explanation,
    FormulaTold,
    Gap,
    Input,
    Interval,
    Judgement,
    Note,
    Printed,
    Tried,
)
from schema.errors import KbError, near
from schema.reading import numbers_in
from schema.vocabulary import Verdict

__all__ = [
    "Derivation", "Explanation", "FormulaTold", "Gap", "Input", "Interval", "Judgement", "Note", "NothingToExplainError",
    "Printed", "Tried", "explain", "judgement",
]  # fmt: skip

EXPLAINED = ("verdict", "derived", "reading", "condition", "statement", "reference_reading")


class NothingToExplainError(KbError):
    """An id that the base does not hold, or one of a record that is neither checked nor derived."""

    code = "nothing-to-explain"


def explain(base: Base, record: str) -> Explanation:
    """All that is to say about a verdict, a derived value, a reading, condition, statement or reference value.

    Raises :class:`NothingToExplainError` for another id, with the nearest that can be explained.
    """
    row, kind = base.record(record), base.kinds.get(record, "")
    if row is None or kind not in EXPLAINED:
        raise _nothing(base, record, kind)
    if kind == "verdict":
        return Explanation(record, kind, None, (judgement(base, row),), (), ())
    if kind == "derived":
        return Explanation(record, kind, None, (), (), (derivation(base, row),))
    judged = base.by("verdict", "output_id", record)
    own = {one["id"] for one in judged}
    used = {one["check_id"] for one in base.by("verdict_input", "source_id", record)} - own
    derived = {one["derived_id"] for one in base.by("derived_input", "source_id", record)}
    return Explanation(
        record, kind, printed(base, record), tuple(judgement(base, one) for one in judged),
        tuple(judgement(base, one) for key in sorted(used) if (one := base.one("verdict", key))),
        tuple(derivation(base, one) for key in sorted(derived) if (one := base.one("derived", key))),
    )  # fmt: skip


def _nothing(base: Base, record: str, kind: str) -> NothingToExplainError:
    if kind:
        return NothingToExplainError(
            repr(record), f"is a {kind.replace('_', ' ')}, which has no verdict of its own",
            f"`kb show {record}` lists its readings and their checks, `kb audit {record.partition('/')[0]}` what contradicts what",
        )  # fmt: skip
    paper = record.partition("/")[0] + "/"
    known = [one for one, of in base.kinds.items() if of in EXPLAINED]
    close = [one for one in known if one.startswith(paper)] or known
    hint = near(record, close) or "`kb audit` lists the ids of verdicts, `kb show RECORD` those of readings"
    return NothingToExplainError(repr(record), "nothing of that id", hint)


def judgement(base: Base, row: Row) -> Judgement:
    """The verdict in a row of the base, with all that it rests on."""
    formula = row["formula"] if row["formula"] in FORMULAS else ""
    about = printed(base, row["output_id"])
    inputs = inputs_of(base, "verdict_input", "check_id", row["id"], set(), formula=formula)
    reported, computed = _reported(row), _computed(row)
    if row["formula"] == "shares_of_a_whole":
        about = Printed(row["output_id"], "reading", about.name, base.name(row["context_id"]), "", None, "", "")
    missing = tuple(row["missing"].split(", ")) if row["missing"] else ()
    tried = tuple(_tried(one, row) for one in base.by("verdict_way", "check_id", row["id"]))
    return Judgement(
        row["id"], row["paper_id"], row["verdict"], row["strength"] or "", headline(row, about, inputs, computed, missing), about,
        rule(row["formula"]), formula_told(formula) if formula else None, inputs, computed,
        gap(row, reported, computed) if computed else None, row["only_as"] or "", tried,
        likely_because(base, row, about, inputs, _stated(base, row)), tuple(the(name) for name in missing),
        does_not_say(row, about, inputs, computed, tried), tuple(_misprints(base, row["paper_id"], about, inputs)),
    )  # fmt: skip


def _unit(row: Row) -> tuple[str, float, float]:
    """The unit in which a verdict's numbers are told, and how to come to it; a share of something is told in percent."""
    if row["formula"].startswith("statement_percent") or row["formula"] == "shares_of_a_whole":
        return "%", 0.01, 0.0
    return row["unit"], row["si_factor"], row["si_offset"]


def _ends(row: Row, prefix: str) -> list[float | None]:
    _, factor, offset = _unit(row)
    names = [f"{prefix}_{end}" for end in ("lo", "mid", "hi")]
    return [None if row.get(name) is None else (float(row[name]) - offset) / factor for name in names]


def _reported(row: Row) -> Interval:
    lo, _, hi = _ends(row, "reported")
    return span(lo, None, hi, _unit(row)[0], exact=True)


def _computed(row: Row) -> Interval | None:
    lo, mid, hi = _ends(row, "computed")
    if row["verdict"] == Verdict.UNTESTABLE or (lo is None and hi is None):
        return None
    return span(lo, mid, hi, _unit(row)[0])


def _tried(way: Row, row: Row) -> Tried:
    made = FORMULAS[way["formula"]]
    missing = tuple(way["missing"].split(", ")) if way["missing"] else ()
    computed = None if way["verdict"] == Verdict.UNTESTABLE else interval(way, exact=False, quantity=row["quantity"])
    apart = ""
    if way["gap"] is not None:
        apart = f"a factor of {way['gap']:.4g}" if way["gap_kind"] == "factor" else f"{way['gap']:.4g} {row['unit']}"
    return Tried(
        way["formula"], way["words"], formula_told(made.name).equation, way["counts"], way["verdict"], computed,
        tuple(the(name) for name in missing), tried_words(way["verdict"], computed, apart, missing, counts=way["counts"]),
    )  # fmt: skip


def _stated(base: Base, row: Row) -> str | None:
    """The convention that the paper states for the group of a verdict's formula, if any."""
    made = FORMULAS.get(row["formula"])
    experiment = base.one("experiment", row["context_id"])
    if made is None or made.convention is None or experiment is None:
        return None
    said: dict[str, Any] = json.loads(experiment["conventions"] or "{}")
    return said.get(made.convention.group)


def _misprints(base: Base, paper: str, about: Printed, inputs: tuple[Input, ...]) -> list[Note]:
    """The misprints that were noted in the same words and of the same number."""
    found = []
    for one in base.by("misprint", "paper_id", paper):
        numbers = numbers_in(one["printed"])
        for quote, number in ((about.quote, about.printed), *((each.quote, each.printed) for each in inputs)):
            if numbers & numbers_in(number) and _same_words(one["quote"], quote):
                found.append(
                    Note(
                        one["id"],
                        one["printed"],
                        one["as_read"],
                        one["reason"],
                        one["place"],
                        one["quote"],
                        one["strength"],
                        one["from_extraction"],
                    )
                )
                break
    return found


def _same_words(one: str, other: str) -> bool:
    first, second = (" ".join(text.split()) for text in (one, other))
    return bool(first and second) and (first in second or second in first)
