"""Ordinary rounding is never called an error: 200,000 invented consistent papers, none accused; slips of 20 % are found."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray

from compute import FORMULAS
from compute.box import ROUND_OFF, Box, Column, spread, touch

PAPERS = 200_000
Bools: TypeAlias = NDArray[np.bool_]
Truth: TypeAlias = tuple[str, list[Column]]


def printed(true: Column, digits: NDArray[np.int64]) -> Box:
    """A value as a paper rounds it to so many significant digits, read back as half a unit of the last digit."""
    unit = 10.0 ** (np.floor(np.log10(true)) - digits + 1)
    shown = np.round(true / unit) * unit
    return shown - unit / 2, shown, shown + unit / 2


def touches(one: Box, other: Box) -> Bools:
    """``compute.box.touch``, for columns."""
    room = ROUND_OFF * np.max(np.abs([one[0], one[2], other[0], other[2]]), axis=0)
    return np.asarray((one[0] <= other[2] + room) & (other[0] <= one[2] + room))


def retention(rng: np.random.Generator) -> Truth:
    """Final and initial capacity in mAh/g."""
    initial = rng.uniform(50, 250, PAPERS)
    return "capacity_retention", [initial * rng.uniform(0.3, 1.0, PAPERS), initial]


def areal_capacity(rng: np.random.Generator) -> Truth:
    """Capacity in mAh/g and loading in g/cm2."""
    return "areal_capacity", [rng.uniform(50, 250, PAPERS), 10 ** rng.uniform(-3.5, -1.5, PAPERS)]


def conductivity(rng: np.random.Generator) -> Truth:
    """Thickness in cm, resistance in ohm, area in cm2."""
    return "ionic_conductivity", [10 ** rng.uniform(low, low + 2, PAPERS) for low in (-3.0, 0.0, -1.0)]


TRUTHS = [retention, areal_capacity, conductivity]


def papers(truth: Callable[[np.random.Generator], Truth], least: int, slip: float) -> tuple[Box, Box]:
    """What the papers print, and what their other numbers give; each number has ``least`` to 4 digits."""
    rng = np.random.default_rng(7)
    name, values = truth(rng)
    body = FORMULAS[name].body
    digits = rng.integers(least, 5, (len(values) + 1, PAPERS))
    reported = printed(slip * body(*values), digits[-1])
    return reported, spread(body, [printed(value, count) for value, count in zip(values, digits[:-1], strict=True)])


@pytest.mark.parametrize("truth", TRUTHS)
def test_no_consistent_paper_is_accused(truth: Callable[[np.random.Generator], Truth]) -> None:
    reported, computed = papers(truth, 2, 1.0)
    accused = ~touches(reported, computed)
    assert int(accused.sum()) == 0


@pytest.mark.parametrize("truth", TRUTHS)
def test_a_test_of_one_per_cent_would_accuse_many_of_them(truth: Callable[[np.random.Generator], Truth]) -> None:
    reported, computed = papers(truth, 2, 1.0)
    assert float((np.abs(reported[1] / computed[1] - 1) > 0.01).mean()) > 0.25


@pytest.mark.parametrize("slip", [1.2, 1 / 1.2])
@pytest.mark.parametrize("truth", TRUTHS)
def test_every_slip_of_a_fifth_is_found_in_numbers_of_three_digits(
    truth: Callable[[np.random.Generator], Truth], slip: float
) -> None:
    reported, computed = papers(truth, 3, slip)
    assert int(touches(reported, computed).sum()) == 0


@pytest.mark.parametrize("truth", TRUTHS)
def test_with_two_digits_a_slip_is_found_wherever_the_digits_allow(
    truth: Callable[[np.random.Generator], Truth],
) -> None:
    reported, computed = papers(truth, 2, 1.2)
    found = ~touches(reported, computed)
    # what the digits of all numbers leave open, added up: half-widths relative to the values
    room = (reported[2] / reported[0]) * (computed[2] / computed[0])
    assert found[room < 1.19].all()
    assert float((room < 1.19).mean()) > 0.5
    assert not found[room > 1.6].any()


def test_the_columns_touch_as_the_pairs_of_the_package_do() -> None:
    for slip in (1.0, 1.02):
        reported, computed = papers(conductivity, 2, slip)
        rows = range(0, PAPERS, 97)
        by_row = [
            touch(float(reported[0][row]), float(reported[2][row]), float(computed[0][row]), float(computed[2][row]))
            for row in rows
        ]
        assert by_row == touches(reported, computed)[rows].tolist()
    assert not all(by_row)
