"""Formulas of capacity, loading and balance: values by hand in SI, and nothing escapes a box."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from compute import FORMULAS
from compute.box import Box, Column, spread
from schema.quantities import Q

MAH = 3600.0  # 1 mAh/g in C/kg
MAHCM = 36000.0  # 1 mAh/cm2 in C/m2
MGCM = 0.01  # 1 mg/cm2 in kg/m2

VALUES: list[tuple[str, dict[str, float], float]] = [
    ("theoretical_capacity_of_electrons", {"molar_mass": 0.18188, "electrons_per_formula": 2}, 1060977.9),  # 294.7 mAh/g
    ("utilisation", {"discharge_capacity_per_active_mass": 190, "positive_active_theoretical_capacity_per_mass": 275}, 0.6909091),
    # 96485.33212 / 0.09728 = 991831.13 C/kg, of which 200 mAh/g are 720000
    ("utilisation_of_lithium", {"discharge_capacity_per_active_mass": 200 * MAH, "positive_active_molar_mass": 0.09728,
     "positive_active_lithium_per_formula": 1}, 0.7259300),
    ("plated_areal_mass", {"plated_areal_capacity": MAHCM, "lithium_molar_mass": 0.00694}, 0.002589409),  # 0.2589 mg/cm2
    ("thickness_change_of_half_cycle", {"current_density": 5.0, "half_cycle_time": 7200.0, "lithium_density": 534.0,
     "lithium_molar_mass": 0.00694}, 4.849081e-6),
    ("areal_capacity_of_active_share", {"discharge_capacity_per_active_mass": 152 * MAH, "composite_mass_loading":
     24.6 * MGCM, "active_mass_fraction": 0.8}, 2.99136 * MAHCM),
    ("areal_capacity_on_composite_basis", {"discharge_capacity_per_active_mass": 152 * MAH, "active_mass_loading":
     19.7 * MGCM, "active_mass_fraction": 0.8}, 3.743 * MAHCM),
    ("areal_capacity_of_composite", {"capacity_per_composite_mass": 120 * MAH, "composite_mass_loading": 25 * MGCM}, 3 * MAHCM),
    ("areal_capacity_of_active_loading", {"discharge_capacity_per_active_mass": 150 * MAH, "electrode_mass_loading":
     10 * MGCM}, 1.5 * MAHCM),
    ("areal_capacity_of_composite_loading", {"discharge_capacity_per_active_mass": 150 * MAH, "electrode_mass_loading":
     10 * MGCM, "active_mass_fraction": 0.8}, 1.2 * MAHCM),
    ("initial_areal_capacity", {"initial_capacity_per_active_mass": 172.4, "active_mass_loading": 1.5}, 258.6),
    ("final_areal_capacity", {"final_capacity_per_active_mass": 105.1, "active_mass_loading": 1.5}, 157.65),
    ("theoretical_areal_capacity_of_loading", {"active_theoretical_capacity_per_mass": 3579, "active_mass_loading": 0.5}, 1789.5),
    ("capacity_per_composite_mass", {"discharge_capacity_per_active_mass": 189.4, "active_mass_fraction": 0.7}, 132.58),
    ("active_capacity_of_composite", {"capacity_per_composite_mass": 132.58, "active_mass_fraction": 0.7}, 189.4),
    ("active_capacity_of_areal_capacity", {"areal_capacity": 2.99, "active_mass_loading": 19.7}, 0.1517766),
    ("composite_loading_of_active", {"active_mass_loading": 11.55, "active_mass_fraction": 0.7}, 16.5),
    ("loading_of_film", {"thickness": 1e-6, "film_density": 3360.0}, 0.00336),  # 0.336 mg/cm2
    ("n_to_p_by_areal_capacity", {"negative_areal_capacity": 5.5, "areal_capacity": 4.8}, 1.1458333),
    ("n_to_p_by_areal_inventory", {"negative_areal_capacity": 5.5, "areal_capacity": 4.8}, 2.1458333),
    ("n_to_p_by_theoretical_capacity", {"negative_theoretical_areal_capacity": 2.0, "areal_capacity": 1.4}, 1.4285714),
    ("n_to_p_by_theoretical_inventory", {"negative_theoretical_areal_capacity": 2.0, "areal_capacity": 1.4}, 2.4285714),
    ("n_to_p_by_strippable_lithium", {"negative_lithium_areal_capacity": 0.0, "areal_capacity": 1.4}, 0.0),  # anode-free
    ("n_to_p_by_strippable_inventory", {"negative_lithium_areal_capacity": 0.0, "areal_capacity": 1.4}, 1.0),
    ("lithium_consumed", {"initial_lithium_areal_capacity": 1.84, "final_lithium_areal_capacity": 1.19}, 0.65),
    ("lithium_loss_per_cycle", {"initial_lithium_areal_capacity": 1.84, "final_lithium_areal_capacity": 1.19,
     "cycle_count": 110}, 0.005909091),
    ("coulombic_efficiency_of_reservoir", {"cycle_count": 10, "plated_areal_capacity": 1.0,
     "initial_lithium_areal_capacity": 5.0, "final_lithium_areal_capacity": 4.5}, 0.9666667),
    ("lithium_inventory_retention", {"average_coulombic_efficiency": 0.999, "cycle_count": 100}, 0.9047921),
    ("remaining_areal_capacity", {"areal_capacity": 3.0, "average_coulombic_efficiency": 0.999, "cycle_count": 100}, 2.7143764),
    ("lithium_reserve_needed", {"areal_capacity": 1.4, "average_coulombic_efficiency": 0.9892, "cycle_count": 200}, 3.024),
    ("reserve_cycle_count", {"negative_lithium_areal_capacity": 1.84, "areal_capacity": 1.4,
     "average_coulombic_efficiency": 0.9892}, 121.6931217),
    ("reserve_cycles_of_foil", {"negative_thickness": 1e-5, "lithium_density": 534.0, "lithium_molar_mass": 0.00694,
     "areal_capacity": 1.4 * MAHCM, "average_coulombic_efficiency": 0.9892}, 136.3920),
]  # fmt: skip


def constants(name: str) -> dict[str, float]:
    """The constants that a formula's body asks for, in SI."""
    return {p: constant.si for p in FORMULAS[name].parameters if (constant := Q.constant(p)) is not None}


