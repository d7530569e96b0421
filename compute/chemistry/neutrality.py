"""The search for oxidation states that make amounts of elements neutral: usual ones first, then as few others as possible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Literal, TypeAlias

from compute.chemistry.oxidation import NONMETALS, Known, anions, around

__all__ = [
    "NOISE",
    "Amounts",
    "Charge",
    "States",
    "Surely",
    "Verdict",
    "Written",
    "integers",
    "options_of",
    "search",
    "within",
    "written_state",
]

Verdict: TypeAlias = Literal["balanced", "balanced within the digits", "charged", "undetermined"]
Surely: TypeAlias = Literal[
    "stated", "usual states", "known states", "one mean state fitted", "several solutions", "element", "alloy", ""
]
States: TypeAlias = dict[str, float]
Amounts: TypeAlias = dict[str, float]
NOISE = 1e-6
"""Charge per formula unit that is binary arithmetic, or thirds written with many digits."""

ROUNDING_OF_A_STATE = 0.1
"""A mean state this near to the usual one is put down to rounded amounts, where the digits allow it."""

DEEPEST = 3
"""At most so many elements leave their usual state."""


@dataclass(frozen=True)
class Charge:
    """The charge balance of one formula.

    ``net`` is the lowest, middle and highest charge per formula unit at ``states`` that the printed digits allow.
    ``others`` are further states that balance it as well; ``fitted`` the element with a mean state.
    """

    formula: str
    verdict: Verdict
    surely: Surely = ""
    states: Mapping[str, float] = field(default_factory=dict)
    net: tuple[float, float, float] | None = None
    fitted: str = ""
    others: tuple[Mapping[str, float], ...] = ()
    reason: str = ""

    @property
    def neutral(self) -> bool:
        """Whether the charges balance, at least within the printed digits."""
        return self.verdict.startswith("balanced")


@dataclass(frozen=True)
class Written:
    """Amounts by element, the charge they are to sum to, and how far the printed digits let them slip.

    Each slip is what half a unit of one printed number's last digit adds to the amounts.
    """

    amounts: Amounts
    slips: tuple[Amounts, ...] = ()
    charge: float = 0.0

    def net(self, states: Mapping[str, float]) -> tuple[float, float, float]:
        """The charge beyond the wanted one: lowest, as the amounts stand, highest."""
        net = sum(amount * states[element] for element, amount in self.amounts.items()) - self.charge
        room = sum(abs(sum(amount * states[e] for e, amount in slip.items())) for slip in self.slips)
        return (round(net - room, 9), round(net, 9), round(net + room, 9))

    def neutral(self, states: Mapping[str, float]) -> bool:
        """Whether the amounts as they stand balance."""
        return abs(self.net(states)[1]) <= NOISE


def written_state(element: str, state: float) -> str:
    """A state as people write it: ``Ni +2.875``, ``O -2``."""
    return f"{element} {state:+.4g}" if state else f"{element} 0"


def options_of(amounts: Amounts, fixed: Mapping[str, float]) -> dict[str, Known]:
    """The states that each element may have, beside the others; a stated one is the only one."""
    return {e: Known(fixed[e]) if e in fixed else around(e, amounts) for e in amounts}


def search(written: Written, fixed: Mapping[str, float]) -> Charge:
    """The states of the fewest and nearest departures from the usual ones that balance; else by how much it fails."""
    amounts, options = written.amounts, options_of(written.amounts, fixed)
    usual = {element: one.usual for element, one in options.items()}
    at_usual = written.net(usual)
    rounded = at_usual[0] <= 0 <= at_usual[2]
    for depth in range(DEEPEST + 1):
        exact = [(s, "") for s in integers(options, usual, depth) if written.neutral(s)]
        fits = list(_fits(written, options, usual, depth)) if depth else []
        if rounded and depth and not exact and all(abs(s[e] - usual[e]) < ROUNDING_OF_A_STATE for s, e in fits):
            exactly = tuple(s for s, _ in (fits or _fits(written, options, usual, 1, far=True)))
            return Charge("", "balanced within the digits", "usual states", usual, at_usual, others=exactly)
        if found := sorted(exact + fits, key=lambda one: (bool(one[1]), _moved(one[0], usual), sorted(one[0].items()))):
            return _answer(written, usual, found, fixed, depth)
    for depth in (1, 2):  # a known state and rounded amounts
        near = [s for s in integers(options, usual, depth) if within(written.net(s)) != "charged"]
        if near:
            best = min(near, key=lambda one: (abs(written.net(one)[1]), sorted(one.items())))
            return Charge("", "balanced within the digits", "known states", best, written.net(best))
    far = [(s, e) for s, e in _fits(written, options, usual, 1, far=True)]
    if far:
        said = " or ".join(written_state(e, s[e]) for s, e in far)
        why = f"neutral only with {said}, which is rarely found"
        return Charge("", "undetermined", "", usual, at_usual, far[0][1], tuple(s for s, _ in far), why)
    if (
        not anions(amounts) or {"C", "H"} & set(amounts) or not set(amounts) - NONMETALS
    ):  # gases have states of their own
        return Charge(
            "", "undetermined", "", usual, at_usual, reason="its bonds are not ionic enough for oxidation states"
        )
    least = min(
        (s for depth in range(3) for s in integers(options, usual, depth)),
        key=lambda one: abs(written.net(one)[1]),
    )
    return Charge("", "charged", "known states", least, written.net(least), reason="no known states balance it")


def _answer(
    written: Written, usual: States, found: list[tuple[States, str]], fixed: Mapping[str, float], depth: int
) -> Charge:
    best, fitted = found[0]
    tied = (
        len(found) > 1
        and bool(found[1][1]) == bool(fitted)
        and _moved(found[1][0], usual) - _moved(best, usual) < NOISE
    )
    surely: Surely = "one mean state fitted" if fitted else "known states" if depth else "usual states"
    if tied:
        surely = "several solutions"
    moved = ", ".join(written_state(e, q) for e, q in best.items() if abs(q - usual[e]) > NOISE and e not in fixed)
    return Charge(
        "", "balanced", surely, best, written.net(best), fitted, tuple(s for s, _ in found[1:]),
        f"with {moved}" if moved else "",
    )  # fmt: skip


def integers(options: dict[str, Known], usual: States, depth: int) -> Iterator[States]:
    """The states with exactly so many elements at another known one."""
    able = [element for element, one in options.items() if one.also]
    for chosen in combinations(able, depth):
        for states in product(*(options[element].also for element in chosen)):
            yield usual | dict(zip(chosen, states, strict=True))


def _fits(
    written: Written, options: dict[str, Known], usual: States, depth: int, *, far: bool = False
) -> Iterator[tuple[States, str]]:
    """The same with one more element at the mean state that balances the rest."""
    for states in integers(options, usual, depth - 1):
        for element, one in options.items():
            if not one.mean or states[element] != usual[element]:
                continue
            low, high = one.far if far else one.span
            mean = states[element] - written.net(states)[1] / written.amounts[element]
            if low - NOISE <= mean <= high + NOISE and (far or not any(abs(mean - q) < NOISE for q in one.also)):
                yield states | {element: round(mean, 9)}, element


def _moved(states: Mapping[str, float], usual: Mapping[str, float]) -> float:
    return sum(abs(states[element] - usual[element]) for element in usual)


def within(net: tuple[float, float, float]) -> Verdict:
    """The verdict on a net charge that isn't zero as the amounts stand."""
    return "balanced within the digits" if net[0] <= NOISE and net[2] >= -NOISE else "charged"
