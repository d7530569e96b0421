"""Formulas of electrodes: theoretical capacity, capacity and loading on each basis, lithium's thickness, plating."""

from __future__ import annotations

from typing import Any

from compute.formula import formula

TEXTBOOK = "Faraday's law: Q = z F n"
THEORY = "theoretical_capacity"


@formula(
    "theoretical_capacity_per_mass",
    source=TEXTBOOK + "; molar mass from the composition",
    # 96485.33 / 6.94 g/mol / 3.6
    example=({"molar_mass": "6.94 g/mol", "lithium_per_formula": "1"}, "3862 mAh/g"),
    convention=(THEORY, "all_lithium", "all the lithium of the formula takes part"),
)
def theoretical_capacity_of_lithium_in_formula(molar_mass: Any, lithium_per_formula: Any, faraday: Any) -> Any:
    """Theoretical capacity when all the lithium of the formula takes part."""
    return lithium_per_formula * faraday / molar_mass


@formula(
    "theoretical_capacity_per_mass",
    source=TEXTBOOK + "; molar mass from the composition",
    # V2O5 that takes up two lithium: 2 * 96485.33 / 181.88 g/mol / 3.6
    example=({"molar_mass": "181.88 g/mol", "electrons_per_formula": "2"}, "294.7 mAh/g"),
    convention=(THEORY, "electrons", "the stated number of electrons takes part"),
)
def theoretical_capacity_of_electrons(molar_mass: Any, electrons_per_formula: Any, faraday: Any) -> Any:
    """Theoretical capacity for the stated number of electrons, or lithium ions, of a formula unit."""
    return electrons_per_formula * faraday / molar_mass


@formula(
    source="definition: discharge capacity over theoretical capacity",
    example=(
        {"discharge_capacity_per_active_mass": "190 mAh/g", "positive_active_theoretical_capacity_per_mass": "275 mAh/g"},
        "69.1 %",
    ),
    convention=(THEORY, "electrons", "of the theoretical capacity that is printed"),
)  # fmt: skip
def utilisation(discharge_capacity_per_active_mass: Any, positive_active_theoretical_capacity_per_mass: Any) -> Any:
    """Share of the active material's theoretical capacity that a discharge delivers."""
    return discharge_capacity_per_active_mass / positive_active_theoretical_capacity_per_mass


@formula(
    "utilisation",
    source=TEXTBOOK + "; molar mass and lithium from the composition",
    # NCM811: 96485.33 / 97.28 g/mol / 3.6 = 275.5 mAh/g
    example=(
        {"discharge_capacity_per_active_mass": "200 mAh/g", "positive_active_molar_mass": "97.28 g/mol",
         "positive_active_lithium_per_formula": "1"}, "72.59 %",
    ),
    convention=(THEORY, "all_lithium", "of all the lithium of the formula"),
)  # fmt: skip
def utilisation_of_lithium(
    discharge_capacity_per_active_mass: Any, positive_active_molar_mass: Any, positive_active_lithium_per_formula: Any,
    faraday: Any,
) -> Any:  # fmt: skip
    """Share of the lithium in the active material's formula that a discharge moves."""
    theoretical = positive_active_lithium_per_formula * faraday / positive_active_molar_mass
    return discharge_capacity_per_active_mass / theoretical


@formula(
    source="definition: capacity per mass times density",
    example=({"theoretical_capacity_per_mass": "3860 mAh/g", "lithium_density": "0.534 g cm-3"}, "2061 mAh cm-3"),
)
def theoretical_volumetric_capacity(theoretical_capacity_per_mass: Any, lithium_density: Any) -> Any:
    """Theoretical capacity of lithium metal per volume."""
    return theoretical_capacity_per_mass * lithium_density


def lithium_charge(thickness: Any, density: Any, molar_mass: Any, faraday: Any) -> Any:
    """Charge per area of a dense layer of lithium."""
    return thickness * density * faraday / molar_mass


@formula(
    "lithium_areal_capacity",
    checks=False,  # not all the lithium of a layer can be stripped
    source=TEXTBOOK,
    # 10 um * 0.534 g/cm3 = 0.534 mg/cm2; * 3.862 mAh/mg
    example=({"thickness": "10.0 um", "lithium_density": "0.534 g cm-3", "lithium_molar_mass": "6.94 g/mol"}, "2.062 mAh/cm2"),
)  # fmt: skip
def areal_capacity_of_lithium(thickness: Any, lithium_density: Any, lithium_molar_mass: Any, faraday: Any) -> Any:
    """Lithium of a dense lithium layer of this thickness, as charge per area."""
    return lithium_charge(thickness, lithium_density, lithium_molar_mass, faraday)


