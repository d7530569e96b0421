"""The order in which rows come (of files, of records, of readings) changes no verdict, no derived value, no word."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, TypeAlias

from compute import check, check_repeats, check_shares, check_statements, derive, world
from schema.vocabulary import Verdict

Tables: TypeAlias = dict[str, list[dict[str, Any]]]

MANY = """
materials:
  li: {formula: Li, family: metal, readings: {thickness: {reads: "20 um", where: Section 2, quote: "foil of 20 um"}}}
  ncm811: {formula: LiNi0.8Co0.1Mn0.1O2, family: layered_oxide}
  carbon: {formula: C, family: conductive_carbon}
  alloy:
    formula: Li100In
    family: alloy
    readings: {mass_ratio(Li:In): {reads: "8:2", where: Section 2, quote: "Li and In at 8:2 by weight"}}
electrolytes:
  film:
    kind: inorganic
    family: argyrodite
    form: film
    readings:
      thickness:
        {reads: "30 um", where: Section 2, quote: "of 30 um",
         also: [{where: Abstract, quote: "40 um thick", reads: "40 um"}]}
      density: {reads: "1.87 g cm-3", where: Section 2, quote: "1.87 g cm-3"}
    experiments:
      arrhenius:
        method: eis
        where: Table 1
        quote: "9.56e-6, 4e-5, 7.78e-5 S/cm at 25, 80, 120 °C, with 0.265 eV"
        readings: {activation_energy: {reads: "0.265 eV"}}
        series:
          {along: temperature, points: "25, 80, 120 °C", readings: {ionic_conductivity: {reads: "9.56e-6, 4e-5, 7.78e-5 S/cm"}}}
      once-more:
        method: eis
        at: {temperature: 80 °C}
        readings: {ionic_conductivity: {reads: "6e-5 S/cm", where: Section 3, quote: "6e-5 S/cm"}}
  second:
    kind: polymer
    family: polymer
    form: film
    readings:
      thickness: {reads: "10 um", where: Section 2, quote: "of 10 um"}
      density: {reads: "1.1 g cm-3", where: Section 2, quote: "1.1 g cm-3"}
electrodes:
  cathode:
    polarity: positive
    constituents:
      ncm811: {role: active_material, readings: {mass_fraction: {reads: "80 wt%", where: Section 2, quote: "80 wt% and 10 wt%"}}}
      carbon: {role: conductive_carbon, readings: {mass_fraction: {reads: "10 wt%", where: Section 2, quote: "80 wt% and 10 wt%"}}}
    readings: {active_mass_loading: {reads: "25.0 mg/cm2", where: Section 2, quote: "25.0 mg/cm2"}}
cells:
  full:
    kind: full
    stack:
      - {of: cathode, role: positive}
      - {of: second, role: separator}
      - {of: film, role: separator}
      - {of: li, role: negative}
    experiments:
      cycling:
        method: galvanostatic_cycling
        at: {lower_cutoff_voltage: 2.5 V, upper_cutoff_voltage: 4.3 V}
        where: Table 2
        quote: "69.6 % of 163.1 to 116.3 mAh/g; 200 mAh/g, 5.0 mAh/cm2, 2.3, 81.4 %"
        readings:
          capacity_retention: {reads: "69.6 %"}
          initial_capacity_per_active_mass: {reads: "163.1 mAh/g"}
          final_capacity_per_active_mass: {reads: "116.3 mAh/g"}
          discharge_capacity_per_active_mass: {reads: "200 mAh/g"}
          areal_capacity: {reads: "5.0 mAh/cm2"}
          n_to_p_ratio: {reads: "2.3"}
          initial_coulombic_efficiency: {reads: "81.4 %"}
statements:
  higher:
    says: times_higher
    reads: "3"
    subject: full/cycling/initial_capacity_per_active_mass
    reference: [full/cycling/final_capacity_per_active_mass, full/cycling/discharge_capacity_per_active_mass]
    where: Conclusion
    quote: "3 times higher"
  highest:
    says: highest
    subject: full/cycling/discharge_capacity_per_active_mass
    reference: [full/cycling/initial_capacity_per_active_mass, full/cycling/final_capacity_per_active_mass]
    where: Conclusion
    quote: "the highest of all"
"""


def everything(rows: Tables) -> list[tuple[Any, ...]]:
    """All that is concluded from some rows."""
    made = world(rows)
    judged = [*check(made), *check_statements(rows), *check_repeats(rows), *check_shares(rows)]
    found: list[tuple[Any, ...]] = [(one.id, one.verdict, one.computed, one.gap, one.told) for one in judged]
    return found + [(one.id, one.lo, one.hi, one.told) for one in derive(made)]


def test_the_order_of_rows_changes_nothing(tables: Callable[[str], Tables]) -> None:
    rows = tables(MANY)
    expected = repr(everything(rows))
    assert all(repr(verdict) in expected for verdict in (Verdict.CONSISTENT, Verdict.INCONSISTENT, Verdict.UNTESTABLE))
    assert "/derived/" in expected
    for seed in range(5):
        shuffled = {table: random.Random(seed).sample(some, len(some)) for table, some in rows.items()}
        found = repr(everything(shuffled))
        assert found == expected, f"with seed {seed}"


def test_of_two_layers_with_one_role_the_first_in_the_stack_is_seen(tables: Callable[[str], Tables]) -> None:
    made = world(tables(MANY))
    (energy,) = [one for one in derive(made) if one.quantity == "specific_energy_of_stack"]
    assert dict(energy.inputs)["separator_thickness"]["printed"] == "10 um"
