"""Charge balance: states by hand, fractional formulas, rounding that is no error, and pymatgen on whole formulas."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from pymatgen.core import Composition

from compute.chemistry.charge import charge_balance, written_state
from compute.chemistry.neutrality import within
from schema.composition import understand

USUAL = {"Li": 1, "La": 3, "Zr": 4, "Ta": 5, "Al": 3, "Ti": 4, "P": 5, "S": -2, "O": -2, "Cl": -1, "In": 3, "Si": 4}


@pytest.mark.parametrize(
    "formula",
    ["Li6.25Al0.25La3Zr2O12", "Li6.4La3Zr1.4Ta0.6O12", "Li1.3Al0.3Ti1.7(PO4)3", "Li9.54Si1.74P1.44S11.7Cl0.3",
     "Li5.4PS4.4Cl1.6", "Li3InCl6", "75Li2S-25P2S5"],
)  # fmt: skip
def test_fractional_formulas_balance_at_usual_states(formula: str) -> None:
    found = charge_balance(formula)
    assert (found.verdict, found.surely) == ("balanced", "usual states")
    assert found.states == {element: USUAL[element] for element in found.states}
    assert found.net is not None
    assert found.net[1] == 0


@pytest.mark.parametrize(
    ("formula", "element", "mean"),
    [
        ("LiNi0.8Co0.1Mn0.1O2", "Ni", 2.875),  # (4 - 1 - 0.3 - 0.4) / 0.8
        ("NCM622", "Ni", 2.6666667),  # (4 - 1 - 0.6 - 0.8) / 0.6
        ("LiNi0.5Co0.2Mn0.3O2", "Ni", 2.4),  # (4 - 1 - 0.6 - 1.2) / 0.5
        ("LiMn2O4", "Mn", 3.5),
        ("Fe3O4", "Fe", 2.6666667),
        ("Li0.5CoO2", "Co", 3.5),
        ("KO2", "O", -0.5),
        ("Li2S6", "S", -1 / 3),
    ],
)
def test_one_element_may_have_a_mean_state(formula: str, element: str, mean: float) -> None:
    found = charge_balance(formula)
    assert (found.verdict, found.surely, found.fitted) == ("balanced", "one mean state fitted", element)
    assert found.states[element] == pytest.approx(mean, abs=1e-6)


@pytest.mark.parametrize(
    ("formula", "states"),
    [
        ("NCM111", {"Ni": 2, "Co": 3, "Mn": 4}),
        ("LiNi0.5Mn1.5O4", {"Ni": 2, "Mn": 4}),
        ("LiFePO4", {"Fe": 2, "P": 5}),
        ("LiFe0.5Mn0.5PO4", {"Fe": 2, "Mn": 2}),
        ("Li4P2S6", {"P": 4}),
        ("FeS2", {"Fe": 2, "S": -1}),
        ("Li2CoTi3O8", {"Co": 2, "Ti": 4}),
        ("Li2O2", {"O": -1}),
        ("LiBH4", {"B": 3, "H": -1}),
        ("LiFSI", {"N": -3, "S": 6}),
        ("LiClO4", {"Cl": 7}),
        ("LiClO", {"Cl": 1}),
        ("LiTFSI", {"TFSI": -1}),
        ("In(TFSI)3", {"In": 3}),
    ],
)
def test_known_states_by_hand(formula: str, states: dict[str, float]) -> None:
    found = charge_balance(formula)
    assert found.verdict == "balanced"
    assert {element: found.states[element] for element in states} == states


@pytest.mark.parametrize(
    ("formula", "net"),
    [("Li5.5PS4Cl1.5", (0.9, 1.0, 1.1)), ("Li9.6P3S12", (0.55, 0.6, 0.65)), ("Li5La3Nb1.75Y0.25O12", (-0.54, -0.5, -0.46)),
     ("LiGa2GeS6", (-1, -1, -1))],
)  # fmt: skip
def test_what_no_known_state_balances_is_charged(formula: str, net: tuple[float, float, float]) -> None:
    found = charge_balance(formula)
    assert (found.verdict, found.net) == ("charged", pytest.approx(net))


@pytest.mark.parametrize(
    "formula",
    ["Li0.33La0.55TiO3", "(Ag0.33Li0.67)0.27La0.57TiO3", "LiNi0.33Co0.33Mn0.33O2", "Li10Ge0.33Sn0.66P2S12",
     "La0.55Li0.36TiO3"],
)  # fmt: skip
def test_a_rounded_amount_is_no_charge(formula: str) -> None:
    found = charge_balance(formula)
    assert found.verdict == "balanced within the digits"
    assert found.net is not None
    assert found.net[0] <= 0 <= found.net[2]


def test_the_digits_inside_a_bracket_count_times_what_is_outside() -> None:
    assert charge_balance("(Al0.33Si1.67)2O7").net == pytest.approx((1.27, 1.34, 1.41))  # (3 + 4) * 2 * 0.005


def test_rounding_of_neutral_solid_solutions_is_never_called_a_charge() -> None:
    rng = np.random.default_rng(20240302)
    for x, y in rng.uniform(0.05, 0.45, (500, 2)):
        for formula in (
            f"Li{7 - x - 3 * y:.2f}Al{y:.2f}La3Zr{2 - x:.2f}Ta{x:.2f}O12",
            f"Li{6 - x:.2f}PS{5 - x:.2f}Cl{1 + x:.2f}",
            f"Li{1 + x:.3f}Al{x:.3f}Ti{2 - x:.3f}(PO4)3",
            f"(Li{1 - x:.2f}Ag{x:.2f}){3 * y:.2f}La{2 / 3 - y:.2f}TiO3",
            f"LiNi{1 - x - y:.2f}Co{x:.2f}Mn{y:.2f}O2",
        ):
            assert charge_balance(formula).verdict != "charged", formula


@pytest.mark.parametrize("formula", ["PVDF", "LiC6", "NO", "LiPON", "KMnO4", "LLZO", "LiN3", "Li6.4Al0.19La3Zr2O11.8"])
def test_what_states_cannot_tell_is_undetermined(formula: str) -> None:
    found = charge_balance(formula)
    assert found.verdict == "undetermined"
    assert found.reason


def test_a_series_balances_for_every_x_or_says_which() -> None:
    assert charge_balance("Li6-xPS5-xCl1+x").reason == "for every x"
    assert charge_balance("Li7-xLa3Zr2-xTaxO12").neutral
    oxide = charge_balance("V2O5-x")
    assert (oxide.surely, oxide.fitted) == ("one mean state fitted", "V")
    assert oxide.reason == "V is +5 - x; at usual states neutral where x = 0"
    assert charge_balance("LixCoO2").reason == "Co is +4 - x; at usual states neutral where x = 1"
    assert charge_balance("LixLayTiO3").reason == "at usual states neutral where x + 3y = 2"


def test_stated_states_decide() -> None:
    states = {"Li": 1, "Ni": 2.875, "Co": 3, "Mn": 4, "O": -2}
    assert charge_balance("NCM811", states).surely == "stated"
    assert charge_balance("NCM811", states).neutral
    wrong = charge_balance("LiFePO4", {"Li": 1, "Fe": 3, "P": 5, "O": -2})
    assert (wrong.verdict, wrong.net) == ("charged", (1.0, 1.0, 1.0))
    partly = charge_balance("LiNi0.5Co0.2Mn0.3O2", {"Co": 3, "Mn": 4})
    assert partly.states["Ni"] == pytest.approx(2.4)
    assert partly.others == ()


def test_several_solutions_are_all_told() -> None:
    found = charge_balance("CuFeS2")
    assert found.surely == "several solutions"
    assert {"Cu": 2.0, "Fe": 2.0, "S": -2.0} in found.others or {"Cu": 1.0, "Fe": 3.0, "S": -2.0} in found.others
    layered = charge_balance("LiNi0.5Co0.3Mn0.2O2")
    assert [other["Co"] for other in layered.others] == [4.0]


def test_ions_elements_alloys_and_mixtures() -> None:
    assert charge_balance("PF6", charge=-1).neutral
    assert charge_balance({"In": 1.0}, charge=3).states == {"In": 3.0}
    assert charge_balance("Li").surely == "element"
    assert charge_balance("Li100In").surely == "alloy"
    assert charge_balance("0.7Li(CB9H10)-0.3Li(CB11H12)").reason == "each component is neutral by itself"
    assert charge_balance("Li2S-P2S5").neutral


def test_text_understood_and_amounts_give_one_answer() -> None:
    text = charge_balance("Li6PS5Cl")
    assert charge_balance(understand("Li6PS5Cl")) == text
    assert charge_balance(Composition("Li6PS5Cl").as_dict()).states == text.states
    assert charge_balance("Li6PS5Cl") is text  # kept
    assert charge_balance("XeF2").reason == "no oxidation states are known here for Xe"
    assert written_state("Ni", 2.875) == "Ni +2.875"


WHOLE = [
    "Li3InCl6",
    "Li6PS5Cl",
    "Li7La3Zr2O12",
    "Li3PS4",
    "Li10GeP2S12",
    "LiFePO4",
    "LiCoO2",
    "Li4Ti5O12",
    "Li2SO4",
    "LiNO3",
    "Li2CO3",
    "Li3N",
    "Li3P",
    "LiNbO3",
    "V2O5",
    "LiVPO4F",
    "Li3V2(PO4)3",
    "FeSO4",
    "LiMn2O4",
    "Fe3O4",
    "LiPF6",
    "Li2ZrCl6",
    "ZnO",
    "In2O3",
    "Li7P3S11",
    "LiTi2(PO4)3",
    "Li4P2S6",
    "LiAlH4",
    "Li7BiO6",
    "Cu2O",
    "NiO",
    "LiNiO2",
    "LiMnO2",
    "MnO2",
    "LiTiS2",
    "MoS2",
    "Li3SbS4",
    "Ce2O3",
    "Li2MnCl4",
    "Na3Zr2Si2PO12",
    "Li6TeO6",
    "PbO2",
]


@pytest.mark.parametrize("formula", WHOLE)
def test_pymatgen_guesses_the_same_states_of_whole_formulas(formula: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        guessed = Composition(formula).oxi_state_guesses()[0]
    assert charge_balance(formula).states == pytest.approx(guessed, abs=1e-6)


@pytest.mark.parametrize(
    ("net", "verdict"),
    [
        ((0.1, 0.2, 0.3), "charged"), ((-0.3, -0.2, -0.1), "charged"), ((-0.1, 0.1, 0.3), "balanced within the digits"),
        ((-0.3, -0.1, 0.1), "balanced within the digits"), ((0.0, 0.2, 0.4), "balanced within the digits"),
    ],
)  # fmt: skip
def test_a_net_charge_that_the_digits_reach_is_none(net: tuple[float, float, float], verdict: str) -> None:
    assert within(net) == verdict


def test_an_ion_of_one_element_has_its_charge() -> None:
    found = charge_balance("Zn", charge=2.0)
    assert (found.verdict, found.surely, found.states, found.net) == (
        "balanced",
        "stated",
        {"Zn": 2.0},
        (0.0, 0.0, 0.0),
    )
    pair = charge_balance({"O": 2.0}, charge=-2.0)
    assert (pair.states, pair.net) == ({"O": -1.0}, (0.0, 0.0, 0.0))


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("LiMn2O4", "with Mn +3.5"), ("Li2O2", "with O -1"), ("LiCoO2", ""),
        ("LixCoO2", "Co is +4 - x; at usual states neutral where x = 1"),
        ("Li1-xMn2O4", "Mn is +3.5 + 0.5x; at usual states neutral where x = 1"),
        ("LixTiS2", "Ti is +4 - x; at usual states neutral where x = 0"),
        ("LixFePO4", "Fe is +3 - x; at usual states neutral where x = 0"),
        ("Li1+xAlxTi2-x(PO4)3", "for every x"),
    ],
)  # fmt: skip
def test_a_balance_says_by_which_state(formula: str, reason: str) -> None:
    found = charge_balance(formula)
    assert (found.verdict, found.reason) == ("balanced", reason)


def test_the_states_of_a_series_are_those_of_the_other_elements() -> None:
    assert charge_balance("LixCoO2").states == {"Li": 1, "O": -2}
    assert charge_balance("LixFePO4").states == {"Li": 1, "P": 5, "O": -2}


def test_a_stated_state_is_no_departure() -> None:
    found = charge_balance("LiMn2O4", {"Mn": 3.5, "Li": 1.0})
    assert (found.verdict, found.states["Mn"]) == ("balanced", 3.5)
    assert "Mn" not in found.reason
