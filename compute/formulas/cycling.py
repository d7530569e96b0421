"""Formulas of cycling: retention against each reference, fade, coulombic efficiency, cycles and hours."""

from __future__ import annotations

from typing import Any

from compute.formula import formula


@formula(
    source="definition: final over initial discharge capacity",
    example=({"final_capacity_per_active_mass": "116.3 mAh/g", "initial_capacity_per_active_mass": "163.1 mAh/g"}, "71.3 %"),
    convention=("retention_reference", "initial", "of the capacity after formation"),
)  # fmt: skip
def capacity_retention(final_capacity_per_active_mass: Any, initial_capacity_per_active_mass: Any) -> Any:
    """Retention of the discharge capacity: the last over the one it is referred to."""
    return final_capacity_per_active_mass / initial_capacity_per_active_mass


@formula(
    "capacity_retention",
    source="definition: final over first discharge capacity",
    # 116.3 / 166
    example=(
        {"final_capacity_per_active_mass": "116.3 mAh/g", "first_discharge_capacity_per_active_mass": "166 mAh/g"},
        "70.06 %",
    ),
    convention=("retention_reference", "first_discharge", "of the very first discharge"),
)  # fmt: skip
def retention_of_first_discharge(
    final_capacity_per_active_mass: Any, first_discharge_capacity_per_active_mass: Any
) -> Any:
    """Retention of the discharge capacity, referred to the very first discharge."""
    return final_capacity_per_active_mass / first_discharge_capacity_per_active_mass


@formula(
    "capacity_retention",
    source="definition: final over highest discharge capacity",
    # 116.3 / 171.0
    example=(
        {"final_capacity_per_active_mass": "116.3 mAh/g", "highest_capacity_per_active_mass": "171.0 mAh/g"}, "68.01 %",
    ),
    convention=("retention_reference", "highest", "of the highest capacity reached"),
)  # fmt: skip
def retention_of_highest_capacity(final_capacity_per_active_mass: Any, highest_capacity_per_active_mass: Any) -> Any:
    """Retention of the discharge capacity, referred to the highest that the test reached."""
    return final_capacity_per_active_mass / highest_capacity_per_active_mass


@formula(
    "capacity_retention",
    source="definition: final over initial discharge capacity",
    example=({"final_areal_capacity": "1.49 mAh/cm2", "initial_areal_capacity": "1.68 mAh/cm2"}, "88.7 %"),
)
def retention_of_areal_capacity(final_areal_capacity: Any, initial_areal_capacity: Any) -> Any:
    """Retention of the areal discharge capacity."""
    return final_areal_capacity / initial_areal_capacity


@formula(
    "final_capacity_per_active_mass",
    checks=False,  # the same relation is checked the other way round
    source="definition: final over initial discharge capacity",
    # 163.1 * 0.713
    example=({"initial_capacity_per_active_mass": "163.1 mAh/g", "capacity_retention": "71.3 %"}, "116.3 mAh/g"),
)
def final_capacity_of_retention(initial_capacity_per_active_mass: Any, capacity_retention: Any) -> Any:
    """Discharge capacity at the end of a cycling test, from the retention and the capacity it is referred to."""
    return initial_capacity_per_active_mass * capacity_retention


@formula(
    "initial_capacity_per_active_mass",
    checks=False,  # the same relation is checked the other way round
    source="definition: final over initial discharge capacity",
    # 183.2 / 0.953
    example=({"final_capacity_per_active_mass": "183.2 mAh/g", "capacity_retention": "95.3 %"}, "192.2 mAh/g"),
)
def initial_capacity_of_retention(final_capacity_per_active_mass: Any, capacity_retention: Any) -> Any:
    """Discharge capacity that a retention is referred to, from the one at the end."""
    return final_capacity_per_active_mass / capacity_retention


FADED = {"capacity_retention": "79.0 %", "cycle_count": "200 cycles"}


@formula(
    source="definition: the loss shared evenly between the cycles",
    # 0.21 / 200
    example=(FADED, "0.1050 %"),
    convention=("fade", "linear", "the same loss of the initial capacity in each cycle"),
)
def capacity_fade_per_cycle(capacity_retention: Any, cycle_count: Any) -> Any:
    """Loss of capacity per cycle, of the initial capacity."""
    return (1 - capacity_retention) / cycle_count


@formula(
    "capacity_fade_per_cycle",
    source="definition: each cycle keeps the same share of the one before",
    # 1 - exp(ln(0.79) / 200) = 1 - exp(-0.00117861)
    example=(FADED, "0.1178 %"),
    convention=("fade", "geometric", "the same share of the cycle before lost in each cycle"),
)
def geometric_fade_per_cycle(capacity_retention: Any, cycle_count: Any) -> Any:
    """Loss of capacity per cycle, of the cycle before."""
    return 1 - capacity_retention ** (1 / cycle_count)


