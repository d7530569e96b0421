"""Effects from the five papers' contrasts: what there is, what is a limit, what was left out and why."""

from math import log

import polars as pl
import pytest

import kb
from kb import meta
from kb.meta.paging import MetaError


def test_the_contrasts_of_the_five_papers(pairs: pl.DataFrame) -> None:
    with_pairs = pairs.filter(pl.col("quantity").is_not_null())
    assert (pairs["contrast"].n_unique(), with_pairs["contrast"].n_unique(), with_pairs.height) == (56, 38, 72)
    assert dict(with_pairs.group_by("paper").len().sort("paper").rows()) == {
        "kim": 8,
        "li2024": 23,
        "lim2022": 16,
        "nguyen2024": 18,
        "tan2021": 7,
    }


def test_coatings_are_found_in_stacks_and_on_electrodes(pairs: pl.DataFrame) -> None:
    coated = pairs.filter(pl.col("coating").is_not_null() & (pl.col("quantity") == "capacity_retention"))
    assert sorted(
        coated.select("coating", "coating_method", "family", "control_printed", "treatment_printed").rows()
    ) == [
        ("LLTO/NCM, homogeneous buffer layer", "sputtering", "perovskite", "54%", "71%"),
        ("LiPON, heterogeneous buffer layer", "sputtering", "perovskite", "54%", "79%"),
        ("SiO2, heterogeneous buffer layer", "sputtering", "perovskite", "54%", "76%"),
    ]
    loss = pairs.filter(pl.col("quantity") == "lithium_loss").row(
        0, named=True
    )  # of electrodes: the coating stands next to one in a cell
    assert (loss["kind"], loss["coating"], loss["control_printed"], loss["treatment_printed"]) == (
        "electrode",
        "In/LixIn (5 min)",
        "35.3%",
        "17.8%",
    )
    loading = pairs.filter(
        pl.col("contrast") == "lim2022/contrasts/full-loading"
    )  # both coated: no difference in coating
    assert loading["coating"].to_list() == [None, None]


def test_a_base_and_a_server_give_the_same_frames(server: str, client: kb.Client, pairs: pl.DataFrame) -> None:
    with kb.connect(server) as remote:
        assert meta.contrasts(remote).equals(pairs)
        assert meta.points(remote, "thickness").equals(meta.points(client, "thickness"))
        assert meta.parity(remote).equals(meta.parity(client))


def test_what_was_left_out_is_counted_with_its_reason(pairs: pl.DataFrame) -> None:
    found = meta.effects(pairs, "log_ratio")
    no_ratio = "no ratio: zero of this quantity is a convention, or a value may be zero or less"
    assert found.counts() == {"pairs": 90, "effects": 62, "limits": 5, "no pair of readings": 18, no_ratio: 5}
    assert meta.effects(pairs, "difference").counts() == {
        "pairs": 90,
        "effects": 67,
        "limits": 5,
        "no pair of readings": 18,
    }
    standardised = meta.effects(pairs, "standardised_difference")
    assert standardised.frame.height == 0  # no paper prints a spread and a number of cells
    assert (
        standardised.counts()[
            "no replicates stated: a standard deviation and a number of samples are needed on both sides"
        ]
        == 72
    )


def test_the_effect_of_each_buffer_layer_on_retention(coatings: meta.Effects) -> None:
    rows = {row["coating"].split(",")[0]: row for row in coatings.of("capacity_retention").frame.iter_rows(named=True)}
    # 54 %, 53.5 to 54.5, to 79 %, 78.5 to 79.5
    lipon = rows["LiPON"]
    assert (lipon["effect"], lipon["lo"], lipon["hi"]) == pytest.approx(
        (log(79 / 54), log(78.5 / 54.5), log(79.5 / 53.5))
    )
    assert lipon["variance"] == pytest.approx((log(79.5 / 78.5) ** 2 + log(54.5 / 53.5) ** 2) / 12)
    assert [round(2.718281828 ** rows[name]["effect"], 3) for name in ("LLTO/NCM", "SiO2", "LiPON")] == [
        1.315,
        1.407,
        1.463,
    ]


def test_the_effect_of_indium_on_resistance_and_loss(coatings: meta.Effects) -> None:
    for quantity, control, treatment in (
        ("resistance_initial", 7.4, 9.5),
        ("resistance_final", 4.6, 8.6),
        ("lithium_loss", 35.3, 17.8),
    ):
        assert coatings.of(quantity).frame["effect"].to_list() == pytest.approx([log(treatment / control)])


