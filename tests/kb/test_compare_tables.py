"""What each comparison says of the shipped papers: numbers by hand from what the papers print."""

import pytest
from typer.testing import CliRunner

from kb import narrow
from kb.audit import UnknownPaperError
from kb.base import Base
from kb.cli import app
from kb.compare_electrolytes import TemperatureError
from kb.compare_papers import quantity_across_papers
from kb.compare_records import RecordsError
from kb.comparisons import COMPARISONS, UnknownComparisonError, compare
from kb.narrow import TooMuchError, narrowed
from kb.show import UnknownRecordError
from kb.table import Line, Table, Value
from schema.quantity import UnknownQuantityError
from schema.units import UnitError


def line(table: Table, name: str) -> Line:
    return next(one for one in table.lines if one.id == name)


def cell(table: Table, name: str, column: str) -> Value:
    place = [one.name for one in table.columns].index(column)
    return line(table, name).values[place]


@pytest.mark.parametrize("name", [one.name for one in COMPARISONS.values() if one.columns])
def test_the_columns_are_those_that_are_declared(name: str, base: Base) -> None:
    made = compare(base, name)
    declared = COMPARISONS[name].columns
    assert [(one.unit, one.doc, one.number) for one in made.columns] == [(c.unit, c.doc, c.number) for c in declared]
    assert all(len(one.values) == len(declared) for one in made.lines)
    assert len({one.id for one in made.lines}) == len(made.lines), "the id of a line is what a page goes on after"


def test_a_layer_has_its_thickness_over_its_conductivity(base: Base) -> None:
    made = compare(base, "films_by_areal_resistance")
    assert [one.id for one in made.lines[:3]] == ["li2024/e-lpscl", "tan2021/llto-300", "kim/sce-1-1"]
    # 40 um / 1.1 mS/cm; 350 nm / 9.56e-6 S/cm; 30 um / 0.0724 mS/cm
    sizes = {one.id: one.values[5].mid for one in made.lines[:3]}
    assert sizes["li2024/e-lpscl"] == pytest.approx(40e-4 / 1.1e-3)
    assert sizes["tan2021/llto-300"] == pytest.approx(350e-7 / 9.56e-6)
    assert sizes["kim/sce-1-1"] == pytest.approx(41.41, abs=0.01)
    printed = cell(made, "li2024/e-lpscl", "area_specific_resistance_printed")
    assert (printed.mid, printed.unit, printed.provenance) == (3.63, "ohm cm2", "reported")
    assert cell(made, "nguyen2024/llzt-frame", "area_specific_resistance_of_layer").why == "needs ionic conductivity"
    assert {one.values[1].text for one in made.lines} == {"film", "thin_film", "membrane"}
    assert len(compare(base, "films_by_areal_resistance", form="all").lines) > len(made.lines)


def test_the_balance_stands_beside_how_long_a_cell_lasts(base: Base) -> None:
    made = compare(base, "balance_against_cycle_life")
    first = made.lines[0]
    assert (first.id, first.record) == ("lim2022/full-7.2-5min/cycling-1C/capacity_retention", "lim2022/full-7.2-5min")
    assert [round(value.mid or 0, 2) for value in first.values[:1]] == [1.53]
    assert (first.values[4].mid, first.values[5].mid, first.values[7].text, first.values[8].mid) == (
        79,
        200,
        "1.0 C",
        60,
    )
    thin = line(made, "lim2022/full-12.6-5min")
    # 10 um * 0.534 g/cm3 * 3861 mAh/g = 2.062 mAh/cm2 over 2.4; the positive electrode's lithium adds 1
    assert thin.values[2].mid == pytest.approx(2.0619 / 2.4, abs=5e-4)
    assert thin.values[3].mid == pytest.approx(2.0619 / 2.4 + 1, abs=5e-4)
    assert thin.values[0].contradicted_by == ("lim2022/full-12.6-5min/n_to_p_ratio#n_to_p_by_foil",)
    lives = {one.id: one.values[6].lo for one in made.lines if one.values[6].lo}
    assert lives == {"tan2021/cell-c/deep-1000/cycle_life": 1000}


