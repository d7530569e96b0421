"""Transport, transference, thermodynamics, thermogravimetry: values by hand, limits, conventions, wrong definitions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from compute import FORMULAS, DefinitionError, Formula, formula
from compute.box import spread
from compute.formula import quantity_of
from compute.formulas.mathematics import exp, log, positive
from schema.quantities import Q
from schema.units import registry

# in SI, each from the textbook form in practical units, worked with decimal arithmetic
CASES: list[tuple[str, dict[str, float], float]] = [
    ("conductance_of_layer", {"ionic_conductivity": 0.110, "area": 7.85e-5, "thickness": 3.98e-5}, 0.21695980),
    ("resistance_of_grains_and_boundaries",
     {"grain_resistance": 215.0, "grain_boundary_resistance": 138.0, "lead_resistance": 1.5}, 354.5),
    ("grain_ionic_conductivity", {"thickness": 8.12e-4, "grain_resistance": 215.0, "area": 7.85e-5}, 0.048111391),
    ("grain_boundary_ionic_conductivity",
     {"thickness": 8.12e-4, "grain_boundary_resistance": 138.0, "area": 7.85e-5}, 0.074956152),
    # 0.0812 cm / ((215 + 138) ohm * 0.785 cm2): as of the whole resistance
    ("conductivity_of_grains_and_boundaries",
     {"grain_ionic_conductivity": 0.048111391, "grain_boundary_ionic_conductivity": 0.074956152}, 0.029302972),
    ("areal_resistance_of_two_layers",
     {"first_area_specific_resistance": 3.63e-4, "second_area_specific_resistance": 7.14e-4}, 1.077e-3),
    ("area_specific_interfacial_resistance", {"interfacial_resistance": 52.0, "area": 7.85e-5}, 4.082e-3),
    ("areal_resistance_of_each_interface", {"interfacial_resistance": 52.0, "area": 7.85e-5}, 2.041e-3),
    ("conductivity_prefactor",
     {"ionic_conductivity": 0.017, "temperature": 323.15, "activation_energy": 0.31 * 1.602176634e-19}, 1161.8298),
    ("conductivity_temperature_prefactor",
     {"ionic_conductivity": 0.017, "temperature": 323.15, "activation_energy": 0.31 * 1.602176634e-19}, 375445.31),
    # 2.27 * (10 - 8.31 * 0.612) / (8.31 * (10 - 2.27 * 0.655)), in uA, mV and kohm
    ("lithium_transference_number",
     {"initial_current": 8.31e-6, "steady_state_current": 2.27e-6, "polarisation_voltage": 0.010,
      "interfacial_resistance_initial": 612.0, "interfacial_resistance_final": 655.0}, 0.15768648),
    ("transference_of_currents", {"steady_state_current": 2.27e-6, "initial_current": 8.31e-6}, 0.27316486),
    ("electronic_transference_number", {"electronic_conductivity": 3.2e-3, "ionic_conductivity": 1.1e-2}, 0.22535211),
    ("electronic_share_of_impedance", {"electronic_conductivity": 3.2e-3, "ionic_conductivity": 1.1e-2}, 0.29090909),
    ("diffusion_coefficient",
     {"ionic_conductivity": 0.1, "temperature": 298.15, "lithium_concentration": 3.0e4}, 8.8761606e-13),
    ("ohmic_overpotential",
     {"current_density": 5.0, "separator_thickness": 9.6e-5, "separator_ionic_conductivity": 0.1117}, 4.2972247e-3),
    ("ohmic_overpotential_of_areal_resistance",
     {"current_density": 2.0, "separator_area_specific_resistance": 3.63e-4}, 7.26e-4),
    ("interface_share_of_overpotential", {"ohmic_overpotential": 4.3e-3, "overpotential": 32.2e-3}, 0.86645963),
    ("overpotential_of_cell_impedance", {"current_density": 5.0, "cell_impedance": 131.0, "area": 9.5e-5}, 0.062225),
    ("electrochemical_window", {"oxidation_onset_potential": 4.60, "reduction_onset_potential": 1.35}, 3.25),
    ("free_energy_of_voltage", {"electrons_transferred": 2, "equilibrium_voltage": 2.70}, -521020.79),
    ("equilibrium_voltage", {"reaction_free_energy": -847270.0, "electrons_transferred": 3}, 2.9271116),
    ("voltage_of_couples", {"reduced_couple_potential": -0.34, "oxidised_couple_potential": -3.04}, 2.70),
    ("equilibrium_constant_logarithm", {"reaction_free_energy": -5.0e4, "temperature": 298.15}, 20.169773),
    ("molar_volume", {"molar_mass": 0.04595, "density": 1640.0}, 2.8018293e-5),
    ("volume_change", {"first_amount": 4, "first_molar_volume": 12.06e-6, "second_amount": 1,
     "second_molar_volume": 230.0e-6}, 3.7678275),
    ("ceramic_mass_fraction", {"composite_residual_mass": 0.5424, "polymer_residual_mass": 0.031,
     "ceramic_residual_mass": 0.9779}, 0.54007815),
    ("ceramic_of_residue", {"composite_residual_mass": 0.5424}, 0.5424),
]  # fmt: skip
MINE = [FORMULAS[name] for name, _, _ in CASES]


@pytest.mark.parametrize(("name", "given", "expected"), CASES, ids=[case[0] for case in CASES])
def test_a_worked_value_by_hand(name: str, given: dict[str, float], expected: float) -> None:
    made = FORMULAS[name]
    constants = {one: found.si for one in made.parameters if (found := Q.constant(one)) is not None}
    assert float(made.body(**(constants | given))) == pytest.approx(expected, rel=1e-6)


def example(made: Formula, parameter: str) -> float:
    """The worked example's value of an input, in SI; leads that it leaves out have 2 ohm."""
    reading = Q[quantity_of(parameter)].read({"lead_resistance": "2 ohm", **made.example[0]}[parameter])
    assert reading.mid is not None
    return reading.mid


