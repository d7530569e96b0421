"""Intervals: nothing inside the box of the inputs escapes them, and their ends are reached."""

import math
from dataclasses import fields, is_dataclass, replace
from itertools import product

import numpy as np
import pytest

from compute.ledger.amount import Amount, amount
from compute.ledger.cell import Cell, Packaging
from compute.ledger.corners import extremes
from compute.ledger.count import ledger
from compute.ledger.figures import Level
from compute.ledger.layers import Component, Composite, Lithium, Sheet

ROWS = 400

ACTIVE = Component("active", amount(0.7), amount(4700.0))
OTHERS = (Component("electrolyte", amount(0.2), amount(1900.0)), Component("carbon", amount(0.05), amount(1900.0)))
CHARGE, Q = amount(1.8e5), amount(7.2e5)
POSITIVES = {
    "by charge": Composite("p", ACTIVE, OTHERS, CHARGE, Q, porosity=amount(0.1)),
    "by active loading": Composite("p", ACTIVE, OTHERS, None, Q, active_loading=amount(0.25), porosity=amount(0.1)),
    "by composite loading": Composite(
        "p", ACTIVE, OTHERS, None, Q, composite_loading=amount(0.3), porosity=amount(0.1)
    ),
    "by thickness": Composite("p", ACTIVE, OTHERS, None, Q, thickness=amount(9e-5), porosity=amount(0.1)),
    "by both": Composite(
        "p", ACTIVE, OTHERS, CHARGE, Q, thickness=amount(9e-5), density=amount(3000.0), volume_change=amount(0.03)
    ),
}
NEGATIVES = {
    "lithium": Lithium("n", amount(5e-5), amount(534.0)),
    "host": Composite(
        "n", ACTIVE, OTHERS, None, amount(3.6e6), amount(1.2), density=amount(1500.0), volume_change=amount(0.5)
    ),
}
PACKAGINGS = (Packaging(mass_share=amount(0.1), volume_share=amount(0.2)),
              Packaging(around="full collectors", areal_mass=amount(0.3), thickness=amount(1e-4)))  # fmt: skip


def cell(positive: str, negative: str, assembled: str) -> Cell:
    sheet = Sheet("separator", amount(3e-5), amount(1900.0), porosity=amount(0.05))
    coating = Sheet("coating", areal_mass=amount(0.003), density=amount(3000.0))
    aluminium, copper = Sheet("al", amount(1e-5), amount(2700.0)), Sheet("cu", amount(8e-6), amount(8960.0))
    return Cell(POSITIVES[positive], NEGATIVES[negative], (sheet, coating), aluminium, copper, amount(3.8),
                PACKAGINGS[assembled == "charged"], assembled)  # type: ignore[arg-type]  # fmt: skip


def changed(part, change):
    """The same cell with each amount changed."""
    if isinstance(part, Amount):
        return change(part)
    if isinstance(part, tuple):
        return tuple(changed(one, change) for one in part)
    if is_dataclass(part):
        return replace(part, **{one.name: changed(getattr(part, one.name), change) for one in fields(part)})
    return part


def widened(rng, spread):
    def change(one):
        low, high = (one.mid * np.exp(sign * rng.uniform(0, spread, ROWS)) for sign in (-1, 1))
        return Amount(low, one.mid, np.where(one.mid < 1, np.minimum(high, max(0.99, one.mid[0])), high))

    return change


@pytest.mark.parametrize(
    ("positive", "negative", "assembled"), list(product(POSITIVES, NEGATIVES, ("discharged", "charged")))
)
@pytest.mark.parametrize("spread", [0.02, 1.0])
def test_no_point_inside_the_box_escapes(positive, negative, assembled, spread):
    rng = np.random.default_rng(0)
    boxed = changed(cell(positive, negative, assembled), widened(rng, spread))
    found = ledger(boxed)
    for share in (None, 0.0, 1.0, None, "ends", "ends", "ends"):

        def inside(one, share=share):
            at = rng.uniform(0, 1, ROWS) if share is None else rng.integers(0, 2, ROWS) if share == "ends" else share
            return Amount(*(one.lo + at * (one.hi - one.lo),) * 3)

        points = ledger(changed(boxed, inside))
        for figures, others in ((found.figures, points.figures), (found.layers, points.layers)):
            for key, figure in figures.items():
                assert np.all(others[key].mid >= figure.lo * (1 - 1e-9)), key
                assert np.all(others[key].mid <= figure.hi * (1 + 1e-9)), key


