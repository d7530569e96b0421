"""Reactions: equations as papers print them, what balances them, electrons, free energy, volume change."""

from __future__ import annotations

import pytest
from pymatgen.analysis.reaction_calculator import BalancedReaction

from compute.chemistry.equation import EquationError, read_equation, species
from compute.chemistry.reaction import electrons_transferred, equation_check, free_energy, react, volume_change

ARGYRODITE = "Li6PS5Cl + 8Li → 5Li2S + Li3P + LiCl"
DISPLACEMENT = "3Li⁰ + In³⁺ → 3Li⁺ + In⁰"
DENSITY = {"Li": 534.0, "Si": 2329.0, "Li15Si4": 1179.0, "ZnO": 5606.0, "Li2O": 2013.0, "Zn": 7140.0}


@pytest.mark.parametrize(
    "text",
    [
        "2Li + ZnO -> Li2O + Zn", ARGYRODITE, DISPLACEMENT, "3Li0 + In3+ → 3Li+ + In0", "Zn2+ + 2e- = Zn",
        "Zn2++2e−→Zn", "SiO2 + 4Li+ + 4e− ⇌ Si + 2Li2O", "LiCoO2 → 0.5Li+ + 0.5e− + Li0.5CoO2", "1/2 O2 + 2 Li → Li2O",
        "2LiOH(s) → Li2O(s) + H2O(g)", "H2O + CO3^2- → HCO3^- + OH^-", "2 Li + SO4^2- → Li2SO4 + 2e-",
        r"$\text{Li}_6\text{PS}_5\text{Cl} + 8\text{Li} \rightarrow 5\text{Li}_2\text{S} + \text{Li}_3\text{P} + \text{LiCl}$",
    ],
)  # fmt: skip
def test_equations_as_printed_balance(text: str) -> None:
    assert equation_check(text).verdict == "balanced"


@pytest.mark.parametrize(
    ("text", "residue", "mended"),
    [
        ("Li + ZnO → Li2O + Zn", {"Li": 1}, "2 Li + ZnO → Li2O + Zn"),
        ("Li6PS5Cl + Li → Li2S + Li3P + LiCl", {"Li": -1, "S": -4}, "Li6PS5Cl + 8 Li → 5 Li2S + Li3P + LiCl"),
        ("Li + In3+ → Li+ + In", {"charge": -2}, "3 Li + In3+ → 3 Li+ + In"),
        ("Zn2+ → Zn", {"charge": -2}, "Zn2+ + 2 e- → Zn"),
        ("Li → Li+", {"charge": 1}, "Li → Li+ + e-"),
        ("4Li + MnO2 → Mn + Li2O", {"Li": -2, "O": -1}, "4 Li + MnO2 → Mn + 2 Li2O"),
    ],
)
def test_what_does_not_balance_is_told_and_mended(text: str, residue: dict[str, float], mended: str) -> None:
    found = equation_check(text)
    assert (found.verdict, found.residue) == ("not balanced", residue)
    assert found.mended is not None
    assert found.mended.text == mended
    assert equation_check(mended).verdict == "balanced"


@pytest.mark.parametrize(
    ("text", "name", "charge"),
    [("PF6-", "PF6^-", -1), ("NO3−", "NO3^-", -1), ("SO4^2-", "SO4^2-", -2), ("SO₄²⁻", "SO4^2-", -2), ("SO4 2-", "SO4^2-", -2),
     ("Li0", "Li", 0), ("Li⁰", "Li", 0), ("In³⁺", "In3+", 3), ("S2-", "S2-", -2), ("Li2S(s)", "Li2S", 0), ("e⁻", "e-", -1)],
)  # fmt: skip
def test_the_charge_of_a_species(text: str, name: str, charge: float) -> None:
    assert (species(text).name, species(text).charge) == (name, charge)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("2Li + S → Li2O", "O stands on one side only"), ("Li2S + Li → Li3S2", "would have to stand on the other side"),
     ("CO + O2 → CO2 + C", "2 independent reactions"), ("Li2O + ZnO → LiZnO3", "no coefficients")],
)  # fmt: skip
def test_what_cannot_be_mended_has_a_reason(text: str, reason: str) -> None:
    found = equation_check(text)
    assert found.mended is None
    assert reason in found.reason


