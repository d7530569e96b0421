"""Arrhenius, Pareto, conflicts and coverage: on invented numbers with known answers, and on the five papers."""

from math import exp

import polars as pl
import pytest

import kb
from kb import meta
from kb.base import Base
from kb.tables_out import export_frame

BOLTZMANN = 8.617333262e-5


def _conductivity(
    subject: str, celsius: float, energy: float, prefactor: float, family: str = "garnet"
) -> dict[str, object]:
    sigma = 1000 * prefactor * exp(-energy / BOLTZMANN / (celsius + 273.15))  # mS/cm
    return {"id": f"{subject}/{celsius}", "paper": subject[0], "subject": subject, "family": family, "lo": sigma * 0.999, "mid": sigma, "hi": sigma * 1.001,
            **{f"temperature_{end}": celsius for end in ("lo", "mid", "hi")}}  # fmt: skip


def test_a_family_shares_its_slope_whatever_the_level_of_each_paper() -> None:
    rows = [_conductivity(name, t, 0.3, a) for name, a in (("a/x", 1.0), ("b/y", 50.0)) for t in (25.0, 50.0, 75.0)]
    rows.append(_conductivity("c/z", 25.0, 0.9, 1.0))
    fit = meta.arrhenius_fits(pl.DataFrame(rows))["garnet"]
    assert fit.energy == pytest.approx(0.3)
    assert fit.interval == pytest.approx((0.3, 0.3))
    assert (fit.papers, fit.points, fit.left_out) == (2, 6, {"one temperature only": 1})
    assert fit.surely[0] < 0.3 < fit.surely[1]


def test_two_temperatures_give_the_range_of_the_digits_and_no_interval(conductivities: pl.DataFrame) -> None:
    fits = meta.arrhenius_fits(conductivities)
    assert set(fits) == {"composite", "perovskite"}
    # kim: 0.17 mS/cm at 50 °C and 0.42 at 80 °C: k ln(0.42/0.17) / (1/323.15 − 1/353.15); the paper prints 0.31 eV
    composite = fits["composite"]
    assert composite.energy == pytest.approx(0.2965, abs=5e-5)
    assert composite.interval is None
    assert composite.surely == pytest.approx((0.2831, 0.3102), abs=5e-5)
    # tan2021: 9.56e-6 S/cm at room temperature, anything from 20 to 30 °C, and 7.78e-5 at 120 °C; the paper prints 0.33 eV
    perovskite = fits["perovskite"]
    assert perovskite.energy == pytest.approx(0.2229, abs=5e-5)
    assert perovskite.surely == pytest.approx((0.2081, 0.2394), abs=5e-5)
    assert perovskite.left_out == {"no temperature, no middle": 1}


def test_the_form_with_temperature_has_a_higher_energy(conductivities: pl.DataFrame) -> None:
    assert meta.arrhenius_fits(conductivities, "sigma_t")["composite"].energy == pytest.approx(0.3256, abs=5e-5)


def _box(subject: str, x: tuple[float | None, float | None], y: tuple[float | None, float | None]) -> dict[str, object]:
    return {"subject": subject, "x_lo": x[0], "x_hi": x[1], "y_lo": y[0], "y_hi": y[1]}


def test_intervals_make_a_front_sure_possible_or_none() -> None:
    rows = [
        _box("a", (10, 12), (5, 6)),
        _box("b", (20, 21), (1, 2)),
        _box("c", (11, 13), (5, 7)),
        _box("d", (40, 50), (9, None)),
        _box("e", (30, 60), (3, 8)),
    ]
    found = meta.pareto_front(pl.DataFrame(rows), x="less", y="more")
    assert found["status"].to_list() == ["possibly", "dominated", "possibly", "front", "possibly"]
    assert found["by"].to_list() == [None, 0, None, None, None]


def test_conductivity_against_thickness_in_the_five_papers(client: kb.Client, conductivities: pl.DataFrame) -> None:
    room = conductivities.filter((pl.col("temperature_lo") <= 30) & (pl.col("temperature_hi") >= 20))
    found = meta.pareto_front(meta.side_by_side(meta.points(client, "thickness"), room), x="less", y="more")
    assert found.select("subject", "x_printed", "y_printed", "status").rows() == [
        ("li2024/e-lpscl", "≈ 40 μm", "1.1 mS cm−1", "front"), ("tan2021/llto-300", "300–400 nm", "9.56 × 10−6 S/cm", "front")
    ]  # fmt: skip


