"""What papers say about their numbers, against those numbers, in every relation; prints of one number; shares."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from compute import Checked, check_repeats, check_shares, check_statements
from schema.vocabulary import Relation, Verdict

Tables: TypeAlias = dict[str, list[dict[str, Any]]]
Rows: TypeAlias = Callable[[str], Tables]

OK, ONLY, WRONG, OPEN = Verdict.CONSISTENT, Verdict.CONSISTENT_ONLY_AS, Verdict.INCONSISTENT, Verdict.UNTESTABLE
HEAD = """
materials: {li: {formula: Li, family: metal}}
cells:
  full:
    kind: full
    stack: [{of: li, role: negative}]
"""


def one(name: str, reads: str, also: str = "") -> str:
    """One reading, its own quote."""
    again = f', also: [{{where: Abstract, quote: "says {also}", reads: "{also}"}}]' if also else ""
    return f'      {name}: {{reads: "{reads}", where: Table 1, quote: "a value of {reads}"{again}}}\n'


def said(tables: Rows, says: str, reads: str, numbers: list[str], quantity: str = "interfacial_resistance") -> Checked:
    """The verdict on one statement about the first number against the others."""
    readings = "".join(one(f"{quantity}({index})", text) for index, text in enumerate(numbers))
    references = ", ".join(f"full/{quantity}({index})" for index in range(1, len(numbers)))
    number = f'reads: "{reads}", ' if reads else ""
    body = f"""{HEAD}    readings:
{readings}
statements:
  it: {{says: {says}, {number}subject: full/{quantity}(0), reference: [{references}], where: Abstract, quote: "it says {reads}"}}
