"""Charge balance: which oxidation states make a formula neutral, and how surely.

Amounts may be any numbers, so that Li6.25Al0.25La3Zr2O12 is no harder than Li7La3Zr2O12. Each element is taken at its
usual state first; then as few elements as possible leave it, for another known state or, in redox-active elements,
for a mean between two (Ni +2.875 in LiNi0.8Co0.1Mn0.1O2). A formula is called charged only when no known states
and no digits behind the printed ones make it neutral.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TypeAlias

from compute.chemistry.neutrality import (
    NOISE,
    Amounts,
    Charge,
    Surely,
    Verdict,
    Written,
    integers,
    options_of,
    search,
    within,
    written_state,
)  # fmt: skip
from compute.chemistry.oxidation import GROUP_CHARGES, KNOWN, NONMETALS, is_molecular
from schema.composition import Composed, understand
from schema.composition_rules import Terms, UnreadableError, cleaned, formula_terms

__all__ = ["Charge", "Surely", "Verdict", "charge_balance", "written_state"]

Given: TypeAlias = tuple[tuple[str, float], ...]

DECIMAL = re.compile(r"\d*\.\d+")


def charge_balance(
    formula: str | Composed | Mapping[object, float], stated: Mapping[str, float] | None = None, charge: float = 0.0
) -> Charge:
    """Balance a formula as a paper writes it, what was understood of it, or amounts by element (pymatgen's too).

    ``stated`` are oxidation states that the paper gives; ``charge`` is what an ion is to sum to. The answer is kept for
    each distinct formula.
    """
    given = tuple(sorted((stated or {}).items()))
    if isinstance(formula, str):
        return _of_text(formula, given, charge)
    if isinstance(formula, Composed):
        return _of_text(formula.text, given, charge)
    amounts = tuple((str(element), float(amount)) for element, amount in formula.items() if amount)
    return replace(
        _solve(amounts, _by_element(dict(amounts)), given, charge), formula="".join(f"{e}{a:g}" for e, a in amounts)
    )


@lru_cache(maxsize=65536)
def _of_text(text: str, stated: Given, charge: float) -> Charge:
    understood = understand(text)
    if understood.terms:
        return replace(_series(understood, dict(stated)), formula=text)
    found = Charge(text, "undetermined", reason=understood.reason or "the amounts are not given")
    if understood.elements and understood.chemical_system:
        found = replace(_solve(tuple(understood.elements.items()), _written(understood), stated, charge), formula=text)
    if not found.neutral and len(understood.components) > 1:
        parts = [_of_text(name, stated, 0.0) for _, name in understood.components]
        if all(part.neutral for part in parts):
            return Charge(text, "balanced", parts[0].surely, reason="each component is neutral by itself")
    return found


@lru_cache(maxsize=65536)
def _solve(given: Given, slips: tuple[Given, ...], stated: Given, charge: float) -> Charge:
    amounts, fixed = dict(given), dict(stated)
    written = Written(amounts, tuple(dict(slip) for slip in slips), charge)
    unknown = [element for element in amounts if element not in KNOWN and element not in fixed]
    if unknown:
        return Charge("", "undetermined", reason=f"no oxidation states are known here for {', '.join(unknown)}")
    if not fixed and not charge:
        if len(amounts) == 1:
            return Charge("", "balanced", "element", dict.fromkeys(amounts, 0.0), (0.0, 0.0, 0.0))
        if not NONMETALS & set(amounts):
            return Charge("", "balanced", "alloy", reason="metals and metalloids alone: no ionic states")
    if len(amounts) == 1 and charge and not fixed:
        states = {element: charge / amount for element, amount in amounts.items()}
        return Charge("", "balanced", "stated", states, (0.0, 0.0, 0.0), reason="the charge of the ion")
    if set(amounts) <= set(fixed):
        net = written.net(fixed)
        verdict: Verdict = "balanced" if abs(net[1]) <= NOISE else within(net)
        return Charge("", verdict, "stated", fixed, net)
    if is_molecular(amounts) and not fixed:
        return _salt_of_group(amounts, charge)
    return search(written, fixed)


def _written(understood: Composed) -> tuple[Given, ...]:
    """What half a unit of the last digit of each printed decimal adds to the amounts, also inside brackets."""
    plain = re.sub(r"\s+", "", cleaned(understood.text))
    try:
        start = _amounts(plain)
        if any(abs(start.get(e, 0.0) - amount) > NOISE for e, amount in understood.elements.items()):
            return _by_element(understood.elements)
        slips = []
        for number in DECIMAL.finditer(plain):
            places = len(number[0].partition(".")[2])
            moved = f"{float(number[0]) + 0.5 * 10.0**-places:.{places + 1}f}"
            slipped = _amounts(plain[: number.start()] + moved + plain[number.end() :])
            slips.append(tuple((e, round(slipped[e] - start[e], 9)) for e in start if slipped[e] != start[e]))
        return tuple(slips)
    except UnreadableError:  # a name, or components: their written amounts are known by their digits alone
        return _by_element(understood.elements)


def _amounts(formula: str) -> Amounts:
    return {element: amount.get("", 0.0) for element, amount in formula_terms(formula).items()}


def _by_element(amounts: Mapping[str, float]) -> tuple[Given, ...]:
    decimals = {e: len(f"{amount:.8f}".rstrip("0").partition(".")[2]) for e, amount in amounts.items()}
    return tuple(((element, 0.5 * 10.0**-places),) for element, places in decimals.items() if places)


@lru_cache(maxsize=1)
def _groups() -> tuple[tuple[str, Amounts, int], ...]:
    return tuple(
        (name, {element: amount[""] for element, amount in formula_terms(formula).items()}, charge)
        for name, (formula, charge) in GROUP_CHARGES.items()
    )


def _salt_of_group(amounts: Amounts, charge: float) -> Charge:
    """A molecular formula: neutral as a salt of one ion of known charge, else undetermined."""
    metals = {e: a for e, a in amounts.items() if e not in NONMETALS | {"B"}}
    rest = {element: amount for element, amount in amounts.items() if element not in metals}
    for name, ion, ion_charge in _groups():
        if set(ion) != set(rest):
            continue
        count = sum(rest.values()) / sum(ion.values())
        if all(abs(rest[element] - count * amount) < NOISE * 100 for element, amount in ion.items()):
            states = {element: KNOWN[element].usual for element in metals}
            net = sum(amount * states[e] for e, amount in metals.items()) + count * ion_charge - charge
            rigid = not any(KNOWN[element].also for element in metals)
            verdict: Verdict = "balanced" if abs(net) <= NOISE else "charged" if rigid else "undetermined"
            reason = f"as a salt of {name}, charge {ion_charge:+d}"
            return Charge("", verdict, "known states", states | {name: ion_charge}, (net, net, net), reason=reason)
    why = "covalent bonds: any state of carbon or of the cage is possible"
    return Charge("", "undetermined", "", reason=why)


def _series(series: Composed, stated: Mapping[str, float]) -> Charge:
    """The balance of a formula with a variable: for every x, by a state that follows x, or the x that is needed."""
    amounts: Terms = series.terms
    if series.joiner:
        parts = [_of_text(name, (), 0.0) for name in amounts]
        verdict: Verdict = "balanced" if all(part.neutral for part in parts) else "undetermined"
        return Charge(
            "", verdict, parts[0].surely, reason="each component is neutral by itself" if verdict == "balanced" else ""
        )
    if not NONMETALS & set(amounts):
        return Charge("", "balanced", "alloy", reason="metals and metalloids alone: no ionic states")
    ones = dict.fromkeys(amounts, 1.0)
    if is_molecular(ones) or not set(amounts) <= set(KNOWN):
        return Charge("", "undetermined", reason=series.reason)
    options = options_of(ones, stated)
    usual = {element: one.usual for element, one in options.items()}
    for depth in range(2):
        for states in integers(options, usual, depth):
            if not _line(amounts, states):
                return Charge("", "balanced", "known states" if depth else "usual states", states, (0.0, 0.0, 0.0),
                              reason=f"for every {series.variable}")  # fmt: skip
    line = _line(amounts, usual)
    needed = (
        f"at usual states neutral where {_tidy(line)}" if set(line) - {""} else "no value of the variable balances it"
    )
    for element, one in options.items():
        count = amounts[element].get("", 0.0)
        if not one.mean or set(amounts[element]) != {""} or set(line) - {""} != {series.variable} or not count:
            continue
        slope, start = -line[series.variable] / count, usual[element] - line.get("", 0.0) / count
        if any(one.far[0] <= start + slope * x <= one.far[1] for x in (0.0, 1.0)):
            factor = "" if abs(slope) == 1 else f"{abs(slope):.6g}"
            says = f"{element} is {start:+.6g} {'+' if slope > 0 else '-'} {factor}{series.variable}"
            rest = {name: state for name, state in usual.items() if name != element}
            return Charge("", "balanced", "one mean state fitted", rest, None, element, (), f"{says}; {needed}")
    return Charge("", "undetermined", "", usual, reason=needed)


def _line(amounts: Terms, states: Mapping[str, float]) -> dict[str, float]:
    """The net charge as a sum: its constant under "", and the factor of each variable."""
    total: dict[str, float] = {}
    for element, amount in amounts.items():
        for letter, value in amount.items():
            total[letter] = total.get(letter, 0.0) + value * states[element]
    return {letter: round(value, 9) for letter, value in total.items() if abs(value) > NOISE}


def _tidy(line: Mapping[str, float]) -> str:
    """The equation that makes the sum zero: ``x + 3y = 2``, ``x = 1``."""
    constant, factors = -line.get("", 0.0), {letter: value for letter, value in line.items() if letter}
    if len(factors) == 1:
        ((letter, value),) = factors.items()
        return f"{letter} = {constant / value + 0.0:g}"
    left = " + ".join(f"{'' if value == 1 else f'{value:g}'}{letter}" for letter, value in factors.items())
    return f"{left.replace('+ -', '- ')} = {constant + 0.0:g}"