@formula(
    source="definition: capacity at a high rate over that at the lowest rate of the test",
    # 54.7 / 197.4
    example=(
        {"discharge_capacity_per_active_mass": "54.7 mAh/g", "lowest_rate_capacity_per_active_mass": "197.4 mAh/g"},
        "27.71 %",
    ),
)  # fmt: skip
def rate_capacity_retention(discharge_capacity_per_active_mass: Any, lowest_rate_capacity_per_active_mass: Any) -> Any:
    """Rate capability: what is left of the discharge capacity at a high rate."""
    return discharge_capacity_per_active_mass / lowest_rate_capacity_per_active_mass


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
    source="definition: discharge over charge capacity of one cycle",
    # 151.8 / 153.3
    example=({"discharge_capacity_per_active_mass": "151.8 mAh/g", "charge_capacity_per_active_mass": "153.3 mAh/g"}, "99.02 %"),
    convention=("first_cycle", "full_cell", "discharge over charge, as of a positive electrode"),
)  # fmt: skip
def coulombic_efficiency(discharge_capacity_per_active_mass: Any, charge_capacity_per_active_mass: Any) -> Any:
    """Coulombic efficiency of one cycle of a full cell or a positive electrode: discharge over charge."""
    return discharge_capacity_per_active_mass / charge_capacity_per_active_mass


@formula(
    "coulombic_efficiency",
    source="definition: delithiation over lithiation of one cycle",
    # 1713.9 / 1736.0
    example=({"discharge_capacity_per_active_mass": "1736.0 mAh/g", "charge_capacity_per_active_mass": "1713.9 mAh/g"}, "98.73 %"),
    convention=("first_cycle", "half_cell", "charge over discharge, as of a negative material against lithium"),
)  # fmt: skip
def coulombic_efficiency_of_half_cell(
    discharge_capacity_per_active_mass: Any, charge_capacity_per_active_mass: Any
) -> Any:
    """Coulombic efficiency of a negative material against lithium, whose discharge is its lithiation."""
    return charge_capacity_per_active_mass / discharge_capacity_per_active_mass


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
    "plating_stripping_time",
    source="definition: a cycle of a symmetric cell is two half-cycles",
    # 2 * 250 * 1.00 h
    example=({"cycle_count": "250 cycles", "half_cycle_time": "1.00 h"}, "500 h"),
)
def plating_time_of_cycles(cycle_count: Any, half_cycle_time: Any) -> Any:
    """Hours of plating and stripping that the cycles of a symmetric cell take."""
    return 2 * cycle_count * half_cycle_time


@formula(
    "plating_stripping_time",
    source="definition: a half-cycle passes its cut-off capacity at its current",
    # 2 * 250 * 0.50 mAh / 0.25 mA
    example=(
        {"cycle_count": "250 cycles", "plated_areal_capacity": "0.50 mAh/cm2", "current_density": "0.25 mA/cm2"},
        "1000 h",
    ),
)  # fmt: skip
def plating_time_of_cycles_at_current(cycle_count: Any, plated_areal_capacity: Any, current_density: Any) -> Any:
    """Hours of plating and stripping at the stated current and cut-off capacity, two half-cycles a cycle."""
    return 2 * cycle_count * plated_areal_capacity / current_density


@formula(
    "half_cycle_time",
    checks=False,  # the same relation is checked the other way round
    source="definition: a half-cycle passes its cut-off capacity at its current",
    # 0.25 mAh / 0.20 mA
    example=({"plated_areal_capacity": "0.25 mAh/cm2", "current_density": "0.20 mA/cm2"}, "1.25 h"),
)
def half_cycle_time_of_capacity(plated_areal_capacity: Any, current_density: Any) -> Any:
    """Duration of a half-cycle that passes a cut-off capacity at a constant current."""
    return plated_areal_capacity / current_density


@formula(
    "stable_cycle_count",
    checks=False,  # the same relation is checked the other way round
    source="definition: a cycle of a symmetric cell is two half-cycles",
    # 400 h / 2.5 h
    example=({"stable_time": "400 h", "half_cycle_time": "1.25 h"}, "160 cycles"),
)
def stable_cycles_of_hours(stable_time: Any, half_cycle_time: Any) -> Any:
    """Cycles of a symmetric cell in its stable hours."""
    return stable_time / (2 * half_cycle_time)


@formula(
    checks=False,  # a bound: a cell that holds less than the capacity that defines 1 C is done sooner
    source="a charge and a discharge of the capacity that defines 1 C take an hour each at 1 C",
    # at most 2 * 200 * 1 h / 0.50 = 800 h; the middle of the bound is half of it
    example=({"cycle_count": "200 cycles", "c_rate": "0.50 C"}, "16.67 days"),
)
def test_duration(cycle_count: Any, c_rate: Any, unknown_share: Any) -> Any:
    """How long a full cell's cycles take at most when charge and discharge have the same rate."""
    return unknown_share * 2 * cycle_count / c_rate
