"""Formulas of balance: N/P ratios, the lithium that cycling uses up, and the reserve that it needs.

An anode-free cell is one whose negative electrode holds no lithium: its N/P ratio is 0 by foil and 1 by inventory.
"""

from __future__ import annotations

from typing import Any

from compute.formula import formula
from compute.formulas.electrode import lithium_charge
from compute.formulas.mathematics import positive


def _foil(thickness: Any, density: Any, molar_mass: Any, faraday: Any, positive: Any) -> Any:
    return lithium_charge(thickness, density, molar_mass, faraday) / positive


N_TO_P = {
    "negative_thickness": "20.0 um", "lithium_density": "0.534 g cm-3", "lithium_molar_mass": "6.94 g/mol",
    "areal_capacity": "3.20 mAh/cm2",
}  # fmt: skip


@formula(
    "n_to_p_ratio",
    source="definition: lithium of the foil over the positive electrode's capacity",
    example=(N_TO_P, "1.289"),
    convention=("n_to_p", "foil", "lithium of the foil alone over the positive capacity"),
)
def n_to_p_by_foil(
    negative_thickness: Any, lithium_density: Any, lithium_molar_mass: Any, areal_capacity: Any, faraday: Any
) -> Any:
    """N/P ratio that counts the lithium foil alone as the negative electrode."""
    return _foil(negative_thickness, lithium_density, lithium_molar_mass, faraday, areal_capacity)


@formula(
    "n_to_p_ratio",
    source="definition: all cyclable lithium, foil and positive electrode, over the positive electrode's capacity",
    example=(N_TO_P, "2.289"),
    convention=("n_to_p", "inventory", "lithium of foil and positive electrode over the positive capacity"),
)
def n_to_p_by_inventory(
    negative_thickness: Any, lithium_density: Any, lithium_molar_mass: Any, areal_capacity: Any, faraday: Any
) -> Any:
    """N/P ratio that counts the lithium of the positive electrode too, which a charge brings to the negative."""
    return 1 + _foil(negative_thickness, lithium_density, lithium_molar_mass, faraday, areal_capacity)


MEASURED = {"negative_lithium_areal_capacity": "1.84 mAh/cm2", "areal_capacity": "1.40 mAh/cm2"}


@formula(
    "n_to_p_ratio",
    source="definition: strippable lithium over the positive electrode's capacity",
    example=(MEASURED, "1.314"),
    convention=(
        "n_to_p",
        "foil, as strippable lithium",
        "strippable lithium of the negative over the positive capacity",
    ),
)
def n_to_p_by_strippable_lithium(negative_lithium_areal_capacity: Any, areal_capacity: Any) -> Any:
    """N/P ratio from the lithium that a stripping test found in the negative electrode."""
    return negative_lithium_areal_capacity / areal_capacity


@formula(
    "n_to_p_ratio",
    source="definition: strippable lithium and that of the positive electrode over the positive electrode's capacity",
    example=(MEASURED, "2.314"),
    convention=("n_to_p", "inventory, with strippable lithium", "strippable lithium and the positive's over the positive capacity"),
)  # fmt: skip
def n_to_p_by_strippable_inventory(negative_lithium_areal_capacity: Any, areal_capacity: Any) -> Any:
    """N/P ratio from the lithium that a stripping test found, and that of the positive electrode."""
    return 1 + negative_lithium_areal_capacity / areal_capacity


HOST = {"negative_areal_capacity": "5.50 mAh/cm2", "areal_capacity": "4.80 mAh/cm2"}


@formula(
    "n_to_p_ratio",
    source="definition: areal capacity of the negative over that of the positive electrode",
    # 5.50 / 4.80
    example=(HOST, "1.146"),
    convention=("n_to_p", "foil, as areal capacity", "areal capacity of the negative over that of the positive electrode"),
)  # fmt: skip
def n_to_p_by_areal_capacity(negative_areal_capacity: Any, areal_capacity: Any) -> Any:
    """N/P ratio of two electrodes from their areal capacities, as of a graphite or silicon anode."""
    return negative_areal_capacity / areal_capacity


