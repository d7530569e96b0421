"""Bases that a paper leaves open or states: of capacity, loading, retention, fade and 1 C."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compute import Checked
from schema.vocabulary import Verdict

Cell = Callable[..., dict[str, Checked]]
Verdicts = Callable[[str], dict[str, Checked]]
CELL = """
materials: {ncm: {formula: LiNi0.8Mn0.1Co0.1O2, family: layered_oxide}, carbon: {formula: C, family: conductive_carbon}}
electrodes:
  cathode:
    polarity: positive
    constituents:
      ncm: {role: active_material, readings: {FRACTION}}
      carbon: {role: conductive_carbon}
cells:
  full:
    kind: full
    stack: [{of: cathode, role: positive}]
    experiments:
      cycling:
        method: galvanostatic_cycling
        where: Table 1
        quote: "150 mAh/g, LOADED, AREAL mAh/cm2"
        conventions: {STATED}
        readings:
          discharge_capacity_per_active_mass: {reads: "150 mAh/g"}
          KIND: {reads: "LOADED"}
          areal_capacity: {reads: "AREAL mAh/cm2"}
"""
FRACTION = 'mass_fraction: {reads: "80.0 %", where: Section 2, quote: "80.0 % of it"}'
ACTIVE, UNSAID = ("active_mass_loading", "16.0 mg/cm2"), ("electrode_mass_loading", "20.0 mg/cm2")
WHOLE = ("composite_mass_loading", "20.0 mg/cm2")
UNKNOWN = "loading of the composite, whose share of active material is not printed"


@pytest.mark.parametrize(
    ("loading", "fraction", "areal", "stated", "verdict", "only"),
    [
        (ACTIVE, FRACTION, "2.40", "", Verdict.CONSISTENT_ONLY_AS, "capacity per mass of active material"),
        (ACTIVE, FRACTION, "3.00", "", Verdict.CONSISTENT_ONLY_AS, "capacity per mass of the whole composite"),
        (ACTIVE, FRACTION, "3.00", "capacity_basis: active", Verdict.INCONSISTENT, None),
        (ACTIVE, FRACTION, "3.00", "capacity_basis: composite", Verdict.CONSISTENT, None),
        (ACTIVE, FRACTION, "2.70", "", Verdict.INCONSISTENT, None),
        (ACTIVE, "", "2.40", "", Verdict.CONSISTENT, None),
        (WHOLE, FRACTION, "2.40", "", Verdict.CONSISTENT, None),
        (WHOLE, "", "2.40", "", Verdict.UNTESTABLE, None),
        (UNSAID, "", "2.10", "", Verdict.CONSISTENT_ONLY_AS, UNKNOWN),
        (UNSAID, "", "2.10", "loading_basis: active", Verdict.INCONSISTENT, None),
        (UNSAID, "", "3.00", "loading_basis: active", Verdict.CONSISTENT, None),
        (UNSAID, "", "3.30", "", Verdict.INCONSISTENT, None),
        (UNSAID, FRACTION, "2.40", "loading_basis: composite", Verdict.CONSISTENT, None),
        (UNSAID, FRACTION, "2.10", "loading_basis: composite", Verdict.INCONSISTENT, None),
    ],
)
def test_a_basis_is_tried_unless_it_is_stated(
    verdicts: Verdicts, loading: tuple[str, str], fraction: str, areal: str, stated: str, verdict: Verdict, only: str | None
) -> None:  # fmt: skip
    seed = CELL.replace("KIND", loading[0]).replace("LOADED", loading[1]).replace("FRACTION", fraction)
    found = verdicts(seed.replace("AREAL", areal).replace("STATED", stated))
    (one,) = [one for one in found.values() if one.quantity == "areal_capacity"]
    assert (one.verdict, one.only_as) == (verdict, only)


LATER = {
    "final_capacity_per_active_mass": "116.3 mAh/g",
    "first_discharge_capacity_per_active_mass": "171.0 mAh/g",
    "highest_capacity_per_active_mass": "180.0 mAh/g",
}
ALL = LATER | {"initial_capacity_per_active_mass": "163.1 mAh/g"}


@pytest.mark.parametrize(
    ("printed", "retention", "stated", "verdict", "only"),
    [
        (LATER, "68.0 %", "{}", Verdict.CONSISTENT_ONLY_AS, "of the very first discharge"),  # 116.3 / 171.0
        (LATER, "64.6 %", "{}", Verdict.CONSISTENT_ONLY_AS, "of the highest capacity reached"),  # 116.3 / 180.0
        (
            LATER,
            "69.6 %",
            "{}",
            Verdict.UNTESTABLE,
            None,
        ),  # it may refer to a capacity after formation that is not printed
        (LATER, "64.6 %", "{retention_reference: first_discharge}", Verdict.INCONSISTENT, None),
        (ALL, "71.3 %", "{retention_reference: initial}", Verdict.CONSISTENT, None),  # 116.3 / 163.1
        (ALL, "68.0 %", "{retention_reference: initial}", Verdict.INCONSISTENT, None),
        (ALL, "68.0 %", "{retention_reference: first_discharge}", Verdict.CONSISTENT, None),
    ],
)
def test_each_reference_of_a_retention_is_tried(
    cell: Cell, printed: dict[str, str], retention: str, stated: str, verdict: Verdict, only: str | None
) -> None:
    found = cell(conventions=stated, **printed, capacity_retention=retention)
    (one,) = [one for one in found.values() if one.quantity == "capacity_retention"]
    assert (one.verdict, one.only_as) == (verdict, only)


@pytest.mark.parametrize(
    ("fade", "stated", "verdict", "only"),
    [
        ("0.105 %", "{}", Verdict.CONSISTENT_ONLY_AS, "the same loss of the initial capacity in each cycle"),
        ("0.118 %", "{}", Verdict.CONSISTENT_ONLY_AS, "the same share of the cycle before lost in each cycle"),
        ("0.118 %", "{fade: linear}", Verdict.INCONSISTENT, None),
        ("0.11 %", "{}", Verdict.CONSISTENT_ONLY_AS, "the same loss of the initial capacity in each cycle"),
        ("0.13 %", "{}", Verdict.INCONSISTENT, None),
        ("0.1 %", "{}", Verdict.CONSISTENT, None),
    ],
)
def test_both_ways_to_count_fade_are_tried(
    cell: Cell, fade: str, stated: str, verdict: Verdict, only: str | None
) -> None:
    found = cell(
        {"cycle_count": "200 cycles"}, conventions=stated, capacity_retention="79.0 %", capacity_fade_per_cycle=fade
    )
    (one,) = [one for one in found.values() if one.quantity == "capacity_fade_per_cycle"]
    assert (one.verdict, one.only_as) == (verdict, only)


@pytest.mark.parametrize(
    ("one_c", "stated", "verdict", "only"),
    [
        ("3.00", "{}", Verdict.CONSISTENT_ONLY_AS, "1 C of the capacity that the paper defines it by"),
        ("2.40", "{}", Verdict.CONSISTENT_ONLY_AS, "1 C of the capacity that the cell has"),
        ("2.40", "{one_c: nominal}", Verdict.INCONSISTENT, None),
        ("2.40", "{one_c: present}", Verdict.CONSISTENT, None),
        ("0.30", "{}", Verdict.INCONSISTENT, None),  # ten times too little
    ],
)
def test_one_c_is_of_the_nominal_or_the_present_capacity(
    cell: Cell, one_c: str, stated: str, verdict: Verdict, only: str | None
) -> None:
    # 200 mAh/g on 15.0 mg/cm2 are 3.00 mAh/cm2; the cell gives 2.40
    found = cell(
        conventions=stated, one_c_capacity_per_active_mass="200 mAh/g", active_mass_loading="15.0 mg/cm2",
        areal_capacity="2.40 mAh/cm2", one_c_current_density=f"{one_c} mA/cm2",
    )  # fmt: skip
    (one,) = [one for one in found.values() if one.quantity == "one_c_current_density"]
    assert (one.verdict, one.only_as) == (verdict, only)
