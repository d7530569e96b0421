"""The ledger backwards, by hand."""

import math
from dataclasses import replace

import pytest

from compute.ledger.amount import Amount, LedgerError, amount
from compute.ledger.cell import Cell
from compute.ledger.count import ledger
from compute.ledger.figures import Level
from compute.ledger.layers import Component, Composite, Lithium, Sheet
from compute.ledger.solve import AREAL_CAPACITY, reach, with_areal_capacity, with_thickness

# 760 Wh/kg of active material, 608 of composite; 31.25 + 5.61 + 1.068 mg/cm2 and half of 2.70 + 7.168
CELL = Cell(
    Composite(
        "positive", Component("NMC811", amount(0.8)), areal_capacity=amount(5, unit="mAh/cm2"),
        specific_capacity=amount(200, unit="mAh/g"), density=amount(3.25, unit="g/cm3"),
    ),
    Lithium(thickness=amount(20, unit="um"), density=amount(534.0)),
    (Sheet("separator", amount(30, unit="um"), amount(1870.0)),),
    Sheet("aluminium", amount(10, unit="um"), amount(2700.0)),
    Sheet("copper", amount(8, unit="um"), amount(8960.0)),
    amount(3.8),
)  # fmt: skip
WH_KG, WH_L, UM, MAH = 3600.0, 3.6e6, 1e-6, 3.6e4


@pytest.mark.parametrize(
    ("by", "target", "expected"),
    [
        ("separator", 450, 26.5782 * UM),  # (19000/450 - 31.25 - 1.068 - 4.934) / 0.187
        ("lithium", 450, 8.0190 * UM),  # (19000/450 - 31.25 - 5.61 - 4.934) / 0.0534
        ("copper", 450, 6.5719 * UM),  # (19000/450 - 31.25 - 5.61 - 1.068 - 1.35) * 2 / 0.896
        (AREAL_CAPACITY, 450, 5.2917 * MAH),  # 450 * 11.612 / (3800 - 450 * 6.25)
    ],
)
def test_what_reaches_a_specific_energy(by, target, expected):
    answer = reach(CELL, target * WH_KG, Level.HALF, by)
    assert (answer.surest, answer.middle, answer.easiest) == pytest.approx((expected,) * 3, rel=1e-4)
    changed = (
        with_areal_capacity(CELL, amount(answer.middle))
        if by == AREAL_CAPACITY
        else with_thickness(CELL, by, amount(answer.middle))
    )
    assert ledger(changed).figure("specific energy", Level.HALF).shown()[1] == pytest.approx(target, rel=1e-9)


def test_what_reaches_an_energy_density_depends_on_the_state():
    # um: 172.7273 - 96.1538 - 20 - 9, and less 24.2454 of plated lithium
    found = reach(CELL, 1100 * WH_L, Level.HALF, "separator", "energy density", "discharged")
    assert found.middle == pytest.approx(47.5734 * UM, rel=1e-5)
    found = reach(CELL, 1100 * WH_L, Level.HALF, "separator", "energy density", "charged")
    assert found.middle == pytest.approx(23.3280 * UM, rel=1e-5)
    assert str(found) == "1100 Wh/L (stack with half collectors, charged): thickness of separator of at most 23.33 um"


def test_what_cannot_be_reached_is_told_with_what_is_the_most():
    answer = reach(CELL, 520 * WH_KG, Level.HALF, "separator")
    assert not answer.reachable
    assert (
        str(answer)
        == "520 Wh/kg (stack with half collectors): cannot be reached; even with 0 um of separator it is at most 510 Wh/kg"
    )
    answer = reach(CELL, 620 * WH_KG, Level.HALF, AREAL_CAPACITY)
    assert str(answer).endswith("even with any areal capacity it is at most 608 Wh/kg")
    assert str(reach(CELL, 600 * WH_KG, Level.COMPOSITE, "separator")).endswith(
        "does not depend on the thickness of separator"
    )
    assert str(reach(CELL, 600 * WH_KG, Level.COMPOSITE, AREAL_CAPACITY)).endswith(
        "does not depend on the areal capacity"
    )
    assert str(reach(CELL, 400 * WH_KG, Level.CELL, "separator")).endswith("not computable without packaging")


def test_an_interval_of_inputs_gives_a_sure_and_a_possible_limit():
    wide = replace(CELL, average_voltage=amount(3.7, 3.8, 3.9))
    answer = reach(wide, 450 * WH_KG, Level.HALF, "separator")
    # (5 * 3700 / 450 - 37.252) / 0.187, and with 3.8 and 3.9 V
    assert (answer.surest, answer.middle, answer.easiest) == pytest.approx(
        (20.6364e-6, 26.5782e-6, 32.5199e-6), rel=1e-4
    )
    assert str(answer).endswith("at most 26.58 um (possible up to 32.52, sure up to 20.64)")
    capacity = reach(wide, 450 * WH_KG, Level.HALF, AREAL_CAPACITY)
    assert str(capacity).endswith("areal capacity of at least 5.292 mAh/cm2 (possible from 4.805, sure from 5.888)")
    barely = reach(wide, 520 * WH_KG, Level.HALF, "separator")
    assert (math.isnan(barely.surest), math.isnan(barely.middle)) == (True, True)
    assert str(barely).endswith(
        "only with the most favourable values within the digits, and thickness of separator of at most 1.326 um"
    )


def test_one_layer_of_several_is_changed_by_its_name():
    two = replace(CELL, between=(*CELL.between, Sheet("coating", areal_mass=amount(0.01), density=amount(2000.0))))
    changed = with_thickness(two, "coating", amount(10, unit="um"))
    assert ledger(changed).figure("mass", "coating").shown()[1] == pytest.approx(2.0)
    assert ledger(changed).figure("mass", "separator").shown()[1] == pytest.approx(5.61)
    with pytest.raises(LedgerError, match="no layer named 'seperator'") as caught:
        with_thickness(two, "seperator", amount(1e-5))
    assert "did you mean separator" in caught.value.mend
    with pytest.raises(LedgerError, match="a column of many"):
        reach(replace(CELL, average_voltage=Amount(*([3.7, 3.8],) * 3)), 1e6, Level.HALF, "lithium")
