"""Pooling gives what published worked examples print."""

from math import exp

import polars as pl
import pytest

from kb import meta
from kb.meta.effect_sizes import hedges_g
from kb.meta.paging import MetaError


def _published(effects: object, variances: object) -> meta.Effects:
    frame = (
        pl.DataFrame({"effect": effects, "variance": variances})
        .with_row_index("paper")
        .with_columns(pl.col("paper").cast(pl.String), lo=pl.col("effect"), hi=pl.col("effect"), censored=pl.lit("no"))
    )
    return meta.Effects("log_ratio", frame, pl.DataFrame(schema={"paper": pl.String, "reason": pl.String}))


@pytest.mark.parametrize(
    ("tau", "estimate", "low", "high", "tau2", "i2"),
    [
        ("fixed", -0.4303, -0.5097, -0.3509, 0.0, 92.1173),
        ("DL", -0.7141, -1.0644, -0.3638, 0.3088, 92.1173),
        ("REML", -0.7145, -1.0669, -0.3622, 0.3132, 92.22),
    ],
)
def test_the_bcg_trials_pool_as_metafor_and_stata_print(
    bcg: meta.Effects, tau: str, estimate: float, low: float, high: float, tau2: float, i2: float
) -> None:  # fmt: skip
    found = meta.pool(bcg, tau, hartung_knapp=False)  # type: ignore[arg-type]
    assert isinstance(found, meta.Pooled)
    assert found.estimate == pytest.approx(estimate, abs=5e-5)
    assert found.interval == pytest.approx((low, high), abs=5e-5)
    assert found.tau2 == pytest.approx(tau2, abs=5e-5)
    assert found.i2 == pytest.approx(i2, abs=5e-3)
    assert found.q == pytest.approx(152.2330, abs=5e-5)
    assert found.effects["weight"].sum() == pytest.approx(100)


def test_the_prediction_interval_takes_t_with_two_degrees_less(bcg: meta.Effects) -> None:
    # by hand: −0.7141 ± 2.2010 √(0.3088 + 0.1787²), that is a risk ratio of 0.14 to 1.77
    found = meta.pool(bcg, "DL", hartung_knapp=False)
    assert isinstance(found, meta.Pooled)
    assert found.prediction == pytest.approx((-1.9988, 0.5706), abs=1e-3)


def test_log_odds_ratios_give_the_intervals_of_van_houwelingen(bcg: meta.Effects) -> None:
    rows = [(4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761), (180, 1361, 372, 1079),
            (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232), (17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338),
            (27, 16886, 29, 17825)]  # fmt: skip
    frame = pl.DataFrame(rows, schema=["a", "b", "c", "d"], orient="row")
    y = (frame["a"] * frame["d"] / frame["b"] / frame["c"]).log()
    given = _published(y, 1 / frame["a"] + 1 / frame["b"] + 1 / frame["c"] + 1 / frame["d"])
    # Stat. Med. 21 (2002) 589, page 597 (0.476, tau2 0.302), and metafor's check of it: with Knapp and Hartung 0.3175 to 0.7141
    found = meta.pool(given, "ML")
    assert isinstance(found, meta.Pooled)
    assert found.ratio == pytest.approx((0.4762, 0.3175, 0.7141), abs=5e-5)
    assert found.tau2 == pytest.approx(0.3025, abs=5e-5)
    plain = meta.pool(given, "ML", hartung_knapp=False, prediction="normal")
    assert isinstance(plain, meta.Pooled)
    assert plain.ratio[1:] == pytest.approx((0.3360, 0.6749), abs=5e-5)
    assert plain.prediction == pytest.approx((-1.875, 0.391), abs=5e-4)


