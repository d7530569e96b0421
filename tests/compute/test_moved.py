"""A conductivity brought to the reference temperature: both Arrhenius forms, a stated one alone, limits."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from compute import DerivedValue, derive, world

Tables: TypeAlias = dict[str, list[dict[str, Any]]]
Rows: TypeAlias = Callable[[str], Tables]


def value(name: str, reads: str, more: str = "") -> str:
    """One reading, its own quote."""
    return f'{name}: {{reads: "{reads}", where: Table 1, quote: "a value of {reads}"{more}}}'


def pellet(reads: str, at: str, conventions: str = "{}", energy: str = "0.31 eV", more: str = "") -> str:
    """A conductivity at one temperature, with an activation energy."""
    return f"""
electrolytes:
  film:
    kind: inorganic
    family: argyrodite
    form: film
    readings: {{{value("activation_energy", energy, more)}}}
    experiments:
      eis: {{method: eis, at: {{{at}}}, conventions: {conventions}, readings: {{{value("ionic_conductivity", reads, more)}}}}}
"""


def derived(rows: Tables) -> dict[str, DerivedValue]:
    """Derived values by formula."""
    return {one.formula: one for one in derive(world(rows)) if one.quantity == "ionic_conductivity"}


SIGMA, SIGMA_T = "conductivity_at_reference_temperature_sigma", "conductivity_at_reference_temperature_sigma_t"


def test_a_conductivity_is_moved_to_25_degrees_by_both_forms(tables: Rows) -> None:
    found = derived(tables(pellet("0.17 mS/cm", 'temperature: "50 °C"')))
    assert set(found) == {SIGMA, SIGMA_T}
    assert found[SIGMA].mid == pytest.approx(0.0066843, rel=1e-4)  # S/m
    assert found[SIGMA_T].mid == pytest.approx(0.0072448, rel=1e-4)
    assert found[SIGMA].lo < 0.0165 * 0.3932 < found[SIGMA].mid < 0.0175 * 0.3932 < found[SIGMA].hi
    assert found[SIGMA].convention == "ln sigma against 1/T"


@pytest.mark.parametrize(("convention", "kept"), [("sigma", SIGMA), ("sigma_T", SIGMA_T)])
def test_a_stated_form_is_the_only_one(tables: Rows, convention: str, kept: str) -> None:
    assert set(derived(tables(pellet("0.17 mS/cm", 'temperature: "50 °C"', f"{{arrhenius: {convention}}}")))) == {kept}


@pytest.mark.parametrize("at", ['temperature: "25 °C"', 'temperature: "not stated"', ""])
def test_at_25_degrees_or_without_a_temperature_nothing_is_moved(tables: Rows, at: str) -> None:
    assert derived(tables(pellet("0.17 mS/cm", at))) == {}


def test_a_limit_is_moved_as_a_limit(tables: Rows) -> None:
    found = derived(tables(pellet("> 0.17 mS/cm", 'temperature: "50 °C"')))[SIGMA]
    assert found.lo == pytest.approx(0.017 * math.exp(-0.315 / 8.617333262e-5 * (1 / 298.15 - 1 / 323.15)))
    assert (found.hi, math.isnan(found.mid)) == (math.inf, True)
