"""Verdicts on tiny papers: what agrees, what can't be true together, what can't be tested, and what must not matter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from compute import Checked, check_repeats
from schema.vocabulary import Verdict

Tables: TypeAlias = dict[str, list[dict[str, Any]]]
Cell: TypeAlias = Callable[..., dict[str, Checked]]

FINAL, INITIAL = "final_capacity_per_active_mass", "initial_capacity_per_active_mass"
ELECTROLYTE = """
electrolytes:
  film:
    kind: inorganic
    family: argyrodite
    form: film
    experiments:
      arrhenius:
        method: eis
        where: Table 1
        quote: "9.56e-6, 7.78e-5 S/cm at 25, 120 °C, with ENERGY eV"
        conventions: CONVENTIONS
        readings: {activation_energy: {reads: "ENERGY eV"}}
        series: {along: temperature, points: "25, 120 °C", readings: {ionic_conductivity: {reads: "9.56e-6, 7.78e-5 S/cm"}}}
"""
TWICE = """
electrolytes:
  film:
    kind: composite
    family: composite
    form: film
    readings:
      thickness:
        {reads: "~96 um", where: Section 2, quote: "of ~96 um",
         also: [{where: Abstract, quote: "100 ± 5 um thick", reads: "100 ± 5 um"}]}
      mass_ratio(A:B):
        {reads: "0.95:0.05", where: Section 2, quote: "A and B, 0.95:0.05",
         also: [{where: Abstract, quote: "of 19:1 by weight", reads: "19:1"}]}
"""
ALLOY = """
materials:
  alloy:
    formula: Li100In
    family: alloy
    readings: {mass_ratio(Li:In): {reads: "RATIO", where: Section 2, quote: "Li and In at RATIO by weight"}}
"""


STRIPPED = """
materials: {li: {formula: Li, family: metal}}
electrodes:
  anode:
    polarity: negative
    constituents: {li: {role: active_material}}
    readings: {lithium_areal_capacity: {reads: "1.84 mAh/cm2", where: Section 2, quote: "of 1.84 mAh/cm2"}}
cells:
  full:
    kind: full
    stack: [{of: anode, role: negative}]
    experiments:
      cycling:
        method: galvanostatic_cycling
        where: Table 1
        quote: "1.40 mAh/cm2, N/P of RATIO"
        conventions: {n_to_p: STATED}
        readings: {areal_capacity: {reads: "1.40 mAh/cm2"}, n_to_p_ratio: {reads: "RATIO"}}