def test_coefficients_are_per_the_first_reactant_or_a_chosen_species() -> None:
    assert react(["Li6PS5Cl", "Li"], ["Li2S", "Li3P", "LiCl"]).reactants == {"Li6PS5Cl": 1, "Li": 8}
    assert react(["Li", "ZnO"], ["Li2O", "Zn"]).text == "Li + 0.5 ZnO → 0.5 Li2O + 0.5 Zn"
    assert react(["Li", "ZnO"], ["Li2O", "Zn"], per="ZnO").text == "2 Li + ZnO → Li2O + Zn"
    assert react(["Zn2+", "e-"], ["Zn"]).reactants == {"Zn2+": 1, "e-": 2}
    assert react(["Li", "V2O5"], ["LixV2O5"], per="V2O5", x=3.0).reactants == {"Li": 3, "V2O5": 1}


def test_pymatgen_s_own_reaction_agrees() -> None:
    other = BalancedReaction.from_str("Li6PS5Cl + 8 Li -> 5 Li2S + Li3P + LiCl")
    ours = react(["Li6PS5Cl", "Li"], ["Li2S", "Li3P", "LiCl"])
    theirs = {c.reduced_formula: other.get_coeff(c) for c in other.all_comp}
    assert theirs == {"Li6PS5Cl": -1, "Li": -8, "Li2S": ours.products["Li2S"], "Li3P": 1, "LiCl": 1}


@pytest.mark.parametrize(
    ("text", "electrons"),
    [
        (ARGYRODITE, 8), (DISPLACEMENT, 3), ("2Li + ZnO → Li2O + Zn", 2), ("Zn2+ + 2e- → Zn", 2), ("Li → Li+ + e-", 1),
        ("4Li + O2 → 2Li2O", 4), ("In2O3 + 6Li → 3Li2O + 2In", 6), ("LiFePO4 → FePO4 + Li", 1),
        ("2LiOH → Li2O + H2O", 0), ("Si + 3.75Li+ + 3.75e- → Li3.75Si", 3.75), ("Li2O2 → 2Li + O2", 2),
        ("Cl2 + 2LiOH → LiCl + LiClO + H2O", 1), ("LiCoO2 → 0.5Li + Li0.5CoO2", 0.5),
    ],
)  # fmt: skip
def test_electrons_transferred(text: str, electrons: float) -> None:
    assert electrons_transferred(text) == pytest.approx(electrons)


@pytest.mark.parametrize(
    ("text", "said"),
    [("Li + ZnO → Li2O + Zn", "is not balanced"), ("4Si + 15Li → Li15Si4", "oxidation states are open"),
     ("CuFeS2 + 4Li → Cu + Fe + 2Li2S", "several oxidation states")],
)  # fmt: skip
def test_electrons_that_states_leave_open(text: str, said: str) -> None:
    with pytest.raises(EquationError, match=said):
        electrons_transferred(text)


def test_free_energy_of_a_displacement_is_per_mole_of_what_is_named() -> None:
    found = free_energy(DISPLACEMENT, (-0.345, -0.34, -0.335), (-3.045, -3.04, -3.035))
    # 3 * 96485.33212 * 2.70, and 0.01 V either way: 2894.6
    assert found.as_written == pytest.approx((-784425.75, -781531.19, -778636.63), abs=0.01)
    assert not found.as_written[0] <= -847270 <= found.as_written[2]
    assert found.per_mole_of["Li"][1] == pytest.approx(-260510.40, abs=0.01)
    assert found.per_mole_of["In3+"] == found.as_written
    one_sided = free_energy("Li → Li+ + e-", (3.0, None, float("inf")), 0.0)
    assert one_sided.as_written[1] is None
    assert one_sided.as_written[0] == -float("inf")


