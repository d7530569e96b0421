"""What follows from printed numbers: chains and the energy ledger; never in place of a print."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from compute import DerivedValue, check, derive, world
from schema.vocabulary import Verdict

Tables: TypeAlias = dict[str, list[dict[str, Any]]]
Rows: TypeAlias = Callable[[str], Tables]


def value(name: str, reads: str, more: str = "") -> str:
    """One reading, its own quote."""
    return f'{name}: {{reads: "{reads}", where: Table 1, quote: "a value of {reads}"{more}}}'


def listed(indent: int, readings: dict[str, str], more: str = "") -> str:
    """Readings one below the other."""
    return "\n".join(" " * indent + value(name, reads, more) for name, reads in readings.items())


def stack(
    printed: dict[str, str], at: str = "{}", own: str = "{}", more: str = "", collectors: tuple[str, str] = ("", "")
) -> str:
    """A cell with every layer's mass stated, and one cycling experiment."""
    return f"""
materials:
  li: {{formula: Li, family: metal}}
  ncm: {{formula: LiNi0.8Co0.1Mn0.1O2, family: layered_oxide}}
electrolytes:
  film:
    kind: inorganic
    family: argyrodite
    form: film
    readings: {{{value("thickness", "30.0 um")}, {value("density", "1.87 g cm-3")}}}
electrodes:
  cathode:
    polarity: positive
    constituents: {{ncm: {{role: active_material, readings: {{{value("mass_fraction", "80.0 wt%")}}}}}}}
    readings: {{{value("active_mass_loading", "25.0 mg/cm2")}{collectors[0]}}}
  anode:
    polarity: negative
    constituents: {{li: {{role: active_material}}}}
    readings: {{{value("thickness", "20.0 um")}{collectors[1]}}}
cells:
  full:
    kind: full
    stack: [{{of: cathode, role: positive}}, {{of: film, role: separator}}, {{of: anode, role: negative}}]
    readings: {own}
    experiments:
      cycling:
        method: galvanostatic_cycling
        at: {at}
        readings:
{listed(10, printed, more)}
"""


def derived(rows: Tables) -> dict[str, DerivedValue]:
    """Derived values by formula, of the experiment."""
    return {one.formula: one for one in derive(world(rows)) if one.context_id == "tiny/full/cycling"}


def test_the_ledger_counts_the_same_layers_by_name(tables: Rows) -> None:
    collectors = (
        ", " + value("collector_areal_mass", "2.70 mg/cm2"),
        ", " + value("collector_areal_mass", "7.168 mg/cm2"),
    )
    given = {"areal_capacity": "5.00 mAh/cm2", "average_voltage": "3.80 V"}
    found = derived(tables(stack(given, collectors=collectors)))
    # 19.0 mWh over 31.25 + 5.61 + 1.068 mg, and with collectors of 2.70 and 7.168 mg more
    assert found["specific_energy_of_stack"].mid / 3600 == pytest.approx(19.0 / 37.928 * 1000, rel=1e-6)
    assert found["specific_energy_with_collectors"].mid / 3600 == pytest.approx(19.0 / 47.796 * 1000, rel=1e-6)
    told = found["specific_energy_with_collectors"].told
    assert "separator thickness = 30.0 um  [Table 1]" in told
    assert "negative density = 0.534 g cm-3 (reference data)  [CRC Handbook]" in told


def test_a_chain_keeps_the_whole_interval_and_has_no_middle(tables: Rows) -> None:
    given = {"discharge_capacity_per_active_mass": "200 mAh/g"}
    cutoffs = "{lower_cutoff_voltage: 2.5 V, upper_cutoff_voltage: 4.3 V}"
    found = derived(tables(stack(given, cutoffs)))
    voltage, energy = found["average_voltage"], found["specific_energy_of_active_material"]
    assert (voltage.lo, voltage.hi) == (pytest.approx(2.5), pytest.approx(4.3))
    assert (energy.lo / 3600, energy.hi / 3600) == (pytest.approx(199.5 * 2.5), pytest.approx(200.5 * 4.3))
    assert math.isnan(voltage.mid)
    assert math.isnan(energy.mid)
    assert dict(energy.inputs)["average_voltage"]["kind"] == "derived"
    assert "average voltage = 2.5 to 4.3 V (derived)" in energy.told
    assert (
        energy.id == "tiny/full/cycling/derived/specific_energy_of_active_material:specific_energy_of_active_material"
    )


def test_a_printed_value_is_never_replaced(tables: Rows) -> None:
    given = {
        "areal_capacity": "9.9 mAh/cm2",
        "discharge_capacity_per_active_mass": "200 mAh/g",
        "average_voltage": "3.80 V",
    }
    cutoffs = "{lower_cutoff_voltage: 2.5 V, upper_cutoff_voltage: 4.3 V}"
    found = derived(tables(stack(given, cutoffs)))
    assert {"areal_capacity", "average_voltage"}.isdisjoint(one.quantity for one in found.values())
    assert dict(found["areal_energy"].inputs)["areal_capacity"]["printed"] == "9.9 mAh/cm2"


def test_a_printed_value_of_the_cell_is_nearer_than_a_derived_one(tables: Rows) -> None:
    own = f"{{{value('average_voltage', '3.70 V')}}}"
    cutoffs = "{lower_cutoff_voltage: 2.5 V, upper_cutoff_voltage: 4.3 V}"
    found = derived(tables(stack({"areal_capacity": "5.00 mAh/cm2"}, cutoffs, own)))
    assert "average_voltage" not in found
    assert found["areal_energy"].mid == pytest.approx(180000 * 3.70)


def test_derived_values_never_feed_a_check(tables: Rows) -> None:
    # the areal capacity follows from loading and capacity: 5.0; the energy does not follow from printed numbers alone
    given = {
        "discharge_capacity_per_active_mass": "200 mAh/g",
        "average_voltage": "3.80 V",
        "areal_energy": "40.0 mWh/cm2",
    }
    rows = tables(stack(given))
    made = world(rows)
    before = check(made)
    assert derived(rows)["areal_capacity"].mid == pytest.approx(180000)
    (energy,) = [one for one in before if one.quantity == "areal_energy"]
    assert (energy.verdict, energy.missing) == (Verdict.UNTESTABLE, ("areal_capacity",))
    derive(made)
    assert [one.id for one in check(made)] == [one.id for one in before]
    assert all(fact["kind"] != "derived" for one in before for _, fact in one.inputs)


def test_other_peoples_numbers_are_not_combined(tables: Rows) -> None:
    given = {"areal_capacity": "5.00 mAh/cm2", "average_voltage": "3.80 V"}
    quoted = ", claim: quoted, citation: '[7] Doe 2019'"
    assert "areal_energy" in derived(tables(stack(given)))
    assert derived(tables(stack(given, more=quoted))) == {}


def test_a_design_value_is_combined_and_says_so(tables: Rows) -> None:
    given = {"areal_capacity": "5.00 mAh/cm2", "average_voltage": "3.80 V"}
    found = derived(tables(stack(given, more=", claim: design")))["areal_energy"]
    assert {fact["claim"] for _, fact in found.inputs} == {"design"}
