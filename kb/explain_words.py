"""The sentences of an explanation: what was found, how far apart, why only likely, and what a verdict does not say."""

from __future__ import annotations

from collections.abc import Sequence

from compute import FORMULAS
from compute.wording import joined, not_reported, pretty_unit, the
from kb.base import Base, Row
from kb.explain_parts import PRINTED, clashing
from kb.explanation import Gap, Input, Interval, Printed, Tried
from schema.reading import ABOUT
from schema.vocabulary import Verdict

__all__ = ["does_not_say", "gap", "headline", "likely_because", "rule", "tried_lines", "tried_words"]

RULES = {
    "stated_twice": "What is printed in several places has one value: all its prints must have a value in common.",
    "shares_of_a_whole": "Shares of one whole cannot add up to more than 100 %.",
    "statement_times_higher": "“n times higher” is one number over the other, or the increase over it: language leaves that open.",
    "statement_times_lower": "“n times lower” is the number that it is compared with over the one that it is about.",
    "statement_percent_of": "“n % of” is one number over the other.",
    "statement_percent_higher": "“n % higher” is the increase over the number that it is compared with.",
    "statement_percent_lower": "“n % lower” is the decrease from the number that it is compared with.",
    "statement_difference": "A difference is one number less the other.",
    "statement_sum": "A sum is all its numbers together.",
    "statement_same_as": "Two numbers that are said to be the same have a value in common.",
    "statement_higher_than": "What is said to be higher has no printed value below the number that it is compared with.",
    "statement_lower_than": "What is said to be lower has no printed value above the number that it is compared with.",
    "statement_highest": "What is said to be the highest has no printed value below one of the others.",
    "statement_lowest": "What is said to be the lowest has no printed value above one of the others.",
}
SHORT = 80
"""An equation longer than this is not told again with each convention."""
ORDER = ("statement_higher_than", "statement_lower_than", "statement_highest", "statement_lowest")


def rule(formula: str) -> str:
    """What was checked, in one sentence."""
    return RULES.get(formula) or (FORMULAS[formula].says if formula in FORMULAS else formula.replace("_", " "))


def headline(
    row: Row, about: Printed, inputs: Sequence[Input], computed: Interval | None, missing: Sequence[str]
) -> str:
    """What was found, in one sentence."""
    verdict, formula = row["verdict"], row["formula"]
    if formula == "stated_twice":
        return _of_prints(about, inputs)
    if formula == "shares_of_a_whole":
        return f"The shares of {about.of} add up to {computed.words if computed else 'an unknown total'}; more than 100 % is not possible."
    if formula.startswith("statement_"):
        start = f"The paper says “{about.quote}”"
        if verdict == Verdict.UNTESTABLE:
            return f"{start}; that cannot be checked: {not_reported(missing)}."
        if formula in ORDER:
            agrees = "are in that order" if verdict == Verdict.CONSISTENT else "are not in that order"
            return f"{start}; the numbers that it prints {agrees}."
        return f"{start}; the numbers that it prints give {computed.words if computed else 'nothing'}{_agreement(row)}."
    start = f"{the(row['quantity'])[0].upper()}{the(row['quantity'])[1:]}{_label(about)} of {about.of}"
    if verdict == Verdict.UNTESTABLE:
        return f"{start}, printed as {about.printed}, cannot be checked: {not_reported(missing)}."
    return f"{start} is printed as {about.printed}; {_sources(inputs)} {computed.words if computed else 'nothing'}{_agreement(row)}."


def _label(about: Printed) -> str:
    _, _, label = about.name.partition(" (")
    return f" ({label}" if label else ""


def _agreement(row: Row) -> str:
    if row["verdict"] == Verdict.CONSISTENT_ONLY_AS:
        return f": they agree only as “{row['only_as']}”"
    return ": they agree" if row["verdict"] == Verdict.CONSISTENT else ""


def _sources(inputs: Sequence[Input]) -> str:
    kinds = {one.kind for one in inputs}
    if kinds & {"reading", "condition"}:
        return "the paper's other numbers give" if len(inputs) > 1 else "another of its numbers gives"
    return "the composition gives" if "composition" in kinds else "reference data give"


def _of_prints(about: Printed, inputs: Sequence[Input]) -> str:
    groups = clashing(inputs)
    start = f"The {about.name} of {about.of} is printed"
    if len(groups) == 1:
        return f"{start} in {len(inputs)} places, which agree."
    said = [f"as {group[0].printed} ({joined(list(dict.fromkeys(one.place for one in group)))})" for group in groups]
    return f"{start} {joined(said)}."