@formula(
    "n_to_p_ratio",
    source="definition: lithium of both electrodes over the positive electrode's capacity",
    # 1 + 5.50 / 4.80
    example=(HOST, "2.146"),
    convention=("n_to_p", "inventory, as areal capacity", "areal capacities of both electrodes over the positive capacity"),
)  # fmt: skip
def n_to_p_by_areal_inventory(negative_areal_capacity: Any, areal_capacity: Any) -> Any:
    """N/P ratio from the areal capacity of a negative electrode that brings lithium, and that of the positive."""
    return 1 + negative_areal_capacity / areal_capacity


THEORETICAL = {"negative_theoretical_areal_capacity": "2.00 mAh/cm2", "areal_capacity": "1.40 mAh/cm2"}


@formula(
    "n_to_p_ratio",
    source="definition: theoretical capacity of the negative over the positive electrode's capacity",
    # 2.00 / 1.40
    example=(THEORETICAL, "1.429"),
    convention=("n_to_p", "foil, as theoretical capacity", "theoretical capacity of the negative over the positive capacity"),
)  # fmt: skip
def n_to_p_by_theoretical_capacity(negative_theoretical_areal_capacity: Any, areal_capacity: Any) -> Any:
    """N/P ratio from the theoretical areal capacity that the paper gives its negative electrode."""
    return negative_theoretical_areal_capacity / areal_capacity


@formula(
    "n_to_p_ratio",
    source="definition: theoretical capacity of the negative and that of the positive over the positive electrode's",
    # 1 + 2.00 / 1.40
    example=(THEORETICAL, "2.429"),
    convention=("n_to_p", "inventory, with theoretical capacity", "theoretical capacity of the negative and the positive's over the positive capacity"),
)  # fmt: skip
def n_to_p_by_theoretical_inventory(negative_theoretical_areal_capacity: Any, areal_capacity: Any) -> Any:
    """N/P ratio from the negative's theoretical areal capacity, and the lithium of the positive electrode."""
    return 1 + negative_theoretical_areal_capacity / areal_capacity


@formula(
    source="definition: share lost = 1 - final / initial",
    example=({"initial_lithium_areal_capacity": "1.84 mAh/cm2", "final_lithium_areal_capacity": "1.19 mAh/cm2"}, "35.3 %"),
)  # fmt: skip
def lithium_loss(initial_lithium_areal_capacity: Any, final_lithium_areal_capacity: Any) -> Any:
    """Share of the strippable lithium that was lost between two stripping tests."""
    return 1 - final_lithium_areal_capacity / initial_lithium_areal_capacity


@formula(
    source="definition: initial less final",
    # 1.84 - 1.19
    example=({"initial_lithium_areal_capacity": "1.84 mAh/cm2", "final_lithium_areal_capacity": "1.19 mAh/cm2"}, "0.650 mAh/cm2"),
)  # fmt: skip
def lithium_consumed(initial_lithium_areal_capacity: Any, final_lithium_areal_capacity: Any) -> Any:
    """Strippable lithium that was lost between two stripping tests."""
    return initial_lithium_areal_capacity - final_lithium_areal_capacity


@formula(
    source="definition: lithium lost over the number of cycles",
    # 0.65 mAh/cm2 / 110
    example=(
        {"initial_lithium_areal_capacity": "1.84 mAh/cm2", "final_lithium_areal_capacity": "1.19 mAh/cm2",
         "cycle_count": "110 cycles"}, "0.005909 mAh/cm2",
    ),
)  # fmt: skip
def lithium_loss_per_cycle(
    initial_lithium_areal_capacity: Any, final_lithium_areal_capacity: Any, cycle_count: Any
) -> Any:
    """Strippable lithium lost in each cycle, from two stripping tests with cycles between them."""
    return (initial_lithium_areal_capacity - final_lithium_areal_capacity) / cycle_count


@formula(
    "average_coulombic_efficiency",
    checks=False,  # of plating and stripping alone; a paper may print that of another test
    source="reservoir method: Adams, Zheng, Ren, Xu, Zhang, Adv. Energy Mater. 8 (2018) 1702097",
    # (10 * 1.00 + 4.50) / (10 * 1.00 + 5.00)
    example=(
        {"cycle_count": "10 cycles", "plated_areal_capacity": "1.00 mAh/cm2", "initial_lithium_areal_capacity":
         "5.00 mAh/cm2", "final_lithium_areal_capacity": "4.50 mAh/cm2"}, "96.67 %",
    ),
)  # fmt: skip
def coulombic_efficiency_of_reservoir(
    cycle_count: Any, plated_areal_capacity: Any, initial_lithium_areal_capacity: Any, final_lithium_areal_capacity: Any
) -> Any:
    """Average coulombic efficiency of plating and stripping, from the lithium left of a reservoir after some cycles."""
    cycled = cycle_count * plated_areal_capacity
    return (cycled + final_lithium_areal_capacity) / (cycled + initial_lithium_areal_capacity)