@pytest.mark.parametrize(
    "moved", ["areal_capacity specific_capacity porosity", "thickness density", "volume_change thickness"]
)
def test_the_ends_are_those_of_all_corners(moved):
    one = cell("by both" if "volume" in moved or "density" in moved else "by charge", "lithium", "discharged")
    names = moved.split()
    ranges = [np.array([0.8, 1.0, 1.3]) * getattr(one.positive, name).mid for name in names]
    boxed = replace(
        one, positive=replace(one.positive, **{name: amount(*ends) for name, ends in zip(names, ranges, strict=True)})
    )
    corners = np.array(list(product(*ranges))).T
    points = replace(
        one,
        positive=replace(one.positive, **{name: amount(column) for name, column in zip(names, corners, strict=True)}),
    )
    found, tried = ledger(boxed), ledger(points)
    for key, figure in found.figures.items():
        assert figure.interval()[0] == pytest.approx(tried.figures[key].mid.min(), rel=1e-9)
        assert figure.interval()[2] == pytest.approx(tried.figures[key].mid.max(), rel=1e-9)


def test_the_areal_capacity_counts_once_though_it_is_in_energy_mass_and_thickness():
    one = replace(
        cell("by charge", "lithium", "discharged"),
        positive=replace(POSITIVES["by charge"], areal_capacity=amount(1e5, 1.8e5, 3e5)),
    )
    low, _, high = ledger(one).figure("specific energy", Level.COMPOSITE).shown()
    assert low == pytest.approx(high) == pytest.approx(200 * 3.8 * 0.7)


def test_open_ends_give_limits_and_not_numbers():
    nan, inf = math.nan, math.inf
    one = cell("by charge", "lithium", "discharged")
    rich = ledger(replace(one, positive=replace(one.positive, areal_capacity=amount(1.8e5, nan, inf))))
    low, mid, high = rich.figure("specific energy", Level.STACK).shown()
    assert low == pytest.approx(ledger(one).figure("specific energy", Level.STACK).shown()[1])
    assert high == pytest.approx(200 * 3.8 * 0.7)  # however thick, it stays below its composite
    assert math.isnan(mid)
    assert rich.figure("areal energy").interval()[2] == inf
    thin = ledger(replace(one, between=(Sheet("separator", amount(-inf, nan, 3e-5), amount(1900.0)),)))
    bare = ledger(replace(one, between=(Sheet("separator", amount(0.0), amount(1900.0)),)))
    assert thin.figure("specific energy", Level.STACK).hi == pytest.approx(
        bare.figure("specific energy", Level.STACK).mid
    )
    thick = ledger(replace(one, between=(Sheet("separator", amount(3e-5, nan, inf), amount(1900.0)),)))
    assert thick.figure("energy density", Level.STACK, "charged").lo[0] == 0
    assert thick.figure("thickness", "separator", "charged").interval()[2] == inf


@pytest.mark.parametrize("times", [1, 200])
def test_a_bent_figure_and_one_whose_direction_changes_are_tried_in_full(times):
    first = (np.array([0.4, 0.7]), np.array([0.5, 0.8]), np.array([0.6, 0.9]))
    second = (np.array([1.0, 1.0]), np.array([2.0, 2.0]), np.array([3.0, 3.0]))
    boxes = [tuple(np.tile(end, times) for end in box) for box in (first, second)]
    low, mid, high = extremes(lambda x: [x[0] * (1 - x[0]), (x[0] - 0.5) * x[1]], boxes)
    assert low[0] == pytest.approx([0.24, 0.09] * times)
    assert mid[0] == pytest.approx([0.25, 0.16] * times)
    assert high[0] == pytest.approx([0.25, 0.21] * times)
    assert low[1] == pytest.approx([-0.3, 0.2] * times)
    assert high[1] == pytest.approx([0.3, 1.2] * times)


def test_many_cells_are_the_single_ones_row_by_row():
    rng = np.random.default_rng(1)
    many = changed(cell("by charge", "lithium", "charged"), widened(rng, 0.3))
    found = ledger(many)
    for row in (0, 17, ROWS - 1):
        one = ledger(changed(many, lambda x, row=row: Amount(x.lo[row], x.mid[row], x.hi[row])))
        for key, figure in found.figures.items():
            assert figure.interval(row) == pytest.approx(one.figures[key].interval(), rel=1e-12)
