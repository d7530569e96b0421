"""Chemical equations as papers print them: species, coefficients and charges read from a line of text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from schema.composition import understand
from schema.composition_rules import cleaned
from schema.errors import KbError

__all__ = ["ELECTRON", "Equation", "EquationError", "Species", "read_equation", "species", "written"]

ELECTRON = "e-"


class EquationError(KbError):
    """An equation that cannot be read or computed: no arrow, a species that is no formula, an amount that is not given."""

    code = "equation"


@dataclass(frozen=True)
class Species:
    """A compound, element, ion or electron: its name as in the equation, atoms and charge per formula unit."""

    name: str
    formula: str
    atoms: tuple[tuple[str, float], ...]
    charge: float

    @property
    def solid(self) -> bool:
        """Whether it may take up room of its own: ions and electrons don't."""
        return bool(self.atoms) and not self.charge


@dataclass(frozen=True)
class Equation:
    """Coefficients of the species on the two sides, as printed."""

    text: str
    reactants: Mapping[Species, float]
    products: Mapping[Species, float]

    @property
    def net(self) -> dict[Species, float]:
        """Products less reactants, one entry a species; what stands on both sides is taken off."""
        total = dict(self.products)
        for one, count in self.reactants.items():
            total[one] = total.get(one, 0.0) - count
        return {one: count for one, count in total.items() if abs(count) > 1e-9}

    def residue(self) -> dict[str, float]:
        """What the products have too much (or too little, below zero) of each element, and of ``charge``."""
        left: dict[str, float] = {}
        for one, count in self.net.items():
            for element, amount in (*one.atoms, ("charge", one.charge)):
                left[element] = left.get(element, 0.0) + count * amount
        return {name: round(value, 6) for name, value in left.items() if abs(value) > 1e-4}


_ARROW = re.compile(r"<?(?:-{1,2}|=)>|→|⟶|⇌|⇄|↔|⇔|=|\\(?:long)?(?:left)?rightarrow|\\to\b")
_NEXT = re.compile(r"\s+\+\s+|\+(?=\s*\d*\.?\d*\s*(?:[A-Z(\[]|e\b))")
_COUNT = re.compile(r"\(?(\d+/\d+|\d*\.?\d+|\d*\.?\d*[xyz])\)?\s*(?=[A-Z(\[e])")
_STATE = re.compile(r"\s*\((?:s|l|g|aq|solid|gas|liquid|cr|am)\)$")
_CHARGES = (
    re.compile(r"([A-Z][a-z]?)\s*\^?(\d?)([+-])"),  # Zn2+, In^3+: of one element, the digit is its charge
    re.compile(r"(.+?)(?:\s*\^\s*|\s+)(\d?)([+-])"),  # SO4^2-, SO4 2-
    re.compile(r"(.+?[A-Za-z)\]]\d?)()([+-])"),  # PF6-, NO3-: the digit counts atoms
)


def read_equation(text: str, x: float | None = None) -> Equation:
    """Read ``2Li + ZnO -> Li2O + Zn``: any arrow or ``=``, coefficients, ions (Zn2+, In³⁺), electrons, ``(s)``.

    ``x`` is the value of a variable in coefficients and formulas (xLi + Si -> LixSi). Raises :class:`EquationError`.
    """
    plain = text.replace("$", "").replace("\\text", "").replace("\\mathrm", "")
    sides = _ARROW.split(plain)
    if len(sides) != 2 or not all(side.strip() for side in sides):
        raise EquationError(repr(text), "needs one arrow (or '=') between two sides", "write it as A + B -> C + D")
    first, second = (_side(side, text, x) for side in sides)
    return Equation(text, first, second)


@lru_cache(maxsize=4096)
def species(text: str, x: float | None = None) -> Species:
    """Read one species; a charge follows its formula (Zn2+, PF6-, SO4^2-), and Li0 or Li⁰ is the neutral element."""
    name = re.sub(r"([A-Z][a-z]?)0$", r"\1", _STATE.sub("", cleaned(text)).strip())
    if re.fullmatch(r"e\s*\^?\s*-?", name):
        return Species(ELECTRON, "", (), -1.0)
    name = name.removesuffix("^0")
    match = next((fits for shape in _CHARGES if (fits := shape.fullmatch(name))), None)
    if not match and name[-1] in "+-":
        raise EquationError(repr(text), "has a charge that is not set apart", "write it after '^', as SO4^2-")
    formula, size, sign = (match[1], match[2], match[3]) if match else (name, "", "")
    found = understand(formula)
    if found.variable and x is not None:
        found = found.at(x)
    if not found.elements or found.variable or found.state in {"open", "series", "unparsed"}:
        raise EquationError(
            repr(text), found.reason or "is not a composition", "give x" if found.variable else "write a formula"
        )
    mark = "^" if sign and len(found.elements) > 1 else ""
    charge = float(f"{sign}{size or 1}") if sign else 0.0
    return Species(
        f"{found.text}{mark}{size if size != '1' else ''}{sign}", found.text, tuple(found.elements.items()), charge
    )


def written(reactants: Mapping[str, float], products: Mapping[str, float]) -> str:
    """The equation as text: ``2 Li + ZnO → Li2O + Zn``."""
    return " → ".join(
        " + ".join(f"{'' if abs(count - 1) < 1e-9 else f'{count:.6g} '}{name}" for name, count in side.items())
        for side in (reactants, products)
    )


def _side(side: str, text: str, x: float | None) -> dict[Species, float]:
    found: dict[Species, float] = {}
    for piece in _NEXT.split(_clean(side)):
        count = _COUNT.match(piece.strip())
        one = species(piece.strip()[count.end() if count else 0 :], x)
        found[one] = found.get(one, 0.0) + (_number(count[1], text, x) if count else 1.0)
    return found


def _clean(side: str) -> str:
    """The text in plain signs; blanks around a plus survive, those inside LaTeX's braces don't matter."""
    return cleaned(f"{side.strip()} ").replace("·e", " e")


def _number(written_as: str, text: str, x: float | None) -> float:
    if written_as[-1] in "xyz":
        if x is None:
            raise EquationError(repr(text), f"the coefficient {written_as} is not given", "give x")
        return float(written_as[:-1] or 1) * x
    top, _, bottom = written_as.partition("/")
    return float(top) / float(bottom or 1)
