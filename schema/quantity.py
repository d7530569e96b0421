"""What a quantity is: the class behind every line of the catalogue in :mod:`schema.quantities`."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from schema.emmo import iri
from schema.errors import KbError, near
from schema.reading import Reading, read
from schema.units import Unit, UnitError, unit

__all__ = ["Catalogue", "Constant", "Quantity", "UnknownQuantityError", "split_key"]

_KEY = re.compile(r"^([A-Za-z_][A-Za-z0-9_ ]*?)(?:\((.+)\))?$")


class UnknownQuantityError(KbError):
    """A name that is not in the catalogue."""

    code = "unknown-quantity"


@dataclass(frozen=True)
class Quantity:
    """One metric or condition: its unit, what it is a property of, its plausible range, one sentence.

    ``bounds`` are in ``unit``, both ends included; ``exact`` settings carry no rounding. The name is filled in by the class that the
    quantity is an attribute of, and is its id everywhere: YAML key, formula parameter, column, GraphQL enum value.

    A ``symbol`` is a base, then after an underscore its subscripts, separated by commas: ``q_dis,1``, ``t_Li+``.
    """

    unit: str
    of: tuple[str, ...]
    low: float
    high: float
    doc: str
    emmo: str = ""
    exact: bool = False
    symbol: str = ""
    name: str = field(default="", compare=False)

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)

    @property
    def signed(self) -> bool:
        """Whether values below zero are meaningful."""
        return self.low < 0

    @property
    def by_difference(self) -> bool:
        """Whether two values are apart by a difference and not by a factor: potentials, temperatures."""
        return self.signed or self.unit == "degC"

    @property
    def iri(self) -> str:
        """The EMMO IRI, or an empty string."""
        return iri(self.emmo)

    @cached_property
    def units(self) -> Unit:
        """The catalogue unit."""
        return self.unit_of(self.unit)

    def unit_of(self, text: str) -> Unit:
        """The unit a paper prints, as one that this quantity can be measured in; raises :class:`UnitError`."""
        if self.unit == "degC" and text.strip() == "C":
            text = "degC"
        found = unit(text, rate=self.unit == "C")
        expected = found if text == self.unit else self.units
        if found.dimension != expected.dimension:
            raise UnitError(
                self.name,
                f"{text!r} is not a unit of {self.name}, which is measured in {self.unit}",
                "check the unit in the paper; if it is right, another quantity is meant (kb quantities lists all)",
            )
        if found.mark and self.unit == "%" and found.mark not in self.name.split("_"):
            raise UnitError(
                self.name,
                f"{text!r} is a fraction by {found.mark}, and {self.name} is not",
                f"use the quantity whose name says {found.mark}",
            )
        return found

    def read(self, text: str) -> Reading:
        """A printed reading of this quantity, in coherent SI; the unit is the printed one.

        Raises :class:`~schema.reading.ReadingError` or :class:`~schema.units.UnitError`.
        """
        printed = read(text, exact=self.exact, signed=self.signed or self.unit == "degC")
        dimension = self.units.dimension
        if not printed.unit and self.unit == "%":
            raise UnitError(self.name, f"{text!r} has no unit; {self.name} is measured in %", "add % or write a ratio")
        if not printed.unit and (dimension != "dimensionless" or self.units.factor != 1):  # ppm and ° are no counts
            raise UnitError(
                self.name, f"{text!r} has no unit; {self.name} is measured in {self.unit}", "add the printed unit"
            )
        found = self.unit_of(printed.unit)
        mid = None if printed.mid is None else found.to_si(printed.mid)
        return replace(printed, lo=found.to_si(printed.lo), mid=mid, hi=found.to_si(printed.hi))

    def plausible(self, reading: Reading) -> bool:
        """Whether an SI reading lies, at least in part, inside the plausible range."""
        lowest, highest = self.units.to_si(self.low), self.units.to_si(self.high)
        if reading.qualifier in ("<", "<="):  # the lower end of a limit is not printed
            ends: list[float] = [reading.hi]
        elif reading.mid is not None:
            ends = [reading.mid]
        else:
            ends = [end for end in (reading.lo, reading.hi) if math.isfinite(end)]
        return all(lowest <= end <= highest for end in ends)


@dataclass(frozen=True)
class Constant:
    """A constant of nature or an unknown share between two limits, with unit and source; formulas ask for it by name."""

    unit: str
    value: float
    source: str
    doc: str
    low: float | None = None
    high: float | None = None
    symbol: str = ""
    name: str = field(default="", compare=False)

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)

    @property
    def box(self) -> tuple[float, float, float]:
        """``(lo, mid, hi)`` in SI; a constant that is anything between two limits has no middle."""
        if self.low is None or self.high is None:
            return self.si, self.si, self.si
        found = unit(self.unit)
        return found.to_si(self.low), math.nan, found.to_si(self.high)

    @cached_property
    def si(self) -> float:
        """The value in coherent SI."""
        return unit(self.unit).to_si(self.value)


class Catalogue(type):
    """Makes a class of quantities iterable, and ``Q["name"]`` answer a typo with its near match."""

    def __iter__(cls) -> Iterator[Quantity]:
        return (value for value in vars(cls).values() if isinstance(value, Quantity))

    def __getitem__(cls, name: str) -> Quantity:
        found = vars(cls).get(name)
        if isinstance(found, Quantity):
            return found
        names = [quantity.name for quantity in cls]
        hint = near(name, names)
        raise UnknownQuantityError(
            repr(name), f"no quantity named {name!r}", " ".join(filter(None, [hint, "`kb quantities` lists all"]))
        )

    def __contains__(cls, name: object) -> bool:
        return isinstance(vars(cls).get(str(name)), Quantity)

    def constants(cls) -> Iterator[Constant]:
        """The constants of nature."""
        return (value for value in vars(cls).values() if isinstance(value, Constant))

    def constant(cls, name: str) -> Constant | None:
        """A constant of nature by name, or None."""
        found = vars(cls).get(name)
        return found if isinstance(found, Constant) else None


def split_key(key: str) -> tuple[str, str]:
    """A key of ``readings``: ``binding_energy(C-F)`` is the quantity and the label of what it belongs to."""
    found = _KEY.match(key)
    return (found[1], (found[2] or "").strip()) if found else (key, "")
