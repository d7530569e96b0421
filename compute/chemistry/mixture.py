"""Mixtures: parts by mass, mole or volume into one another, density of a composite, lithium content, salt ratios.

A value is an interval ``(lo, mid, hi)`` in SI; a number alone is exact; ``mid`` is None where the print gives none,
and an open end is infinite. Results are worst case over what the inputs span: each is the exact range.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal, TypeAlias

from schema.composition import Composed, understand
from schema.errors import KbError, near

__all__ = [
    "Basis", "Interval", "LithiumContent", "MixtureError", "Part", "composition_of", "fractions", "interval",
    "lithium_content", "molar_mass_of", "oxygen_to_lithium", "polymer_to_salt_mass_ratio", "theoretical_density", "void",
]  # fmt: skip

Interval: TypeAlias = tuple[float, float | None, float]
Value: TypeAlias = float | Interval
Basis = Literal["mass", "mole", "volume"]

FAR = 1e30
"""Stands for an infinite end inside a ratio, where infinity over infinity has no value."""


class MixtureError(KbError):
    """A mixture that cannot be computed: a molar mass, density or composition is missing, or an amount is negative."""

    code = "mixture"


@dataclass(frozen=True)
class Part:
    """One part of a mixture: how much, in the mixture's basis; kg/mol and kg/m3 where a conversion needs them.

    The molar mass is that of ``formula`` where it isn't given; of a polymer it is the repeat unit's.
    """

    name: str
    amount: Value
    formula: str = ""
    molar_mass: float | None = None
    density: Value | None = None


@dataclass(frozen=True)
class LithiumContent:
    """Lithium of a compound or mixture: mass fraction, mol/kg, and mol/m3 where the density is known."""

    mass_fraction: Interval
    per_mass: Interval
    per_volume: Interval | None


def interval(value: Value) -> Interval:
    """A value as an interval; a number alone is exact."""
    return value if isinstance(value, tuple) else (value, value, value)


def fractions(parts: Sequence[Part], given: Basis, wanted: Basis) -> dict[str, Interval]:
    """The share of each part in another basis, from parts in one basis that need not sum to 1.

    Raises :class:`MixtureError` when a molar mass or density that the conversion needs is missing.
    """
    terms = [_term(part, given, wanted) for part in parts]
    made: dict[str, Interval] = {}
    for place, part in enumerate(parts):
        rest = terms[:place] + terms[place + 1 :]
        lows, mids, highs = ([one[end] for one in rest] for end in range(3))
        low, mid, high = terms[place]
        known = [one for one in mids if one is not None]
        middle = _share(mid, sum(known)) if mid is not None and len(known) == len(rest) else None
        made[part.name] = (_share(low, _sum(highs)), middle, _share(high, _sum(lows)))
    return made


def theoretical_density(parts: Sequence[Part], given: Basis) -> Interval:
    """Density in kg/m3 of the dense composite, without voids: mass of the parts over the sum of their volumes."""
    masses, volumes = ([_term(part, given, wanted) for part in parts] for wanted in ("mass", "volume"))
    ends: list[float] = []
    # a quotient of sums is extreme at the corners of the amounts, and rises with each density
    for corner in product((0, 2), repeat=len(parts)):
        for end in (0, 2):
            amounts = [min(interval(part.amount)[at] or 0.0, FAR) for part, at in zip(parts, corner, strict=True)]
            dense = [min(_density(part)[end] or 0.0, FAR) for part in parts]
            mass = [_in_mass(part, amount, given, rho) for part, amount, rho in zip(parts, amounts, dense, strict=True)]
            if sum(mass) > 0:
                ends.append(sum(mass) / sum(m / rho if rho else math.inf for m, rho in zip(mass, dense, strict=True)))
    if not ends:
        raise MixtureError("mixture", "all amounts may be zero", "give at least one amount above zero")
    return _open(min(ends)), _ratio([one[1] for one in masses], [one[1] for one in volumes]), _open(max(ends))


def void(measured: Value, dense: Value) -> Interval:
    """Porosity: 1 less the measured over the theoretical density. Negative ends say that the two densities clash."""
    (low, mid, high), (least, middle, most) = interval(measured), interval(dense)
    return (1 - high / least, None if mid is None or middle is None else 1 - mid / middle, 1 - low / most)


def composition_of(parts: Sequence[Part], given: Basis) -> dict[str, float]:
    """Atoms of each element per mole of all parts together, at the middles of the amounts.

    0.5 Li2S and 0.5 P2S5 by moles are Li1 P1 S3. Raises :class:`MixtureError` where a part's formula isn't known.
    """
    shares = fractions(parts, given, "mole")
    total: dict[str, float] = {}
    for part in parts:
        share = shares[part.name][1]
        if share is None:
            raise MixtureError(part.name, "its amount is one-sided", "give amounts with a middle")
        for element, amount in _complete(part.formula or part.name).elements.items():
            total[element] = total.get(element, 0.0) + share * amount
    return total


def lithium_content(what: str | Sequence[Part], given: Basis = "mass", density: Value | None = None) -> LithiumContent:
    """Lithium of a compound by its formula, or of a mixture of parts; per volume where ``density`` (kg/m3) is given."""
    parts = [Part(what, 1.0)] if isinstance(what, str) else list(what)
    shares = fractions(parts, given, "mass")
    each = [_complete(part.formula or part.name) for part in parts]
    moles = [one.elements.get("Li", 0.0) / _molar_mass(part) for part, one in zip(parts, each, strict=True)]
    per_mass = _weighted([shares[part.name] for part in parts], moles)
    lithium = molar_mass_of("Li")
    fraction = tuple(None if end is None else end * lithium for end in per_mass)
    per_volume = None
    if density is not None:
        low, mid, high = interval(density)
        middle = None if mid is None or per_mass[1] is None else per_mass[1] * mid
        per_volume = (per_mass[0] * low, middle, per_mass[2] * high)
    return LithiumContent(fraction, per_mass, per_volume)  # type: ignore[arg-type]


def polymer_to_salt_mass_ratio(polymer: str, salt: str, oxygen_per_lithium: Value) -> Interval:
    """Mass of polymer per mass of salt that gives so many ether oxygens a lithium: 18 of PEO with LiTFSI is 2.76."""
    low, mid, high = interval(oxygen_per_lithium)
    one = _per_ratio(polymer, salt)
    return low * one, None if mid is None else mid * one, high * one


def oxygen_to_lithium(polymer: str, salt: str, mass_ratio: Value) -> Interval:
    """Oxygens of the polymer per lithium of the salt (EO:Li of a polyether), from mass of polymer per mass of salt."""
    low, mid, high = interval(mass_ratio)
    one = _per_ratio(polymer, salt)
    return low / one, None if mid is None else mid / one, high / one


def molar_mass_of(formula: str) -> float:
    """Molar mass in kg/mol of a compound, or of a polymer's repeat unit, by pymatgen's atomic masses."""
    mass = _complete(formula).molar_mass
    if mass is None:
        raise MixtureError(formula, "has no molar mass of its own", "give molar_mass")
    return mass / 1000


def _per_ratio(polymer: str, salt: str) -> float:
    """Mass ratio at one oxygen a lithium."""
    oxygen, lithium = _complete(polymer).elements.get("O", 0.0), _complete(salt).elements.get("Li", 0.0)
    if not oxygen or not lithium:
        raise MixtureError(f"{polymer} with {salt}", "has no oxygen in the polymer or no lithium in the salt", "name them the other way round?")  # fmt: skip
    return molar_mass_of(polymer) / oxygen / (molar_mass_of(salt) / lithium)


def _complete(formula: str) -> Composed:
    found = understand(formula)
    if not found.elements or found.variable or found.state in {"open", "series", "unparsed"}:
        raise MixtureError(formula, found.reason or "is not a composition", "give the formula with numbers")
    return found


def _molar_mass(part: Part) -> float:
    return part.molar_mass or molar_mass_of(part.formula or part.name)


def _density(part: Part) -> Interval:
    if part.density is None:
        raise MixtureError(part.name, "has no density", "give its density; reference data holds some")
    low, mid, high = interval(part.density)
    if low < 0 or high <= 0:
        raise MixtureError(part.name, f"has a density of {low:g} to {high:g} kg/m3", "give a density above zero")
    return low, mid, high


def _term(part: Part, given: Basis, wanted: Basis) -> Interval:
    """The part's amount in another basis, up to a factor that all parts share."""
    for basis in (given, wanted):
        if basis not in {"mass", "mole", "volume"}:
            raise MixtureError(part.name, f"no basis named {basis!r}", near(basis, ["mass", "mole", "volume"]) or "mass, mole or volume")  # fmt: skip
    low, mid, high = interval(part.amount)
    if low < 0 or math.isnan(low) or math.isnan(high):
        raise MixtureError(part.name, f"its amount is {low:g}", "give an amount of zero or more")
    if given == wanted:
        return low, mid, high
    mass = _molar_mass(part) if "mole" in {given, wanted} else 1.0
    rho = _density(part) if "volume" in {given, wanted} else (1.0, 1.0, 1.0)
    ends = [mass ** ((given == "mole") - (wanted == "mole"))] * 3
    power = (given == "volume") - (wanted == "volume")
    low_factor, high_factor = (rho[0], rho[2]) if power >= 0 else (rho[2], rho[0])
    factors = [
        low_factor**power,
        None if rho[1] is None else rho[1] ** power,
        high_factor**power if high_factor else math.inf,
    ]
    middle = None if mid is None or factors[1] is None else mid * ends[1] * factors[1]
    return _times(low, ends[0] * (factors[0] or 0.0)), middle, _times(high, ends[2] * (factors[2] or 0.0))