def test_limits_stay_limits(pairs: pl.DataFrame) -> None:
    limits = meta.effects(pairs, "difference").frame.filter(pl.col("censored") != "no")
    assert sorted(limits.select("id", "lo", "hi", "censored").rows()) == [
        ("li2024/contrasts/cl-content/pair-2", pytest.approx(1 - 0.45), None, "right"),
        ("li2024/contrasts/li3n-with-film/pair-2", None, 800.5 - 510, "left"),
        ("li2024/contrasts/li3n-with-pellet/pair-1", None, pytest.approx(1.85 - 1), "left"),
        ("lim2022/contrasts/symmetric-5min/pair-1", 0 - 320.5, 540 - 319.5, "interval"),
        ("nguyen2024/contrasts/symmetric-cse-spe/pair-2", 2000 - 1500.5, None, "right"),
    ]


def test_two_limits_that_say_nothing_are_left_out_with_that_reason() -> None:
    found = meta.effects(_pair(("over 510 h", ">", 510.0, None, None), ("over 800 h", ">", 800.0, None, None)))
    assert found.counts() == {
        "pairs": 1,
        "effects": 0,
        "limits": 0,
        "open on both ends: the limits say nothing about the effect": 1,
    }


def _pair(
    control: tuple[object, ...], treatment: tuple[object, ...], quantity: str = "stable_time", **more: object
) -> pl.DataFrame:
    names = ("printed", "qualifier", "lo", "mid", "hi")
    row = {"id": "a/1", "paper": "a", "quantity": quantity, "unit": "h", **more}
    for side, values in (("control", control), ("treatment", treatment)):
        row |= {f"{side}_{name}": value for name, value in zip(names, values, strict=True)}
    return pl.DataFrame([row])


def test_a_stated_standard_deviation_is_one_only_when_it_is_said_to_be() -> None:
    pair = _pair(("10 ± 1 h", "±", 9.0, 10.0, 11.0), ("20 ± 2 h", "±", 18.0, 20.0, 22.0), control_n=5, treatment_n=5)
    assert meta.effects(pair, "difference").frame["variance"][0] == pytest.approx((2**2 + 4**2) / 12)
    assert meta.effects(pair, "difference", plus_minus="standard_deviation").frame["variance"][0] == pytest.approx(
        1 + 4
    )
    g = meta.effects(pair, "standardised_difference").frame["effect"][0]
    # by hand: 10 / √((4·1 + 4·4)/8) = 6.3246, times the exact correction for 8 degrees of freedom, 0.90275
    assert g == pytest.approx(6.3246 * 0.90275, abs=1e-3)


def test_a_range_has_its_mean_for_a_middle() -> None:
    found = meta.effects(_pair(("10 h", "=", 9.5, 10.0, 10.5), ("20 to 30 h", "range", 20.0, None, 30.0)), "difference")
    assert found.frame.select("effect", "lo", "hi", "censored").row(0) == (15.0, 9.5, 20.5, "no")


def test_wrong_measures_and_frames_are_refused_with_a_mend() -> None:
    with pytest.raises(MetaError, match="did you mean log_ratio"):
        meta.effects(_pair(("1 h",) + (None,) * 4, ("1 h",) + (None,) * 4), "logratio")  # type: ignore[arg-type]
    with pytest.raises(MetaError, match="no column 'control_lo'"):
        meta.effects(pl.DataFrame({"quantity": ["stable_time"]}))
    with pytest.raises(MetaError, match="did you mean paper"):
        meta.effects(_pair(("1 h", "=", 1.0, 1.0, 1.0), ("1 h", "=", 1.0, 1.0, 1.0))).of(papre="a")


def test_which_coatings_help_is_answered_with_the_honest_counts(coatings: meta.Effects) -> None:
    retention = meta.pool(coatings.of("capacity_retention"))
    assert str(retention) == "too few: 1 paper with a number"
    stable = meta.pool(coatings.of("stable_time"))
    assert isinstance(stable, meta.Pooled)
    # kim 200/200 and the mean of lim2022's 260/320 and 220/320; the two limits take no part
    assert stable.estimate == pytest.approx((0 + (log(260 / 320) + log(220 / 320)) / 2) / 2, abs=1e-5)
    assert (stable.papers, stable.counts["limits"], stable.prediction) == (2, 2, None)
    assert stable.ratio[1] < 1 < stable.ratio[2]
    sure = {row["quantity"]: row for row in meta.surely(coatings).iter_rows(named=True)}
    assert (sure["capacity_retention"]["surely_up"], sure["stable_time"]["papers"], sure["stable_time"]["open"]) == (
        1,
        3,
        3,
    )
