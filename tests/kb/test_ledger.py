"""The ledger of a cell of the base: words, data, claims, the way back, its picture; and the comparison that uses it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kb.base import Base
from kb.cli import app
from kb.compare_cells import LEVELS
from kb.comparisons import compare
from kb.ledger import SolveError, claims_of, ledger_json, ledger_text, solved

CELL = "lim2022/full-7.2-0min"


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_the_ledger_tells_levels_layers_sources_and_what_is_missing(base: Base) -> None:
    text = ledger_text(base, CELL)
    assert "capacity and voltage of lim2022/full-7.2-0min/cycling-1C" in text
    assert "stack without collectors          25.8 to 38.03 Wh/kg" in text
    assert "average voltage: between the cut-off voltages" in text
    assert "negative electrode: thickness = ~10 μm  negative_thickness, lim2022/li-0min/thickness [Abstract]" in text
    assert "packaging (for specific energy of cell with packaging" in text


def test_the_data_have_every_level_with_what_it_lacks(base: Base) -> None:
    made = ledger_json(base, CELL)
    assert len(made["levels"]) == 20
    stack = next(row for row in made["levels"] if (row["of"], row["measure"]) == ("stack without collectors", "specific energy"))  # fmt: skip
    # 1.068925 mAh/cm2 * 3.0 V at least, over at most 10.44 + 113.38 + 0.588 mg/cm2
    assert (round(stack["lo"], 2), stack["mid"], round(stack["hi"], 2)) == (25.8, None, 38.03)
    assert made["missing"]["cell with packaging"] == ["packaging"]
    assert {one["name"] for one in made["given"]} >= {"active_mass_loading", "negative_thickness", "separator_density"}
    assert json.loads(json.dumps(made)) == made


def test_a_claim_is_held_against_each_level_and_names_whose_it_is(base: Base) -> None:
    assert {row["id"] for row in claims_of(base, "li2024/full-lzcf-16.5")} == {"li2024/full-lzcf-16.5/energy/specific_energy_of_cell"}  # fmt: skip
    found = ledger_json(base, "li2024/full-lzcf-16.5")["claims"][0]
    levels = {(one["level"], one["agrees"]) for one in found["levels"]}
    # 182 mAh/g * 2.7 V = 491 Wh/kg of active material at least: the claim of 354.4 is below it
    assert ("active material", False) in levels
    assert ("stack without collectors", None) in levels
    assert "of another cell of the paper" in ledger_text(base, CELL)


def test_the_way_back_finds_the_separator_that_reaches_a_target(base: Base) -> None:
    answer = solved(base, CELL, "specific energy=40 Wh/kg", "separator")
    assert str(answer.level) == "stack without collectors"
    # 4.6918 mWh at 4.3 V over 40 Wh/kg leaves 117.3 mg; with 9.9 of composite and 0.48 of lithium, 107 of separator
    assert answer.easiest == pytest.approx(579.7e-6, rel=1e-3)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("ledger", "lim2022/full-7.2-0mn"), "did you mean lim2022/full-7.2-0min"),
        (("ledger", "nowhere/cell"), "no cell of that id"),
        (("ledger", "lim2022/sym-0min"), "is a cell of kind symmetric"),
        (("ledger", CELL, "--experiment", "lim2022/full-7.2-0min/cycling"), "did you mean"),
        (("ledger", CELL, "--solve", "energy=1 Wh/kg"), "is no target"),
        (("ledger", CELL, "--solve", "specific energy=> 1 Wh/kg"), "is a limit, not a target"),
        (("ledger", CELL, "--solve", "specific energy=1 Wh/L"), "'Wh/L' is not a unit of specific_energy_of_cell"),
        (("ledger", CELL, "--solve", "specific energy=40 Wh/kg", "--by", "separater"), "did you mean separator"),
        (("ledger", CELL, "--solve", "specific energy=40 Wh/kg", "--level", "stak without collectors"), "did you mean stack without"),
        (("ledger", CELL, "--solve", "energy density=40 Wh/L", "--state", "empty"), "is no state"),
        (("ledger", "tan2021/cell-a", "--plot", "a.png"), "has no level that can be computed"),
        (("ledger", CELL, "--plot", "/nowhere/a.png"), "can't be written"),
    ],
)  # fmt: skip
def test_a_mistake_gets_one_sentence(words: tuple[str, ...], sentence: str, database: str) -> None:
    found = run(*words, "-d", database)
    assert found.exit_code == 2
    assert sentence in found.output


def test_the_command_prints_data_and_draws(database: str, tmp_path: Path) -> None:
    file = tmp_path / "ledger.png"
    found = run("ledger", CELL, "--json", "--plot", str(file), "-d", database)
    assert found.exit_code == 0
    assert file.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    back = run("ledger", CELL, "--solve", "specific energy=40 Wh/kg", "--by", "separator", "--json", "-d", database)
    assert json.loads(back.output)["at_least"] is False


def test_the_comparison_has_six_levels_and_both_volumes(base: Base) -> None:
    assert list(LEVELS) == ["active_material", "composite", "stack", "with_half_collectors", "with_collectors", "with_packaging"]  # fmt: skip
    for level, column in LEVELS.items():
        table = compare(base, "cells_by_energy_and_balance", level=level)
        assert [one.name for one in table.columns][2:5] == [
            column,
            "energy_density_discharged",
            "energy_density_charged",
        ]
    stack = compare(base, "cells_by_energy_and_balance", level="stack")
    value = next(line for line in stack.lines if line.id == CELL).values[2]
    assert (value.provenance, value.mid) == ("derived", None)
    assert (round(value.lo or 0, 2), round(value.hi or 0, 2)) == (25.8, 38.03)
    assert "lim2022/ncm-7.2/active_mass_loading" in value.sources
    assert "assumed: average voltage: between the cut-off voltages" in value.why
    lacking = next(line for line in stack.lines if line.id == "nguyen2024/li-cse-ncm811-5.2").values[2]
    assert lacking.why.startswith("needs wetting: thickness")


def test_a_target_that_is_none_is_refused(base: Base) -> None:
    with pytest.raises(SolveError, match="is no target"):
        solved(base, CELL, "400 Wh/kg", "separator")
