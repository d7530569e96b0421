"""Formulas of cells: retention, efficiency, cycles and hours, energy at several levels of accounting."""

from __future__ import annotations

from typing import Any

from compute.formula import formula


@formula(
    source="definition: final over initial discharge capacity",
    example=({"final_capacity_per_active_mass": "116.3 mAh/g", "initial_capacity_per_active_mass": "163.1 mAh/g"}, "71.3 %"),
)  # fmt: skip
def capacity_retention(final_capacity_per_active_mass: Any, initial_capacity_per_active_mass: Any) -> Any:
    """Retention of the discharge capacity: the last over the one it is referred to."""
    return final_capacity_per_active_mass / initial_capacity_per_active_mass


@formula(
    "capacity_retention",
    source="definition: final over initial discharge capacity",
    example=({"final_areal_capacity": "1.49 mAh/cm2", "initial_areal_capacity": "1.68 mAh/cm2"}, "88.7 %"),
)
def retention_of_areal_capacity(final_areal_capacity: Any, initial_areal_capacity: Any) -> Any:
    """Retention of the areal discharge capacity."""
    return final_areal_capacity / initial_areal_capacity


FIRST = {"first_discharge_capacity_per_active_mass": "166 mAh/g", "first_charge_capacity_per_active_mass": "204 mAh/g"}


@formula(
    source="definition: first discharge over first charge",
    example=(FIRST, "81.4 %"),
    convention=("first_cycle", "full_cell", "discharge over charge, as of a positive electrode"),
)
def initial_coulombic_efficiency(
    first_discharge_capacity_per_active_mass: Any, first_charge_capacity_per_active_mass: Any
) -> Any:
    """First-cycle efficiency of a full cell or a positive electrode: discharge over charge."""
    return first_discharge_capacity_per_active_mass / first_charge_capacity_per_active_mass


@formula(
    "initial_coulombic_efficiency",
    source="definition: first delithiation over first lithiation",
    example=(
        {"first_discharge_capacity_per_active_mass": "3339.8 mAh/g", "first_charge_capacity_per_active_mass": "2930.7 mAh/g"},
        "87.75 %",
    ),
    convention=("first_cycle", "half_cell", "charge over discharge, as of a negative material against lithium"),
)  # fmt: skip
def initial_efficiency_of_half_cell(
    first_discharge_capacity_per_active_mass: Any, first_charge_capacity_per_active_mass: Any
) -> Any:
    """First-cycle efficiency of a negative material against lithium, whose discharge is its lithiation."""
    return first_charge_capacity_per_active_mass / first_discharge_capacity_per_active_mass


@formula(
    "stable_time",
    source="definition: a cycle of a symmetric cell is two half-cycles",
    example=({"stable_cycle_count": "160 cycles", "half_cycle_time": "1.25 h"}, "400 h"),
)
def hours_of_cycles(stable_cycle_count: Any, half_cycle_time: Any) -> Any:
    """Hours that the stated cycles of a symmetric cell take."""
    return 2 * stable_cycle_count * half_cycle_time


@formula(
    "stable_time",
    source="definition: a half-cycle passes its cut-off capacity at its current",
    example=(
        {"stable_cycle_count": "800 cycles", "plated_areal_capacity": "0.25 mAh/cm2", "current_density": "0.2 mA/cm2"},
        "2000 h",
    ),
)  # fmt: skip
def hours_of_cycles_at_current(stable_cycle_count: Any, plated_areal_capacity: Any, current_density: Any) -> Any:
    """Hours that the stated cycles take at the stated current and cut-off capacity, two half-cycles each."""
    return 2 * stable_cycle_count * plated_areal_capacity / current_density


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
    source="definition: capacity per active mass times average voltage",
    example=({"discharge_capacity_per_active_mass": "200 mAh/g", "average_voltage": "3.80 V"}, "760 Wh/kg"),
)
def specific_energy_of_active_material(discharge_capacity_per_active_mass: Any, average_voltage: Any) -> Any:
    """Energy per mass of the positive active material alone: the innermost level of the ledger."""
    return discharge_capacity_per_active_mass * average_voltage


@formula(
    "specific_energy_of_active_material",
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
