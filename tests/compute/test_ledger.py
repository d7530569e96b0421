"""The ledger of one cell: levels, layers, what is assumed and what is missing."""

import math
from dataclasses import replace

import pytest

from compute.ledger.amount import Amount, LedgerError, amount
from compute.ledger.cell import Cell, Packaging
from compute.ledger.count import ledger
from compute.ledger.figures import Level
from compute.ledger.layers import Component, Composite, Lithium, Sheet
from compute.ledger.told import told, told_matches


def um(value: float) -> Amount:
    return amount(value, unit="um")


def dense(value: float) -> Amount:
    return amount(value, unit="g/cm3")


POSITIVE = Composite(
    "positive",
    Component("NMC811", amount(0.80), dense(4.7)),
    (Component("argyrodite", amount(0.17), dense(1.87)), Component("carbon", amount(0.03), dense(1.9))),
    areal_capacity=amount(5, unit="mAh/cm2"), specific_capacity=amount(200, unit="mAh/g"), porosity=amount(0.10),
)  # fmt: skip
CELL = Cell(
    POSITIVE,
    Lithium(thickness=um(20), density=dense(0.534)),
    (Sheet("separator", um(30), dense(1.87)),),
    Sheet("aluminium", um(10), dense(2.70)),
    Sheet("copper", um(8), dense(8.96)),
    amount(3.8),
)


def mass(cell: Cell, level: Level) -> float:
    return ledger(cell).figure("specific energy", level).shown()[1]


def volume(cell: Cell, level: Level, state: str) -> float:
    return ledger(cell).figure("energy density", level, state).shown()[1]


@pytest.mark.parametrize(
    ("level", "printed"),
    [(Level.ACTIVE, 760), (Level.COMPOSITE, 608), (Level.STACK, 501), (Level.HALF, 443), (Level.FULL, 398)],
)
def test_the_levels_of_an_nmc811_cell(level, printed):
    assert round(mass(CELL, level)) == printed
    lo, mid, hi = ledger(CELL).figure("specific energy", level).interval()
    assert lo == pytest.approx(mid, rel=1e-12) == pytest.approx(hi, rel=1e-12)


def test_the_given_lithium_is_the_reservoir_and_charging_adds_to_it():
    assert round(volume(CELL, Level.HALF, "discharged")) == 1225
    assert round(volume(CELL, Level.HALF, "charged")) == 1059
    # 18 C/cm2 * 6.94 g/mol / (0.534 g/cm3 * 96485 C/mol) = 24.25 um
    assert ledger(CELL).figure("thickness", "lithium", "charged").shown()[1] == pytest.approx(44.2454, abs=1e-4)


def test_each_layer_has_its_mass_and_thickness():
    found = ledger(CELL)
    masses = {of: round(one.shown()[1], 3) for (of, kind, _), one in found.layers.items() if kind == "mass"}
    assert masses == {"aluminium": 2.7, "positive": 31.25, "separator": 5.61, "lithium": 1.068, "copper": 7.168}
    # 31.25 mg/cm2 / (0.9 / (0.8/4.7 + 0.17/1.87 + 0.03/1.9) g/cm3)
    assert found.figure("thickness", "positive", "discharged").shown()[1] == pytest.approx(96.1498, abs=1e-4)
    assert found.figure("areal energy").shown()[1] == pytest.approx(19.0)
    assert found.figure("areal capacity").unit == "C/m2"


def test_a_cell_assembled_charged_takes_its_lithium_from_the_foil():
    charged = ledger(replace(CELL, negative=Lithium("foil", um(50), dense(0.534)), assembled="charged"))
    assert charged.figure("thickness", "foil", "charged").shown()[1] == pytest.approx(50)
    assert charged.figure("thickness", "foil", "discharged").shown()[1] == pytest.approx(25.7546, abs=1e-4)
    assert charged.doubts() == []
    short = ledger(replace(CELL, assembled="charged"))  # 20 um, where 24.25 are needed
    assert short.figure("thickness", "lithium", "discharged").shown()[1] == 0
    assert short.doubts() == ["lithium: less lithium than one discharge takes"]


def test_without_lithium_at_first_only_the_charged_cell_is_thicker():
    bare = replace(CELL, negative=Lithium(thickness=um(0), density=dense(0.534)))
    assert mass(bare, Level.STACK) == pytest.approx(19000 / (31.25 + 5.61), rel=1e-9)
    assert volume(bare, Level.STACK, "discharged") == pytest.approx(19e4 / 126.1498, rel=1e-6)
    assert volume(bare, Level.STACK, "charged") == pytest.approx(19e4 / 150.3952, rel=1e-6)


def test_every_separator_and_coating_counts():
    more = replace(CELL, between=(*CELL.between, Sheet("buffer", um(1), dense(3.0)), Sheet("film", um(10), dense(2.0))))
    assert mass(more, Level.STACK) == pytest.approx(19000 / (37.928 + 0.3 + 2.0), rel=1e-9)
    with pytest.raises(LedgerError, match="two layers have one name"):
        ledger(replace(CELL, between=(*CELL.between, *CELL.between)))


def test_packaging_by_share_or_by_area_around_half_or_full_collectors():
    shares = replace(CELL, packaging=Packaging(mass_share=amount(0.2), volume_share=amount(0.25)))
    assert mass(shares, Level.CELL) == pytest.approx(443.2831 * 0.8, abs=1e-3)
    assert volume(shares, Level.CELL, "charged") == pytest.approx(1059.1143 * 0.75, abs=1e-3)
    pouch = Packaging(around="full collectors", areal_mass=amount(30, unit="mg/cm2"), thickness=um(230))
    assert mass(replace(CELL, packaging=pouch), Level.CELL) == pytest.approx(19000 / 77.796, abs=1e-3)
    assert volume(replace(CELL, packaging=pouch), Level.CELL, "discharged") == pytest.approx(19e4 / 394.1498, abs=1e-3)