@formula(
    "theoretical_areal_capacity",
    source=TEXTBOOK,
    example=({"thickness": "20.0 um", "lithium_density": "0.534 g cm-3", "lithium_molar_mass": "6.94 g/mol"}, "4.125 mAh/cm2"),
)  # fmt: skip
def theoretical_areal_capacity_of_lithium(
    thickness: Any, lithium_density: Any, lithium_molar_mass: Any, faraday: Any
) -> Any:
    """Theoretical capacity per area of a dense lithium layer of this thickness."""
    return lithium_charge(thickness, lithium_density, lithium_molar_mass, faraday)


@formula(
    "thickness",
    checks=False,  # not all the lithium of a layer can be stripped
    source=TEXTBOOK,
    example=({"lithium_areal_capacity": "5.00 mAh/cm2", "lithium_density": "0.534 g cm-3", "lithium_molar_mass": "6.94 g/mol"}, "24.24 um"),
)  # fmt: skip
def thickness_of_lithium(
    lithium_areal_capacity: Any, lithium_density: Any, lithium_molar_mass: Any, faraday: Any
) -> Any:
    """Thickness of the dense lithium layer that holds this charge per area."""
    return lithium_areal_capacity * lithium_molar_mass / (lithium_density * faraday)


@formula(
    "thickness_change",
    source=TEXTBOOK,
    # 1.00 mAh/cm2 * 3.6 C / 96485 * 6.94 g/mol / 0.534 g/cm3
    example=({"plated_areal_capacity": "1.00 mAh/cm2", "lithium_density": "0.534 g cm-3", "lithium_molar_mass": "6.94 g/mol"}, "4.849 um"),
)  # fmt: skip
def thickness_change_on_plating(
    plated_areal_capacity: Any, lithium_density: Any, lithium_molar_mass: Any, faraday: Any
) -> Any:
    """Thickness that a dense lithium layer gains when this charge per area is plated."""
    return plated_areal_capacity * lithium_molar_mass / (lithium_density * faraday)


@formula(
    "thickness_change",
    source=TEXTBOOK,
    # 1.20 mAh/cm2 * 3.6 C / 96485 * 6.94 g/mol / 0.534 g/cm3
    example=({"theoretical_areal_capacity": "1.20 mAh/cm2", "lithium_density": "0.534 g cm-3", "lithium_molar_mass": "6.94 g/mol"}, "5.819 um"),
)  # fmt: skip
def thickness_change_of_areal_capacity(
    theoretical_areal_capacity: Any, lithium_density: Any, lithium_molar_mass: Any, faraday: Any
) -> Any:
    """Thickness of dense lithium that a charge per area corresponds to."""
    return theoretical_areal_capacity * lithium_molar_mass / (lithium_density * faraday)


@formula(
    "deposited_thickness",
    source=TEXTBOOK + "; all charge plates lithium",
    # 2 mA/cm2 * 3710 s = 2.0611 mAh/cm2
    example=(
        {"current_density": "2 mA/cm2", "duration": "3710 s", "lithium_density": "0.534 g cm-3",
         "lithium_molar_mass": "6.94 g/mol"}, "9.995 um",
    ),
)  # fmt: skip
def faraday_thickness(
    current_density: Any, duration: Any, lithium_density: Any, lithium_molar_mass: Any, faraday: Any
) -> Any:
    """Thickness of the dense lithium layer that a constant current deposits."""
    return current_density * duration * lithium_molar_mass / (lithium_density * faraday)


@formula(
    "thickness_change",
    source=TEXTBOOK + "; charge = current times time",
    # 0.50 mA/cm2 * 2.0 h = 1.00 mAh/cm2, which is 4.849 um
    example=(
        {"current_density": "0.50 mA/cm2", "half_cycle_time": "2.0 h", "lithium_density": "0.534 g cm-3",
         "lithium_molar_mass": "6.94 g/mol"}, "4.849 um",
    ),
)  # fmt: skip
def thickness_change_of_half_cycle(
    current_density: Any, half_cycle_time: Any, lithium_density: Any, lithium_molar_mass: Any, faraday: Any
) -> Any:
    """Thickness that a dense lithium layer gains in a half-cycle at a constant current."""
    return current_density * half_cycle_time * lithium_molar_mass / (lithium_density * faraday)


@formula(
    source=TEXTBOOK,
    # 1.00 mAh/cm2 * 3.6 C / 96485.33 * 6.94 g/mol
    example=({"plated_areal_capacity": "1.00 mAh/cm2", "lithium_molar_mass": "6.94 g/mol"}, "0.2589 mg/cm2"),
)
def plated_areal_mass(plated_areal_capacity: Any, lithium_molar_mass: Any, faraday: Any) -> Any:
    """Mass of lithium per area that a half-cycle plates."""
    return plated_areal_capacity * lithium_molar_mass / faraday


@formula(
    "plated_areal_capacity",
    source="definition: charge = current times time",
    example=({"current_density": "0.2 mA/cm2", "half_cycle_time": "1.5 h"}, "0.300 mAh/cm2"),
)
def charge_passed(current_density: Any, half_cycle_time: Any) -> Any:
    """Charge per area that a half-cycle passes."""
    return current_density * half_cycle_time
