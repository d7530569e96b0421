"""Reactions: whether an equation balances in mass and charge, what balances it, electrons, free energy, volume change."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, cast

import numpy as np

from compute.box import spread
from compute.chemistry.charge import charge_balance
from compute.chemistry.equation import ELECTRON, Equation, EquationError, Species, read_equation, species, written
from compute.chemistry.mixture import Interval, interval, molar_mass_of
from compute.formula import FORMULAS
from schema.quantities import Q

__all__ = [
    "Balance", "FreeEnergy", "Reaction", "electrons_transferred", "equation_check", "free_energy", "react", "volume_change",
]  # fmt: skip

Value: TypeAlias = float | Interval
ZERO = 1e-6


@dataclass(frozen=True)
class Reaction:
    """A balanced reaction: coefficients of each side by species, one species' being 1."""

    reactants: Mapping[str, float]
    products: Mapping[str, float]

    @property
    def text(self) -> str:
        """As people write it: ``2 Li + ZnO → Li2O + Zn``."""
        return written(self.reactants, self.products)


@dataclass(frozen=True)
class Balance:
    """Whether a printed equation balances: what is left over by element and ``charge``, and what balances it.

    ``mended`` is None where the equation balances as printed, or where no coefficients of these species do (``reason``).
    """

    verdict: Literal["balanced", "not balanced"]
    residue: Mapping[str, float]
    mended: Reaction | None = None
    reason: str = ""


@dataclass(frozen=True)
class FreeEnergy:
    """Free energy in J/mol: per mole of the equation as written, and per mole of each species in it."""

    as_written: Interval
    per_mole_of: Mapping[str, Interval]


def react(
    reactants: Sequence[str], products: Sequence[str], per: str | None = None, x: float | None = None
) -> Reaction:
    """The coefficients that balance mass and charge, so that ``per`` (else the first reactant) has 1.

    pymatgen balances; charge is one more element to it. Raises :class:`EquationError` where no coefficients do, where
    several independent sets do, or where a species would have to change sides or doesn't take part.
    """
    sides = [[species(text, x) for text in side] for side in (reactants, products)]
    counts = _coefficients(*sides)
    named = [
        {one.name: count for one, count in zip(side, part, strict=True)}
        for side, part in zip(sides, counts, strict=True)
    ]
    unit = species(per, x).name if per else sides[0][0].name
    size = {**named[1], **named[0]}.get(unit)
    if size is None:
        raise EquationError(repr(per), "is not in the reaction", f"name one of {', '.join([*named[0], *named[1]])}")
    return Reaction(*({name: round(count / size, 9) for name, count in side.items()} for side in named))


def equation_check(text: str, x: float | None = None) -> Balance:
    """Whether an equation balances as printed, in every element and in charge; if not, coefficients that do.

    Electrons are added to one side where they alone are lacking. Raises :class:`EquationError` for what can't be read.
    """
    equation = read_equation(text, x)
    residue = equation.residue()
    if not residue:
        return Balance("balanced", {})
    sides = [list(side) for side in (equation.reactants, equation.products)]
    electron = species(ELECTRON)
    tried = [sides]
    if electron not in (*sides[0], *sides[1]):
        tried += [[sides[0], [*sides[1], electron]], [[*sides[0], electron], sides[1]]]
    reason = ""
    for one in tried:
        try:
            counts = _coefficients(*one)
        except EquationError as why:
            reason = reason or why.what
            continue
        scale = _scale(equation, one, counts)
        named = [
            {s.name: round(count * scale, 9) for s, count in zip(side, part, strict=True)}
            for side, part in zip(one, counts, strict=True)
        ]
        return Balance("not balanced", residue, Reaction(*named))
    return Balance("not balanced", residue, None, reason)