def test_what_is_missing_is_named_and_gives_no_number():
    found = ledger(replace(CELL, negative_collector=None, average_voltage=None))
    half = found.figure("specific energy", Level.HALF)
    assert all(map(math.isnan, half.interval()))
    assert half.missing() == ("average voltage", "negative collector")
    assert found.figure("specific energy", Level.CELL).missing() == ("average voltage", "packaging")
    assert ledger(Cell(POSITIVE)).figure("specific energy", Level.STACK).missing() == (
        "average voltage", "separator", "negative electrode")  # fmt: skip
    assert ledger(CELL).figure("specific energy", Level.FULL).missing() == ()


def test_a_row_whose_input_is_unknown_misses_it_and_others_do_not():
    voltage = Amount(*([3.8, math.nan, 3.8],) * 3)
    figure = ledger(replace(CELL, average_voltage=voltage)).figure("specific energy", Level.STACK)
    assert [figure.missing(row) for row in range(3)] == [(), ("average voltage",), ()]
    assert math.isnan(figure.lo[1])
    assert round(figure.shown(2)[1]) == 501


def test_assumptions_follow_the_numbers_that_rest_on_them():
    note = "separator: density of the reference data, not the paper's"
    sheet = Sheet("separator", um(30), amount(1870.0, assumed=note))
    found = ledger(replace(CELL, between=(sheet,), assumed="assembled discharged, as a layered oxide is"))
    assert found.figure("specific energy", Level.STACK).assumed == (note,)
    assert found.figure("specific energy", Level.COMPOSITE).assumed == ()
    assert found.figure("energy density", Level.STACK, "charged").assumed == (
        "positive: as thick charged as discharged", "assembled discharged, as a layered oxide is")  # fmt: skip


def test_fractions_that_make_no_whole_and_numbers_that_are_not_needed_are_told():
    odd = replace(POSITIVE, others=(), thickness=um(90), active_loading=amount(25, unit="mg/cm2"))
    found = ledger(replace(CELL, positive=odd))
    assert found.doubts() == ["positive: the mass fractions add up to 80 to 80 %, not 100 %"]
    assert found.unused == ("positive: specific capacity", "positive: porosity")


def test_which_level_gives_a_claimed_figure():
    matches = ledger(CELL).reproduces(amount(395, 400, 405, unit="Wh/kg"))
    assert [one.level for one in matches if one.agrees] == [Level.FULL]
    assert {one.level: round(one.factor, 3) for one in matches}[Level.STACK] == 0.808  # 405 / 500.95
    assert matches[-1].agrees is None
    assert matches[-1].missing == ("packaging",)
    volumes = ledger(CELL).reproduces(amount(1224.5, 1225, 1225.5, unit="Wh/L"), "energy density")
    assert [(one.level, one.state) for one in volumes if one.agrees] == [(Level.HALF, "discharged")]
    assert (
        "single layer with full collectors, charged: the claim is above it, at least by a factor of 1.21"
        in told_matches(volumes)
    )
    assert ledger(CELL).reproduces(amount(430, math.nan, math.inf, unit="Wh/kg"))[3].agrees  # at least 430


def test_rows_for_frames_hold_no_infinities():
    rows = ledger(replace(CELL, average_voltage=amount(3.0, math.nan, math.inf))).as_rows()
    stack = next(row for row in rows if row["of"] == Level.STACK and row["measure"] == "specific energy")
    assert (stack["mid"], stack["hi"], stack["unit"], stack["shown_unit"]) == (None, None, "J/kg", "Wh/kg")
    assert stack["shown_lo"] == pytest.approx(500.949167 * 3.0 / 3.8)
    layers = ledger(CELL).as_rows("layers")
    assert [(row["of"], row["measure"], row["state"]) for row in layers[:3]] == [
        ("aluminium", "mass", None), ("aluminium", "thickness", "discharged"), ("aluminium", "thickness", "charged")]  # fmt: skip


def test_a_ledger_is_told_in_words():
    text = told(ledger(CELL))
    assert "stack with half collectors        443.3 Wh/kg             1225 Wh/L                   1059 Wh/L" in text
    assert "the lithium given is the reservoir left after a discharge" in text
    assert "positive: as thick charged as discharged" in text
    assert "missing:\n  packaging (for specific energy of cell with packaging" in text


def test_numbers_that_cannot_be_are_refused():
    with pytest.raises(LedgerError, match="porosity"):
        ledger(replace(CELL, positive=replace(POSITIVE, porosity=amount(10))))
    with pytest.raises(LedgerError, match="not in this order"):
        amount(2, 1, 3)
    with pytest.raises(LedgerError, match="no ratio to itself"):
        ledger(replace(CELL, positive=replace(POSITIVE, capacity_ratio=amount(1.1))))
    with pytest.raises(LedgerError, match=r"columns of \[2, 3\] rows"):
        ledger(replace(CELL, average_voltage=amount([3.7, 3.8]), between=(Sheet("s", amount([1e-5] * 3), dense(2)),)))
    with pytest.raises(LedgerError, match="has no mass of 'zinc'"):
        ledger(CELL).figure("mass", "zinc")