@pytest.mark.parametrize(
    ("tau", "root", "mean", "error"),
    [("PM", 0.3681, -0.3811, 0.2060), ("DL", 0.2323, -0.3240, 0.1540), ("REML", 0.1843, -0.2980, 0.1343)],
)
def test_the_clasp_trials_give_the_tables_of_dersimonian_and_kacker(
    tau: str, root: float, mean: float, error: float
) -> None:
    # Contemp. Clin. Trials 28 (2007) 105, tables 3 and 4
    n1, n2 = pl.Series([156, 303, 565, 1570, 103, 4659]), pl.Series([74, 303, 477, 1565, 105, 4650])
    a, c = pl.Series([5, 5, 12, 69, 9, 313]), pl.Series([8, 17, 9, 94, 11, 352])
    given = _published((a * (n2 - c) / (n1 - a) / c).log(), 1 / a + 1 / (n1 - a) + 1 / c + 1 / (n2 - c))
    found = meta.pool(given, tau, hartung_knapp=False)  # type: ignore[arg-type]
    assert isinstance(found, meta.Pooled)
    assert (found.tau2**0.5, found.estimate, found.standard_error) == pytest.approx((root, mean, error), abs=5e-5)


def test_leaving_out_the_first_trial_gives_what_metafor_prints(bcg: meta.Effects) -> None:
    first = meta.leave_one_out(bcg, hartung_knapp=False).row(0, named=True)
    expected = {
        "estimate": -0.707083788,
        "standard_error": 0.189961025,
        "lo": -1.079400555,
        "hi": -0.334767021,
        "q": 151.582572747,
    }
    assert {name: first[name] for name in expected} == pytest.approx(expected, abs=1e-6)
    assert (first["tau2"], first["i2"]) == pytest.approx((0.336156745, 93.225934911), abs=1e-5)


def test_latitude_explains_most_of_what_differs(bcg: meta.Effects) -> None:
    # metafor's documentation of dat.bcg: 0.2515 − 0.0291 latitude, tau2 0.0764, I2 68.39 %, R2 75.62 %
    found = meta.regress(bcg, ["latitude"], hartung_knapp=False)
    assert isinstance(found, meta.Regression)
    assert found.coefficients["estimate"].to_list() == pytest.approx([0.2515, -0.0291], abs=5e-5)
    assert (found.tau2, found.i2, found.r2) == pytest.approx((0.0764, 68.39, 75.62), abs=7e-3)


def test_meta_regression_by_paule_and_mandel_gives_the_numbers_of_berkey(bcg: meta.Effects) -> None:
    # Berkey et al., Stat. Med. 14 (1995) 395, page 408, with their smoothed variances (empirical Bayes is Paule and Mandel's)
    rows = pl.DataFrame([(4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761), (180, 1361, 372, 1079),
                         (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232), (17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338),
                         (27, 16886, 29, 17825)], schema=["a", "b", "c", "d"], orient="row")  # fmt: skip
    treated = (rows["b"] / rows["a"]).sum() / 13 / (rows["a"] + rows["b"])
    control = (rows["d"] / rows["c"]).sum() / 13 / (rows["c"] + rows["d"])
    frame = bcg.frame.with_columns(variance=treated + control, from_mean=pl.col("latitude") - 33.46)
    found = meta.regress(meta.Effects("log_ratio", frame, bcg.left_out), ["from_mean"], "PM", hartung_knapp=False)
    assert isinstance(found, meta.Regression)
    assert found.coefficients["estimate"].to_list() == pytest.approx([-0.6303, -0.0268], abs=5e-5)
    assert found.coefficients["standard_error"].to_list() == pytest.approx([0.1591, 0.0110], abs=6e-5)
    assert (found.tau2, found.r2) == pytest.approx((0.1572, 41.3844), abs=5e-5)