@pytest.mark.parametrize("made", MINE, ids=[one.name for one in MINE])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_point_of_the_box_stays_in_the_interval(made: Formula, data: st.DataObject) -> None:
    share = st.floats(0.0, 1.0)
    boxes, points = [], []
    for parameter in made.parameters:
        constant = Q.constant(parameter)
        value = example(made, parameter) if constant is None else constant.si
        size = 0.0 if constant else abs(value) * (0.04 if "temperature" in parameter else 0.5)
        low, high = value - size * data.draw(share), value + size * data.draw(share)
        boxes.append((np.array([low]), np.array([value]), np.array([high])))
        points.append(low + data.draw(share) * (high - low))
    low, mid, high = (float(end[0]) for end in spread(made.body, boxes))
    with np.errstate(all="ignore"):
        value = float(made.body(*np.array(points)))
    room = 1e-12 * (abs(value) + abs(mid))
    assert low - room <= mid <= high + room
    assert low - room <= value <= high + room or np.isnan(value)


def test_a_limit_of_a_transference_number_stays_one_sided() -> None:
    # I_0, I_ss "< 14 uA", V, R_0, R_ss
    low = [np.array([end]) for end in (20e-6, 0.0, 0.01, 50.0, 54.0)]
    mid = [np.array([end]) for end in (20e-6, np.nan, 0.01, 50.0, 54.0)]
    high = [np.array([end]) for end in (20e-6, 14e-6, 0.01, 50.0, 54.0)]
    found = spread(FORMULAS["lithium_transference_number"].body, list(zip(low, mid, high, strict=True)))
    assert (found[0][0], np.isnan(found[1][0])) == (0.0, True)
    assert found[2][0] == pytest.approx(0.68152315, rel=1e-6)


def test_interfaces_that_take_the_whole_voltage_leave_a_transference_number_open() -> None:
    ends = [np.array([end]) for end in (20e-6, 14e-6, 0.01, 800.0, 900.0)]  # 20 uA * 800 ohm is more than 10 mV
    low, _, high = spread(FORMULAS["lithium_transference_number"].body, [(one, one, one) for one in ends])
    assert (low[0], high[0]) == (-np.inf, np.inf)