@pytest.mark.parametrize(("name", "inputs", "expected"), VALUES, ids=[f"{one[0]}-{one[2]:g}" for one in VALUES])
def test_a_worked_value_by_hand(name: str, inputs: dict[str, float], expected: float) -> None:
    assert float(FORMULAS[name].body(**(constants(name) | inputs))) == pytest.approx(expected, rel=2e-6)


def column(value: float) -> NDArray[np.float64]:
    """A column of one row."""
    return np.array([value])


NAMES = sorted({name for name, _, _ in VALUES} - {"n_to_p_by_strippable_lithium", "n_to_p_by_strippable_inventory"})
TRUTH: dict[str, dict[str, float]] = {name: inputs for name, inputs, _ in VALUES}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(NAMES), st.data())
def test_nothing_inside_the_box_escapes(name: str, data: st.DataObject) -> None:
    share = st.floats(0, 1)
    made, boxes, inside = FORMULAS[name], list[Box](), list[Column]()
    for parameter in made.parameters:
        middle: float = (constants(name) | TRUTH[name])[parameter]
        down, up = data.draw(share) * 0.5, data.draw(share) * 0.5
        least, most = middle * (1 - down), middle * (1 + up)
        boxes.append((column(least), column(middle), column(most)))
        inside.append(column(least + data.draw(share) * (most - least)))
    low, mid, high = spread(made.body, boxes)
    with np.errstate(all="ignore"):
        value = made.body(*inside)
    for one in (np.asarray(value), mid):
        assert low * (1 - 1e-12) - 1e-12 <= one
        assert one <= high * (1 + 1e-12) + 1e-12


def test_an_efficiency_of_all_or_more_never_uses_up_a_reserve() -> None:
    made = FORMULAS["reserve_cycle_count"]
    boxes = [tuple(map(column, one)) for one in ((1.8, 1.84, 1.9), (1.35, 1.4, 1.45), (0.98, 0.999, 1.004))]
    low, _, high = spread(made.body, boxes)  # type: ignore[arg-type]
    assert low == pytest.approx(1.8 / (1.45 * 0.02))
    assert np.isinf(high)
    needed = FORMULAS["lithium_reserve_needed"].body(1.4, 1.004, 200)
    assert needed == 0


def test_half_of_the_lithium_is_no_error_where_the_electrons_are_stated() -> None:
    lithium = FORMULAS["theoretical_capacity_of_lithium_in_formula"]
    electrons = FORMULAS["theoretical_capacity_of_electrons"]
    assert lithium.convention is not None
    assert electrons.convention is not None
    assert lithium.convention.group == electrons.convention.group == "theoretical_capacity"
    # LiCoO2, 97.87 g/mol: 96485.33 / 97.87 / 3.6 = 273.85 mAh/g, and 136.9 for half a lithium
    assert lithium.body(0.09787, 1, 96485.33212) / MAH == pytest.approx(273.85, rel=1e-4)
    assert electrons.body(0.09787, 0.5, 96485.33212) / MAH == pytest.approx(136.93, rel=1e-4)
