"""The one unit registry, and how papers spell units.

``unit("mAh g−1")`` understands the spellings that papers use; a :class:`Unit` converts to coherent SI and back.
All arithmetic of the knowledge base is in SI; units appear only at its doors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from schema.errors import KbError

if TYPE_CHECKING:
    import pint

__all__ = ["Unit", "UnitError", "expression_of", "from_si", "registry", "to_si", "unit"]

# What pint lacks or names otherwise. A C-rate is a reciprocal hour: a current is a C-rate times a capacity.
DEFINITIONS = (
    "percent = 0.01",
    "permille_ = 0.001",
    "parts_per_million = 1e-6",
    "count_ = 1",
    "C_rate = 1 / hour",
)

# As papers spell it -> as the registry calls it. One line a spelling.
SPELLINGS = {
    "%": "percent", "wt%": "percent", "vol%": "percent", "mol%": "percent", "at%": "percent", "wt.%": "percent",
    "vol.%": "percent", "mol.%": "percent", "ppm": "parts_per_million",
    "cycles": "count_", "cycle": "count_", "th": "count_", "nd": "count_", "rd": "count_", "st": "count_", "times": "count_", "fold": "count_",
    "electrons": "count_", "counts": "count_", "x": "count_", "cell": "count_", "cells": "count_",
    "pixels": "count_", "layers": "count_",
    "Ω": "ohm", "ohm": "ohm", "Ohm": "ohm", "kΩ": "kiloohm", "mΩ": "milliohm", "MΩ": "megaohm",
    "μm": "micrometer", "um": "micrometer", "nm": "nanometer", "mm": "millimeter", "cm": "centimeter",
    "m": "meter", "Å": "angstrom", "pm": "picometer", "km": "kilometer",
    "°C": "degC", "degC": "degC", "℃": "degC", "K": "kelvin", "C_rate": "C_rate",
    "s": "second", "sec": "second", "min": "minute", "minutes": "minute", "h": "hour", "hr": "hour",
    "hours": "hour", "hour": "hour", "d": "day", "day": "day", "days": "day", "month": "month", "months": "month",
    "Ah": "ampere*hour", "mAh": "milliampere*hour", "μAh": "microampere*hour", "uAh": "microampere*hour",
    "Wh": "watt*hour", "mWh": "milliwatt*hour", "kWh": "kilowatt*hour", "mAV": "milliampere*volt",
    "A": "ampere", "mA": "milliampere", "μA": "microampere", "uA": "microampere", "nA": "nanoampere",
    "pA": "picoampere",
    "V": "volt", "mV": "millivolt", "kV": "kilovolt", "W": "watt", "kW": "kilowatt", "mW": "milliwatt",
    "S": "siemens", "mS": "millisiemens", "μS": "microsiemens", "uS": "microsiemens",
    "g": "gram", "mg": "milligram", "kg": "kilogram", "μg": "microgram", "ug": "microgram",
    "L": "liter", "mL": "milliliter", "ml": "milliliter", "μL": "microliter", "uL": "microliter",
    "cc": "centimeter**3",
    "mol": "mole", "mmol": "millimole", "M": "mole/liter", "mM": "millimole/liter",
    "Pa": "pascal", "kPa": "kilopascal", "MPa": "megapascal", "GPa": "gigapascal", "Torr": "torr", "torr": "torr",
    "mbar": "millibar", "bar": "bar", "atm": "standard_atmosphere", "N": "newton",
    "J": "joule", "kJ": "kilojoule", "eV": "electron_volt", "keV": "kiloelectron_volt", "meV": "millielectron_volt",
    "Ry": "rydberg_energy_", "Bohr": "bohr_length_",
    "Hz": "hertz", "kHz": "kilohertz", "MHz": "megahertz", "GHz": "gigahertz", "mHz": "millihertz",
    "rpm": "revolutions_per_minute_", "T": "tesla", "°": "degree", "deg": "degree", "C": "coulomb", "F": "farad",
    "Da": "dalton_mass_",
}  # fmt: skip
EXTRA_DEFINITIONS = (
    "rydberg_energy_ = 13.605693122994 * electron_volt",
    "bohr_length_ = 0.529177210903e-10 * meter",
    "dalton_mass_ = 1 * gram / mole",
    "revolutions_per_minute_ = 1 / minute",
)

# The basis that a unit carries in its name must be the basis of the quantity.
MARKS = {"wt%": "mass", "wt.%": "mass", "vol%": "volume", "vol.%": "volume", "mol%": "mole", "mol.%": "mole"}

_ALIKE = str.maketrans(
    {
        "µ": "μ", "Ω": "Ω", "−": "-", "–": "-", "‐": "-", "‑": "-", "—": "-", "·": " ", "⋅": " ", "×": " ", "∙": " ",
        "*": " ", "⁻": "-", "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "\u00a0": " ", "\u2009": " ", "º": "°",
    }
)  # fmt: skip
_REFERENCE = re.compile(r"\s*\(?\s*(?:vs\.?|versus)\s+.*$")  # "V vs Li/Li+" is measured in volts
_GROUP = re.compile(r"\(([^()]*)\)\s*\^?\s*(-?\d+)")  # "(A h)-1"
_TOKEN = re.compile(r"(wt\.?%|vol\.?%|mol\.?%|at%|[A-Za-zμΩÅ°%℃_]+)\s*(?:\^|\*\*)?\s*\{?(-?\d+)?\}?")


class UnitError(KbError):
    """A unit that is not understood, or that measures something else than what it stands beside."""

    code = "unit"


@dataclass(frozen=True)
class Unit:
    """One unit: ``si = value * factor + offset``; ``dimension`` is its dimensionality in words of SI bases."""

    text: str
    factor: float
    offset: float
    dimension: str
    mark: str = ""

    def to_si(self, value: float) -> float:
        """The value in coherent SI."""
        return value * self.factor + self.offset

    def from_si(self, value: float) -> float:
        """The value in this unit, from coherent SI."""
        return (value - self.offset) / self.factor


@cache
def registry() -> pint.UnitRegistry[float]:
    """The registry itself, for the dry run of formulas; imported late, for it costs half a second."""
    import pint

    made: pint.UnitRegistry[float] = pint.UnitRegistry(on_redefinition="ignore")
    for definition in (*DEFINITIONS, *EXTRA_DEFINITIONS):
        made.define(definition)
    return made


def unit(text: str, *, rate: bool = False) -> Unit:
    """The unit that a paper spells as ``text``; with ``rate``, ``C`` is a C-rate and not a coulomb."""
    return _unit(text.strip(), rate)


@lru_cache(maxsize=4096)
def _unit(text: str, rate: bool) -> Unit:
    plain = _REFERENCE.sub("", text.translate(_ALIKE)).strip()
    if plain in ("", "1"):
        return Unit(text, 1.0, 0.0, "dimensionless")
    if plain in ("°C", "℃", "degC", "K", "C deg"):
        offset = 0.0 if plain == "K" else 273.15
        return Unit(text, 1.0, offset, "[temperature]")
    expression = expression_of(text, plain, rate=rate)
    made = registry()
    quantity = made.Quantity(1.0, made.parse_units(expression)).to_base_units()
    dimension = str(quantity.dimensionality)
    factor = float(f"{float(quantity.magnitude):.14g}")  # 3.6e6, and not 3599999.9999999995
    return Unit(text, factor, 0.0, dimension, MARKS.get(plain, ""))


def expression_of(text: str, plain: str, *, rate: bool) -> str:
    """A spelled unit (``plain`` is ``text`` with its signs made alike) as an expression of the registry."""
    plain = _GROUP.sub(lambda group: " ".join(f"{word}{group[2]}" for word in group[1].split()), plain)
    parts: list[str] = []
    position, divide = 0, False
    while position < len(plain):
        if plain[position] in " ()":
            # a closing bracket ends the denominator that an opening one began
            divide = divide and plain[position] != ")"
            position += 1
            continue
        if plain[position] == "/":
            divide, position = True, position + 1
            continue
        if plain[position] == "1" and plain[position + 1 : position + 2] in ("/", " "):
            position += 1
            continue
        found = _TOKEN.match(plain, position)
        name = found and found[1]
        if name == "C" and rate:
            name = "C_rate"
        if not found or name not in SPELLINGS:
            raise UnitError(
                f"unit {text!r}",
                f"{plain[position:]!r} is not a unit that is known here",
                "check the spelling; a new spelling is one line in schema/units.py",
            )
        power = int(found[2] or 1) * (-1 if divide else 1)
        word = SPELLINGS[name]
        if word == "degC":
            word = "kelvin"  # inside a compound unit a degree is a difference of temperatures
        parts.append(f"({word})**{power}")
        position = found.end()
        if divide and "(" not in plain:
            divide = False
    return " * ".join(parts)


def to_si(value: float, text: str) -> float:
    """``to_si(25, "degC")`` is 298.15."""
    return unit(text).to_si(value)


def from_si(value: float, text: str) -> float:
    """``from_si(298.15, "degC")`` is 25."""
    return unit(text).from_si(value)