def test_each_rate_has_its_capacity_and_its_share_of_the_lowest(base: Base) -> None:
    made = compare(base, "rate_capability")
    fast = line(made, "nguyen2024/li-cse-ncm811-1.5/rate/5.0C/discharge_capacity_per_active_mass").values
    assert (fast[1].mid, fast[3].mid) == (5, 54.7)
    assert fast[4].mid == pytest.approx(100 * 54.7 / 197.4)
    assert fast[4].lo == pytest.approx(100 * 54.65 / 197.45)
    assert fast[4].hi == pytest.approx(100 * 54.75 / 197.35)
    lone = line(made, "nguyen2024/li-cse-ncm811-1.5/rate-return-0.5C/discharge_capacity_per_active_mass").values[4]
    assert lone.provenance == "missing", "the way back is another test"
    share = line(made, "tan2021/cell-c/rate-30C/rate_capacity_retention").values
    assert (share[1].text, share[3].provenance, share[4].mid) == ("30 C", "missing", 30)
    tests = compare(base, "rate_capability", tests="rate_tests")
    assert {one.values[0].text for one in tests.lines} == {"rate test"}


def test_a_treatment_has_ratio_difference_and_direction(base: Base) -> None:
    made = compare(base, "treatments_against_controls")
    lower = line(made, "kim/contrasts/foil-film/pair-1")
    assert lower.values[4].mid == pytest.approx(9 / 114)
    assert (lower.values[5].mid, lower.values[5].unit, lower.values[6].text) == (-105_000, "ohm", "lower")
    limit = line(made, "li2024/contrasts/cl-content/pair-2").values  # 0.4 against over 1 mA/cm2
    assert limit[4].lo == pytest.approx(1 / 0.45)
    assert (limit[4].mid, limit[4].hi) == (None, None)
    assert limit[6].text == "higher"
    open_end = line(made, "li2024/contrasts/li3n-with-pellet/pair-1").values  # over 1 against 1.8 mA/cm2
    assert open_end[4].lo is None
    assert open_end[4].hi == pytest.approx(1.85)
    assert open_end[6].text == "not distinguishable by the printed digits"
    assert lower.record == "kim/type-4"


def test_a_quantity_spreads_over_papers(base: Base) -> None:
    made = compare(base, "quantity_across_papers", quantity="ionic_conductivity")
    values = line(made, "ionic_conductivity/electrolyte/argyrodite").values
    assert [value.mid for value in values[1:5]] == [2, 5, 5, 0]
    assert (values[5].mid, values[6].mid, values[7].mid) == (1.1, 3.6, 8.1)
    assert [values[8].lo, values[8].mid, values[8].hi] == pytest.approx([8.05 / 1.15, 8.1 / 1.1, 8.15 / 1.05])
    assert values[6].unit == "mS/cm"
    assert len(values[3].sources) == 5
    assert values[9].why == "no two papers conflict"
    sample = compare(base, "quantity_across_papers", quantity="thickness", by="composition")
    assert sample.lines[0].values[9].why.startswith("a property of each sample")


class TwoPapers(Base):
    """Two papers on one composition, at temperatures that meet or don't."""

    def __init__(self, *temperatures: str | None) -> None:
        self._keys = {}
        self._rows: dict[str, list[dict[str, object]]] = {name: [] for name in ("constituent", "process_step")}
        self._rows["material"] = [{"id": f"{p}/m", "family": "garnet", "reduced_formula": "Li7La3Zr2O12", "paper_id": p} for p in "ab"]  # fmt: skip
        self._rows["paper"] = [{"id": p, "authors": f'["A. {p.upper()}"]', "year": 2020} for p in "ab"]
        self._rows["reading"] = [
            {"id": f"{p}/r", "paper_id": p, "quantity": "ionic_conductivity", "subject_id": f"{p}/m", "subject_kind": "material",
             "owner_id": f"{p}/e", "printed": f"{size} mS/cm", "label": "", "repeats": None, "claim": "measured",
             "lo": size * 0.095, "mid": size * 0.1, "hi": size * 0.105, "place": "", "quote": ""}
            for p, size in (("a", 1), ("b", 2))
        ]  # fmt: skip
        kelvin = {"25": 298.15, "60": 333.15}
        self._rows["condition"] = [
            {"id": f"{p}/t", "experiment_id": f"{p}/e", "quantity": "temperature", "state": "stated", "label": "", "lo": kelvin[t], "hi": kelvin[t]}
            for p, t in zip("ab", temperatures, strict=True)
            if t
        ]  # fmt: skip

    def rows(self, table: str) -> list[dict[str, object]]:
        return self._rows.get(table, [])


