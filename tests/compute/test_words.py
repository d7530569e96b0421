"""Equations as one line of text, and names, limits and gaps in words, against what a chemist would write."""

from __future__ import annotations

import math
from typing import Any

import pytest

from compute import FORMULAS
from compute.told import apart, between, interval, number, tell_inputs, words_of_missing
from compute.wording import joined, named, not_reported, pretty, pretty_unit, the
from compute.written.equations import equation
from compute.written.plain import plain

LINES = {
    "ionic_conductivity": "σ = L / ((R − R_lead) A)",
    "conductance": "G = 1 / (R − R_lead)",
    "reaction_free_energy": "ΔG = −n F (E_red − E_ox)",
    "equilibrium_voltage": "E_eq = −ΔG / (n F)",
    "porosity": "ε = 1 − ρ / ρ_th",
    "power_density_of_target": "P_A = 4 P / (π d_T^2)",
    "n_to_p_by_inventory": "N/P = 1 + L_neg ρ_Li F / (M_Li Q_A)",
    "geometric_fade_per_cycle": "f_c = 1 − CR^(1 / N_c)",
    "lithium_inventory_retention": "r_Li = CE_avg^N_c",
    "final_capacity_of_retention": "q_fin = q_ini · CR",
    "conductivity_at_reference_temperature_sigma": "σ_ref = σ exp(−(E_a / k_B) (1 / T_ref − 1 / T))",
    "conductivity_at_reference_temperature_sigma_t": "σ_ref = (σ T / T_ref) exp(−(E_a / k_B) (1 / T_ref − 1 / T))",
    "conductivity_of_grains_and_boundaries": "σ = 1 / (1 / σ_b + 1 / σ_gb)",
    "theoretical_density_of_composite": "ρ_th = (w_1 + w_2) / (w_1 / ρ_1 + w_2 / ρ_2)",
    "lithium_transference_number": "t_Li+ = I_ss (U_pol − I_0 R_int,ini) / (I_0 (U_pol − I_ss R_int,fin))",
    "utilisation": "u = q_dis / q_th,AM,pos",
    "mole_fraction_of_masses": "x = w_1 / (M_1 (w_1 / M_1 + w_2 / M_2))",
    "volume_change": "ΔV_rel = n_2 V_m,2 / (n_1 V_m,1) − 1",
    "activation_energy_of_sigma": (
        "E_a = −k_B Σ_i (1 / T_i − mean(1 / T)) (ln(σ_i / σ_1) − mean(ln(σ / σ_1))) / (Σ_i (1 / T_i − mean(1 / T))^2)"
    ),
    "capacity_fade_per_cycle": "f_c = (1 − CR) / N_c",
    "areal_resistance_of_each_interface": "ASR_int = R_int A / 2",
    "average_voltage": "U_avg = U_min + ξ (U_max − U_min)",
}


@pytest.mark.parametrize(("name", "line"), LINES.items(), ids=LINES)
def test_an_equation_as_one_line(name: str, line: str) -> None:
    assert plain(equation(FORMULAS[name])) == line


def test_lists_of_words() -> None:
    assert joined(["a"]) == "a"
    assert joined(["a", "b"]) == "a and b"
    assert joined(["a", "b", "c"]) == "a, b and c"
    assert joined(["a", "b", "c"], "or") == "a, b or c"
    assert words_of_missing("a, b") == ("a", "b")
    assert words_of_missing("") == words_of_missing(None) == ()


def test_what_is_not_reported() -> None:
    assert not_reported(["thickness"]) == "the thickness is not reported"
    assert not_reported(["power", "target_diameter"]) == "the power and the diameter of the target are not reported"
    assert not_reported(["both numbers of the difference"]) == "both numbers of the difference are not reported"
    about, compared = "the number that it is about", "the number that it is compared with"
    assert not_reported([about]) == "what it is about is not given as a number"
    assert not_reported([compared]) == "what it is compared with is not given as a number"
    assert (
        not_reported([about, compared]) == "neither what it is about nor what it is compared with is given as a number"
    )


def test_names_of_parameters() -> None:
    assert named("negative_thickness") == "thickness of the negative electrode"
    assert named("positive_active_mass_loading") == "active-material loading of the positive electrode"
    assert named("reference_temperature") == "reference temperature"
    assert named("lithium_density") == "density of lithium"
    assert named("positive_unheard_of") == "unheard of of the positive electrode"
    assert named("unheard_of") == "unheard of"
    assert named("ionic_conductivity at a second temperature") == "ionic conductivity at a second temperature"
    assert the("the power") == "the power"
    assert the("power") == "the power"


def test_units_and_numbers_as_print_has_them() -> None:
    assert pretty_unit("g cm-3") == "g cm⁻³"
    assert pretty_unit("mA/cm2") == "mA/cm²"
    assert pretty_unit("ohm cm2") == "Ω cm²"
    assert pretty_unit("um") == "µm"
    assert pretty_unit("degC") == "°C"
    assert pretty("-9.56e-06") == "−9.56×10⁻⁶"
    assert pretty("1.5") == "1.5"


def test_limits_and_gaps_in_words() -> None:
    assert between(-math.inf, math.inf) == "anything"
    assert between(-math.inf, 2.0) == "at most 2"
    assert between(2.0, math.inf) == "at least 2"
    assert between(1.0, 2.0) == "1 to 2"
    assert between(1.00001, 1.00002) == "1"
    assert number(None) == number(math.nan) == "?"
    assert number(12345.6) == "1.235e+04"
    assert interval("thickness", 0.0, 2e-5) == "at most 20 um"
    assert interval("thickness", 1e-5, 2e-5) == "10 to 20 um"
    assert interval("resistance_change", 0.0, 2.0) == "0 to 2 ohm"  # a change may be zero
    assert interval("n_to_p_ratio", 1.5, math.inf) == "at least 1.5"
    assert apart("thickness", 2.5, "factor") == "off by a factor of 2.5 at least"
    assert apart("thickness", 2.5e-6, "difference") == "off by 2.5 um at least"
    assert apart("n_to_p_ratio", 0.5, "difference") == "off by 0.5 at least"


def test_a_quote_is_told_once() -> None:
    fact: dict[str, Any] = {
        "printed": "2 um",
        "kind": "reading",
        "place": "Table 1",
        "quote": "of 2 um",
        "quantity": "thickness",
    }
    lines = tell_inputs(
        [
            ("thickness", fact),
            ("area", fact),
            ("density", fact | {"quote": None}),
            ("power", fact | {"kind": "reference"}),
        ]
    )
    assert lines == [
        "    thickness = 2 um  [Table 1] “of 2 um”",
        "    area = 2 um  [Table 1] (same sentence)",
        "    density = 2 um  [Table 1]",
        "    power = 2 um (reference data)  [Table 1] (same sentence)",
    ]
    unprinted = fact | {"printed": None, "lo": 1e-6, "hi": 2e-6, "place": None}
    assert tell_inputs([("thickness", unprinted)]) == ["    thickness = 1 to 2 um “of 2 um”"]