def _in_mass(part: Part, amount: float, given: Basis, rho: float) -> float:
    return amount * (1.0 if given == "mass" else _molar_mass(part) if given == "mole" else rho)


def _times(amount: float, factor: float) -> float:
    return 0.0 if not amount or not factor else amount * factor


def _sum(ends: Sequence[float | None]) -> float:
    return sum(end or 0.0 for end in ends)


def _share(own: float, rest: float) -> float:
    if math.isinf(own):
        return 0.0 if math.isinf(rest) else 1.0
    return own / (own + rest) if own + rest else 0.0


def _ratio(over: Sequence[float | None], under: Sequence[float | None]) -> float | None:
    known = [one for one in (*over, *under) if one is not None]
    return sum(known[: len(over)]) / sum(known[len(over) :]) if len(known) == 2 * len(over) else None


def _open(value: float) -> float:
    return math.inf if value > FAR / 1e6 else value


def _weighted(shares: Sequence[Interval], values: Sequence[float]) -> Interval:
    """The mean of values whose shares are known within limits and make a whole: the extremes fill up from one end."""

    def extreme(order: Mapping[int, float] | Sequence[int]) -> float:
        left = 1.0 - sum(share[0] for share in shares)
        total = sum(share[0] * value for share, value in zip(shares, values, strict=True))
        for place in order:
            more = min(shares[place][2] - shares[place][0], max(left, 0.0))
            total, left = total + more * values[place], left - more
        return total

    rising = sorted(range(len(values)), key=lambda place: values[place])
    mids = [share[1] for share in shares]
    middle = None if None in mids else sum((mid or 0.0) * value for mid, value in zip(mids, values, strict=True))
    return extreme(rising), middle, extreme(rising[::-1])