def gap(row: Row, reported: Interval, computed: Interval) -> Gap | None:
    """How far apart printed and computed are at least, with the two ends that come nearest."""
    if row["gap"] is None:
        return None
    above = reported.lo is not None and computed.hi is not None and reported.lo > computed.hi
    near = (reported.lo, computed.hi) if above else (reported.hi, computed.lo)
    unit = pretty_unit(computed.unit)
    size = f"a factor of {row['gap']:.4g}" if row["gap_kind"] == "factor" else f"{row['gap']:.4g} {unit}".strip()
    if unit == "%" and None not in near and row["gap_kind"] == "factor":
        size = f"{abs((near[0] or 0.0) - (near[1] or 0.0)):.3g} percentage points ({size})"
    ends = [_end(end, near) for end in near]
    words = f"the nearest that the printed digits allow are {ends[0]} and {ends[1]}{f' {unit}' if unit else ''}, {size} apart"
    return Gap(row["gap"], row["gap_kind"], words)


def _end(value: float | None, near: tuple[float | None, float | None]) -> str:
    """With as many digits as tell the two ends apart."""
    for digits in range(4, 12):
        shown = [f"{one:.{digits}g}" for one in near if one is not None]
        if len(set(shown)) == len(shown):
            break
    return "?" if value is None else f"{value:.{digits}g}".replace("-", "−")


def tried_words(verdict: str, computed: Interval | None, apart: str, missing: Sequence[str], *, counts: bool) -> str:
    """What one convention says."""
    if not counts:
        return "set aside, for what the paper prints says which is meant"
    if verdict == Verdict.UNTESTABLE or computed is None:
        return f"not tried, because {not_reported(missing)}"
    return f"gives {computed.words}, which {'agrees' if verdict == Verdict.CONSISTENT else f'is {apart} away'}"


def tried_lines(tried: Sequence[Tried]) -> list[str]:
    """The conventions, those of which the same is to say together: what was tried first, then what was not, and why."""
    lines = [
        f"{one.words}{f' ({one.equation})' if len(one.equation) <= SHORT else ''}: {one.told}"
        for one in tried if one.counts and one.computed
    ]  # fmt: skip
    others: dict[str, list[str]] = {}
    for one in tried:
        if not (one.counts and one.computed):
            others.setdefault(one.told, []).append(one.words)
    return lines + [f"{told}: {'; '.join(words)}" for told, words in others.items()]


def likely_because(
    base: Base, row: Row, about: Printed, inputs: Sequence[Input], stated: str | None
) -> tuple[str, ...]:
    """Why an inconsistency is not certain."""
    if row["strength"] != "likely":
        return ()
    found = []
    for record in dict.fromkeys([about.id, *(one.id for one in inputs if one.kind in PRINTED)]):
        prints = [base.record(record) or {}, *base.by("reading", "repeats", record)]
        for one in prints:
            if one.get("qualifier") == "~":
                found.append(_about(one))
            if one.get("ambiguity"):
                found.append(f"“{one['printed']}” ({one['place']}) may be read in another way: {one['ambiguity']}")
    made = FORMULAS.get(row["formula"])
    if made and made.allowance:
        found.append(
            f"the formula is a model, not a definition: {made.allowance * 100:g} % was allowed for it, and a real sample may deviate more"
        )
    found += [f"another convention, {words}, could not be tried" for words in _untried(base, row, stated)]
    return tuple(dict.fromkeys(found))


def _about(one: Row) -> str:
    if "temperature" in one["printed"] or one["printed"].strip().lower() in ("rt", "ambient"):
        return f"“{one['printed']}” was taken as anything from 20 to 30 °C"
    place = f" ({one['place']})" if one.get("place") else ""
    return f"“{one['printed']}”{place} is an “about”: it was taken as within {ABOUT * 100:g} % of its value, and may have been meant more loosely"


def _untried(base: Base, row: Row, stated: str | None) -> list[str]:
    """The conventions of the field that were not tried, in words; none where the paper states one."""
    made = FORMULAS.get(row["formula"])
    ways = base.by("verdict_way", "check_id", row["id"])
    if made is None or made.convention is None or stated or any(not way["counts"] for way in ways):
        return []
    kin = [
        one for one in FORMULAS.values()
        if one.convention and one.convention.group == made.convention.group and one.gives == made.gives and one.gives not in one.required
    ]  # fmt: skip
    tested = {way["formula"] for way in ways if way["verdict"] != Verdict.UNTESTABLE}
    bases = {one.convention.name.partition(",")[0] for one in kin if one.convention and one.name in tested}
    left: dict[str, str] = {}
    for one in kin:
        if one.convention and one.convention.name.partition(",")[0] not in bases:
            left.setdefault(one.convention.name.partition(",")[0], one.convention.words)
    return list(left.values())