def test_standardised_differences_of_normand_have_the_published_heterogeneity() -> None:
    # length of stay, Normand, Stat. Med. 18 (1999) 321, first four studies; metafor's own check: tau2 1.0090
    rows = [(55, 47, 155, 75, 64, 156), (27, 7, 31, 29, 4, 32), (64, 17, 75, 119, 29, 71), (66, 20, 18, 137, 48, 18)]
    found = [hedges_g(*row) for row in rows]
    assert meta.tau_squared([g for g, _ in found], [v for _, v in found]) == pytest.approx(1.0090, abs=5e-5)


def test_a_word_as_moderator_is_a_difference_from_the_first(bcg: meta.Effects) -> None:
    frame = bcg.frame.with_columns(far=pl.when(pl.col("latitude") > 30).then(pl.lit("far")).otherwise(pl.lit("near")))
    given = meta.Effects("log_ratio", frame, bcg.left_out)
    found = meta.regress(given, ["far"], "fixed", hartung_knapp=False)
    assert isinstance(found, meta.Regression)
    groups = meta.subgroups(given, "far", "fixed", hartung_knapp=False)
    far, near = groups["far"], groups["near"]
    assert isinstance(far, meta.Pooled)
    assert isinstance(near, meta.Pooled)
    assert found.coefficients["term"].to_list() == ["intercept", "far=near"]
    assert found.coefficients["estimate"].to_list() == pytest.approx([far.estimate, near.estimate - far.estimate])


def test_several_effects_of_a_paper_weigh_as_one() -> None:
    frame = pl.DataFrame({"paper": ["a", "a", "b"], "effect": [0.1, 0.3, 0.6], "lo": [0.0, 0.2, 0.5], "hi": [0.2, 0.4, 0.7],
                          "variance": [0.01, 0.04, 0.02], "censored": ["no"] * 3})  # fmt: skip
    given = meta.Effects("difference", frame, pl.DataFrame(schema={"reason": pl.String}))
    one = meta.by_paper(given).exact.row(0, named=True)
    assert (one["effect"], one["variance"], one["effects_in_paper"]) == pytest.approx((0.2, (0.1 + 0.2) ** 2 / 4, 2))
    assert meta.by_paper(given, correlation=0.0).exact["variance"][0] == pytest.approx(0.05 / 4)
    found = meta.pool(given, "fixed", hartung_knapp=False)
    assert isinstance(found, meta.Pooled)
    assert found.papers == 2
    assert found.notes == (
        "several effects of a paper were averaged",
        "2 papers: the variance between papers is hardly known",
    )


def test_equal_effects_leave_no_variance_between_papers() -> None:
    for tau in ("DL", "PM", "REML", "ML"):
        assert meta.tau_squared([0.2, 0.2, 0.2], [0.01, 0.02, 0.03], tau) == 0.0  # type: ignore[arg-type]


def test_wrong_names_and_mixed_quantities_are_refused(bcg: meta.Effects, coatings: meta.Effects) -> None:
    with pytest.raises(MetaError, match="did you mean REML"):
        meta.pool(bcg, "REM")  # type: ignore[arg-type]
    with pytest.raises(MetaError, match="several quantities"):
        meta.pool(coatings)
    with pytest.raises(MetaError, match="did you mean latitude"):
        meta.regress(bcg, ["lattitude"])
    with pytest.raises(MetaError, match="cannot be told apart"):
        meta.regress(
            meta.Effects("log_ratio", bcg.frame.with_columns(twice=2 * pl.col("latitude")), bcg.left_out),
            ["latitude", "twice"],
        )


def test_too_few_papers_give_no_number(bcg: meta.Effects) -> None:
    one = meta.pool(bcg.where(pl.col("paper") == "trial 01"))
    assert isinstance(one, meta.TooFew)
    assert str(one) == "too few: 1 paper with a number"
    assert one.effects["effect"].to_list() == pytest.approx([-0.8893], abs=5e-5)
    assert isinstance(meta.regress(bcg.where(pl.col("paper") < "trial 03"), ["latitude"]), meta.TooFew)
    assert exp(one.effects["effect"][0]) == pytest.approx(0.411, abs=5e-4)
