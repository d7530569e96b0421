"""Oxidation states of the elements in solids, and charges of ions that are best taken whole.

The states are those of Greenwood and Earnshaw, Chemistry of the Elements, 2nd edition (1997), table of oxidation
states of each group, narrowed to what oxides, sulfides and halides of lithium hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from schema.composition_rules import GROUPS

__all__ = ["GROUP_CHARGES", "KNOWN", "NONMETALS", "Known", "anions", "around", "is_molecular"]


@dataclass(frozen=True)
class Known:
    """The states of one element: the usual one, others that are common, and whether a mean of sites makes sense.

    ``reached`` are states that only a mean reaches (cobalt of CoO2). ``extreme`` are states beyond these that are known but rare; they never balance a formula silently.
    """

    usual: float
    also: tuple[float, ...] = ()
    mean: bool = False
    extreme: tuple[float, ...] = ()
    reached: tuple[float, ...] = ()

    @property
    def span(self) -> tuple[float, float]:
        """Lowest and highest common state."""
        common = (self.usual, *self.also, *self.reached)
        return min(common), max(common)

    @property
    def far(self) -> tuple[float, float]:
        """Lowest and highest known state."""
        known = (*self.span, *self.extreme)
        return min(known), max(known)


_ONE_STATE = {
    1: "Li Na K Rb Cs Fr Ag", 2: "Be Mg Ca Sr Ba Ra Zn Cd", 4: "Si Hf Th", 5: "Ta", -1: "F",
    3: "B Al Ga Sc Y La Ac Pr Nd Pm Gd Tb Dy Ho Er Tm Lu",
}  # fmt: skip

# usual, then common ones, with a star if only a mean of sites reaches it; a second part after "|" holds rare ones
_SITES = {
    "Ti": "4 3 | 2", "V": "5 4 3 2", "Cr": "3 6 2 | 4 5", "Mn": "4 3 2 | 7", "Fe": "3 2 | 4", "Co": "3 2 4*", "Ni": "2 3 4",
    "Cu": "2 1 | 3", "Zr": "4 | 3", "Nb": "5 | 4 3 2", "Mo": "6 5 4 3 | 2", "W": "6 | 5 4", "Ru": "4 5 3 | 6", "Ir": "4 5 3 | 6",
    "Ce": "4 3", "Eu": "3 2", "Yb": "3 2", "Sm": "3 | 2", "U": "6 5 4",
}  # fmt: skip
_WHOLE = {
    "H": "1 -1", "C": "4 3", "N": "-3 5 3", "O": "-2 -1", "P": "5 4 -3", "S": "-2 6 4 -1", "Se": "-2 6 4 -1",
    "Te": "-2 6 4", "Cl": "-1 7 5 3 1", "Br": "-1 5 1", "I": "-1 5 7", "Ge": "4 2", "Sn": "4 2", "Pb": "2 4", "As": "5 3",
    "Sb": "5 3", "Bi": "3 5", "In": "3 1", "Tl": "1 3", "Pd": "2 4", "Pt": "4 2", "Rh": "3 4", "Au": "3 1", "Hg": "2 1",
    "Re": "7 6 4",
}  # fmt: skip


def _known(text: str, mean: bool) -> Known:
    common, _, rare = text.partition("|")
    usual, *also = (float(state) for state in common.split() if state[-1] != "*")
    reached = tuple(float(state[:-1]) for state in common.split() if state[-1] == "*")
    return Known(usual, tuple(also), mean, tuple(float(state) for state in rare.split()), reached)


KNOWN: dict[str, Known] = {
    **{element: Known(float(state)) for state, elements in _ONE_STATE.items() for element in elements.split()},
    **{element: _known(text, mean=True) for element, text in _SITES.items()},
    **{element: _known(text, mean=False) for element, text in _WHOLE.items()},
}

NONMETALS = frozenset(["H", "C", "N", "O", "F", "P", "S", "Cl", "Se", "Br", "I", "Te"])
_ANIONS = frozenset(["O", "S", "Se", "Te", "F", "Cl", "Br", "I"])
_SHELL: dict[float, float] = {
    7: 3.5,
    6: 3,
    5: 2.5,
    4: 2,
    3: 1.5,
    1: 0.5,
}  # oxygen per atom that the state of a nonmetal needs
ROOM = 1e-6
_ELECTROPOSITIVE = frozenset(["H", "Li", "Na", "K", "Rb", "Cs", "Mg", "Ca", "Sr", "Ba"])

GROUP_CHARGES: dict[str, tuple[str, int]] = {
    **{name: (GROUPS[name], -1) for name in ("TFSI", "FSI", "DFOB", "BOB", "OTf", "OAc")},
    "CB9H10": ("CB9H10", -1), "CB11H12": ("CB11H12", -1), "B12H12": ("B12H12", -2), "B10H10": ("B10H10", -2),
    "SCN": ("SCN", -1), "CN": ("CN", -1), "HCO3": ("HCO3", -1), "CH3COO": ("C2H3O2", -1),
}  # fmt: skip
"""Ions whose charge is known and whose inner states mean little."""


def anions(amounts: Mapping[str, float]) -> frozenset[str]:
    """The elements of a composition that make it a salt: oxygen, its heavier kin, halogens."""
    return _ANIONS & set(amounts)


def is_molecular(amounts: Mapping[str, float]) -> bool:
    """Whether the formula is held together by covalent bonds that states say nothing about: organic, or a boron cage."""
    present = set(amounts)
    organic = "C" in present and bool(present & {"H", "F", "N", "S", "B", "P"})
    cage = {"B", "H"} <= present and amounts["H"] < 2 * amounts["B"]
    return organic or cage


def around(element: str, amounts: Mapping[str, float]) -> Known:
    """The states of an element beside the others of a composition."""
    known = KNOWN[element]
    also = tuple(state for state in known.also if _possible(element, state, amounts))
    chain = element in {"O", "S", "Se"} and set(amounts) - {element} <= _ELECTROPOSITIVE - {"H"}
    # superoxides and polysulfides: a chain shares its charge
    return replace(known, also=also, mean=known.mean or chain, reached=(0.0,) if chain else known.reached)


def _possible(element: str, state: float, amounts: Mapping[str, float]) -> bool:
    """Whether a state other than the usual one can be meant, from what surrounds the element.

    High states of nonmetals need the oxygen or fluorine of their anion, low ones need its absence: P +4 is bound to P,
    as in Li4P2S6, and has at most three chalcogens.
    """
    here, present = amounts[element], set(amounts)
    shell = amounts.get("O", 0.0) + (amounts.get("F", 0.0) if element in {"S", "Se", "Te"} else 0.0)
    if element in {"S", "Se", "Te", "Cl", "Br", "I", "N"} and state > 0:
        alone = present <= _ELECTROPOSITIVE | {"O", element}  # hypochlorites, chlorites
        return shell >= _SHELL[state] * here - ROOM and (alone or element not in {"Cl", "Br"} or state > 3)
    if element == "O":
        return present <= _ELECTROPOSITIVE | {"O"}
    if element in {"S", "Se"}:
        return not {"O", "P"} & present
    if element == "P" and state > 0:
        return sum(amounts.get(anion, 0.0) for anion in ("O", "S", "Se")) <= 3 * here + ROOM
    if element == "P":
        return not (_ANIONS | {"N"}) & present
    if element == "H":
        return not {"O", "C", "N"} & present
    if element == "C":
        return amounts.get("O", 0.0) <= 2 * here + ROOM
    return element != "Cr" or state < 6 or amounts.get("O", 0.0) >= 3 * here - ROOM
