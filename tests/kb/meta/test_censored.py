"""Limits in a likelihood, against scipy's own fit of censored numbers."""

import polars as pl
import pytest
from scipy import stats

from kb import meta

NONE = pl.DataFrame(schema={"paper": pl.String, "reason": pl.String})
NUMBERS, OVER, UNDER = [0.1, 0.5, 0.9, 1.4], [0.8, 1.2], [0.3]


def _effects(variance: float) -> meta.Effects:
    n = len(NUMBERS)
    frame = pl.DataFrame({
        "paper": list("abcdefg"), "effect": [*NUMBERS, None, None, None], "lo": [*NUMBERS, *OVER, None], "hi": [*NUMBERS, None, None, *UNDER],
        "variance": [*[variance] * n, None, None, None], "censored": [*["no"] * n, "right", "right", "left"],
    })  # fmt: skip
    return meta.Effects("difference", frame, NONE)


def test_without_errors_within_papers_it_is_the_fit_of_censored_numbers() -> None:
    mean, deviation = stats.norm.fit(stats.CensoredData(uncensored=NUMBERS, right=OVER, left=UNDER))
    found = meta.pool_censored(_effects(1e-14))
    assert isinstance(found, meta.CensoredPooled)
    assert (found.estimate, found.tau2**0.5) == pytest.approx((mean, deviation), abs=1e-3)
    assert (found.papers, found.effects, found.limits) == (7, 4, 3)
    low, high = found.interval
    assert low is not None
    assert high is not None
    assert low < found.estimate < high


def test_the_ends_of_the_interval_are_where_the_profile_has_dropped_by_half_a_quantile() -> None:
    found = meta.pool_censored(_effects(1e-14))
    assert isinstance(found, meta.CensoredPooled)
    data = stats.CensoredData(uncensored=NUMBERS, right=OVER, left=UNDER)
    best = _likelihood(*stats.norm.fit(data))
    for end in found.interval:
        assert end is not None
        _, deviation = stats.norm.fit(data, floc=end)
        assert best - _likelihood(end, deviation) == pytest.approx(3.8415 / 2, abs=2e-3)


def _likelihood(mean: float, deviation: float) -> float:
    law = stats.norm(mean, deviation)
    return float(sum(law.logpdf(NUMBERS)) + sum(law.logsf(OVER)) + sum(law.logcdf(UNDER)))


def test_without_limits_it_is_maximum_likelihood(bcg: meta.Effects) -> None:
    found, plain = meta.pool_censored(bcg), meta.pool(bcg, "ML")
    assert isinstance(found, meta.CensoredPooled)
    assert isinstance(plain, meta.Pooled)
    assert (found.estimate, found.tau2) == pytest.approx((plain.estimate, plain.tau2), abs=1e-5)


def test_limits_move_the_mean_and_few_papers_give_none(coatings: meta.Effects) -> None:
    with_limits, without = meta.pool_censored(coatings.of("stable_time")), meta.pool(coatings.of("stable_time"), "ML")
    assert isinstance(without, meta.Pooled)
    assert isinstance(with_limits, meta.CensoredPooled)
    assert (with_limits.papers, with_limits.effects, with_limits.limits) == (3, 2, 1)
    assert with_limits.ratio[0] < 1.57  # li2024's limit
    assert isinstance(meta.pool_censored(coatings.of("critical_current_density")), meta.TooFew)
