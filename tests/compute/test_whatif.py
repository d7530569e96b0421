"""A cell changed in thought: what follows, only for that cell; sweeps and tornadoes; refusals."""

import importlib.util
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from compute import derive
from compute.changes import read_change
from compute.sensitivity import sweep, tornado
from compute.situation import Situation, situation
from compute.whatif import Difference, Differences, WhatIfError, what_if
from ingest.load import load
from schema.units import UnitError

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"
_spec = importlib.util.spec_from_file_location("stack_seeds", HERE / "test_stack.py")
assert _spec
assert _spec.loader
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)
NMC: str = _module.NMC


@pytest.fixture
def here(tables: Callable[[str], Any]) -> Situation:
    return situation(tables(NMC), "tiny/full")


@pytest.fixture(scope="module")
def seeds() -> Any:
    return load(SEEDS).tables


def one(found: Differences, name: str, of: str, how: str = "") -> Difference:
    return next(row for row in found.values if (row.name, row.of) == (name, of) and row.how.startswith(how))


def test_a_thinner_separator_raises_every_outer_level_and_leaves_the_inner_ones(here) -> None:
    found = what_if(here, here.record, ["20 um separator"])
    full = one(found, "specific energy", "single layer with full collectors")
    assert (round(full.before[1], 1), round(full.after[1], 1)) == (397.5, 413.7)  # 19.0 mWh / (47.796 - 1.87 mg)
    assert full.effect == (pytest.approx(47.796 / 45.926), pytest.approx(47.796 / 45.926))
    assert "separator: thickness: 20 um, chosen" in full.rests_on
    assert not [row for row in found.values if row.of in ("active material", "composite")]
    assert one(found, "specific energy", "stack without collectors").after[1] == pytest.approx(19000 / 36.058)


def test_no_lithium_reservoir_is_an_anode_free_cell(here) -> None:
    found = what_if(here, here.record, ["no lithium reservoir"])
    foil = one(found, "n_to_p_ratio", "tiny/full", "n to p by foil")
    assert foil.after == (0.0, 0.0, 0.0)
    stack = one(found, "specific energy", "stack without collectors")
    assert stack.after[1] == pytest.approx(19000 / 36.86)  # without 1.068 mg/cm2 of lithium


def test_what_is_taken_away_is_missing_where_it_is_needed(here) -> None:
    for words in ("remove average_voltage", "average_voltage="):
        found = what_if(here, here.record, [words])
        energy = one(found, "specific energy", "composite")
        assert energy.after is None
        assert energy.missing == ("average voltage",)
        assert energy.effect is None


def test_a_name_of_the_ledger_alone_may_be_added(here) -> None:
    found = what_if(here, here.record, ["packaging_mass_fraction=20 %", "packaging_volume_fraction=10 %"])
    packed = one(found, "specific energy", "cell with packaging")
    assert packed.before is None
    assert packed.after[1] == pytest.approx(0.8 * 19000 / 42.862, rel=1e-4)


def test_a_change_reaches_that_cell_alone(seeds) -> None:
    here = situation(seeds, "lim2022/full-7.2-5min")
    made = here.changed(here.read(["negative_thickness=20 um", "areal_capacity=2 mAh/cm2", "average_voltage=3.7 V"]))
    others = np.setdiff1d(np.arange(made.contexts.height), here.contexts)
    old = len(here.world.names)
    assert (made.rows[:old, others] == here.world.rows[:, others]).all()
    assert (made.near[:old, others] == here.world.near[:, others]).all()
    before = {row.id: (row.lo, row.hi) for row in derive(here.world) if not row.context_id.startswith(here.cell)}
    after = {row.id: (row.lo, row.hi) for row in derive(made) if not row.context_id.startswith(here.cell)}
    assert before == after


def test_a_verdict_that_no_longer_holds_is_told(seeds) -> None:
    found = what_if(seeds, "lim2022/full-7.2-5min", ["20 um lithium"])
    told = {row.id: (row.before, row.after) for row in found.verdicts}
    assert told["lim2022/full-7.2-5min/n_to_p_ratio#n_to_p_by_foil"] == (
        "consistent only as lithium of the foil alone over the positive capacity", "inconsistent",
    )  # fmt: skip
    ratio = one(found, "n_to_p_ratio", "lim2022/full-7.2-5min", "n to p by foil")
    assert ratio.before[1] == pytest.approx(1.4728, rel=1e-4)  # 10 um * 0.534 g/cm3 * F / 6.941 g/mol / 1.4 mAh/cm2
    assert ratio.after[1] == pytest.approx(2.9456, rel=1e-4)


def test_a_replaced_number_is_judged_no_more(seeds) -> None:
    found = what_if(seeds, "nguyen2024/li-cse-ncm811-5.2/cycling-0.5C", ["capacity_retention=71.3 %"])
    gone = next(row for row in found.verdicts if row.id.endswith("capacity_retention#capacity_retention"))
    assert (gone.before, gone.after) == ("inconsistent", None)