@pytest.mark.parametrize(
    ("temperatures", "sure", "maybe"),
    [
        (("25", "25"), True, False),
        ((None, None), True, False),
        (("25", "60"), False, False),
        (("25", None), False, True),
    ],
)
def test_two_papers_conflict_only_where_their_conditions_meet(
    temperatures: tuple[str | None, str | None], sure: bool, maybe: bool
) -> None:
    made = quantity_across_papers(TwoPapers(*temperatures), "ionic_conductivity", "composition", "own")
    words = "1 mS/cm (a) against 2 mS/cm (b)"
    assert (made.lines[0].values[9].text, made.lines[0].values[10].text) == (words * sure, words * maybe)


def test_coverage_counts_what_can_be_checked_and_what_is_stated(base: Base) -> None:
    made = compare(base, "coverage_of_papers")
    lim = line(made, "lim2022").values
    readings = [row for row in base.rows("reading") if row["paper_id"] == "lim2022" and not row["repeats"]]
    assert lim[0].mid == len(readings)
    assert lim[2].mid == pytest.approx(100 * (lim[1].mid or 0) / len(readings))
    wrong = [row for row in base.rows("verdict") if row["paper_id"] == "tan2021" and row["verdict"] == "inconsistent"]
    assert cell(made, "tan2021", "contradictions").mid == len(wrong)
    asked = compare(base, "coverage_of_conditions")
    assert cell(asked, "operating_pressure", "stated").mid == 0
    under = compare(base, "coverage_of_conditions", by="conditions")
    states = [row["state"] for row in base.rows("condition") if row["quantity"] == "temperature"]
    assert cell(under, "temperature", "stated").mid == states.count("stated")
    assert cell(under, "temperature", "papers").mid == 5


def test_records_stand_side_by_side_under_the_conditions_asked_for(base: Base) -> None:
    ids, names = ("nguyen2024/cse", "kim/sce-1-1"), ("ionic_conductivity", "activation_energy")
    made = compare(base, "records_side_by_side", ids=ids, quantities=names)
    both = cell(made, "kim/sce-1-1", "ionic_conductivity")
    assert both.text == "1.7 × 10−4 S cm−1 (50 °C); 4.2 × 10−4 S cm−1 (80 °C)"
    assert [both.lo, both.hi] == pytest.approx([0.165, 0.425])
    assert both.mid is None
    assert made.notes == ("ionic_conductivity stands under different conditions: 30 °C; 50 °C; 80 °C",)
    warm = compare(base, "records_side_by_side", ids=ids, quantities=names, at="temperature=45..55 degC")
    assert cell(warm, "kim/sce-1-1", "ionic_conductivity").mid == pytest.approx(0.17)
    assert "not at the temperature asked for" in cell(warm, "nguyen2024/cse", "ionic_conductivity").why
    cells = ("lim2022/full-12.6-5min", "lim2022/full-12.6-0min")
    filled = compare(base, "records_side_by_side", ids=cells, quantities="n_to_p_ratio")
    assert cell(filled, cells[0], "n_to_p_ratio").provenance == "reported"
    several = cell(filled, cells[1], "n_to_p_ratio")
    assert several.provenance == "derived"
    assert "0.859 (n to p by foil); 1.86 (n to p by inventory)" in several.text
    assert several.mid is None, "two conventions have no middle in common"
    printed = compare(base, "records_side_by_side", ids=cells, quantities="n_to_p_ratio", basis="reported")
    assert cell(printed, cells[1], "n_to_p_ratio").provenance == "missing"


