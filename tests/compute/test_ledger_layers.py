"""The ways in which papers give a layer, each by hand."""

from dataclasses import replace

import pytest

from compute.ledger.amount import Amount, amount
from compute.ledger.cell import Cell
from compute.ledger.count import ledger
from compute.ledger.figures import Level
from compute.ledger.layers import Component, Composite, Lithium, Sheet


def um(value: float) -> Amount:
    return amount(value, unit="um")


def dense(value: float) -> Amount:
    return amount(value, unit="g/cm3")


def loading(value: float) -> Amount:
    return amount(value, unit="mg/cm2")


ACTIVE = Component("LCO", amount(0.8), dense(5.0))
Q150, C3 = amount(150, unit="mAh/g"), amount(3.0, unit="mAh/cm2")

# what is given -> capacity in mAh/cm2, composite mass in mg/cm2, thickness in um
WAYS = [
    ({"areal_capacity": C3, "specific_capacity": Q150, "density": dense(2.5)}, 3.0, 25.0, 100.0),
    ({"active_loading": loading(16), "specific_capacity": Q150, "density": dense(2.5)}, 2.4, 20.0, 80.0),
    ({"composite_loading": loading(30), "specific_capacity": Q150, "density": dense(2.5)}, 3.6, 30.0, 120.0),
    ({"thickness": um(50), "density": dense(2.5), "specific_capacity": Q150}, 1.5, 12.5, 50.0),
    # the capacity that was measured, on a loading that was weighed
    ({"areal_capacity": C3, "composite_loading": loading(30), "thickness": um(90)}, 3.0, 30.0, 90.0),
    ({"areal_capacity": C3, "active_loading": loading(16), "thickness": um(90)}, 3.0, 20.0, 90.0),
    ({"areal_capacity": C3, "thickness": um(90), "density": dense(2.5)}, 3.0, 22.5, 90.0),
    # a measured thickness is taken as it is, the mass follows from the charge
    ({"areal_capacity": C3, "specific_capacity": Q150, "thickness": um(90), "density": dense(2.5)}, 3.0, 25.0, 90.0),
]


@pytest.mark.parametrize(("given", "capacity", "mass", "thickness"), WAYS)
def test_a_positive_composite_in_all_the_ways_papers_give_it(given, capacity, mass, thickness):
    found = ledger(Cell(Composite("positive", ACTIVE, **given), average_voltage=amount(4.0)))
    assert found.figure("areal capacity").shown()[1] == pytest.approx(capacity)
    assert found.figure("mass", "positive").shown()[1] == pytest.approx(mass)
    assert found.figure("thickness", "positive", "discharged").shown()[1] == pytest.approx(thickness)
    assert found.figure("specific energy", Level.COMPOSITE).shown()[1] == pytest.approx(4000 * capacity / mass)
    assert found.figure("energy density", Level.COMPOSITE, "charged").shown()[1] == pytest.approx(
        4e4 * capacity / thickness
    )
    active = 0.8 * mass  # in mg/cm2, and 5 g/cm3 are 0.5 mg/cm2 per um
    assert found.figure("specific energy", Level.ACTIVE).shown()[1] == pytest.approx(4000 * capacity / active)
    assert found.figure("energy density", Level.ACTIVE, "charged").shown()[1] == pytest.approx(
        4e4 * capacity / (active / 0.5)
    )


def test_what_a_positive_with_nothing_given_would_need():
    found = ledger(Cell(Composite("positive", Component("LCO")), average_voltage=amount(4.0)))
    assert found.figure("specific energy", Level.COMPOSITE).missing() == (
        "positive: areal capacity", "positive: specific capacity", "positive: LCO: mass fraction")  # fmt: skip
    assert found.figure("energy density", Level.COMPOSITE, "discharged").missing() == (
        "positive: areal capacity", "positive: specific capacity", "positive: porosity", "positive: LCO: mass fraction",
        "positive: LCO: density")  # fmt: skip


def test_a_positive_that_shrinks_on_charging():
    by = {"areal_capacity": C3, "specific_capacity": Q150, "density": dense(2.5), "volume_change": amount(-0.04)}
    cell = Cell(Composite("positive", ACTIVE, **by), average_voltage=amount(4.0))
    assert ledger(cell).figure("thickness", "positive", "charged").shown()[1] == pytest.approx(96.0)
    assembled = ledger(replace(cell, assembled="charged"))
    assert assembled.figure("thickness", "positive", "charged").shown()[1] == pytest.approx(100.0)
    assert assembled.figure("thickness", "positive", "discharged").shown()[1] == pytest.approx(100 / 0.96)


SILICON = Composite(
    "silicon", Component("Si", amount(0.6), dense(2.33)), (Component("argyrodite", amount(0.4), dense(1.87)),),
    specific_capacity=amount(2500, unit="mAh/g"), capacity_ratio=amount(1.25), porosity=amount(0.2),
    volume_change=amount(0.9),
)  # fmt: skip


def test_a_silicon_negative_by_its_ratio_to_the_positive():
    positive = Composite("positive", ACTIVE, areal_capacity=C3, specific_capacity=Q150, density=dense(2.5))
    found = ledger(Cell(positive, SILICON, (Sheet("separator", um(30), dense(2.0)),), average_voltage=amount(3.4)))
    # 3.75 mAh/cm2 / 2500 mAh/g / 0.6 = 2.5 mg/cm2; / (0.8 / (0.6/2.33 + 0.4/1.87) g/cm3)
    assert found.figure("mass", "silicon").shown()[1] == pytest.approx(2.5)
    assert found.figure("thickness", "silicon", "discharged").shown()[1] == pytest.approx(14.7317, abs=1e-4)
    assert found.figure("thickness", "silicon", "charged").shown()[1] == pytest.approx(27.9902, abs=1e-4)
    assert found.figure("specific energy", Level.STACK).shown()[1] == pytest.approx(10200 / (25 + 6 + 2.5))


def test_how_much_a_host_swells_is_never_assumed():
    positive = Composite("positive", ACTIVE, areal_capacity=C3, specific_capacity=Q150, density=dense(2.5))
    found = ledger(
        Cell(positive, replace(SILICON, volume_change=None), (Sheet("separator", um(30)),), average_voltage=amount(3.4))
    )
    assert found.figure("energy density", Level.STACK, "discharged").missing() == ()
    assert found.figure("energy density", Level.STACK, "charged").missing() == ("silicon: volume change",)


def test_a_sheet_by_its_thickness_or_its_areal_mass():
    sheets = (
        Sheet("dense", um(30), dense(2.0)),
        Sheet("weighed", areal_mass=loading(3), density=dense(2.0)),
        Sheet("porous", um(30), dense(2.0), porosity=amount(0.5)),
        Sheet("porous, weighed", areal_mass=loading(3), density=dense(2.0), porosity=amount(0.5)),
        Sheet("both", um(12), areal_mass=loading(3)),
    )
    found = ledger(Cell(Composite("positive", ACTIVE), Lithium(), sheets))
    masses = [found.figure("mass", one.name).shown()[1] for one in sheets]
    assert masses == pytest.approx([6.0, 3.0, 3.0, 3.0, 3.0])
    thicknesses = [found.figure("thickness", one.name, "charged").shown()[1] for one in sheets]
    assert thicknesses == pytest.approx([30.0, 15.0, 30.0, 30.0, 12.0])
