"""What invented papers are about: substances with the ranges of their properties, and how papers spell units."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import polars as pl

from schema.composition import understand

__all__ = ["ACTIVES", "ANODE", "BELOW_ONLY", "COATS", "DIGITS", "SOLIDS", "UNITS", "Active", "Solid", "substances"]


class Solid(NamedTuple):
    """A solid electrolyte: log10 of its conductivity (mS/cm, 25 °C) with its spread, full density in g/cm3, share of lithium."""

    written: str
    formula: str
    family: str
    kind: str
    form: str
    log_sigma: float
    spread: float
    energy: tuple[float, float]
    density: float
    thickness: tuple[float, float]
    transference: tuple[float, float]


class Active(NamedTuple):
    """An active material: practical and 1 C capacity in mAh/g, voltage, density in g/cm3."""

    written: str
    formula: str
    family: str
    capacity: float
    one_c: float
    voltage: float
    density: float


SOLIDS = (
    Solid("LPSCl", "Li6PS5Cl", "argyrodite", "inorganic", "pellet", 0.4, 0.2, (0.29, 0.42), 1.855, (30, 800), (0.98, 0.999)),
    Solid("LLZTO", "Li6.4La3Zr1.4Ta0.6O12", "garnet", "inorganic", "pellet", -0.2, 0.2, (0.3, 0.45), 5.476, (25, 1200), (0.98, 0.999)),
    Solid("LIC", "Li3InCl6", "halide", "inorganic", "pellet", 0.1, 0.2, (0.32, 0.42), 2.59, (50, 900), (0.97, 0.999)),
    Solid("LATP", "Li1.3Al0.3Ti1.7(PO4)3", "nasicon", "inorganic", "film", -0.5, 0.25, (0.3, 0.45), 2.95, (20, 600), (0.97, 0.999)),
    Solid("LGPS", "Li10GeP2S12", "thio_lisicon", "inorganic", "pellet", 0.8, 0.15, (0.2, 0.3), 2.04, (60, 900), (0.98, 0.999)),
    Solid("LPS glass", "75Li2S-25P2S5", "sulfide", "inorganic", "film", -0.5, 0.2, (0.33, 0.42), 1.88, (30, 700), (0.98, 0.999)),
    Solid("PEO/LiTFSI", "(C2H4O)n", "polymer", "polymer", "membrane", -2.0, 0.4, (0.4, 0.6), 1.21, (15, 150), (0.15, 0.65)),
    Solid("LiPON", "LiPON", "lipon", "inorganic", "thin_film", -2.7, 0.2, (0.5, 0.6), 2.3, (0.5, 3), (0.97, 0.999)),
)  # fmt: skip
ACTIVES = (
    Active("NMC811", "LiNi0.8Co0.1Mn0.1O2", "layered_oxide", 190, 200, 3.8, 4.7),
    Active("LCO", "LiCoO2", "layered_oxide", 140, 150, 3.9, 5.06),
    Active("LFP", "LiFePO4", "olivine", 152, 170, 3.4, 3.6),
    Active("LNMO", "LiNi0.5Mn1.5O4", "spinel", 125, 147, 4.65, 4.44),
)
ANODE = Active("Si", "Si", "silicon", 2500, 3500, 0.4, 2.33)
COATS = (("LNO", "LiNbO3", "oxide"), ("LPO", "Li3PO4", "oxide"), ("Al2O3", "Al2O3", "oxide"), ("Ag", "Ag", "metal"))
OTHERS = (
    ("Li", "Li", "metal"),
    ("Al", "Al", "metal"),
    ("Cu", "Cu", "metal"),
    ("carbon black", "C", "conductive_carbon"),
)

UNITS = {
    "ionic_conductivity": ("mS/cm", "mS cm−1", "S/cm", "S cm−1"), "lithium_conductivity": ("mS/cm", "S cm−1"),
    "electronic_conductivity": ("S/cm", "S cm−1"), "resistance": ("Ω", "kΩ"), "resistance_initial": ("Ω", "ohm"),
    "resistance_final": ("Ω", "ohm"), "resistance_change": ("Ω", "ohm"), "lead_resistance": ("Ω",),
    "area_specific_resistance": ("Ω cm2", "Ω cm2", "ohm cm2"), "conductance": ("mS", "S"),
    "area_specific_interfacial_resistance": ("Ω cm2",), "activation_energy": ("eV", "eV", "meV"),
    "thickness": ("μm", "um", "mm"), "overpotential": ("mV", "mV", "V"), "areal_capacity": ("mAh/cm2", "mAh cm−2"),
    "discharge_capacity_per_active_mass": ("mAh/g", "mAh g−1", "mA h g−1"), "stable_time": ("h", "h", "days"),
    "initial_capacity_per_active_mass": ("mAh/g", "mAh g−1"), "final_capacity_per_active_mass": ("mAh/g", "mAh g−1"),
    "active_mass_loading": ("mg/cm2", "mg cm−2"), "temperature": ("°C",), "density": ("g cm−3", "g/cm3"),
    "diameter": ("mm", "cm"), "critical_current_density": ("mA/cm2", "mA cm−2"), "duration": ("h", "min"),
    "reaction_free_energy": ("kJ/mol", "kJ mol−1"), "area": ("cm2", "mm2"), "fabrication_pressure": ("MPa",),
}  # fmt: skip
"""Spellings that a paper chooses from; others print the catalogue's unit."""

DIGITS = {
    "average_coulombic_efficiency": (4, 4),
    "average_voltage": (2, 3),
    "binding_energy": (4, 5),
    "reaction_free_energy": (3, 4),
}
"""Fewest and most significant digits, where they are not two or three."""

BELOW_ONLY = ("resistance", "thickness", "overpotential", "electronic_conductivity", "particle_size")
"""What a paper boasts of as below a limit, by a part of the quantity's name; everything else is above one."""


def substances() -> pl.DataFrame:
    """All of them by formula, as the columns of the material table."""
    rows: list[dict[str, Any]] = []
    known = [(one.written, one.formula, one.family) for one in (*SOLIDS, *ACTIVES, ANODE)]
    for written, formula, family in (*known, *COATS, *OTHERS):
        found = understand(formula)
        rows.append(
            {"formula": formula, "written": written, "family": family, "name": found.long_name or None,
             "parse_state": found.state, "parse_reason": found.reason, "reduced_formula": found.reduced,
             "chemical_system": found.chemical_system, "anonymous_formula": found.anonymous,
             "elements": json.dumps(found.elements),
             "molar_mass": None if found.molar_mass is None else found.molar_mass / 1000}
        )  # fmt: skip
    return pl.DataFrame(rows).unique("formula", keep="first", maintain_order=True)
