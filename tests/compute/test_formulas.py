"""Every formula: source, docstring, worked example; inside the box nothing escapes the interval; values by hand."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from compute import FORMULAS, Formula
from compute.box import Box, Column, spread, spread_series
from compute.formula import quantity_of
from schema.quantities import Q

BOXES, POINTS = 100, 200
ROWS = [one for one in FORMULAS.values() if not one.along]
LEADS = {"lead_resistance": "0.31 ohm"}  # of formulas whose worked example leaves an optional input out


@pytest.mark.parametrize("one", FORMULAS.values(), ids=FORMULAS)
def test_a_formula_has_source_sentence_and_example(one: Formula) -> None:
    given, expected = one.example
    assert len(one.source) > 5
    assert one.says.endswith(".")
    assert len(one.says.split()) >= 4
    assert {quantity_of(name) in Q for name in given} == {True}
    number = expected.split()[0].partition("e")[0]
    assert len([sign for sign in number if sign.isdigit()]) - (number.lstrip("-").startswith("0.")) >= 3
    assert one.allowance >= 0
    assert set(one.required) | set(one.optional) | {c.name for c in Q.constants()} >= set(one.parameters)


def center(one: Formula, parameter: str) -> float:
    """The worked example's value of one input, in SI."""
    reading = Q[quantity_of(parameter)].read((LEADS | dict(one.example[0]))[parameter])
    assert reading.mid is not None
    return reading.mid


def random_boxes(one: Formula, rng: np.random.Generator) -> list[Box]:
    """Intervals up to 10 % wide around the example, some one-sided; a constant keeps its own."""
    boxes: list[Box] = []
    for parameter in one.parameters:
        constant = Q.constant(parameter)
        if constant is not None:
            low, mid, high = (np.full(BOXES, end) for end in constant.box)
        else:
            value = center(one, parameter)
            mid = value * rng.uniform(0.8, 1.25, BOXES)
            half = np.abs(mid) * rng.uniform(0.0, 0.05, (2, BOXES))
            low, high = mid - half[0], mid + half[1]
            if value > 0 and "temperature" not in parameter:  # "> 5" and "< 5": no middle, an end at infinity or zero
                kind = rng.integers(0, 12, BOXES)
                low, high = np.where(kind == 0, 0.0, low), np.where(kind == 1, np.inf, high)
                mid = np.where(kind <= 1, np.nan, mid)
        boxes.append((low, mid, high))
    return boxes


def inside(box: Box, rng: np.random.Generator) -> NDArray[np.float64]:
    """Random points of an interval; of one without an upper end, points of any size above the lower."""
    low, _, high = box
    share = rng.uniform(0.0, 1.0, (POINTS, BOXES))
    with np.errstate(invalid="ignore"):
        bounded = low + share * (high - low)
    return np.where(np.isinf(high), low / np.maximum(share, 1e-9) ** 2, bounded)


@pytest.mark.parametrize("one", ROWS, ids=[one.name for one in ROWS])
def test_nothing_inside_the_box_escapes_the_interval(one: Formula) -> None:
    rng = np.random.default_rng(20240229)
    boxes = random_boxes(one, rng)
    low, mid, high = spread(one.body, boxes)
    assert not np.isnan(low).any()
    assert not np.isnan(high).any()
    with np.errstate(all="ignore"):
        values = np.asarray(one.body(*(inside(box, rng) for box in boxes)))
    room = 1e-12 * np.abs(values)
    known = ~np.isnan(values)
    assert known.mean() > 0.99
    assert (values >= low - room)[known].all()
    assert (values <= high + room)[known].all()
    middle = ~np.isnan(mid)
    assert ((low <= mid) & (mid <= high))[middle].all()


