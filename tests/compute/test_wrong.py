"""A formula that is wrong as written is refused where it is defined, in a sentence that says what to mend."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from compute import FORMULAS, DefinitionError, formula

LOADED = ({"discharge_capacity_per_active_mass": "152 mAh/g", "active_mass_loading": "19.7 mg/cm2"}, "2.99 mAh/cm2")
LAYER = ({"thickness": "39.8 um", "area_specific_resistance": "3.63 ohm cm2"}, "1.10 mS/cm")


@pytest.fixture(autouse=True)
def registry() -> Iterator[None]:
    """A refused definition leaves the registry as it was; whatever a test does define is removed again."""
    before = dict(FORMULAS)
    yield
    defined = {name for name in FORMULAS if name not in before}
    for name in defined:
        del FORMULAS[name]
    assert before == FORMULAS
    assert defined <= {"right_as_written"}


def refused(body: Callable[..., Any], gives: str | None, example: tuple[dict[str, str], str]) -> str:
    """The sentence with which a definition is refused; nothing is registered."""
    before = dict(FORMULAS)
    with pytest.raises(DefinitionError) as caught:
        formula(gives, source="definition", example=example)(body)
    assert before == FORMULAS
    assert all(isinstance(part, str) and part for part in (caught.value.where, caught.value.what, caught.value.mend))
    return str(caught.value)


def test_a_right_formula_is_registered_under_its_name() -> None:
    @formula("areal_capacity", source="definition", example=LOADED)
    def right_as_written(discharge_capacity_per_active_mass: Any, active_mass_loading: Any) -> Any:
        """Charge per area."""
        return discharge_capacity_per_active_mass * active_mass_loading

    made = FORMULAS["right_as_written"]
    assert (made.gives, made.required, made.says) == (
        "areal_capacity", ("discharge_capacity_per_active_mass", "active_mass_loading"), "Charge per area.",
    )  # fmt: skip
    assert made.title == "right as written"
    assert right_as_written(2.0, 3.0) == 6.0


def test_an_unknown_input_is_answered_with_its_near_match() -> None:
    def wrong(thicknes: Any, area_specific_resistance: Any) -> Any:
        """A typo."""
        return thicknes / area_specific_resistance

    assert refused(wrong, "ionic_conductivity", LAYER).startswith(
        "formula wrong  no quantity or constant named 'thicknes'\n    did you mean thickness or "
    )


def test_an_unknown_result_is_answered_with_its_near_match() -> None:
    def ionic_conductivty(thickness: Any, area_specific_resistance: Any) -> Any:
        """A typo in the formula's own name."""
        return thickness / area_specific_resistance

    assert refused(ionic_conductivty, None, LAYER).startswith(
        "formula ionic_conductivty  no quantity or constant named 'ionic_conductivty'\n    did you mean ionic_conductivity"
    )


def test_a_name_without_a_near_match_sends_to_the_list() -> None:
    def wrong(zzzz: Any) -> Any:
        """Nothing like it."""
        return zzzz

    assert refused(wrong, "thickness", ({"zzzz": "1.23 um"}, "1.23 um")) == (
        "formula wrong  no quantity or constant named 'zzzz'\n    see `kb quantities`"
    )


def test_a_wrong_dimension_is_refused() -> None:
    def wrong(thickness: Any, area_specific_resistance: Any) -> Any:
        """Upside down."""
        return area_specific_resistance / thickness

    said = refused(wrong, "ionic_conductivity", LAYER)
    assert said.startswith("formula wrong  its inputs combine to [")
    assert said.endswith(
        ", but ionic_conductivity is measured in mS/cm\n    check the equation, or which quantity it gives"
    )


def test_a_sum_of_different_dimensions_is_refused() -> None:
    def wrong(thickness: Any, area_specific_resistance: Any) -> Any:
        """Apples and pears."""
        return thickness + area_specific_resistance

    said = refused(wrong, "ionic_conductivity", LAYER)
    assert said.startswith("formula wrong  the body fails with units (thickness [meter], area_specific_resistance [")
    assert said.endswith("\n    check the equation")


def test_a_wrong_worked_example_is_refused() -> None:
    def wrong(discharge_capacity_per_active_mass: Any, active_mass_loading: Any) -> Any:
        """The example is off by ten."""
        return discharge_capacity_per_active_mass * active_mass_loading

    assert refused(wrong, "areal_capacity", (LOADED[0], "0.299 mAh/cm2")) == (
        "formula wrong  the worked example gives 2.994 mAh/cm2, not 0.299 mAh/cm2\n    check body and example"
    )


def test_a_result_that_is_not_a_number_is_refused() -> None:
    def wrong(discharge_capacity_per_active_mass: Any, active_mass_loading: Any) -> Any:
        """Never a number."""
        return discharge_capacity_per_active_mass * active_mass_loading * float("nan")

    assert "the worked example gives nan mAh/cm2, not 2.99 mAh/cm2" in refused(wrong, "areal_capacity", LOADED)


def test_a_worked_example_without_an_input_is_refused() -> None:
    def wrong(discharge_capacity_per_active_mass: Any, active_mass_loading: Any) -> Any:
        """One input has no value."""
        return discharge_capacity_per_active_mass * active_mass_loading

    given = {"discharge_capacity_per_active_mass": "152 mAh/g"}
    assert refused(wrong, "areal_capacity", (given, "2.99 mAh/cm2")) == (
        "formula wrong  the worked example lacks active_mass_loading\n    give each input with its unit"
    )


def test_a_formula_without_a_docstring_is_refused() -> None:
    def wrong(discharge_capacity_per_active_mass: Any, active_mass_loading: Any) -> Any:
        return discharge_capacity_per_active_mass * active_mass_loading

    assert refused(wrong, "areal_capacity", LOADED) == (
        "formula wrong  has no docstring\n    say in one sentence what it is"
    )


def test_a_name_that_is_taken_is_refused() -> None:
    def areal_capacity(discharge_capacity_per_active_mass: Any, active_mass_loading: Any) -> Any:
        """The same name again."""
        return discharge_capacity_per_active_mass * active_mass_loading

    assert refused(areal_capacity, None, LOADED) == (
        "formula areal_capacity  is defined twice\n    rename one; several ways to a quantity name what they give"
    )
