"""One compound under many names: a key that all its formulas share, and what the field's abbreviations may stand for.

``compound_key`` is the same for Li10Ni8CoMnO20, LiNi0.8Co0.1Mn0.1O2 and NCM811. Abbreviations that several
compounds go by (LLZO, LPSCl, LNO) never resolve by themselves: only against compounds that a paper names itself.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from schema.composition import Composed, understand
from schema.composition_rules import cleaned
from schema.errors import KbError, near

__all__ = [
    "ABBREVIATIONS",
    "AmbiguousNameError",
    "Candidate",
    "candidates",
    "compound_key",
    "meant_by",
    "same_compound",
]


class AmbiguousNameError(KbError):
    """An abbreviation that may stand for several compounds, or for none that is known here."""

    code = "ambiguous-name"


@dataclass(frozen=True)
class Candidate:
    """A compound that an abbreviation may stand for, with the DOI of a paper that made or names it."""

    formula: str
    source: str


def _of(*pairs: str) -> tuple[Candidate, ...]:
    return tuple(Candidate(*pair.split(" ", 1)) for pair in pairs)


_LLZO = "Li7La3Zr2O12 10.1002/anie.200701144"
_LLZTO = tuple(
    f"Li{7 - x:g}La3Zr{2 - x:g}Ta{x:g}O12 {doi}"
    for x, doi in ((0.6, "10.1039/c2jm31413d"), (0.5, "10.1149/2.024205esl"), (0.25, "10.1149/2.024205esl"))
)
_NCM = tuple(
    f"LiNi{ni}Co{co}Mn{mn}O2 10.1016/j.jpowsour.2013.01.063"
    for ni, co, mn in ((0.8, 0.1, 0.1), (0.6, 0.2, 0.2), (0.5, 0.2, 0.3), (0.7, 0.15, 0.15))
)

ABBREVIATIONS: dict[str, tuple[Candidate, ...]] = {
    "LLZO": _of(_LLZO, *_LLZTO),
    "LLZTO": _of(*_LLZTO),
    "LATP": _of("Li1.3Al0.3Ti1.7(PO4)3 10.1149/1.2086597", "Li1.4Al0.4Ti1.6(PO4)3 10.1149/1.2086597"),
    "LAGP": _of("Li1.5Al0.5Ge1.5(PO4)3 10.1021/acsami.8b00842"),
    "LPSCl": _of("Li6PS5Cl 10.1002/pssa.201001117", "Li5.5PS4.5Cl1.5 10.1002/anie.201814222", "Li5.7PS4.7Cl1.3 10.1002/adfm.202315555"),
    "LPS": _of("Li3PS4 10.1021/ja3110895", "Li7P3S11 10.1016/j.ssi.2007.05.020"),
    "LSPSCl": _of("Li9.54Si1.74P1.44S11.7Cl0.3 10.1038/nenergy.2016.30"),
    "LIC": _of("Li3InCl6 10.1002/anie.201909805"),
    "LYC": _of("Li3YCl6 10.1002/adma.201803075"),
    "LYB": _of("Li3YBr6 10.1002/adma.201803075"),
    "LZC": _of("Li2ZrCl6 10.1038/s41467-021-24697-2"),
    "LNO": _of("LiNbO3 10.1016/j.elecom.2007.02.008", "LiNiO2 10.1016/0167-2738(90)90049-W"),
    "NCM": _of(*_NCM),
    "NCA": _of("LiNi0.8Co0.15Al0.05O2 10.1186/s11671-017-2143-4"),
}  # fmt: skip
"""Abbreviations of classes; none of one compound alone, which the dictionary of names has (LiTFSI, LGPS, NCM811)."""

_SPELLINGS = {"NMC": "NCM", "LPSC": "LPSCl", "LPSCL": "LPSCl", "Ta-LLZO": "LLZTO", "LLZ": "LLZO", "β-Li3PS4": "Li3PS4"}
_NEVER_ALONE = frozenset({"LLZO", "LLZTO", "LATP", "LAGP", "LPSCl", "LPS", "LNO", "NCM", "NCA"})
"""Families whose members differ from paper to paper, so that one known candidate is still a guess."""

LARGEST = 1000
"""Amounts are taken as fractions of at most this denominator."""


def compound_key(what: str | Composed) -> str | None:
    """What all formulas and names of one compound share: whole-number amounts, elements by alphabet; else None.

    A polymer's key starts with ``poly:``, as ethylene oxide and its polymer have the same atoms.
    """
    found = understand(what) if isinstance(what, str) else what
    if not found.elements or found.variable or found.reduced is None:
        return None
    parts = {element: Fraction(amount).limit_denominator(LARGEST) for element, amount in found.elements.items()}
    common = math.lcm(*(part.denominator for part in parts.values()))
    counts = {element: int(part * common) for element, part in parts.items()}
    molecule = {"C", "H"} <= set(counts) and common == 1  # formaldehyde and dimethyl carbonate have one ratio of atoms
    least = 1 if molecule else math.gcd(*counts.values()) or 1
    body = "".join(f"{element}{counts[element] // least}" for element in sorted(counts))
    return f"poly:{body}" if found.state == "polymer" else body


def same_compound(one: str, other: str) -> bool | None:
    """Whether two names stand for one compound; None where a composition isn't fixed, or isomers share it."""
    first, second = understand(one), understand(other)
    keys = compound_key(first), compound_key(second)
    if None in keys:
        return None
    if keys[0] != keys[1]:
        return False
    organic = {"C", "H"} <= set(first.elements)
    return None if organic and first.long_name != second.long_name else True


def candidates(name: str) -> tuple[Candidate, ...]:
    """The compounds that an abbreviation may stand for; empty for one that is not in the table."""
    plain = re.sub(r"\s+", "", cleaned(name))
    return ABBREVIATIONS.get(_SPELLINGS.get(plain, plain), ())


def meant_by(name: str, among: Iterable[str] = ()) -> str:
    """The formula that a name stands for, given the formulas that the same paper states.

    A formula or an unambiguous name stands for itself. Raises :class:`AmbiguousNameError` with the candidates where
    the paper names none or several of them.
    """
    if compound_key(name) is not None:
        return name
    plain = re.sub(r"\s+", "", cleaned(name))
    plain = _SPELLINGS.get(plain, plain)
    known = candidates(name)
    if not known:
        raise AmbiguousNameError(name, understand(name).reason, near(plain, ABBREVIATIONS) or "give the formula")
    elements = {frozenset(understand(one.formula).elements) for one in known}
    stated = {key: formula for formula in among if (key := compound_key(formula)) is not None}
    fitting = [formula for formula in stated.values() if frozenset(understand(formula).elements) in elements]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting and len(known) == 1 and plain not in _NEVER_ALONE:
        return known[0].formula
    choice = fitting or [one.formula for one in known]
    raise AmbiguousNameError(name, f"may stand for {' or '.join(choice)}", "give the formula that is meant")