"""
    (found,) = check_statements(tables(body))
    assert (found.id, found.formula) == (f"tiny/statements/it#statement_{says}", f"statement_{says}")
    return found


CASES = [  # says, reads, subject and references, verdict, gap
    ("times_higher", "16-fold", ["160 ohm", "10 ohm"], OK, None),
    ("times_higher", "3", ["40.0 ohm", "10.0 ohm"], ONLY, None),  # 40 is 3 times higher than 10, as the increase
    ("times_higher", "6.0", ["40.0 ohm", "10.0 ohm"], WRONG, 5.95 / (40.05 / 9.95)),
    ("times_lower", "≈16-fold", ["10.0 ohm", "160 ohm"], OK, None),
    ("times_lower", "16-fold", ["10.0 ohm", "100 ohm"], WRONG, 15.5 / (100.5 / 9.95)),
    ("percent_of", "71.3 %", ["116.3 ohm", "163.1 ohm"], OK, None),
    ("percent_of", "69.6 %", ["116.3 ohm", "163.1 ohm"], WRONG, (116.25 / 163.15) / 0.6965),
    ("percent_higher", "60 %", ["160 ohm", "100 ohm"], OK, None),
    ("percent_higher", "160 %", ["160 ohm", "100 ohm"], WRONG, 1.595 / (160.5 / 99.5 - 1)),
    ("percent_lower", "≈60 %", ["40.0 ohm", "100 ohm"], OK, None),
    ("percent_lower", "60 %", ["60.0 ohm", "100 ohm"], WRONG, 0.595 / (1 - 59.95 / 100.5)),
    ("difference", "", ["3.3 ohm", "7.4 ohm", "4.1 ohm"], OK, None),
    ("difference", "", ["4.3 ohm", "7.4 ohm", "4.1 ohm"], WRONG, 4.25 / 3.4),
    ("difference", "", ["3.3 ohm", "7.4 ohm"], OPEN, None),
    ("sum", "", ["11.5 ohm", "7.4 ohm", "4.1 ohm"], OK, None),
    ("sum", "", ["12.5 ohm", "7.4 ohm", "4.1 ohm"], WRONG, 12.45 / 11.6),
    ("sum", "", ["12.6 ohm", "7.4 ohm", "4.1 ohm", "1.1 ohm"], OK, None),
    ("same_as", "", ["7.4 ohm", "7.41 ohm"], OK, None),
    ("same_as", "", ["7.4 ohm", "7.6 ohm"], WRONG, 7.55 / 7.45),
    ("higher_than", "", ["7.6 ohm", "7.4 ohm"], OK, None),
    ("higher_than", "", ["7.4 ohm", "7.6 ohm"], WRONG, 7.55 / 7.45),
    ("higher_than", "", ["> 5 ohm", "7.6 ohm"], OK, None),
    ("lower_than", "", ["7.4 ohm", "7.6 ohm"], OK, None),
    ("lower_than", "", ["< 9 ohm", "7.6 ohm"], OK, None),
    ("lower_than", "", ["7.6 ohm", "7.4 ohm"], WRONG, 7.55 / 7.45),
    ("highest", "", ["9 ohm", "7.6 ohm", "8.4 ohm"], OK, None),
    ("highest", "", ["8 ohm", "7.6 ohm", "9.4 ohm"], WRONG, 9.35 / 8.5),
    ("lowest", "", ["5 ohm", "7.6 ohm", "8.4 ohm"], OK, None),
    ("lowest", "", ["8 ohm", "7.4 ohm", "9.4 ohm"], WRONG, 7.5 / 7.45),
]


@pytest.mark.parametrize(("says", "reads", "numbers", "verdict", "size"), CASES)
def test_a_statement_holds_or_not(
    tables: Rows, says: str, reads: str, numbers: list[str], verdict: Verdict, size: float | None
) -> None:
    found = said(tables, says, reads, numbers)
    assert found.verdict is verdict
    assert found.gap == (None if size is None else pytest.approx(size, rel=1e-9))
    assert (found.only_as == "the increase over the reference") is (verdict is ONLY)


def test_every_relation_with_a_number_or_an_order_is_tried() -> None:
    assert {case[0] for case in CASES} == {one.value for one in Relation} - {"similar", "other"}


@pytest.mark.parametrize("says", ["similar", "other"])
def test_what_no_number_can_contradict_gets_no_verdict(tables: Rows, says: str) -> None:
    with pytest.raises(ValueError, match="not enough values"):
        said(tables, says, "", ["7.4 ohm", "900 ohm"])


@pytest.mark.parametrize("says", sorted({case[0] for case in CASES}))
def test_without_what_it_is_compared_with_a_statement_is_untestable(tables: Rows, says: str) -> None:
    found = said(tables, says, "16-fold", ["7.4 ohm"])
    assert (found.verdict, found.missing) == (OPEN, ("the number that it is compared with",))
    assert "cannot be checked: the number that it is compared with not printed" in found.told


def test_a_ratio_without_its_number_is_untestable(tables: Rows) -> None:
    assert said(tables, "times_lower", "", ["7.4 ohm", "9 ohm"]).missing == ("a number",)


def test_a_limit_in_a_statement_stays_one(tables: Rows) -> None:
    assert said(tables, "times_lower", "> 10", ["10.0 ohm", "160 ohm"]).verdict is OK
    found = said(tables, "times_lower", "> 10", ["10.0 ohm", "50.0 ohm"])
    assert (found.verdict, found.gap, found.reported_hi) == (WRONG, pytest.approx(10 / (50.05 / 9.95)), math.inf)


def test_a_reference_that_may_be_zero_leaves_the_ratio_open(tables: Rows) -> None:
    for reference in ("< 5 ohm", "0 ohm"):  # a change may be below zero
        found = said(tables, "times_higher", "30", ["2.0 ohm", reference], "resistance_change")
        assert found.verdict is OK, reference


def test_one_number_printed_twice_agrees_or_not(tables: Rows) -> None:
    body = HEAD + "    readings:\n" + one("interfacial_resistance", "7.4 ohm", "7.41 ohm") + one("resistance", "7.4 ohm", "9.0 ohm") + one("overpotential", "7 mV")  # fmt: skip
    good, wrong = sorted(check_repeats(tables(body)), key=lambda found: found.verdict.value)
    assert (good.verdict, good.quantity, good.gap) == (OK, "interfacial_resistance", None)
    assert (wrong.verdict, wrong.quantity, wrong.gap) == (WRONG, "resistance", pytest.approx(8.95 / 7.45))
    assert wrong.told.startswith("resistance, stated 2 times: inconsistent, apart by a factor of 1.201 at least")


@pytest.mark.parametrize(
    ("shares", "verdict"),
    [
        (["76.79%", "15.24%", "7.97%"], OK),
        (["60 %", "30 %"], OK),
        (["70.5 %", "29.6 %"], OK),
        (["70.5 %", "29.7 %"], WRONG),
    ],
)
def test_shares_add_up_to_no_more_than_the_whole(tables: Rows, shares: list[str], verdict: Verdict) -> None:
    parts = "".join(one(f"area_fraction({index})", share) for index, share in enumerate(shares))
    body = f"electrolytes:\n  film:\n    kind: polymer\n    family: polymer\n    form: film\n    readings:\n{parts}"
    (found,) = check_shares(tables(body))
    assert (found.verdict, found.output_id) == (verdict, "tiny/film/area_fraction(0)")
    assert (found.gap is None) is (verdict is OK)


@pytest.mark.parametrize(
    ("reads", "numbers", "strength"),
    [
        ("6.0", ["40.0 ohm", "10.0 ohm"], "certain"), ("~6.0", ["40.0 ohm", "10.0 ohm"], "likely"),
        ("6.0", ["~40.0 ohm", "10.0 ohm"], "likely"), ("6.0", ["40.0 ohm", "~10.0 ohm"], "likely"),
        ("", ["8 ohm", "7.6 ohm", "9.4 ohm"], "certain"), ("", ["~8 ohm", "7.6 ohm", "9.4 ohm"], "likely"),
        ("", ["8 ohm", "7.6 ohm", "~9.8 ohm"], "likely"), ("", ["8 ohm", "~7.6 ohm", "9.4 ohm"], "certain"),
    ],
)  # fmt: skip
def test_an_accusation_that_rests_on_an_about_is_likely(
    tables: Rows, reads: str, numbers: list[str], strength: str
) -> None:
    found = said(tables, "times_higher" if reads else "highest", reads, numbers)
    assert found.verdict is WRONG
    assert str(found.strength) == strength


@pytest.mark.parametrize(
    ("reads", "verdict", "ends"),
    [
        ("> 3", OK, (3.0, math.inf)), ("> 9", WRONG, (9.0, math.inf)), ("< 9", OK, (0.0, 9.0)), ("< 3", WRONG, (0.0, 3.0)),
    ],
)  # fmt: skip
def test_a_ratio_with_one_end_is_judged_by_that_end(
    tables: Rows, reads: str, verdict: Verdict, ends: tuple[float, float]
) -> None:
    found = said(tables, "times_lower", reads, ["10.0 ohm", "50.0 ohm"])
    assert found.verdict is verdict
    assert found.reported_hi == ends[1]
    assert found.reported_lo == ends[0] or (ends[0] == 0.0 and found.reported_lo in {-math.inf, 0.0})


@pytest.mark.parametrize(("reads", "nearest"), [("3.0", 4.0), ("7.0", 5.0), ("4.5", 5.0)])
def test_of_two_ways_to_read_a_ratio_the_nearest_is_told(tables: Rows, reads: str, nearest: float) -> None:
    found = said(tables, "times_higher", reads, ["50.00 ohm", "10.00 ohm"])  # five times, or four times more
    assert found.verdict is WRONG
    assert found.computed is not None
    assert found.computed[1] == pytest.approx(nearest)


def test_the_subject_comes_first_and_each_input_has_a_place_of_its_own(tables: Rows) -> None:
    found = check_statements(tables(STATED_SUM))
    assert found.inputs["parameter"].to_list() == ["subject", "reference", "reference"]
    assert found.inputs["position"].to_list() == [0, 2, 3]


STATED_SUM = f"""{HEAD}    readings:
{one("interfacial_resistance(0)", "11.5 ohm")}{one("interfacial_resistance(1)", "7.4 ohm")}{one("interfacial_resistance(2)", "4.1 ohm")}
statements:
  it: {{says: sum, subject: full/interfacial_resistance(0), reference: [full/interfacial_resistance(1), full/interfacial_resistance(2)], where: Abstract, quote: "it is the sum"}}