def electrons_transferred(equation: str | Equation, x: float | None = None) -> float:
    """Electrons that pass from what is oxidised to what is reduced, per mole of the equation as written.

    Those it prints, else by oxidation states. Raises :class:`EquationError` where the equation doesn't balance or the
    states leave it open: in alloys, in organic compounds, where an element has several states on both sides.
    """
    made = read_equation(equation, x) if isinstance(equation, str) else equation
    if residue := made.residue():
        raise EquationError(repr(made.text), f"is not balanced: {residue}", "balance it first; see equation_check")
    printed = made.net.get(species(ELECTRON))
    if printed:
        return abs(printed)
    atoms: dict[str, tuple[dict[float, float], dict[float, float]]] = {}
    for one, count in made.net.items():
        for element, (state, amount) in _states(one).items():
            side = atoms.setdefault(element, ({}, {}))[count > 0]
            side[state] = side.get(state, 0.0) + abs(count) * amount
    given = taken = 0.0
    for element, (before, after) in atoms.items():
        if len(before) > 1 and len(after) > 1 and before != after:
            raise EquationError(
                repr(made.text), f"{element} has several oxidation states on both sides", "state the electrons"
            )
        one_state, many, sign = (before, after, 1) if len(before) == 1 else (after, before, -1)
        (start,) = one_state or (0.0,)
        for state, amount in many.items():
            change = sign * (state - start) * amount
            given, taken = given + max(change, 0.0), taken + max(-change, 0.0)
    if abs(given - taken) > 1e-3 * max(given, 1.0):
        raise EquationError(
            repr(made.text), f"{given:g} electrons given, {taken:g} taken by usual states", "state the electrons"
        )
    return round(given, 6)


def free_energy(equation: str, reduced: Value, oxidised: Value, electrons: float | None = None) -> FreeEnergy:
    """Standard free energy from the potentials (V) of the couples that are reduced and oxidised: -n F E.

    The electrons are those of the equation unless given. Intervals are worst case over the printed digits.
    """
    made = read_equation(equation)
    count = electrons_transferred(made) if electrons is None else electrons
    faraday = cast("Any", Q.constant("faraday")).box
    boxes = [(count, count, count), interval(reduced), interval(oxidised), faraday]
    columns = [tuple(np.array([np.nan if end is None else end], dtype=float) for end in box) for box in boxes]
    low, mid, high = (float(end[0]) for end in spread(FORMULAS["reaction_free_energy"].body, cast("Any", columns)))
    middle = None if np.isnan(mid) else mid
    total: Interval = (low, middle, high)
    shares = {**made.reactants, **made.products}
    each = {
        one.name: (low / n, None if middle is None else middle / n, high / n) for one, n in shares.items() if one.atoms
    }
    return FreeEnergy(total, each)


def volume_change(
    equation: str | Reaction,
    densities: Mapping[str, Value],
    relative_to: Collection[str] | None = None,
    x: float | None = None,
) -> Interval:
    """Relative change of volume when the reaction runs to its end: 0.1 is 10 % more.

    ``densities`` are kg/m3 by formula; ions and electrons have no volume. Counted against all solid reactants, or
    against those of ``relative_to`` alone (the host: silicon in 4 Si + 15 Li, whose lithium comes from elsewhere).
    Worst case over the densities. Raises :class:`EquationError` for a missing density or an equation out of balance.
    """
    made = read_equation(equation.text if isinstance(equation, Reaction) else equation, x)
    if residue := made.residue():
        raise EquationError(repr(made.text), f"is not balanced: {residue}", "balance it first; see equation_check")
    host = None if relative_to is None else {species(name, x).atoms for name in relative_to}
    known = {species(name, x).atoms: interval(value) for name, value in densities.items()}
    before, after = [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]
    missing = False
    for one, count in made.net.items():
        if not one.solid or (count < 0 and host is not None and one.atoms not in host):
            continue
        if one.atoms not in known:
            raise EquationError(one.name, "has no density", "give one in kg/m3")
        low, mid, high = known[one.atoms]
        mass = abs(count) * molar_mass_of(one.formula)
        missing |= mid is None
        for place, rho in enumerate((high, mid or high, low)):  # the densest is the smallest
            (before if count < 0 else after)[place] += mass / rho
    if not before[1]:
        raise EquationError(repr(made.text), "has no solid reactant to count against", "name another in relative_to")
    return after[0] / before[2] - 1, None if missing else after[1] / before[1] - 1, after[2] / before[0] - 1


