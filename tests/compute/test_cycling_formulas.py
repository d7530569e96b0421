"""Formulas of cycling and rates: values by hand in SI, nothing escapes a box, cycles are two half-cycles."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from compute import FORMULAS, Checked
from compute.box import Box, Column, spread
from schema.quantities import Q
from schema.vocabulary import Verdict

H = 3600.0
DAY = 86400.0

VALUES: list[tuple[str, dict[str, float], float]] = [
    ("retention_of_first_discharge", {"final_capacity_per_active_mass": 116.3, "first_discharge_capacity_per_active_mass": 166}, 0.7006024),
    ("retention_of_highest_capacity", {"final_capacity_per_active_mass": 116.3, "highest_capacity_per_active_mass": 171}, 0.6801170),
    ("final_capacity_of_retention", {"initial_capacity_per_active_mass": 163.1, "capacity_retention": 0.713}, 116.2903),
    ("initial_capacity_of_retention", {"final_capacity_per_active_mass": 183.2, "capacity_retention": 0.953}, 192.2350472),
    ("capacity_fade_per_cycle", {"capacity_retention": 0.79, "cycle_count": 200}, 0.00105),
    # ln 0.79 = -0.23572233; over 200 -0.00117861; 1 - exp of it
    ("geometric_fade_per_cycle", {"capacity_retention": 0.79, "cycle_count": 200}, 0.001177917),
    ("rate_capacity_retention", {"discharge_capacity_per_active_mass": 54.7, "lowest_rate_capacity_per_active_mass": 197.4}, 0.2771023),
    ("coulombic_efficiency", {"discharge_capacity_per_active_mass": 151.8, "charge_capacity_per_active_mass": 153.3}, 0.9902153),
    ("coulombic_efficiency_of_half_cell", {"discharge_capacity_per_active_mass": 1736.0, "charge_capacity_per_active_mass": 1713.9}, 0.9872696),
    ("plating_time_of_cycles", {"cycle_count": 250, "half_cycle_time": H}, 500 * H),
    ("plating_time_of_cycles_at_current", {"cycle_count": 250, "plated_areal_capacity": 18000.0, "current_density": 2.5}, 1000 * H),
    ("half_cycle_time_of_capacity", {"plated_areal_capacity": 9000.0, "current_density": 2.0}, 1.25 * H),
    ("stable_cycles_of_hours", {"stable_time": 400 * H, "half_cycle_time": 1.25 * H}, 160),
    ("test_duration", {"cycle_count": 200, "c_rate": 0.5 / H, "unknown_share": 1.0}, 800 * H),
    ("one_c_current_of_film", {"thickness": 1e-6, "film_density": 3360.0, "one_c_capacity_per_active_mass": 250 * H}, 0.84),
    ("one_c_current_of_areal_capacity", {"areal_capacity": 2.4 * 36000}, 24.0),
    ("current_density_of_one_c", {"c_rate": 0.2 / H, "one_c_current_density": 30.0}, 6.0),
    ("current_density_of_current_per_mass", {"current_per_active_mass": 100.0, "active_mass_loading": 0.015}, 1.5),
    ("current_density_of_current", {"current": 1e-3, "area": 1.13e-4}, 8.8495575),
    ("current_density_on_active_area", {"current": 1e-3, "active_area": 0.785e-4}, 12.7388535),
    ("charge_passed_by_current", {"current": 1e-3, "half_cycle_time": 2 * H, "area": 1.13e-4}, 63716.8142),  # 1.770 mAh/cm2
    ("current_per_active_mass", {"c_rate": 0.5 / H, "one_c_capacity_per_active_mass": 200 * H}, 100.0),
    ("c_rate", {"current_density": 1.5, "one_c_current_density": 3.0}, 0.5 / H),
    ("c_rate_of_current_per_mass", {"current_per_active_mass": 100.0, "one_c_capacity_per_active_mass": 200 * H}, 0.5 / H),
    ("c_rate_of_cell_capacity", {"current": 40e-6, "cell_capacity": 20e-6 * H}, 2 / H),
    ("c_rate_of_faded_cell", {"initial_c_rate": 1.3 / H, "capacity_retention": 0.65}, 2 / H),
]  # fmt: skip


def constants(name: str) -> dict[str, float]:
    """The constants that a formula's body asks for, in SI."""
    return {p: constant.si for p in FORMULAS[name].parameters if (constant := Q.constant(p)) is not None}


@pytest.mark.parametrize(("name", "inputs", "expected"), VALUES, ids=[one[0] for one in VALUES])
def test_a_worked_value_by_hand(name: str, inputs: dict[str, float], expected: float) -> None:
    assert float(FORMULAS[name].body(**(constants(name) | inputs))) == pytest.approx(expected, rel=1e-6)


def column(value: float) -> NDArray[np.float64]:
    """A column of one row."""
    return np.array([value])


TRUTH = {name: inputs for name, inputs, _ in VALUES}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(TRUTH)), st.data())
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
    for one in (np.asarray(made.body(*inside)), mid):
        room = 1e-12 * np.maximum(np.abs(low), np.abs(high)) + 1e-15
        assert low - room <= one <= high + room


Cell = Callable[..., dict[str, Checked]]


def test_a_rounded_setting_beside_an_exact_one_is_no_error(cell: Cell) -> None:
    # 0.5 C of 200 mAh/g on 10.7 mg/cm2 is 1.07 mA/cm2
    found = cell(
        {"c_rate": "0.5 C", "current_density": "1.1 mA/cm2"}, one_c_capacity_per_active_mass="200 mAh/g",
        active_mass_loading="10.7 mg/cm2",
    )  # fmt: skip
    assert Verdict.INCONSISTENT not in {one.verdict for one in found.values()}


def test_cycles_of_a_symmetric_cell_take_two_half_cycles(cell: Cell) -> None:
    at = {"current_density": "0.25 mA/cm2"}
    given_readings = {"cycle_count": "250 cycles", "plated_areal_capacity": "0.50 mAh/cm2"}
    found = cell(at, **given_readings, plating_stripping_time="1000 h")
    assert found["plating_time_of_cycles_at_current"].verdict is Verdict.CONSISTENT
    found = cell(at, **given_readings, plating_stripping_time="500 h")
    assert found["plating_time_of_cycles_at_current"].verdict is Verdict.INCONSISTENT
    assert found["plating_time_of_cycles_at_current"].gap == pytest.approx(1000 / 500.5, rel=1e-6)