"""


def of_energy(found: dict[str, Checked]) -> list[Checked]:
    """The verdicts on activation energies among others."""
    return [one for one in found.values() if one.quantity == "activation_energy"]


def test_readings_that_agree_are_consistent(cell: Cell) -> None:
    one = cell(**{"capacity_retention": "50.2 %", FINAL: "70.8 mAh/g", INITIAL: "141.3 mAh/g"})["capacity_retention"]
    assert (one.verdict, one.gap, one.strength, one.missing) == (Verdict.CONSISTENT, None, None, ())
    assert one.computed == pytest.approx((70.75 / 141.35, 70.8 / 141.3, 70.85 / 141.25))


def test_readings_that_cannot_all_be_true_are_inconsistent(cell: Cell) -> None:
    one = cell(**{"capacity_retention": "69.6 %", FINAL: "116.3 mAh/g", INITIAL: "163.1 mAh/g"})["capacity_retention"]
    assert one.verdict is Verdict.INCONSISTENT
    assert (one.gap, one.gap_kind) == (pytest.approx((116.25 / 163.15) / 0.6965), "factor")
    assert [name for name, _ in one.inputs] == [FINAL, INITIAL]
    assert "the paper says capacity retention = 69.6 %  [Table 1] “a value of 69.6 %”" in one.told
    assert "gives 71.25 to 71.36 %, from" in one.told


def test_a_missing_input_is_not_a_verdict(cell: Cell) -> None:
    one = cell(**{"capacity_retention": "69.6 %", INITIAL: "163.1 mAh/g"})["capacity_retention"]
    assert (one.verdict, one.missing, one.computed, one.gap) == (Verdict.UNTESTABLE, (FINAL,), None, None)
    assert one.told.startswith("capacity retention: cannot be checked, final capacity per active mass not stated")


def test_a_limit_accuses_only_beyond_its_end(cell: Cell) -> None:
    assert cell(**{"capacity_retention": "> 80 %", FINAL: "70 mAh/g", INITIAL: "100 mAh/g"})["capacity_retention"].gap
    for reads in ("> 60 %", "< 80 %"):
        one = cell(**{"capacity_retention": reads, FINAL: "70 mAh/g", INITIAL: "100 mAh/g"})["capacity_retention"]
        assert one.verdict is Verdict.CONSISTENT
    one = cell(**{"capacity_retention": "60 %", FINAL: "> 70 mAh/g", INITIAL: "< 100 mAh/g"})["capacity_retention"]
    assert (one.verdict, one.gap) == (Verdict.INCONSISTENT, pytest.approx(0.7 / 0.605))


def test_an_about_in_a_contradiction_makes_it_likely_not_certain(cell: Cell) -> None:
    sure = cell(**{"capacity_retention": "50 %", FINAL: "80.0 mAh/g", INITIAL: "100.0 mAh/g"})["capacity_retention"]
    soft = cell(**{"capacity_retention": "50 %", FINAL: "~80.0 mAh/g", INITIAL: "100.0 mAh/g"})["capacity_retention"]
    assert [str(one.strength) for one in (sure, soft)] == ["certain", "likely"]


def test_800_hours_are_not_800_cycles_of_two_hours(cell: Cell) -> None:
    found = cell({"current_density": "0.2 mA/cm2"}, stable_time="800 h", stable_cycle_count="800 cycles",
                 plated_areal_capacity="0.2 mAh/cm2")  # fmt: skip
    one = found["hours_of_cycles_at_current"]
    assert (one.verdict, one.gap_kind) == (Verdict.INCONSISTENT, "factor")
    assert one.gap == pytest.approx(2, rel=1e-3)


def test_a_free_energy_that_its_potentials_do_not_give_is_inconsistent(cell: Cell) -> None:
    given = {
        "electrons_transferred": "3",
        "reduced_couple_potential": "-0.34 V",
        "oxidised_couple_potential": "-3.04 V",
    }
    one = cell(reaction_free_energy="-847.27 kJ/mol", **given)["reaction_free_energy"]
    assert (one.verdict, one.gap_kind) == (Verdict.INCONSISTENT, "difference")
    assert one.gap == pytest.approx(847265.0 - 3 * 96485.33212 * 2.71)  # J/mol, to the nearer end
    assert "off by 62.84 kJ/mol at least" in one.told
    assert cell(reaction_free_energy="-782 kJ/mol", **given)["reaction_free_energy"].verdict is Verdict.CONSISTENT


@pytest.mark.parametrize(("ratio", "verdict"), [("8:2", Verdict.INCONSISTENT), ("6:1", Verdict.CONSISTENT)])
def test_a_weight_ratio_is_that_of_the_formula_or_not(verdicts: Cell, ratio: str, verdict: Verdict) -> None:
    found = verdicts(ALLOY.replace("RATIO", ratio))
    assert found["alloy/mass_ratio(Li:In)#mass_ratio_of_formula"].verdict is verdict  # Li100In is 6.04 to 1


@pytest.mark.parametrize(
    ("energy", "verdict", "only"),
    [
        ("0.24", Verdict.CONSISTENT, None),
        ("0.21", Verdict.CONSISTENT_ONLY_AS, "ln sigma against 1/T"),
        ("0.265", Verdict.CONSISTENT_ONLY_AS, "ln(sigma T) against 1/T"),
        ("0.40", Verdict.INCONSISTENT, None),
    ],
)
def test_an_activation_energy_may_fit_one_form_alone(
    verdicts: Cell, energy: str, verdict: Verdict, only: str | None
) -> None:
    (one,) = of_energy(verdicts(ELECTROLYTE.replace("ENERGY", energy).replace("CONVENTIONS", "{}")))
    assert (one.verdict, one.only_as) == (verdict, only)
    assert ("tried: ln sigma against 1/T: off by" in one.told) is (verdict is Verdict.INCONSISTENT)


def test_a_stated_convention_counts_alone(verdicts: Cell, cell: Cell) -> None:
    text = ELECTROLYTE.replace("ENERGY", "0.265")
    found = of_energy(verdicts(text.replace("CONVENTIONS", "{arrhenius: sigma}")))
    found += of_energy(verdicts(text.replace("CONVENTIONS", "{arrhenius: sigma_T}")))
    assert [one.verdict for one in found] == [Verdict.INCONSISTENT, Verdict.CONSISTENT]
    printed = {"n_to_p_ratio": "2.3", "areal_capacity": "3.20 mAh/cm2"}  # 20 um of lithium hold 4.1 mAh/cm2
    assert (
        cell(**printed)["n_to_p_by_inventory"].only_as
        == "lithium of foil and positive electrode over the positive capacity"
    )
    assert cell(**printed, conventions="{n_to_p: inventory}")["n_to_p_by_inventory"].verdict is Verdict.CONSISTENT
    assert cell(**printed, conventions="{n_to_p: foil}")["n_to_p_by_foil"].verdict is Verdict.INCONSISTENT


def test_a_temperature_without_a_middle_is_no_point(verdicts: Cell) -> None:
    text = ELECTROLYTE.replace("ENERGY", "0.40").replace("CONVENTIONS", "{}")
    (one,) = of_energy(verdicts(text.replace('points: "25, 120', 'points: "25, > 120')))
    assert (one.verdict, one.missing) == (Verdict.UNTESTABLE, ("ionic_conductivity at a second temperature",))


def test_roundings_and_abouts_are_no_contradiction(tables: Callable[[str], Tables]) -> None:
    found = {one.quantity: one for one in check_repeats(tables(TWICE))}
    assert {name: one.verdict for name, one in found.items()} == {
        "thickness": Verdict.CONSISTENT,
        "mass_ratio": Verdict.CONSISTENT,
    }


@pytest.mark.parametrize(
    ("ratio", "stated", "verdict"),
    [
        ("2.31", "inventory", Verdict.CONSISTENT),  # 1 + 1.84 / 1.40
        ("2.31", "foil", Verdict.INCONSISTENT),
        ("1.31", "foil", Verdict.CONSISTENT),
        ("1.31", "inventory", Verdict.INCONSISTENT),
    ],
)
def test_a_stated_convention_counts_for_its_variants(verdicts: Cell, ratio: str, stated: str, verdict: Verdict) -> None:
    found = verdicts(STRIPPED.replace("RATIO", ratio).replace("STATED", stated))
    assert [one.verdict for one in found.values() if one.quantity == "n_to_p_ratio"] == [verdict]
