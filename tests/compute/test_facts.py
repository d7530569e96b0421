"""What becomes of printed numbers as inputs and where they are judged; what a cell and an experiment can see of each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import polars as pl
import pytest

from compute import Checked, check, derive, world
from compute.evaluate import evaluate
from compute.facts import _as_rounded, facts_of, plain_facts
from compute.formula import FORMULAS
from compute.tables import frames

Tables: TypeAlias = dict[str, list[dict[str, Any]]]
Rows: TypeAlias = Callable[[str], Tables]
Cell: TypeAlias = Callable[..., dict[str, Checked]]
ALLOY = """
materials:
  alloy:
    formula: Li100In
    family: alloy
    readings: {mass_ratio(Li:In): {reads: "6.04:1", where: Section 2, quote: "Li and In at 6.04:1 by weight"}}
"""
BARE = """
materials: {li: {formula: Li, family: metal}}
electrodes:
  cathode:
    polarity: positive
    readings: {areal_capacity: {reads: "3.00 mAh/cm2", where: Section 2, quote: "3.00 mAh/cm2"}}
  anode:
    polarity: negative
    constituents: {li: {role: active_material}}
    readings: {thickness: {reads: "20.0 um", where: Section 2, quote: "20.0 um"}}
cells:
  full:
    kind: full
    stack: [{of: cathode, role: positive}, {of: anode, role: negative}]