def test_volume_change_by_hand() -> None:
    # Li15Si4 216.4 g/mol / 1.179 = 183.6 cm3; 4 Si 112.34 / 2.329 = 48.24 cm3
    assert volume_change("4Si + 15Li → Li15Si4", DENSITY, ["Si"])[1] == pytest.approx(2.807, abs=5e-3)
    # with the 15 Li, 104.1 / 0.534 = 194.9 cm3, it shrinks
    assert volume_change("4Si + 15Li → Li15Si4", DENSITY)[1] == pytest.approx(-0.2447, abs=2e-3)
    # Li2O 29.88 / 2.013 = 14.84, Zn 65.38 / 7.14 = 9.157, ZnO 81.38 / 5.606 = 14.517
    assert volume_change("2Li + ZnO → Li2O + Zn", DENSITY, ["ZnO"])[1] == pytest.approx(0.6532, abs=1e-3)
    assert volume_change("Li → Li+ + e-", DENSITY) == (-1.0, -1.0, -1.0)


def test_volume_change_of_the_argyrodite_reaction_keeps_its_digits() -> None:
    dense = {
        "Li6PS5Cl": (1838.0, None, 1871.0),
        "Li": (533.5, 534.0, 534.5),
        "Li2S": 1660.0,
        "Li3P": 1430.0,
        "LiCl": 2070.0,
    }
    low, mid, high = volume_change(ARGYRODITE, dense)
    # products 138.38 + 36.22 + 20.48; reactants 143.46 to 146.03 and 103.88 to 104.07
    assert (low, high) == (pytest.approx(-0.2199, abs=5e-4), pytest.approx(-0.2112, abs=5e-4))
    assert mid is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Li + ZnO", "needs one arrow"), ("Li → ", "needs one arrow"), ("LLZO + Li → Li2O", "abbreviation"),
        ("xLi + Si → LixSi", "give x"), ("SO42- → S", "is not set apart"),
    ],
)  # fmt: skip
def test_an_unreadable_equation_says_why(text: str, said: str) -> None:
    with pytest.raises(EquationError) as refused:
        read_equation(text)
    assert said in str(refused.value)


def test_the_other_refusals() -> None:
    with pytest.raises(EquationError, match="has no density"):
        volume_change("2Li + ZnO → Li2O + Zn", {"Li": 534.0})
    with pytest.raises(EquationError, match="no solid reactant"):
        volume_change("Li+ + e- → Li", DENSITY)
    with pytest.raises(EquationError, match="is not balanced"):
        volume_change("Li + ZnO → Li2O + Zn", DENSITY)
    with pytest.raises(EquationError, match="is not in the reaction"):
        react(["Li", "ZnO"], ["Li2O", "Zn"], per="Si")
    with pytest.raises(EquationError, match="stands there twice"):
        react(["Li", "ZnO"], ["Li", "Zn"])
    with pytest.raises(EquationError, match="doesn't take part"):
        react(["Li", "ZnO", "Zn2+"], ["Li2O", "Zn"])


def test_what_stands_on_both_sides_is_taken_off() -> None:
    net = {one.name: count for one, count in read_equation("LiCoO2 + 2C → Li + CoO2 + 2C").net.items()}
    assert net == {"LiCoO2": -1, "Li": 1, "CoO2": 1}


def test_a_variable_coefficient_is_a_factor() -> None:
    made = read_equation("3xLi + Si → Li3xSi", x=2.0)
    assert {one.name: count for one, count in made.reactants.items()} == {"Li": 6.0, "Si": 1.0}
    with pytest.raises(EquationError, match="give x"):
        read_equation("3xLi + Si → Li3xSi")
    with pytest.raises(EquationError, match="give x"):
        species("LixSi")


@pytest.mark.parametrize("text", ["SO42-", "C2O42-"])
def test_a_charge_that_is_not_set_apart_is_refused(text: str) -> None:
    with pytest.raises(EquationError, match="not set apart"):
        species(text)
