"""Formulas of rates: what 1 C is, and rate, current, current density and current per mass from each other."""

from __future__ import annotations

from typing import Any

from compute.formula import formula

ONE_C = "definition: 1 C empties the cell in one hour"
RATE = "definition: rate times the capacity that defines 1 C"
NOMINAL = ("one_c", "nominal", "1 C of the capacity that the paper defines it by")
PRESENT = ("one_c", "present", "1 C of the capacity that the cell has")


@formula(
    "one_c_current_density",
    source=ONE_C,
    example=({"one_c_capacity_per_active_mass": "200 mAh/g", "active_mass_loading": "1.50 mg/cm2"}, "0.300 mA/cm2"),
    convention=NOMINAL,
)
def one_c_current(one_c_capacity_per_active_mass: Any, active_mass_loading: Any, one_hour: Any) -> Any:
    """Current density of 1 C from the capacity that defines it."""
    return one_c_capacity_per_active_mass * active_mass_loading / one_hour


@formula(
    "one_c_current_density",
    source=ONE_C,
    # 1.00 um * 3.36 g/cm3 * 250 mAh/g = 0.0840 mAh/cm2
    example=(
        {"thickness": "1.00 um", "film_density": "3.36 g cm-3", "one_c_capacity_per_active_mass": "250 mAh/g"},
        "0.0840 mA/cm2",
    ),
    convention=("one_c", "nominal, of a film", "1 C of the capacity that the paper defines it by, of a dense film"),
)  # fmt: skip
def one_c_current_of_film(thickness: Any, film_density: Any, one_c_capacity_per_active_mass: Any, one_hour: Any) -> Any:
    """Current density of 1 C of a film that is active material throughout."""
    return thickness * film_density * one_c_capacity_per_active_mass / one_hour


@formula(
    "one_c_current_density",
    derives=False,  # a guess at the basis
    source=ONE_C,
    # 2.40 mAh/cm2 in an hour
    example=({"areal_capacity": "2.40 mAh/cm2"}, "2.40 mA/cm2"),
    convention=PRESENT,
)
def one_c_current_of_areal_capacity(areal_capacity: Any, one_hour: Any) -> Any:
    """Current density that empties the cell in one hour with the capacity that it has."""
    return areal_capacity / one_hour


@formula(
    "current_density",
    source=RATE,
    example=({"c_rate": "0.5 C", "one_c_capacity_per_active_mass": "200 mAh/g", "active_mass_loading": "1.50 mg/cm2"}, "0.150 mA/cm2"),
    convention=NOMINAL,
)  # fmt: skip
def current_density_of_rate(c_rate: Any, one_c_capacity_per_active_mass: Any, active_mass_loading: Any) -> Any:
    """Current density of a rate."""
    return c_rate * one_c_capacity_per_active_mass * active_mass_loading


@formula(
    "current_density",
    source=RATE,
    # 0.2 * 3.00 mA/cm2
    example=({"c_rate": "0.2 C", "one_c_current_density": "3.00 mA/cm2"}, "0.600 mA/cm2"),
    convention=("one_c", "nominal, as printed", "1 C as a current density"),
)
def current_density_of_one_c(c_rate: Any, one_c_current_density: Any, one_hour: Any) -> Any:
    """Current density of a rate from the current density that the paper calls 1 C."""
    return c_rate * one_c_current_density * one_hour


@formula(
    "current_density",
    source="definition: current per mass times mass per area",
    # 100 mA/g * 1.50 mg/cm2
    example=({"current_per_active_mass": "100 mA/g", "active_mass_loading": "1.50 mg/cm2"}, "0.150 mA/cm2"),
)
def current_density_of_current_per_mass(current_per_active_mass: Any, active_mass_loading: Any) -> Any:
    """Current density from the current per mass of active material."""
    return current_per_active_mass * active_mass_loading