def test_a_change_to_one_experiment_leaves_the_others(seeds) -> None:
    here = situation(seeds, "lim2022/full-7.2-5min/cycling-1C")
    found = what_if(here, here.record, ["average_voltage=3.7 V"])
    assert {row.of for row in found.values if row.kind == "derived"} == {"lim2022/full-7.2-5min/cycling-1C"}


def test_a_printed_limit_stays_one_sided(here) -> None:
    found = what_if(here, here.record, ["separator_thickness=< 20 um"])
    lo, mid, hi = one(found, "specific energy", "stack without collectors").after
    assert (round(lo, 1), round(hi, 1)) == (526.9, 587.9)  # 19.0 mWh over 36.058 and over 32.318 mg
    assert math.isnan(mid)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("seperator_thickness=20 um", "did you mean separator_thickness"),
        ("tensile_strength=20 MPa", "nothing follows from it: no formula and no ledger asks for it"),
        ("remove porosity_of_hope", "the cell knows no such name"),
        ("remove coating_area", "knows no such name"),
        ("remove areal_density", "sees no areal_density that could be removed"),
        ("thinner", "is no change"),
        ("discharge_capacity_per_active_mass=200 ± 0 mAh/g", "nothing follows from"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(here, change: str, sentence: str) -> None:
    with pytest.raises(WhatIfError, match=sentence):
        what_if(here, here.record, [change])


def test_a_wrong_unit_and_an_unknown_cell_are_refused(here, tables) -> None:
    with pytest.raises(UnitError, match="'mS' is not a unit of thickness"):
        what_if(here, here.record, ["separator_thickness=20 mS"])
    with pytest.raises(WhatIfError, match=r"no cell of that id[\s\S]*did you mean tiny/full"):
        situation(tables(NMC), "tiny/ful")


def test_a_chosen_number_is_exact_and_an_interval_is_one() -> None:
    names = {"separator_thickness": "thickness"}
    assert read_change("separator_thickness = 20 um", names).value == pytest.approx((20e-6, 20e-6, 20e-6))
    assert read_change("separator_thickness=20 ± 1 um", names).value == pytest.approx((19e-6, 20e-6, 21e-6))


def test_a_sweep_gives_a_frame_with_intervals(here) -> None:
    frame = sweep(here, "separator_thickness", ["20 um", "30 um", "40 um"])
    assert frame["output"][0] == "specific energy of single layer with full collectors"
    assert frame["unit"].unique().to_list() == ["Wh/kg"]
    assert frame["value"].to_list() == pytest.approx([20, 30, 40])
    assert [round(value, 1) for value in frame["mid"]] == [413.7, 397.5, 382.6]
    foil = sweep(here, "negative_thickness", ["10 um", "20 um"], "n_to_p_by_foil")
    assert foil["mid"][1] / foil["mid"][0] == pytest.approx(2)


def test_a_tornado_puts_the_strongest_input_first(here) -> None:
    frame = tornado(here)
    assert frame["input"][0] == "average_voltage"
    assert frame["at_more"][0] == pytest.approx(397.52 * 1.1, rel=1e-4)
    assert frame["at_less"][0] == pytest.approx(397.52 * 0.9, rel=1e-4)
    assert frame["effect"].to_list() == sorted(frame["effect"].to_list(), reverse=True)
    row = frame.filter(frame["input"] == "separator_thickness").row(0, named=True)
    assert row["at_more"] == pytest.approx(19000 / (47.796 + 0.561), rel=1e-4)
    assert row["at_lo"] == row["at_hi"] == row["base"]  # printed without an interval


def test_a_tornado_takes_a_bounded_voltage_as_one_input(seeds) -> None:
    frame = tornado(situation(seeds, "lim2022/full-7.2-0min"))
    row = frame.filter(frame["input"] == "average_voltage").row(0, named=True)
    assert (row["lo"], row["nominal"], row["hi"]) == (pytest.approx(3.0), pytest.approx(3.65), pytest.approx(4.3))
    assert row["at_hi"] / row["at_lo"] == pytest.approx(4.3 / 3.0)
    ratio = tornado(situation(seeds, "lim2022/full-7.2-5min"), "n_to_p_ratio")
    assert set(ratio["input"]) == {"areal_capacity", "lithium_density", "negative_thickness"}


def test_sweeps_and_tornadoes_that_lead_nowhere_are_refused(here, seeds) -> None:
    with pytest.raises(WhatIfError, match="doesn't depend on it"):
        sweep(here, "separator_thickness", ["10 um", "20 um"], "specific energy of composite")
    with pytest.raises(WhatIfError, match=r"has no output 'n_to_q_ratio'[\s\S]*did you mean n_to_p_ratio"):
        sweep(here, "separator_thickness", ["10 um"], "n_to_q_ratio")
    with pytest.raises(WhatIfError, match="no values to sweep over"):
        sweep(here, "separator_thickness", [])
    with pytest.raises(WhatIfError, match="can't be computed at any of the values"):
        sweep(here, "average_voltage", [""], "specific energy of composite")
    with pytest.raises(WhatIfError, match="has no level whose energy can be computed"):
        tornado(situation(seeds, "tan2021/cell-a"))
    with pytest.raises(WhatIfError, match="is open-ended"):
        tornado(here, with_changes=["separator_thickness=> 20 um"])