def does_not_say(
    row: Row, about: Printed, inputs: Sequence[Input], computed: Interval | None, tried: Sequence[Tried]
) -> tuple[str, ...]:
    """What the verdict leaves open, said of this case."""
    verdict, formula = row["verdict"], row["formula"]
    if verdict == Verdict.UNTESTABLE:
        missing = tuple(row["missing"].split(", "))
        what = "the statement" if formula.startswith("statement_") else f"the {about.name}"
        return (
            f"Nothing is said against {what}: it cannot be checked, because {not_reported(missing)}.",
            "Nor that the paper leaves it out: a figure or the supporting information may hold it, where it was not looked for.",
        )
    if verdict == Verdict.INCONSISTENT:
        return tuple(_of_contradiction(formula, about, inputs))
    if verdict == Verdict.CONSISTENT_ONLY_AS:
        others = [one.words for one in tried if one.counts and one.verdict == Verdict.INCONSISTENT]
        against = (
            f"; as {joined([f'“{one}”' for one in others], 'or')} the numbers would contradict each other"
            if others
            else ""
        )
        return (
            f"Not that the paper means it so, for it doesn't say: only that its numbers agree as “{row['only_as']}”{against}.",
        )
    return tuple(_of_agreement(formula, inputs, computed))


def _of_contradiction(formula: str, about: Printed, inputs: Sequence[Input]) -> list[str]:
    if formula == "stated_twice":
        groups = clashing(inputs)
        counts = [f"{group[0].printed} ({'once' if len(group) == 1 else f'{len(group)} times'})" for group in groups]
        return [f"Not which is right: {joined(counts, 'or')}. How often a number is printed proves nothing."]
    if formula == "shares_of_a_whole":
        return ["Not which of the shares is wrong, nor that they were all meant as shares of the same whole."]
    prints = [one for one in inputs if one.kind in ("reading", "condition")]
    if formula.startswith("statement_"):
        return [
            "Not whether the sentence or one of the numbers is wrong: only that they cannot all be true as printed."
        ]
    if not prints:
        return [
            f"Not that {about.printed} is wrong as a number: it and the composition as printed cannot both be true; the composition may be nominal or the number rounded."
        ]
    several = [about.id, *dict.fromkeys(one.id for one in prints)]
    found = [
        f"Not that {about.printed} is the wrong one of the {_count(len(several))} printed numbers: only that they cannot all be true as printed."
    ]
    if len({(one.place, one.quote) for one in prints} | {(about.place, about.quote)}) > 1:
        where = "places" if len({one.place for one in prints} | {about.place}) > 1 else "sentences"
        found.append(
            f"Nor that they belong together beyond doubt: they stand in different {where}, and are taken to be about the same sample and test."
        )
    if FORMULAS[formula].along:
        points = len(inputs) // 2
        found.append(
            f"Nor what a fit to all the measured points gives: only the {_count(points)} points that are printed as numbers were used."
        )
    if any("quoted from other work" in one.note for one in prints):
        found.append(
            "Nor that the numbers are the paper's own: some are quoted from other work, and may part from the others there."
        )
    given = [one for one in inputs if one.kind == "reference"]
    if given:
        found.append(f"Nor that {joined([one.name for one in given])} as tabulated holds for this sample.")
    return found


def _of_agreement(formula: str, inputs: Sequence[Input], computed: Interval | None) -> list[str]:
    if formula == "stated_twice":
        return ["Not that the number is right: only that its prints agree with each other."]
    if formula in ORDER:
        return ["Not that the difference is significant: only that the printed numbers are in the order that is said."]
    if formula == "shares_of_a_whole":
        return ["Not that the shares are right, or complete: only that they fit in one whole."]
    width = _width(computed)
    found = [f"Not that the numbers are right: only that they agree within their printed digits{width}."]
    if any(one.kind == "reference" for one in inputs):
        found.append("Nor that the values from reference data hold for this sample.")
    return found


def _width(computed: Interval | None) -> str:
    if computed is None:
        return ""
    if computed.lo is None or computed.hi is None:
        return "; what the others give is open at one end, so that much would agree"
    size = max(abs(computed.lo), abs(computed.hi))
    share = (computed.hi - computed.lo) / size if size else 0.0
    if share < 1e-6:
        return ""
    return (
        f"; what the others give is {share:.2g} of itself wide".replace(
            f"{share:.2g} of itself", f"{share * 100:.2g} %"
        )
        + ", and a smaller deviation would not be seen"
    )


def _count(number: int) -> str:
    return {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}.get(number, str(number))
