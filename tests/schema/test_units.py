"""How papers spell units, and what one of each is in coherent SI."""

from __future__ import annotations

import pytest

from schema.quantities import Q
from schema.reading import ReadingError
from schema.units import UnitError, from_si, registry, to_si, unit

SPELLED = [  # as papers spell it, SI per unit
    ("mAh/g", 3600.0),
    ("mAh g−1", 3600.0),
    ("mA h g-1", 3600.0),
    ("mA·h·g−1", 3600.0),
    ("mAh g^-1", 3600.0),
    ("mA h g^{-1}", 3600.0),
    ("mAh cm−2", 36000.0),
    ("μAh cm−2 μm−1", 3.6e7),
    ("S cm−1", 100.0),
    ("S/cm", 100.0),
    ("mS cm⁻¹", 0.1),
    ("mS·cm-1", 0.1),
    ("S cm−1 K", 100.0),
    ("Ω", 1.0),
    ("Ω", 1.0),  # the ohm sign, U+2126
    ("kΩ", 1000.0),
    ("Ω cm2", 1e-4),
    ("Ω·cm²", 1e-4),
    ("ohm cm^2", 1e-4),
    ("mA cm−2", 10.0),
    ("mA/cm²", 10.0),
    ("mV s−1", 1e-3),
    ("wt%", 0.01),
    ("wt.%", 0.01),
    ("vol%", 0.01),
    ("%", 0.01),
    ("ppm", 1e-6),
    ("Wh kg−1", 3600.0),
    ("W h L−1", 3.6e6),
    ("mWh cm−2", 36000.0),
    ("V vs Li/Li+", 1.0),
    ("V vs. Li+/Li", 1.0),
    ("V (vs. Li/Li+)", 1.0),
    ("V versus Li", 1.0),
    ("°C min−1", 1 / 60),
    ("MPa g (A h)−1", 1 / 3.6),
    ("MPa g/(A h)", 1 / 3.6),
    ("MPa g A-1 h-1", 1 / 3.6),
    ("J/(mol K)", 1.0),
    ("mol L−1", 1000.0),
    ("M", 1000.0),
    ("kJ mol−1", 1000.0),
    ("eV", 1.602176634e-19),
    ("µm", 1e-6),  # micro sign
    ("μm", 1e-6),  # Greek mu
    ("um", 1e-6),
    ("Å", 1e-10),
    ("mg cm−2", 0.01),
    ("g/cc", 1000.0),
    ("W cm−2", 1e4),
    ("cm2 s−1", 1e-4),
    ("cm−1", 100.0),
    ("1/h", 1 / 3600),
    ("h−1", 1 / 3600),
    ("days", 86400.0),
    ("cycles", 1.0),
    ("", 1.0),
]


@pytest.mark.parametrize(("text", "factor"), SPELLED)
def test_a_spelling_of_papers_is_its_si_factor(text: str, factor: float) -> None:
    assert unit(text).factor == pytest.approx(factor, rel=1e-12)
    assert unit(text).offset == 0.0


@pytest.mark.parametrize("text", ["°C", "degC", "℃", "ºC"])
def test_a_temperature_in_degrees_has_an_offset(text: str) -> None:
    assert to_si(25, text) == 298.15
    assert from_si(298.15, text) == 25.0


def test_kelvin_has_no_offset() -> None:
    assert to_si(298.15, "K") == 298.15


def test_a_degree_inside_a_compound_unit_is_a_difference() -> None:
    assert to_si(60, "°C h−1") == pytest.approx(1 / 60)


def test_there_and_back_is_the_same() -> None:
    assert from_si(to_si(1.117, "mS cm−1"), "mS cm−1") == pytest.approx(1.117, rel=1e-15)


def test_c_is_a_rate_where_a_rate_is_meant_and_a_coulomb_elsewhere() -> None:
    assert unit("C").dimension == "[current] * [time]"
    assert unit("C", rate=True).factor == pytest.approx(1 / 3600)
    assert Q.c_rate.read("0.5 C").mid == pytest.approx(0.5 / 3600)


def test_c_is_a_degree_where_a_temperature_is_meant() -> None:
    assert Q.temperature.read("25 C").mid == 298.15


def test_an_unknown_unit_is_named_with_what_to_do() -> None:
    with pytest.raises(UnitError) as raised:
        unit("mAh furlong−1")
    assert raised.value.args == (
        "unit 'mAh furlong−1'",
        "'furlong-1' is not a unit that is known here",
        "check the spelling; a new spelling is one line in schema/units.py",
    )


@pytest.mark.parametrize("text", ["mAhg-1", "Li/Li+", "S cm−1 at 25", "(1) mS/cm", "/3 C", ", 13 um"])
def test_what_is_not_a_unit_is_refused(text: str) -> None:
    with pytest.raises(UnitError):
        unit(text)


def test_a_unit_of_another_dimension_is_refused() -> None:
    with pytest.raises(UnitError) as raised:
        Q.ionic_conductivity.read("12 mS")
    assert raised.value.args == (
        "ionic_conductivity",
        "'mS' is not a unit of ionic_conductivity, which is measured in mS/cm",
        "check the unit in the paper; if it is right, another quantity is meant (kb quantities lists all)",
    )


def test_a_basis_in_the_unit_must_be_the_basis_of_the_quantity() -> None:
    with pytest.raises(UnitError) as raised:
        Q.mass_fraction.read("40 vol%")
    assert raised.value.args == (
        "mass_fraction",
        "'vol%' is a fraction by volume, and mass_fraction is not",
        "use the quantity whose name says volume",
    )


@pytest.mark.parametrize(
    ("name", "text"), [("mass_fraction", "40 wt%"), ("volume_fraction", "40 vol.%"), ("mole_fraction", "40 mol%")]
)
def test_a_fraction_on_its_own_basis_is_read(name: str, text: str) -> None:
    assert Q[name].read(text).mid == pytest.approx(0.4)


@pytest.mark.parametrize("name", ["thickness", "capacity_retention", "moisture_level", "diffraction_angle"])
def test_a_number_without_its_unit_is_refused(name: str) -> None:
    with pytest.raises(UnitError, match="has no unit"):
        Q[name].read("2.5")


def test_a_count_and_a_ratio_need_no_unit() -> None:
    assert Q.cycle_count.read("500").mid == 500.0
    assert Q.n_to_p_ratio.read("1.10").mid == 1.1


def test_no_number_is_no_unit_problem() -> None:
    with pytest.raises(ReadingError, match="there is no number"):
        Q.thickness.read("thin")


def test_the_registry_knows_a_c_rate() -> None:
    assert registry().Quantity(2.0, "C_rate").to("1/hour").magnitude == pytest.approx(2.0)
