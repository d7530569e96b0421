"""A check or derived value told as a few lines of text: claim, formula, each input with its quote and place, the gap."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from compute.formula import FORMULAS
from compute.wording import joined, named
from schema.quantities import Q
from schema.quantity import Quantity
from schema.vocabulary import Verdict

if TYPE_CHECKING:
    from compute.verdicts import Checked

__all__ = ["apart", "interval", "number", "spelled", "tell", "tell_inputs", "words_of_missing"]

SOURCES = {"reference": " (reference data)", "composition": " (from the formula)", "given": " (chosen)", "derived": " (derived)"}  # fmt: skip


def spelled(name: str) -> str:
    """A catalogue name as words."""
    return name.replace("_", " ")


def words_of_missing(text: str | None) -> tuple[str, ...]:
    """The names in a list of what is missing."""
    return tuple(text.split(", ")) if text else ()


def number(value: float | None) -> str:
    """A computed number with four significant digits."""
    if value is None or math.isnan(value):
        return "?"
    return f"{value:.4g}"


def interval(quantity: str, lo: float, hi: float) -> str:
    """An SI interval in the catalogue's unit, in words."""
    one: Quantity = Q[quantity]
    units = one.units
    low, high = units.from_si(lo), units.from_si(hi)
    unit = f" {one.unit}" if one.unit else ""
    if low <= 0 and not one.signed and lo == 0:
        low = -math.inf
    return between(low, high) + unit


def between(low: float, high: float) -> str:
    """Two ends as words; an end that is open is left out."""
    if math.isinf(low) and math.isinf(high):
        return "anything"
    if math.isinf(low):
        return f"at most {number(high)}"
    if math.isinf(high):
        return f"at least {number(low)}"
    return number(low) if number(low) == number(high) else f"{number(low)} to {number(high)}"


def apart(quantity: str, size: float, kind: str) -> str:
    """A gap in words."""
    if kind == "factor":
        return f"off by a factor of {number(size)} at least"
    one: Quantity = Q[quantity]
    return f"off by {number(size / one.units.factor)} {one.unit} at least".rstrip().replace("  ", " ")


def tell_inputs(inputs: Iterable[tuple[str, Mapping[str, Any]]]) -> list[str]:
    """One line an input: name = print [place] “quote”; a quote that was just told is not told again."""
    lines, last = [], None
    for parameter, fact in inputs:
        place = f"  [{fact['place']}]" if fact.get("place") else ""
        quote = fact.get("quote")
        words = f" “{quote}”" if quote and quote != last else (" (same sentence)" if quote else "")
        last = quote or last
        shown = fact["printed"] or interval(fact["quantity"], fact["lo"], fact["hi"])
        lines.append(f"    {spelled(parameter)} = {shown}{SOURCES.get(fact['kind'], '')}{place}{words}")
    return lines


def tell(one: Checked) -> str:
    """The whole story of one check."""
    if one.formula.startswith("statement_"):
        return _statement(one)
    if one.formula == "stated_twice":
        return "\n".join(
            [f"{named(one.quantity)}, stated {len(one.inputs)} times: {_how(one)}", *tell_inputs(one.inputs)]
        )
    if one.formula == "shares_of_a_whole":
        low, _, high = one.computed or (0.0, 0.0, 0.0)
        head = f"{named(one.quantity)}: {one.verdict}: the shares add up to {low:.2%} to {high:.2%}, at most 100 % is possible"
        return "\n".join([head, *tell_inputs(one.inputs)])
    return _by_formula(one)


def _printed(one: Checked) -> str:
    place = f"  [{one.place}]" if one.place else ""
    return place + (f" “{one.quote}”" if one.quote else "")


def _how(one: Checked) -> str:
    if one.verdict is Verdict.CONSISTENT_ONLY_AS:
        return f"consistent only as {one.only_as}"
    if one.verdict is Verdict.INCONSISTENT and one.gap is not None:
        if one.formula == "stated_twice":
            return f"inconsistent, {apart(one.quantity, one.gap, one.gap_kind or 'factor').replace('off', 'apart')}"
        return f"inconsistent, {apart(one.quantity, one.gap, one.gap_kind or 'factor')}"
    return str(one.verdict)


def _by_formula(one: Checked) -> str:
    made = FORMULAS[one.formula]
    quantity = named(one.quantity)
    claim = f"  the paper says {quantity} = {one.reported}{_printed(one)}"
    if one.verdict is Verdict.UNTESTABLE:
        words = joined([named(name) for name in one.missing])
        return f"{quantity}: cannot be checked, {words} not stated\n{claim}\n  {made.says} ({made.source})"
    says = made.says + (f" Convention: {made.convention.words}." if made.convention else "")
    given = f", with {made.allowance:.0%} allowed for the model" if made.allowance else ""
    low, _, high = one.computed or (math.nan,) * 3
    lines = [
        f"{quantity}: {_how(one)}", claim, f"  {says} ({made.source}){given}",
        f"  gives {interval(one.quantity, low, high)}, from", *tell_inputs(one.inputs),
    ]  # fmt: skip
    return "\n".join([*lines, *_ways(one)])


def _ways(one: Checked) -> list[str]:
    """What the other conventions say, where the verdict rests on them."""
    counting = [way for way in one.ways if way.counts and way.verdict is not Verdict.UNTESTABLE]
    lines = []
    if one.verdict is Verdict.CONSISTENT_ONLY_AS:
        others = [way.words for way in counting if way.verdict is not Verdict.CONSISTENT]
        lines += [f"  not consistent as: {'; '.join(others)}"] if others else []
    if one.verdict is Verdict.INCONSISTENT and one.ways:
        tried = [f"{way.words}: {apart(one.quantity, way.gap or 0.0, way.gap_kind or 'factor')}" for way in counting]
        lines.append(f"  tried: {'; '.join(tried)}")
        lacking = [f"{way.words} ({joined([named(name) for name in way.missing])} not stated)"
                   for way in one.ways if way.counts and way.verdict is Verdict.UNTESTABLE]  # fmt: skip
        lines += [f"  could not be tried: {'; '.join(lacking)}"] if lacking else []
    return lines


def _statement(one: Checked) -> str:
    words = spelled(one.formula.removeprefix("statement_"))
    head = f"statement “{words}”: {one.verdict}" + (f" {one.only_as}" if one.only_as else "")
    if one.gap is not None:
        head += f", off by {'a factor of ' if one.gap_kind == 'factor' else ''}{number(one.gap)} at least"
    lines = [head, f"  the paper says {one.reported}{_printed(one)}"]
    if one.computed:
        low, _, high = one.computed
        shown = between(low, high) if one.of_ratio else interval(one.quantity, low, high)
        lines.append(f"  its own numbers give {shown}, from")
    if one.missing:
        lines.append(f"  cannot be checked: {', '.join(one.missing)} not printed")
    return "\n".join([*lines, *tell_inputs(one.inputs)])
