"""What-if on the base: words, data, sweeps and tornadoes from the command line, and their pictures."""

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from kb.base import Base
from kb.cli import app
from kb.plots import sweep_plot, tornado_plot, waterfall_plot
from kb.whatif import differences, differences_json, differences_text, sweep_of, tornado_of

CELL = "lim2022/full-7.2-5min"


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_the_differences_are_told_before_and_after_with_what_they_rest_on(base: Base) -> None:
    text = differences_text(differences(base, CELL, ["20 um lithium", "average_voltage=3.7 V"]))
    assert text.startswith(f"{CELL} with negative_thickness = 20 um, average_voltage = 3.7 V")
    # 166 mAh/g * 3.7 V = 614.2 Wh/kg, from 166 * 3.0 to 4.3
    assert "specific energy of active material: 496.5 to 716 → 614.2 (612.4 to 616.1) Wh/kg" in text
    assert (
        "N/P ratio (n to p by foil, lithium of the foil alone over the positive capacity): 1.473 (1.279 to 1.682) → 2.946 (2.841 to 3.058)  (× 2)"
        in text
    )
    assert "thickness of the negative electrode = 20 um (chosen)" in text
    assert "lim2022/full-7.2-5min/n_to_p_ratio#n_to_p_by_foil: consistent only as" in text
    assert "average voltage in" not in text.partition("no longer computable")[2]


def test_the_differences_as_data(base: Base) -> None:
    made = differences_json(differences(base, CELL, ["remove negative_thickness"]))
    assert made["changes"] == [{"name": "negative_thickness", "quantity": "thickness", "to": None}]
    gone = [row for row in made["values"] if row["name"] == "n_to_p_ratio"]
    assert gone
    assert all(row["after"] is None for row in gone)
    assert json.loads(json.dumps(made)) == made


def test_nothing_in_the_base_changes(base: Base) -> None:
    before = json.dumps(base.rows("derived"))
    differences(base, CELL, ["20 um lithium"])
    assert json.dumps(base.rows("derived")) == before


def test_a_range_a_step_and_a_list_are_values_of_a_sweep(base: Base) -> None:
    output = "n_to_p_by_foil"
    assert sweep_of(base, CELL, "negative_thickness=10:40:10 um", [], output)["value"].to_list() == pytest.approx(
        [10, 20, 30, 40]
    )
    assert sweep_of(base, CELL, "negative_thickness=10:40 um", [], output).height == 31
    listed = sweep_of(base, CELL, "negative_thickness=10 um, 20 um", ["areal_capacity=2.8 mAh/cm2"], output)
    assert listed["mid"].to_list() == pytest.approx([0.73641, 1.47282], rel=1e-4)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((CELL,), "nothing to change"),
        ((CELL, "20 um lithium", "--plot", "a.png"), "draws a sweep or a tornado"),
        ((CELL, "--sweep", "a=1", "--tornado"), "exclude each other"),
        ((CELL, "--sweep", "negative_thickness"), "names no values"),
        ((CELL, "--sweep", "negative_thickness=40:10 um"), "goes nowhere"),
        ((CELL, "--sweep", "negative_thickness=1e:2 um"), "is no range"),
        ((CELL, "--tornado", "--step", "2"), "is no share"),
        ((CELL, "negative_thicknes=20 um"), "did you mean negative_thickness"),
        ((CELL, "temperature=25 degC"), "nothing follows from temperature = 25 degC"),
        ((CELL, "negative_thickness=20 g"), "is not a unit of thickness"),
        (("lim2022/full-7.2-5mn", "20 um lithium"), "did you mean lim2022/full-7.2-5min"),
        ((CELL, "--tornado", "--plot", "/nowhere/a.png"), "can't be written"),
        ((CELL, "--tornado", "--plot", "tornado.xyz"), "can't be written"),
    ],
)  # fmt: skip
def test_a_mistake_gets_one_sentence(words: tuple[str, ...], sentence: str, database: str) -> None:
    found = run("whatif", *words, "-d", database)
    assert found.exit_code == 2
    assert sentence in found.output


def test_the_command_answers_in_words_data_and_pictures(database: str, tmp_path: Path) -> None:
    assert "changed:" in run("whatif", CELL, "20 um lithium", "-d", database).output
    assert json.loads(run("whatif", CELL, "20 um lithium", "--json", "-d", database).output)["cell"] == CELL
    file = tmp_path / "tornado.svg"
    found = run("whatif", CELL, "--tornado", "--output", "n_to_p_ratio", "--plot", str(file), "-d", database)
    assert found.exit_code == 0
    assert "areal_capacity" in found.output
    assert "<svg" in file.read_text()
    rows = run(
        "whatif",
        CELL,
        "--sweep",
        "negative_thickness=10:30:10 um",
        "--output",
        "n_to_p_by_foil",
        "--json",
        "-d",
        database,
    )
    assert [row["value"] for row in json.loads(rows.output)] == pytest.approx([10, 20, 30])


def test_a_sweep_is_a_line_in_a_band_with_units(base: Base) -> None:
    axes, frame = sweep_plot(
        sweep_of(base, CELL, "negative_thickness=10:30:10 um", [], "n_to_p_by_foil"), "a cell", mark=10
    )
    assert axes.get_xlabel() == "Negative thickness (µm)"
    assert axes.get_ylabel() == "N to p ratio"
    assert len(axes.collections) == 1
    assert frame.height == 3


def test_a_tornado_has_two_bars_an_input_and_a_waterfall_one_a_level(base: Base) -> None:
    axes, frame = tornado_plot(tornado_of(base, CELL, [], "n_to_p_ratio"))
    assert len(axes.patches) == 2 * frame.height
    levels = pl.DataFrame(
        {"level": ["active material", "composite"], "lo": [740.0, 590.0], "mid": [760.0, None], "hi": [780.0, 620.0]}
    )
    shown, _ = waterfall_plot(levels)
    assert [label.get_text() for label in shown.get_xticklabels()] == ["active\nmaterial\n760", "composite\n590–620"]