"""


def test_prints_have_their_unit_and_shares_their_whole(tables: Rows) -> None:
    (twice,) = check_repeats(tables(HEAD + "    readings:\n" + one("interfacial_resistance", "7.4 ohm", "7.41 ohm")))
    assert (twice.of_ratio, twice.unit, twice.only_as, twice.missing) == (False, "ohm", None, ())
    assert [name for name, _ in twice.inputs] == ["print 1", "print 2"]
    shares = one("area_fraction(a)", "60 %") + one("area_fraction(b)", "30 %")
    body = f"electrolytes:\n  film:\n    kind: polymer\n    family: polymer\n    form: film\n    readings:\n{shares}"
    (whole,) = check_shares(tables(body))
    assert (whole.reported, whole.reported_lo, whole.reported_hi, whole.of_ratio) == ("100 %", 0.0, 1.0, False)
    assert whole.computed == pytest.approx((0.59 + 0.29, 0.9, 0.61 + 0.31), abs=0.011)


def test_of_three_prints_the_two_that_are_apart_are_told(tables: Rows) -> None:
    again = ", also: [{where: Abstract, quote: 'says 7.41 ohm', reads: '7.41 ohm'}, {where: Table 2, quote: 'says 9.0 ohm', reads: '9.0 ohm'}]"
    body = (
        HEAD
        + f'    readings:\n      interfacial_resistance: {{reads: "7.4 ohm", where: Table 1, quote: "a value of 7.4 ohm"{again}}}\n'
    )
    (found,) = check_repeats(tables(body))
    assert found.verdict is WRONG
    assert found.reported == "7.4 ohm"
    assert found.computed == pytest.approx((8.95, 9.0, 9.05))
    assert found.gap == pytest.approx(8.95 / 7.45)
    assert len(found.inputs) == 3


def test_the_story_of_a_statement_has_units_and_gaps_of_its_kind(tables: Rows) -> None:
    ratio = said(tables, "times_higher", "6.0", ["40.0 ohm", "10.0 ohm"]).told  # 39.95 / 10.05 to 40.05 / 9.95
    assert "inconsistent, off by a factor of 1.478 at least" in ratio
    assert "  its own numbers give 3.975 to 4.025, from" in ratio
    total = said(tables, "sum", "", ["12.5 ohm", "7.4 ohm", "4.1 ohm"]).told
    assert "  its own numbers give 11.4 to 11.6 ohm, from" in total
    apart = said(tables, "same_as", "", ["2.0 ohm", "-3.0 ohm"], "resistance_change").told
    assert "inconsistent, off by 4.9 at least" in apart
    assert "cannot be checked: both numbers of the difference not printed" in said(tables, "difference", "", ["3.3 ohm", "7.4 ohm"]).told  # fmt: skip


def test_the_story_of_shares_says_what_they_add_up_to(tables: Rows) -> None:
    shares = one("area_fraction(a)", "70.5 %") + one("area_fraction(b)", "29.7 %")
    body = f"electrolytes:\n  film:\n    kind: polymer\n    family: polymer\n    form: film\n    readings:\n{shares}"
    (found,) = check_shares(tables(body))
    assert "inconsistent: the shares add up to 100.10% to 100.30%, at most 100 % is possible" in found.told