@pytest.mark.parametrize(
    ("composite", "polymer", "ceramic", "content"),
    [
        (0.5424, 0.0, 1.0, 0.5424),
        (0.5424, 0.0, 0.9779, 0.5546580),
        (0.02, 0.031, 0.9779, 0.0),
        (0.99, 0.031, 0.9779, 1.0),
    ],
)
def test_a_ceramic_content_lies_between_none_and_all(
    composite: float, polymer: float, ceramic: float, content: float
) -> None:
    with np.errstate(divide="ignore"):
        found = FORMULAS["ceramic_mass_fraction"].body(np.float64(composite), np.float64(polymer), np.float64(ceramic))
    assert float(found) == pytest.approx(content, rel=1e-6)


def test_what_estimates_or_leaves_something_out_accuses_nobody() -> None:
    assert {one.name for one in MINE if not one.checks} == {
        "grain_boundary_ionic_conductivity", "conductivity_of_grains_and_boundaries", "areal_resistance_of_two_layers",
        "conductivity_prefactor", "conductivity_temperature_prefactor", "transference_of_currents",
        "diffusion_coefficient", "ohmic_overpotential", "ohmic_overpotential_of_areal_resistance",
        "overpotential_of_cell_impedance", "ceramic_of_residue",
    }  # fmt: skip
    assert {one.allowance for one in MINE} == {0.0}


@pytest.mark.parametrize(("name", "expected"), [("activation_energy_of_sigma", [0.222923, 0.222923]), ("activation_energy_of_sigma_t", [0.252330, 0.252330])])  # fmt: skip
def test_many_series_are_fitted_at_once(name: str, expected: list[float]) -> None:
    temperature = np.array([[298.15, 298.15], [393.15, 393.15]])
    sigma = np.array([[9.56e-6, 9.56e-3], [7.78e-5, 7.78e-2]])  # the second a thousand times the first
    assert FORMULAS[name].body(temperature, sigma, 8.617333262e-5) == pytest.approx(np.array(expected), rel=1e-4)


def test_functions_of_columns_quantities_and_symbols() -> None:
    x, ratio = sympy.Symbol("x"), registry().Quantity(np.array([2.0]), "mV/V")
    assert exp(np.array([0.0, 1.0])).tolist() == pytest.approx([1.0, 2.718281828])
    assert (float(log(10.0)), float(exp(ratio).magnitude[0])) == pytest.approx((2.302585093, 1.002002001))
    assert (exp(x), log(x / 2), positive(x - 1)) == (sympy.exp(x), sympy.log(x / 2), x - 1)
    assert positive(np.array([-2.0, 3.0, -np.inf])).tolist() == [0.0, 3.0, 0.0]
    assert positive(ratio - 5.0 * ratio).magnitude.tolist() == [0.0]


def test_a_prefactor_over_temperature_is_no_conductivity() -> None:
    def wrong(ionic_conductivity: Any, temperature: Any, activation_energy: Any, boltzmann: Any) -> Any:
        """The temperature is forgotten."""
        return ionic_conductivity * exp(activation_energy / (boltzmann * temperature))

    point = {"ionic_conductivity": "0.170 mS/cm", "temperature": "50 degC", "activation_energy": "0.310 eV"}
    with pytest.raises(DefinitionError, match="but conductivity_temperature_prefactor is measured in S K/cm"):
        formula("conductivity_temperature_prefactor", source="Arrhenius", example=(point, "3754 S K/cm"))(wrong)


def test_an_exponent_with_a_unit_is_refused() -> None:
    def wrong(ionic_conductivity: Any, temperature: Any, activation_energy: Any) -> Any:
        """Boltzmann's constant is forgotten."""
        return ionic_conductivity * exp(activation_energy / temperature)

    point = {"ionic_conductivity": "0.170 mS/cm", "temperature": "50 degC", "activation_energy": "0.310 eV"}
    with pytest.raises(DefinitionError, match="the body fails with units"):
        formula("conductivity_prefactor", source="Arrhenius", example=(point, "11.6 S/cm"))(wrong)