@formula(
    source="every cycle keeps the coulombic efficiency's share of the cyclable lithium",
    # 0.999**100 = exp(100 * -0.00100050) = 0.90479
    example=({"average_coulombic_efficiency": "99.90 %", "cycle_count": "100 cycles"}, "90.48 %"),
)
def lithium_inventory_retention(average_coulombic_efficiency: Any, cycle_count: Any) -> Any:
    """Cyclable lithium left after some cycles of a cell without a reserve, if each missing coulomb is lost lithium."""
    return average_coulombic_efficiency**cycle_count


@formula(
    source="every cycle keeps the coulombic efficiency's share of the cyclable lithium",
    # 3.00 * 0.90479
    example=(
        {"areal_capacity": "3.00 mAh/cm2", "average_coulombic_efficiency": "99.90 %", "cycle_count": "100 cycles"},
        "2.714 mAh/cm2",
    ),
)  # fmt: skip
def remaining_areal_capacity(areal_capacity: Any, average_coulombic_efficiency: Any, cycle_count: Any) -> Any:
    """Capacity per area left after some cycles of a cell without a reserve, if each missing coulomb is lost lithium."""
    return areal_capacity * average_coulombic_efficiency**cycle_count


@formula(
    source="each cycle at full capacity loses what the coulombic efficiency lacks",
    # 1.40 * 0.0108 * 200
    example=(
        {"areal_capacity": "1.40 mAh/cm2", "average_coulombic_efficiency": "98.92 %", "cycle_count": "200 cycles"},
        "3.024 mAh/cm2",
    ),
)  # fmt: skip
def lithium_reserve_needed(areal_capacity: Any, average_coulombic_efficiency: Any, cycle_count: Any) -> Any:
    """Lithium beyond the positive electrode's that some cycles at full capacity use up."""
    return areal_capacity * positive(1 - average_coulombic_efficiency) * cycle_count


@formula(
    source="the reserve over what each cycle at full capacity loses",
    # 1.84 / (1.40 * 0.25)
    example=(
        {"negative_lithium_areal_capacity": "1.84 mAh/cm2", "areal_capacity": "1.40 mAh/cm2",
         "average_coulombic_efficiency": "75.0 %"}, "5.257 cycles",
    ),
)  # fmt: skip
def reserve_cycle_count(
    negative_lithium_areal_capacity: Any, areal_capacity: Any, average_coulombic_efficiency: Any
) -> Any:
    """Cycles that the strippable lithium of the negative electrode lasts at full capacity."""
    # an efficiency of 100 % or more never uses it up
    return negative_lithium_areal_capacity / (areal_capacity * positive(1 - average_coulombic_efficiency))


@formula(
    "reserve_cycle_count",
    source="the reserve over what each cycle at full capacity loses",
    # 10.0 um hold 2.0622 mAh/cm2; 2.0622 / (1.40 * 0.25)
    example=(
        {"negative_thickness": "10.0 um", "lithium_density": "0.534 g cm-3", "lithium_molar_mass": "6.94 g/mol",
         "areal_capacity": "1.40 mAh/cm2", "average_coulombic_efficiency": "75.0 %"}, "5.892 cycles",
    ),
)  # fmt: skip
def reserve_cycles_of_foil(
    negative_thickness: Any, lithium_density: Any, lithium_molar_mass: Any, areal_capacity: Any,
    average_coulombic_efficiency: Any, faraday: Any,
) -> Any:  # fmt: skip
    """Cycles that the lithium of a foil lasts at full capacity."""
    reserve = lithium_charge(negative_thickness, lithium_density, lithium_molar_mass, faraday)
    return reserve / (areal_capacity * positive(1 - average_coulombic_efficiency))