@formula(
    "current_density",
    source="definition: current over geometric area",
    # 1.00 mA / 1.13 cm2
    example=({"current": "1.00 mA", "area": "1.13 cm2"}, "0.885 mA/cm2"),
    convention=("current_basis", "geometric", "current per geometric area"),
)
def current_density_of_current(current: Any, area: Any) -> Any:
    """Current density from the current and the geometric area."""
    return current / area


@formula(
    "current_density",
    source="definition: current over active area",
    # 1.00 mA / 0.785 cm2
    example=({"current": "1.00 mA", "active_area": "0.785 cm2"}, "1.274 mA/cm2"),
    convention=("current_basis", "active", "current per active area"),
)
def current_density_on_active_area(current: Any, active_area: Any) -> Any:
    """Current density from the current and the area that takes part in the reaction."""
    return current / active_area


@formula(
    "plated_areal_capacity",
    source="definition: charge = current times time, over the area",
    # 1.00 mA * 2.0 h / 1.13 cm2
    example=({"current": "1.00 mA", "half_cycle_time": "2.0 h", "area": "1.13 cm2"}, "1.770 mAh/cm2"),
    convention=("current_basis", "geometric", "current per geometric area"),
)
def charge_passed_by_current(current: Any, half_cycle_time: Any, area: Any) -> Any:
    """Charge per area that a half-cycle passes, from the current of the cell."""
    return current * half_cycle_time / area


@formula(
    source=RATE,
    # 0.5 * 200 mAh/g
    example=({"c_rate": "0.5 C", "one_c_capacity_per_active_mass": "200 mAh/g"}, "100.0 mA/g"),
    convention=NOMINAL,
)
def current_per_active_mass(c_rate: Any, one_c_capacity_per_active_mass: Any) -> Any:
    """Current per mass of active material of a rate."""
    return c_rate * one_c_capacity_per_active_mass


@formula(
    source="definition: current density over that of 1 C",
    # 0.150 / 0.300
    example=({"current_density": "0.150 mA/cm2", "one_c_current_density": "0.300 mA/cm2"}, "0.500 C"),
    convention=("one_c", "nominal, as printed", "1 C as a current density"),
)
def c_rate(current_density: Any, one_c_current_density: Any, one_hour: Any) -> Any:
    """Rate of a current density, from the one that the paper calls 1 C."""
    return current_density / (one_c_current_density * one_hour)


@formula(
    "c_rate",
    source="definition: current per mass over the capacity that defines 1 C",
    # 100 / 200 per hour
    example=({"current_per_active_mass": "100 mA/g", "one_c_capacity_per_active_mass": "200 mAh/g"}, "0.500 C"),
    convention=NOMINAL,
)
def c_rate_of_current_per_mass(current_per_active_mass: Any, one_c_capacity_per_active_mass: Any) -> Any:
    """Rate of a current per mass of active material."""
    return current_per_active_mass / one_c_capacity_per_active_mass


@formula(
    "c_rate",
    source="definition: current over the cell's capacity",
    # 40.0 uA / 20.0 uAh
    example=({"current": "40.0 uA", "cell_capacity": "20.0 uAh"}, "2.00 C"),
    convention=PRESENT,
)
def c_rate_of_cell_capacity(current: Any, cell_capacity: Any) -> Any:
    """Rate of a cell's current with the capacity that the cell has."""
    return current / cell_capacity


@formula(
    "c_rate",
    source="definition: the same current over a capacity that has faded",
    # 1.30 / 0.65
    example=({"initial_c_rate": "1.30 C", "capacity_retention": "65.0 %"}, "2.00 C"),
    convention=("one_c", "present, of a faded cell", "1 C of the capacity that is left"),
)
def c_rate_of_faded_cell(initial_c_rate: Any, capacity_retention: Any) -> Any:
    """Rate of a constant current with the capacity that a faded cell has left."""
    return initial_c_rate / capacity_retention
