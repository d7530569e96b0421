"""Names of the catalogue as a chemist says them: ``negative_thickness`` is the thickness of the negative electrode."""

from __future__ import annotations

import re
from collections.abc import Sequence

from compute.formula import PARTS
from schema.quantities import Q

__all__ = ["joined", "named", "not_reported", "pretty", "pretty_unit", "the"]

SPOKEN = {
    "active_mass_loading": "active-material loading", "composite_mass_loading": "composite loading",
    "electrode_mass_loading": "mass loading", "area_specific_resistance": "area-specific resistance",
    "area_specific_interfacial_resistance": "area-specific interfacial resistance",
    "one_c_current_density": "current density of 1 C", "n_to_p_ratio": "N/P ratio", "c_rate": "C-rate",
    "one_c_capacity_per_active_mass": "capacity per active mass that defines 1 C", "charge_c_rate": "C-rate of the charge",
    "initial_c_rate": "initial C-rate", "half_cycle_time": "duration of a half-cycle", "cycle_count": "number of cycles",
    "stable_cycle_count": "number of stable cycles", "activation_cycle_count": "number of activation cycles",
    "interfacial_resistance_initial": "initial interfacial resistance", "resistance_initial": "initial resistance",
    "interfacial_resistance_final": "final interfacial resistance", "resistance_final": "final resistance",
    "overpotential_initial": "initial overpotential", "overpotential_final": "final overpotential",
    "lithium_areal_capacity": "areal capacity of strippable lithium",
    "initial_lithium_areal_capacity": "initial areal capacity of strippable lithium",
    "final_lithium_areal_capacity": "final areal capacity of strippable lithium",
    "lithium_per_formula": "number of lithium atoms per formula unit",
    "electrons_per_formula": "number of electrons per formula unit",
    "electrons_transferred": "number of electrons transferred", "oxidised_couple_potential": "potential of the oxidised couple",
    "reduced_couple_potential": "potential of the reduced couple", "collector_areal_mass": "areal mass of the current collector",
    "plated_areal_capacity": "areal capacity plated in a half-cycle", "plated_areal_mass": "areal mass plated in a half-cycle",
    "lowest_rate_capacity_per_active_mass": "capacity per active mass at the lowest rate", "film_density": "density of the film",
    "target_diameter": "diameter of the target", "solid_electrolyte_mass": "mass of solid electrolyte",
    "mass_loss_difference": "difference of the mass losses", "oxygen_per_lithium": "number of ether oxygens per lithium",
    "conductivity_temperature_prefactor": "prefactor of conductivity times temperature", "young_modulus": "Young's modulus",
    "equilibrium_constant_logarithm": "logarithm of the equilibrium constant", "test_duration": "duration of the test",
    "lower_cutoff_voltage": "lower cut-off voltage", "upper_cutoff_voltage": "upper cut-off voltage",
    "stable_time": "time of stable cycling", "plating_stripping_time": "time of plating and stripping",
    "interface_share_of_overpotential": "interfaces' share of the overpotential", "volume_change": "change of volume",
    "specific_energy_of_active_material": "specific energy of the active material", "resistance_change": "change of the resistance",
    "specific_energy_of_composite": "specific energy of the composite", "thickness_change": "change of the thickness",
    "specific_energy_of_stack": "specific energy of the stack", "reaction_free_energy": "free energy of the reaction",
    "specific_energy_of_cell": "specific energy of the cell", "energy_density_of_cell": "energy density of the cell",
    "rate_capacity_retention": "capacity retention at the high rate",
}  # fmt: skip
"""Quantities whose names in the catalogue, without underscores, are not what one says."""

OF_PART = {
    "positive": "the positive electrode", "negative": "the negative electrode", "separator": "the separator",
    "coating": "the coating", "active": "the active material", "lithium": "lithium",
    "first": "the first of the two", "second": "the second of the two",
}  # fmt: skip
"""What a part is called; one that is not here (``reference``) stays an adjective."""


def named(name: str) -> str:
    """A quantity or a formula's parameter in words, without article."""
    head, at, rest = name.partition(" at ")  # "ionic_conductivity at a second temperature"
    if at:
        return f"{named(head)} at {rest}"
    found: list[str] = []
    adjectives: list[str] = []
    while name not in Q:
        part, _, rest = name.partition("_")
        if part not in PARTS or not rest:
            break
        if part in OF_PART:
            found.insert(0, OF_PART[part])
        else:
            adjectives.append(part)
        name = rest
    words = " ".join([*adjectives, SPOKEN.get(name, name.replace("_", " "))])
    return f"{words} of {' in '.join(found)}" if found else words


def the(name: str) -> str:
    """A name with its article; what already is a phrase stays one."""
    return name if re.match(r"(the|a|an|both) ", name) else f"the {named(name)}"


def joined(words: Sequence[str], last: str = "and") -> str:
    """``a, b and c``."""
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def not_reported(names: Sequence[str]) -> str:
    """``the power and the diameter of the target are not reported``; of a statement, what has no number."""
    compared, about = (f"the number that it is {what}" in names for what in ("compared with", "about"))
    if compared and about:
        return "neither what it is about nor what it is compared with is given as a number"
    if compared or about:
        return f"what it is {'compared with' if compared else 'about'} is not given as a number"
    several = len(names) > 1 or names[0].startswith("both ")
    return f"{joined([the(name) for name in names])} {'are' if several else 'is'} not reported"


UNITS = {"ohm": "Ω", "um": "µm", "uA": "µA", "uL": "µL", "degC": "°C"}
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def pretty_unit(text: str) -> str:
    """A unit of the catalogue as print has it: ``g cm-3`` is g cm⁻³, ``mA/cm2`` mA/cm²."""
    text = re.sub(r"(?<=[A-Za-z])-?\d+\b", lambda found: found[0].translate(SUPERSCRIPTS), text)
    return re.sub("|".join(rf"\b{unit}(?![a-z])" for unit in UNITS), lambda found: UNITS[found[0]], text)


def pretty(number: str) -> str:
    """A number as print has it: ``-9.56e-06`` is −9.56×10⁻⁶."""
    mantissa, _, exponent = number.partition("e")
    if exponent.lstrip("+-").isdigit():
        number = f"{mantissa}×10{str(int(exponent)).translate(SUPERSCRIPTS)}"
    return number.replace("-", "−")
