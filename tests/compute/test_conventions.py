"""Conventions that papers leave open or state: a number may be consistent only as one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from compute import Checked
from schema.vocabulary import Verdict

Cell: TypeAlias = Callable[..., dict[str, Checked]]

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
    assert ("  not consistent as: " in one.told) is (verdict is Verdict.CONSISTENT_ONLY_AS)
    assert ("  tried: " in one.told) is (verdict is Verdict.INCONSISTENT)
    assert "  could not be tried: " not in one.told
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
