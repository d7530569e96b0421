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


def test_roundings_and_abouts_are_no_contradiction(tables: Callable[[str], Tables]) -> None:
    found = {one.quantity: one for one in check_repeats(tables(TWICE))}
    assert {name: one.verdict for name, one in found.items()} == {
        "thickness": Verdict.CONSISTENT,
        "mass_ratio": Verdict.CONSISTENT,
    }