def _reading(
    paper: str, lo: float | None, hi: float | None, celsius: float | None = 25.0, **more: object
) -> dict[str, object]:
    return {"id": f"{paper}/x", "paper": paper, "quantity": "ionic_conductivity", "label": "", "formula": "Li6PS5Cl", "subject_kind": "electrolyte", "unit": "mS/cm",
            "claim": "measured", "printed": "", "lo": lo, "hi": hi, "temperature_lo": celsius, "temperature_hi": celsius} | more  # fmt: skip


def test_a_conflict_needs_intervals_that_do_not_meet_at_one_temperature() -> None:
    rows = [
        _reading("a", 2.75, 2.85),
        _reading("b", 3.95, 4.05),
        _reading("c", 2.8, None),
        _reading("d", 9.0, 9.5, 60.0),
        _reading("e", 0.0, 1.0),
        _reading("a", 99, 99.5),
    ]
    found = meta.find_conflicts(pl.DataFrame(rows, infer_schema_length=None)).filter(pl.col("gap") < 10)
    assert found.select("paper", "other_paper", pl.col("gap").round(3)).rows() == [
        ("b", "e", 3.95),
        ("c", "e", 2.8),
        ("a", "e", 2.75),
        ("a", "b", 1.386),
    ]
    potentials = [
        _reading("a", -3.045, -3.035, None, quantity="standard_potential"),
        _reading("b", -2.95, -2.9, None, quantity="standard_potential"),
    ]
    found = meta.find_conflicts(pl.DataFrame(potentials))
    assert found.select("gap_kind", pl.col("gap").round(3)).rows() == [("difference", 0.085)]


def test_the_five_papers_measure_no_two_equal_compositions_apart(client: kb.Client) -> None:
    known = meta.points(client, claims=("measured", "derived", "quoted", "theory"))
    assert meta.find_conflicts(known).height == 0
    lithium = known.filter((pl.col("quantity") == "theoretical_capacity_per_mass") & (pl.col("formula") == "Li"))
    assert lithium["paper"].to_list() == [
        "li2024",
        "lim2022",
        "nguyen2024",
    ]  # 3860 mAh/g in each: compared, and no conflict


def test_coverage_says_who_reports_what_and_which_conditions_they_state(client: kb.Client, base: Base) -> None:
    readings = client.readings()
    found = meta.coverage_map(readings, fewest_papers=5)
    assert found.row(by_predicate=pl.col("quantity") == "ionic_conductivity", named=True) == {
        "quantity": "ionic_conductivity", "kim": 10, "li2024": 12, "lim2022": 6, "nguyen2024": 7, "tan2021": 8, "papers": 5, "readings": 43
    }  # fmt: skip
    stated = meta.conditions_stated(export_frame(base, "readings"))
    pressure = stated.filter(pl.col("condition") == "operating_pressure").select("paper", "stated", "share").rows()
    assert pressure == [
        ("lim2022", 0, 0.0),
        ("nguyen2024", 0, 0.0),
    ]  # solid-state cells, and no paper states the pressure in numbers
    temperature = dict(stated.filter(pl.col("condition") == "temperature").select("paper", "stated").rows())
    assert temperature == {"kim": 68, "li2024": 53, "lim2022": 94, "nguyen2024": 70, "tan2021": 4}


def test_conditions_ride_along_as_numbers_whether_conditions_or_readings(client: kb.Client) -> None:
    rates = meta.points(client, "discharge_capacity_per_active_mass", at=("c_rate",))
    first = rates.filter(
        pl.col("id") == "nguyen2024/li-cse-ncm811-1.5/rate/2.0C/discharge_capacity_per_active_mass"
    ).row(0, named=True)
    assert (first["c_rate_mid"], first["mid"], first["unit"]) == (2.0, 120.6, "mAh/g")
    assert "c_rate" not in first["conditions"]
    retention = meta.points(client, "capacity_retention", at=("cycle_count",))
    cycles = dict(retention.select("id", "cycle_count_mid").rows())
    assert cycles["tan2021/cell-c/deep-1000-at-500/capacity_retention"] == 500.0  # a condition
    assert cycles["tan2021/cell-d/cycling-100/capacity_retention"] == 100.0  # a reading of its own


def test_reported_against_recomputed(client: kb.Client) -> None:
    found = meta.parity(client, "capacity_retention").filter(pl.col("verdict") == "inconsistent").row(0, named=True)
    assert (found["printed"], found["strength"], found["reported_hi"], round(found["computed_lo"], 2)) == (
        "69.6%",
        "certain",
        69.65,
        71.25,
    )