MISTAKES = [
    ({"ids": "nguyen2024/cse"}, RecordsError, "give 2 to 20 different ids"),
    ({"ids": [f"nguyen2024/{n}" for n in range(21)]}, RecordsError, "21 records side by side"),
    ({"ids": "nguyen2024/cse,nguyen2024/cs"}, UnknownRecordError, "did you mean nguyen2024/cse"),
    ({"ids": "nguyen2024/cse,nowhere/cell"}, UnknownRecordError, "no record of that id"),
    ({"ids": "nguyen2024/cse,nguyen2024/cse/conductivity-30C/ionic_conductivity"}, RecordsError, "is a reading"),
    ({"ids": "nguyen2024/cse,nguyen2024/spe", "quantities": "ionic_conductivty"}, UnknownQuantityError, "ionic_conductivity"),
    ({"ids": "nguyen2024/cse,nguyen2024/spe", "at": "temperature=20..30 g"}, Exception, "unit"),
    ({"quantities": "ionic_conductivity", "ids": ""}, UnknownComparisonError, "ids is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "kind", "words"), MISTAKES)
def test_a_mistake_in_what_is_compared_says_how_to_mend_it(
    given: dict[str, str], kind: type[Exception], words: str, base: Base
) -> None:
    with pytest.raises(kind, match=words):
        compare(base, "records_side_by_side", **({"quantities": "ionic_conductivity"} | given))


def test_a_wrong_temperature_choice_or_paper_is_refused(base: Base) -> None:
    with pytest.raises(UnitError, match="not a unit of temperature"):
        compare(base, "films_by_areal_resistance", temperature="25 g")
    with pytest.raises(TemperatureError, match="has no middle"):
        compare(base, "electrolytes_at_temperature", temperature="> 25 degC")
    with pytest.raises(UnknownComparisonError, match="did you mean thin"):
        compare(base, "films_by_areal_resistance", form="thn")
    with pytest.raises(UnknownPaperError, match="did you mean lim2022"):
        compare(base, "rate_capability", papers="lim2021")


def test_papers_that_are_named_are_read_alone(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    made = compare(base, "reported_against_recomputed", papers=["lim2022", "tan2021"])
    assert {one.paper for one in made.lines} == {"Lim 2022", "Tan 2021"}
    everything = compare(base, "reported_against_recomputed")
    assert [one for one in everything.lines if one.paper in ("Lim 2022", "Tan 2021")] == list(made.lines)
    small = narrowed(base, ["tan2021"])
    assert {row["paper_id"] for row in small.rows("reading")} == {"tan2021"}
    assert small.rows("reference_reading") == base.rows("reference_reading")
    monkeypatch.setattr(narrow, "MOST_READINGS", 10)
    with pytest.raises(TooMuchError, match="name the papers that are meant"):
        compare(base, "rate_capability")
    assert compare(base, "rate_capability", papers="tan2021").lines
    with pytest.raises(TooMuchError, match="201 papers at once"):
        narrowed(base, [str(number) for number in range(201)])


def test_a_contradicted_number_is_marked_wherever_it_stands(base: Base, database: str) -> None:
    made = compare(base, "cells_by_energy_and_balance")
    check = "nguyen2024/li-cse-ncm811-5.2/cycling-0.5C/capacity_retention#capacity_retention"
    assert cell(made, "nguyen2024/li-cse-ncm811-5.2", "capacity_retention").contradicted_by == (check,)
    assert cell(made, "nguyen2024/li-cse-ncm811-10.7", "capacity_retention").contradicted_by == ()
    twice = compare(base, "balance_against_cycle_life")
    assert cell(twice, "tan2021/cell-a/cycling-100/capacity_retention", "c_rate").contradicted_by == (
        "tan2021/cell-a/cycling-100/c_rate#stated_twice",
    )
    shown = CliRunner().invoke(
        app, ["compare", "balance_against_cycle_life", "-s", "papers=nguyen2024", "-d", database]
    )
    assert "69.6% (!)" in shown.output
    assert f"(!) = contradicted, or resting on what is: {check}" in shown.output