"""


def test_a_point_of_a_list_is_rounded_in_the_unit_that_stands_behind_the_list() -> None:
    assert _as_rounded("temperature", "25", None, "°C") == pytest.approx((297.65, 298.65))
    assert _as_rounded("temperature", "25 °C", None, "°C") == pytest.approx((297.65, 298.65))
    assert _as_rounded("temperature", "298", "25 °C", "°C") == pytest.approx((297.65, 298.65))
    assert _as_rounded("temperature", "as before", None, None) == (None, None)


def test_a_setting_is_exact_as_an_input_and_rounded_where_it_is_judged(cell: Cell, tables: Rows) -> None:
    body = 'cells:\n  full:\n    kind: full\n    stack: [{of: li, role: negative}]\n    experiments:\n      cycling:\n        method: galvanostatic_cycling\n        readings:\n          current_density: {reads: "0.25 mA/cm2", where: Table 1, quote: "0.25 mA/cm2"}\n          c_rate: {reads: "0.33 C", where: Table 1, quote: "0.33 C"}\n'
    facts = facts_of(frames(tables("materials: {li: {formula: Li, family: metal}}\n" + body)), "25 degC")
    rows = {row["name"]: row for row in facts.iter_rows(named=True) if row["kind"] == "reading"}
    current, rate = rows["current_density"], rows["c_rate"]
    assert (current["lo"], current["hi"]) == pytest.approx((2.5, 2.5))
    assert (current["print_lo"], current["print_hi"]) == pytest.approx((2.45, 2.55))
    one_c = rate["mid"] / 0.33  # a rate is rounded as an input too
    assert (rate["lo"], rate["hi"], rate["print_lo"], rate["print_hi"]) == pytest.approx(
        (0.325 * one_c, 0.335 * one_c, 0.325 * one_c, 0.335 * one_c)
    )


def test_the_atoms_of_a_weight_ratio_are_facts_of_its_own(tables: Rows) -> None:
    facts = facts_of(frames(tables(ALLOY)), "25 degC")
    of_it = {
        row["name"]: row
        for row in facts.iter_rows(named=True)
        if row["kind"] == "composition" and row["owner_id"].endswith("mass_ratio(Li:In)")
    }
    assert {name: row["mid"] for name, row in of_it.items()} == pytest.approx(
        {"first_amount": 100.0, "first_atomic_mass": 6.941e-3, "second_amount": 1.0, "second_atomic_mass": 114.818e-3},
        rel=1e-4,
    )
    assert of_it["first_amount"]["printed"] == "100 Li in Li100In"
    assert of_it["first_atomic_mass"]["printed"] == "6.941 g/mol"
    (ratio,) = [one for one in check(world(tables(ALLOY))) if one.formula == "mass_ratio_of_formula"]
    assert ratio.verdict.value == "consistent"


def test_the_given_temperature_and_plain_facts_are_exact() -> None:
    facts = plain_facts([("a", None, "b", "c", "thickness", 2.0, "2 m")], "given")
    (row,) = facts.iter_rows(named=True)
    assert {row[name] for name in ("lo", "mid", "hi", "print_lo", "print_hi")} == {2.0}
    assert (row["kind"], row["soft"], row["or_lo"], row["or_hi"]) == ("given", False, -np.inf, np.inf)
    given = facts_of(frames({}), "25 degC")
    assert given["mid"].to_list() == [298.15]


def test_a_cell_derives_what_its_layers_and_its_electrode_give(tables: Rows) -> None:
    found = {one.id.partition("/")[2]: one for one in derive(world(tables(BARE)))}
    one = found["full/derived/n_to_p_ratio:n_to_p_by_foil"]
    # 20 um * 0.534 g/cm3 / 6.94 g/mol * 26801.48 mAh/mol = 4.1245 mAh/cm2, over 3.00
    assert one.mid == pytest.approx(1.3748, abs=2e-4)
    assert [name for name, _ in one.inputs] == [
        name for name in FORMULAS["n_to_p_by_foil"].parameters if name != "faraday"
    ]
    assert one.told.splitlines()[1].endswith(f", {one.convention}")
    plain = next(other for other in found.values() if not other.convention)
    assert not plain.told.splitlines()[1].endswith(", None")


def test_inputs_are_numbered_from_one_in_the_order_of_the_formula(tables: Rows) -> None:
    made = world(tables(ALLOY))
    inputs = check(made).inputs
    assert inputs.sort("check", "position")["position"].to_list() == [1, 2, 3, 4]
    assert inputs["parameter"].to_list() == list(FORMULAS["mass_ratio_of_formula"].parameters)
    derived = derive(world(tables(BARE))).inputs
    assert derived.filter(pl.col("position") == 1)["check"].to_list() == derived["check"].unique().sort().to_list()


def test_an_allowance_widens_both_ends(tables: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    made = world(tables(BARE))
    contexts = np.flatnonzero(made.is_cell)
    plain = evaluate(FORMULAS["n_to_p_by_foil"], contexts, made)
    wide = evaluate(replace(FORMULAS["n_to_p_by_foil"], allowance=0.1), contexts, made)
    assert wide.lo == pytest.approx(plain.lo * 0.9)
    assert wide.hi == pytest.approx(plain.hi * 1.1)
    assert wide.mid == pytest.approx(plain.mid)
    below = replace(
        FORMULAS["n_to_p_by_foil"], allowance=0.1, body=lambda *inputs: -FORMULAS["n_to_p_by_foil"].body(*inputs)
    )
    assert evaluate(below, contexts, made).lo == pytest.approx(-plain.hi * 1.1)
    assert evaluate(below, contexts, made).hi == pytest.approx(-plain.lo * 0.9)


def test_a_cell_takes_no_capacity_or_loading_from_its_negative_electrode(tables: Rows) -> None:
    capacity = 'areal_capacity: {reads: "3.00 mAh/cm2", where: Section 2, quote: "3.00 mAh/cm2"}'
    assert BARE.count(capacity) == 1
    moved = BARE.replace(f"    readings: {{{capacity}}}\n", "").replace(
        'quote: "20.0 um"}}', f'quote: "20.0 um"}}, {capacity}}}'
    )
    assert moved.count(capacity) == 1
    made = world(tables(moved))
    cell = made.contexts.filter(pl.col("context_id") == "tiny/full")["number"][0]
    assert made.seen("areal_capacity")[cell] == -1
    assert made.seen("negative_areal_capacity")[cell] >= 0
    kept = world(tables(BARE))
    assert kept.fact(int(kept.seen("areal_capacity")[cell]))["printed"] == "3.00 mAh/cm2"
