"""Intervals through functions: limits, what is missing, what touches; slopes over series."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest

import compute.box
from compute.box import Box, Column, gap, spread, spread_series, touch

INF, NAN = math.inf, math.nan


def box(low: float, mid: float, high: float) -> Box:
    """One row."""
    return np.array([low]), np.array([mid]), np.array([high])


def ends(found: Box) -> tuple[float, float, float]:
    """The only row of a result."""
    low, mid, high = (float(column[0]) for column in found)
    return low, mid, high


def quotient(x: Column, y: Column) -> Column:
    return x / y


def product(x: Column, y: Column) -> Column:
    return x * y


def slope(x: Column, y: Column) -> Column:
    """Linear regression, written out; points along the first axis."""
    n = len(x)
    up = n * (x * y).sum(axis=0) - x.sum(axis=0) * y.sum(axis=0)
    return np.asarray(up / (n * (x * x).sum(axis=0) - x.sum(axis=0) ** 2))


def one_series(body: Callable[..., Column], boxes: list[Box]) -> tuple[float, float, float]:
    """The limits of one series."""
    low, mid, high = spread_series(body, [tuple(end[:, None] for end in box) for box in boxes])  # type: ignore[misc]
    return float(low[0]), float(mid[0]), float(high[0])


def test_a_lower_limit_below_the_line_is_an_upper_limit_of_the_quotient() -> None:
    low, mid, high = ends(spread(quotient, [box(50.0, 50.0, 50.0), box(5.0, NAN, INF)]))  # 50 / (> 5)
    assert (low, high) == (0.0, 10.0)
    assert math.isnan(mid)


def test_an_upper_limit_stays_one() -> None:
    assert ends(spread(product, [box(2.0, 2.0, 2.0), box(0.0, NAN, 5.0)]))[::2] == (0.0, 10.0)


def test_rounding_goes_to_the_worst_corner() -> None:
    assert ends(spread(quotient, [box(9.0, 10.0, 11.0), box(4.0, 5.0, 8.0)])) == (1.125, 2.0, 2.75)


def test_the_middle_finds_an_extreme_inside_the_box() -> None:
    low, mid, high = ends(spread(lambda x: x * (1 - x), [box(0.4, 0.5, 0.6)]))
    assert (low, mid, high) == (0.24, 0.25, 0.25)


def test_a_missing_input_stays_unknown_and_its_neighbours_are_untouched() -> None:
    x = (np.array([1.0, NAN, 3.0, 4.0]), np.array([1.0, NAN, 3.0, 4.0]), np.array([1.0, NAN, 3.0, 4.0]))
    y = (np.array([2.0, 2.0, 2.0, NAN]), np.array([2.0, 2.0, NAN, NAN]), np.array([2.0, 2.0, 2.0, 9.0]))
    low, mid, high = spread(product, [x, y])
    assert low.tolist()[::2] == high.tolist()[::2] == [2.0, 6.0]
    assert np.isnan([low[1], mid[1], high[1], low[3], mid[3], high[3]]).all()
    assert (mid[0], math.isnan(mid[2])) == (2.0, True)


def test_zero_times_infinity_leaves_the_sides_open() -> None:
    assert ends(spread(product, [box(0.0, NAN, 1.0), box(5.0, NAN, INF)]))[::2] == (-INF, INF)
    assert ends(spread(product, [box(1.0, NAN, 2.0), box(5.0, NAN, INF)]))[::2] == (5.0, INF)


def test_a_constant_body_and_no_inputs_have_one_row() -> None:
    assert ends(spread(lambda: np.float64(4.0), [])) == (4.0, 4.0, 4.0)
    assert spread(lambda _: 4.0, [(np.zeros(3), np.zeros(3), np.zeros(3))])[0].tolist() == [4.0, 4.0, 4.0]  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ((1.0, 2.0), (2.0, 3.0), True),
        ((1.0, 2.0), (2.0000001, 3.0), False),
        ((0.1 + 0.2, 1.0), (0.0, 0.3), True),  # 0.30000000000000004 against 0.3
        ((50.15, 50.25), (50.0501, 50.1592), True),  # 50.2 % for 70.8/141.3
        ((0.6955, 0.6965), (0.7125, 0.7136), False),  # 69.6 % for 116.3/163.1
        ((-INF, 5.0), (5.0, INF), True),
        ((-INF, 4.0), (5.0, INF), False),
        ((-INF, INF), (7.0, 7.0), True),
        ((0.0, 0.0), (0.0, 0.0), True),
        ((0.0, 0.0), (1e-30, 1e-30), False),
    ],
)
def test_intervals_with_a_point_in_common_touch(
    one: tuple[float, float], other: tuple[float, float], meet: bool
) -> None:
    assert bool(touch(*one, *other)) is meet
    assert bool(touch(*other, *one)) is meet


def test_the_gap_of_positive_intervals_is_a_factor() -> None:
    assert gap(800.0, 800.0, 1600.0, 2000.0) == (2.0, True)
    assert gap(1600.0, 2000.0, 800.0, 800.0) == (2.0, True)
    assert gap(10.0, INF, 1.0, 4.0) == (2.5, True)


@pytest.mark.parametrize(("one", "other"), [((-3.0, -1.0), (2.0, 4.0)), ((-9.0, -7.0), (-4.0, -2.0)), ((3.0, 4.0), (0.0, 0.0))])  # fmt: skip
def test_the_gap_is_never_a_ratio_across_zero(one: tuple[float, float], other: tuple[float, float]) -> None:
    assert gap(*one, *other) == (3.0, False)
    assert gap(*other, *one) == (3.0, False)


def series(points: int, rng: np.random.Generator) -> list[Box]:
    """Exact places and values known to some per cent."""
    x = np.sort(rng.uniform(0.0, 10.0, points)) + np.arange(points)
    y = rng.normal(0.0, 3.0, points)
    half = rng.uniform(0.01, 0.5, points)
    return [(x, x, x), (y - half, y, y + half)]


@pytest.mark.parametrize("points", range(2, 9))
def test_no_points_inside_their_intervals_give_a_slope_outside(points: int) -> None:
    rng = np.random.default_rng(points)
    boxes = series(points, rng)
    low, mid, high = one_series(slope, boxes)
    low_y, _, high_y = boxes[1]
    found = [slope(boxes[0][0], low_y + share * (high_y - low_y)) for share in rng.uniform(0, 1, (300, points))]
    assert low <= min(found) <= max(found) <= high
    assert mid == pytest.approx(slope(boxes[0][0], boxes[1][1]))
    # the extremes are reached: each value at the end that its place asks for
    rising = boxes[0][0] > boxes[0][0].mean()
    assert high == pytest.approx(slope(boxes[0][0], np.where(rising, high_y, low_y)))
    assert low == pytest.approx(slope(boxes[0][0], np.where(rising, low_y, high_y)))


@pytest.mark.parametrize("points", range(2, 9))
def test_all_corners_and_each_by_its_slope_agree(points: int, monkeypatch: pytest.MonkeyPatch) -> None:
    boxes = series(points, np.random.default_rng(100 + points))
    corners = one_series(slope, boxes)
    monkeypatch.setattr(compute.box, "FEW_POINTS", 0)
    assert one_series(slope, boxes) == pytest.approx(corners, rel=1e-12)


def test_a_series_of_exact_points_is_a_number() -> None:
    x = np.array([1.0, 2.0, 3.0])
    assert one_series(slope, [(x, x, x), (2 * x, 2 * x, 2 * x)]) == pytest.approx((2.0, 2.0, 2.0))


@pytest.mark.parametrize("grid", [0, 12])
def test_a_series_with_an_undefined_corner_is_open(grid: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compute.box, "FEW_POINTS", grid)
    x = np.array([1.0, 2.0, 3.0])
    y: Box = (np.array([0.0, 0.3, 0.5]), np.array([0.1, 0.4, 0.6]), np.array([0.2, 0.5, 0.7]))
    body: Callable[..., Column] = lambda places, values: slope(places, np.log(values) - np.log(values[0]))  # noqa: E731
    with np.errstate(all="ignore"):
        low, mid, high = one_series(body, [(x, x, x), y])
    assert (low, high) == (-INF, INF)
    assert math.isfinite(mid)


def columns(rows: int, count: int, rng: np.random.Generator) -> list[Box]:
    """Positive inputs known to some ten per cent."""
    middles = [rng.uniform(1.0, 3.0, rows) for _ in range(count)]
    return [(mid * rng.uniform(0.8, 1.0, rows), mid, mid * rng.uniform(1.0, 1.2, rows)) for mid in middles]


def corners(body: Callable[..., Column], boxes: list[Box]) -> tuple[Column, Column]:
    """Least and greatest value at any corner, one corner after another."""
    chosen = itertools.product(*[(box[0], box[2]) for box in boxes])
    values = [body(*corner) for corner in chosen]
    return np.min(values, axis=0), np.max(values, axis=0)


def twisted(*inputs: Column) -> Column:
    """Whether the first pulls up or down is for the others to say, and so for the fourth: affine in each."""
    first, second, third, *rest = inputs
    if len(rest) < 3:
        return np.asarray(first * (second - third) + sum(rest))
    fourth, fifth, sixth, *rest = rest
    return np.asarray(first * (second - third) + fourth * (fifth - sixth) + sum(rest))


@pytest.mark.parametrize("count", range(3, 10))
@pytest.mark.parametrize("constant", [False, True])
def test_however_many_inputs_the_limits_are_those_of_all_corners(count: int, constant: bool) -> None:
    for seed in range(10):
        for rows in (1, 2, 7):
            boxes = columns(rows, count, np.random.default_rng(seed))
            if constant:  # one value for all rows
                boxes[-1] = (np.array([2.0]), np.array([2.0]), np.array([2.0]))
            low, mid, high = spread(twisted, boxes)
            least, most = corners(twisted, boxes)
            assert low == pytest.approx(least, rel=1e-12)
            assert high == pytest.approx(most, rel=1e-12)
            assert mid == pytest.approx(twisted(*(box[1] for box in boxes)), rel=1e-12)


@pytest.mark.parametrize("count", [2, 4, 5, 8])
def test_rows_that_are_taken_in_turns_are_the_same(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    boxes = columns(50, count, np.random.default_rng(3))
    boxes.append((np.array([2.0]), np.array([2.0]), np.array([2.0])))
    body: Callable[..., Column] = lambda *inputs: inputs[0] * inputs[-1] - sum(inputs[1:-1])  # noqa: E731
    at_once = spread(body, boxes)
    for grid in (1, 30, 1000):
        monkeypatch.setattr(compute.box, "GRID", grid)
        for some, whole in zip(spread(body, boxes), at_once, strict=True):
            assert some.tolist() == whole.tolist()


def test_of_many_inputs_a_limit_leaves_its_side_open() -> None:
    known = [box(1.0, 2.0, 3.0) for _ in range(7)]
    low, mid, high = ends(spread(lambda *inputs: sum(inputs), [*known, box(5.0, NAN, INF)]))  # type: ignore[arg-type, return-value]
    assert (low, high) == (12.0, INF)
    assert math.isnan(mid)
    undefined = ends(
        spread(
            lambda *inputs: sum(inputs[:-2]) + inputs[-2] * inputs[-1],
            [*known[1:], box(0.0, 1.0, 2.0), box(5.0, NAN, INF)],
        )
    )  # type: ignore[arg-type, return-value]
    assert undefined[::2] == (-INF, INF)


def test_the_slope_of_exact_points_and_one_uncertain_has_its_middle_apart() -> None:
    # y = 0, 1, 2 at x = 0, 1, 2 with the last in 1 to 4: slopes (y2 - y0) / 2 = 0.5, 1, 2
    x, y = np.array([0.0, 1.0, 2.0]), np.array([0.0, 1.0, 2.0])
    found = one_series(slope, [(x, x, x), (np.array([0.0, 1.0, 1.0]), y, np.array([0.0, 1.0, 4.0]))])
    assert found == pytest.approx((0.5, 1.0, 2.0))


def test_an_end_at_infinity_is_no_room_for_the_others() -> None:
    assert not touch(-INF, 1e-12, 2e-12, INF)
    assert bool(touch(-INF, 1.0, 1.0 + 1e-10, INF))