F, K, LI, RHO = 96485.33212, 8.617333262e-5, 6.94e-3, 534.0
EV = 1.602176634e-19
CASES: list[tuple[str, dict[str, float], float]] = [
    ("reaction_free_energy", {"electrons_transferred": 3, "reduced_couple_potential": -0.34,
     "oxidised_couple_potential": -3.04}, -781531.19),  # 3 * 96485.33212 * 2.70 J
    ("capacity_retention", {"final_capacity_per_active_mass": 116.3, "initial_capacity_per_active_mass": 163.1}, 0.7130595),
    ("retention_of_areal_capacity", {"final_areal_capacity": 70.8, "initial_areal_capacity": 141.3}, 0.5010616),
    ("initial_coulombic_efficiency", {"first_discharge_capacity_per_active_mass": 166,
     "first_charge_capacity_per_active_mass": 204}, 0.8137255),
    ("hours_of_cycles", {"stable_cycle_count": 160, "half_cycle_time": 4500.0}, 1440000.0),  # 400 h
    ("hours_of_cycles_at_current", {"stable_cycle_count": 800, "plated_areal_capacity": 7200.0,
     "current_density": 2.0}, 5760000.0),  # 0.2 mAh/cm2 at 0.2 mA/cm2: 1600 h
    ("power_density_of_target", {"power": 80.0, "target_diameter": 0.076}, 17634.96),
    ("areal_energy", {"areal_capacity": 180000.0, "average_voltage": 3.8}, 684000.0),  # 5 mAh/cm2: 19 mWh/cm2
    ("specific_energy_of_active_material", {"discharge_capacity_per_active_mass": 720000.0,
     "average_voltage": 3.8}, 2736000.0),  # 760 Wh/kg
    ("theoretical_capacity_of_lithium_in_formula", {"molar_mass": LI, "lithium_per_formula": 1, "faraday": F}, 13902785.6),
    ("areal_capacity_of_lithium", {"thickness": 1e-5, "lithium_density": RHO, "lithium_molar_mass": LI, "faraday": F},
     74240.875),  # 2.0622 mAh/cm2
    ("thickness_of_lithium", {"lithium_areal_capacity": 180000.0, "lithium_density": RHO, "lithium_molar_mass": LI,
     "faraday": F}, 2.4245405e-5),
    ("faraday_thickness", {"current_density": 20.0, "duration": 3710.0, "lithium_density": RHO,
     "lithium_molar_mass": LI, "faraday": F}, 9.994496e-6),
    ("areal_capacity", {"discharge_capacity_per_active_mass": 547200.0, "active_mass_loading": 0.197}, 107798.4),
    ("active_loading_of_composite", {"composite_mass_loading": 0.165, "active_mass_fraction": 0.7}, 0.1155),
    ("one_c_current", {"one_c_capacity_per_active_mass": 720000.0, "active_mass_loading": 0.015, "one_hour": 3600.0}, 3.0),
    ("n_to_p_by_foil", {"negative_thickness": 2e-5, "lithium_density": RHO, "lithium_molar_mass": LI,
     "areal_capacity": 115200.0, "faraday": F}, 1.2889041),
    ("n_to_p_by_strippable_inventory", {"negative_lithium_areal_capacity": 1.84, "areal_capacity": 1.4}, 2.3142857),
    ("lithium_loss", {"initial_lithium_areal_capacity": 1.84, "final_lithium_areal_capacity": 1.19}, 0.3532609),
    ("mass_ratio_of_formula", {"first_amount": 100, "first_atomic_mass": 6.94, "second_amount": 1,
     "second_atomic_mass": 114.82}, 6.0442432),
    ("amount_ratio_of_weights", {"mass_ratio": 4, "first_atomic_mass": 6.94, "second_atomic_mass": 114.82}, 66.1786744),
    ("residual_mass", {"mass_loss": 0.4355}, 0.5645),
    ("ionic_conductivity", {"thickness": 3.98e-5, "resistance": 4.6, "area": 7.85e-5, "lead_resistance": 1.0},
     0.1408351),  # 39.8e-4 cm / (3.6 ohm * 0.785 cm2)
    ("area_specific_resistance", {"thickness": 3e-5, "ionic_conductivity": 0.042}, 7.142857e-4),
    ("conductance", {"resistance": 5.6, "lead_resistance": 1.0}, 0.2173913),
    ("lithium_conductivity", {"lithium_transference_number": 0.627, "ionic_conductivity": 0.1117}, 0.0700359),
    ("conductivity_at_reference_temperature_sigma", {"ionic_conductivity": 0.017, "temperature": 323.15,
     "activation_energy": 0.31 * EV, "reference_temperature": 298.15, "boltzmann": K * EV}, 0.0066843),
    ("conductivity_at_reference_temperature_sigma_t", {"ionic_conductivity": 0.017, "temperature": 323.15,
     "activation_energy": 0.31 * EV, "reference_temperature": 298.15, "boltzmann": K * EV}, 0.0072448),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "expected"), CASES, ids=[case[0] for case in CASES])