def _states(one: Species) -> dict[str, tuple[float, float]]:
    """Oxidation state and count of each element of a species."""
    found = charge_balance(dict(one.atoms), charge=one.charge)
    if not found.neutral or set(found.states) != {element for element, _ in one.atoms}:
        raise EquationError(
            one.name, f"its oxidation states are open: {found.reason or found.verdict}", "state the electrons"
        )
    if found.surely == "several solutions":
        raise EquationError(one.name, "several oxidation states balance it", "state the electrons")
    return {element: (found.states[element], amount) for element, amount in one.atoms}


def _coefficients(before: Sequence[Species], after: Sequence[Species]) -> tuple[list[float], list[float]]:
    """Coefficients of both sides, all above zero."""
    from pymatgen.analysis.reaction_calculator import Reaction as Balancer
    from pymatgen.analysis.reaction_calculator import ReactionError
    from pymatgen.core.composition import Composition

    every = [*before, *after]
    where = " + ".join(one.name for one in before) + " → " + " + ".join(one.name for one in after)
    if len(set(every)) < len(every):
        raise EquationError(where, "a species stands there twice", "take off what is on both sides")
    names = sorted({element for one in every for element, _ in one.atoms})
    for element in names:
        if len({side for side, ones in enumerate((before, after)) for one in ones if element in dict(one.atoms)}) == 1:
            raise EquationError(where, f"{element} stands on one side only", "add the species that is missing")
    matrix = np.array([[dict(one.atoms).get(name, 0.0) for name in names] + [one.charge] for one in every])
    freedom = len(every) - int(np.linalg.matrix_rank(matrix, tol=1e-8))
    if freedom != 1:
        what = (
            "no coefficients balance these species"
            if not freedom
            else f"{freedom} independent reactions have these species"
        )
        raise EquationError(where, what, "add what is missing" if not freedom else "leave out what doesn't take part")
    charged = [cast("Any", Composition)({**dict(one.atoms), "X": one.charge}, allow_negative=True) for one in every]
    by_hand = dict.fromkeys(range(len(every)), 0.0)
    try:
        made = Balancer(charged[: len(before)], charged[len(before) :])
    except ReactionError as error:
        raise EquationError(where, "no coefficients balance these species", "add what is missing") from error
    for place, one in enumerate(charged):
        if one in made.all_comp:
            by_hand[place] = float(made.get_coeff(one)) * (-1 if place < len(before) else 1)
    sign = 1 if by_hand[0] > 0 else -1
    for place, one in enumerate(every):
        if sign * by_hand[place] < -ZERO:
            raise EquationError(where, f"{one.name} would have to stand on the other side", f"move {one.name}")
        if abs(by_hand[place]) <= ZERO:
            raise EquationError(where, f"{one.name} doesn't take part", f"leave {one.name} out")
    found = [sign * by_hand[place] for place in range(len(every))]
    return found[: len(before)], found[len(before) :]


def _scale(equation: Equation, sides: Sequence[Sequence[Species]], counts: tuple[list[float], list[float]]) -> float:
    """What brings the coefficients nearest to the printed ones: as many as possible kept, then all of them whole."""
    printed = {**equation.reactants, **equation.products}
    pairs = [(one, n) for side, part in zip(sides, counts, strict=True) for one, n in zip(side, part, strict=True)]
    ratios = [printed[one] / n for one, n in pairs if one in printed]

    def merit(ratio: float) -> tuple[int, bool]:
        whole = all(abs(n * ratio - round(n * ratio)) < ZERO for _, n in pairs)
        return sum(abs(ratio - other) < ZERO for other in ratios), whole

    return max(ratios, key=merit)
