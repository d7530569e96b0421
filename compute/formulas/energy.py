"""Formulas of cells: energy at several levels of accounting, and the power of a target."""

from __future__ import annotations

from typing import Any

from compute.formula import formula


@formula(
    "power_density",
    source="definition: power over the area of a round target",
    # 80 / (pi / 4 * 7.6**2)
    example=({"power": "80 W", "target_diameter": "7.6 cm"}, "1.763 W/cm2"),
)
def power_density_of_target(power: Any, target_diameter: Any) -> Any:
    """Power per area of a round sputtering target."""
    return power / (3.141592653589793 / 4 * target_diameter**2)


@formula(
    checks=False,
    source="bound: an average lies between the limits",
    example=({"lower_cutoff_voltage": "2.50 V", "upper_cutoff_voltage": "4.30 V"}, "3.40 V"),
)
def average_voltage(lower_cutoff_voltage: Any, upper_cutoff_voltage: Any, unknown_share: Any) -> Any:
    """Average discharge voltage where the paper prints none: somewhere between the cut-off voltages."""
    return lower_cutoff_voltage + unknown_share * (upper_cutoff_voltage - lower_cutoff_voltage)


@formula(
    source="definition: charge per area times voltage",
    example=({"areal_capacity": "5.00 mAh/cm2", "average_voltage": "3.80 V"}, "19.0 mWh/cm2"),
)
def areal_energy(areal_capacity: Any, average_voltage: Any) -> Any:
    """Energy per electrode area."""
    return areal_capacity * average_voltage


@formula(
    convention=("discharge_of_energy", "discharge", "of a discharge of the test"),
    source="definition: capacity per active mass times average voltage",
    example=({"discharge_capacity_per_active_mass": "200 mAh/g", "average_voltage": "3.80 V"}, "760 Wh/kg"),
)
def specific_energy_of_active_material(discharge_capacity_per_active_mass: Any, average_voltage: Any) -> Any:
    """Energy per mass of the positive active material alone: the innermost level of the ledger."""
    return discharge_capacity_per_active_mass * average_voltage


@formula(
    "specific_energy_of_active_material",
    convention=("discharge_of_energy", "first_discharge", "of the very first discharge"),
    source="definition: capacity per active mass times average voltage",
    example=({"first_discharge_capacity_per_active_mass": "182 mAh/g", "average_voltage": "3.70 V"}, "673 Wh/kg"),
)
def active_material_energy_of_first_discharge(
    first_discharge_capacity_per_active_mass: Any, average_voltage: Any
) -> Any:
    """Energy per mass of the positive active material alone, of the first discharge."""
    return first_discharge_capacity_per_active_mass * average_voltage


@formula(
    "specific_energy_of_active_material",
    convention=("discharge_of_energy", "initial", "of the capacity that a retention refers to"),
    source="definition: capacity per active mass times average voltage",
    example=({"initial_capacity_per_active_mass": "172.4 mAh/g", "average_voltage": "3.70 V"}, "638 Wh/kg"),
)
def active_material_energy_of_initial_capacity(initial_capacity_per_active_mass: Any, average_voltage: Any) -> Any:
    """Energy per mass of the positive active material alone, at the beginning of a cycling test."""
    return initial_capacity_per_active_mass * average_voltage


@formula(
    source="definition: the active material's energy times its share of the composite",
    example=(
        {"discharge_capacity_per_active_mass": "200 mAh/g", "average_voltage": "3.80 V", "positive_active_mass_fraction": "80 %"},
        "608 Wh/kg",
    ),
)  # fmt: skip
def specific_energy_of_composite(
    discharge_capacity_per_active_mass: Any, average_voltage: Any, positive_active_mass_fraction: Any
) -> Any:
    """Energy per mass of the whole positive composite."""
    return discharge_capacity_per_active_mass * average_voltage * positive_active_mass_fraction


STACK = {
    "areal_capacity": "5.00 mAh/cm2", "average_voltage": "3.80 V", "positive_active_mass_loading": "25.0 mg/cm2",
    "positive_active_mass_fraction": "80.0 %", "separator_thickness": "30.0 um", "separator_density": "1.87 g cm-3",
    "negative_thickness": "20.0 um", "negative_density": "0.534 g cm-3",
}  # fmt: skip


@formula(
    source="ledger: areal energy over the masses of composite, separator and negative electrode",
    # 19.0 mWh / (31.25 + 5.61 + 1.068 mg)
    example=(STACK, "501 Wh/kg"),
)
def specific_energy_of_stack(
    areal_capacity: Any, average_voltage: Any, positive_active_mass_loading: Any, positive_active_mass_fraction: Any,
    separator_thickness: Any, separator_density: Any, negative_thickness: Any, negative_density: Any,
) -> Any:  # fmt: skip
    """Energy per mass of both electrodes and the separator, without current collectors."""
    mass = positive_active_mass_loading / positive_active_mass_fraction
    mass = mass + separator_thickness * separator_density + negative_thickness * negative_density
    return areal_capacity * average_voltage / mass


@formula(
    source="ledger: areal energy over the masses of composite, separator, negative electrode and both collectors",
    # 19.0 mWh / (37.928 + 10 um * 2.70 + 8 um * 8.96 = 47.796 mg)
    example=(
        STACK | {"positive_collector_areal_mass": "2.70 mg/cm2", "negative_collector_areal_mass": "7.168 mg/cm2"},
        "398 Wh/kg",
    ),
)  # fmt: skip
def specific_energy_with_collectors(
    areal_capacity: Any, average_voltage: Any, positive_active_mass_loading: Any, positive_active_mass_fraction: Any,
    separator_thickness: Any, separator_density: Any, negative_thickness: Any, negative_density: Any,
    positive_collector_areal_mass: Any, negative_collector_areal_mass: Any,
) -> Any:  # fmt: skip
    """Energy per mass of a single layer with both whole current collectors."""
    mass = positive_active_mass_loading / positive_active_mass_fraction
    mass = mass + separator_thickness * separator_density + negative_thickness * negative_density
    mass = mass + positive_collector_areal_mass + negative_collector_areal_mass
    return areal_capacity * average_voltage / mass