def test_a_worked_value_by_hand(name: str, given: dict[str, float], expected: float) -> None:
    body = FORMULAS[name].body
    constants = {p: Q.constant(p).si for p in FORMULAS[name].parameters if Q.constant(p) is not None}  # type: ignore[union-attr]
    assert float(body(**(constants | given))) == pytest.approx(expected, rel=2e-5)


def test_the_activation_energy_of_two_points_by_hand() -> None:
    temperature: Column = np.array([298.15, 393.15])
    sigma: Column = np.array([9.56e-6, 7.78e-5])
    # ln(7.78e-5 / 9.56e-6) = 2.09659; 1/298.15 - 1/393.15 = 8.10466e-4
    assert FORMULAS["activation_energy_of_sigma"].body(temperature, sigma, K) == pytest.approx(0.222923, rel=1e-4)
    # plus ln(393.15 / 298.15) = 0.27658
    assert FORMULAS["activation_energy_of_sigma_t"].body(temperature, sigma, K) == pytest.approx(0.252330, rel=1e-4)


SERIES = [one for one in FORMULAS.values() if one.along]


@pytest.mark.parametrize("points", [2, 3, 4, 5, 9])
@pytest.mark.parametrize("one", SERIES, ids=[one.name for one in SERIES])
def test_no_points_of_a_series_inside_their_boxes_escape_the_interval(one: Formula, points: int) -> None:
    rng = np.random.default_rng(points)
    of = next(name for name in one.required if name != one.along)
    constants = [constant.si for name in one.parameters if (constant := Q.constant(name)) is not None]
    along = np.sort(rng.uniform(250.0, 400.0, (points, BOXES)), axis=0) + 5.0 * np.arange(points)[:, None]
    value = np.exp(
        rng.uniform(-2.0, 2.0, BOXES) - rng.uniform(1e3, 6e3, BOXES) / along + rng.normal(0.0, 0.1, along.shape)
    )
    half = value * rng.uniform(0.0, 0.2, (2, *value.shape))
    boxes = {one.along: (along, along, along), of: (value - half[0], value, value + half[1])}
    low, mid, high = spread_series(
        lambda *columns: one.body(*columns, *constants), [boxes[name] for name in one.required]
    )
    assert ((low <= mid) & (mid <= high)).all()
    assert np.isfinite(low).all()
    assert np.isfinite(high).all()
    for _ in range(POINTS):
        inside = value - half[0] + rng.uniform(0.0, 1.0, value.shape) * (half[0] + half[1])
        found = one.body(*({one.along: along, of: inside}[name] for name in one.required), *constants)
        room = 1e-12 * np.abs(found)
        assert ((low - room <= found) & (found <= high + room)).all()


def test_every_formula_is_a_row_or_a_series() -> None:
    assert len(ROWS) + len(SERIES) == len(FORMULAS) >= 140
    assert len(SERIES) >= 2


def test_wide_boxes_of_a_transference_number_hold_their_points() -> None:
    # the voltage pulls up or down, as the interfaces' shares of it have it: no two corners tell
    one, rng = FORMULAS["lithium_transference_number"], np.random.default_rng(0)
    rows = 4000
    boxes: list[Box] = []
    for parameter in one.parameters:
        value = np.full(rows, center(one, parameter))
        half = value * rng.uniform(0.0, 0.5, (2, rows))
        boxes.append((value - half[0], value, value + half[1]))
    low, _, high = spread(one.body, boxes)
    for _ in range(POINTS):
        with np.errstate(all="ignore"):
            found = one.body(*(box[0] + rng.uniform(0.0, 1.0, rows) * (box[2] - box[0]) for box in boxes))
        known = ~np.isnan(found)
        assert ((low - 1e-12 * found <= found) & (found <= high + 1e-12 * found))[known & np.isfinite(found)].all()
        assert (high[np.isposinf(found)] == np.inf).all()
