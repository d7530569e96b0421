"""A good seed, one defect, and the exact sentence that is printed: where, what, how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from ingest.rows import Records
from schema.errors import Problem

Problems: TypeAlias = Callable[..., list[Problem]]

THICK = '{reads: "~500 μm"}'
UNIT = "check the unit in the paper; if it is right, another quantity is meant (kb quantities lists all)"
COPY = "copy the number with its digits from the paper, or quote the words that hold it"
QUOTED = "put the value in quotes: a value that begins with > ~ % @ means something else in YAML"
LIST = "`kb quantities` lists all"
MISTAKES = [  # in the good seed, what is put there instead, line:column, what, mend, code
    ("  thickness: {", "  thicknes: {", "44:11", "no quantity named 'thicknes'", f"did you mean thickness or thickness_change or initial_thickness? {LIST}", "unknown-quantity"),
    ("temperature:", "zzz:", "34:14", "no quantity named 'zzz'", LIST, "unknown-quantity"),
    ("along: c_rate", "along: crate", "67:11", "no quantity named 'crate'", f"did you mean c_rate or scan_rate? {LIST}", "unknown-quantity"),
    ('~500 μm"', '~500 mS"', "44:11", "'mS' is not a unit of thickness, which is measured in um", UNIT, "unit"),
    ('"25 °C"', '"25 V"', "34:14", "'V' is not a unit of temperature, which is measured in degC", UNIT, "unit"),
    ('~500 μm"', '~500"', "44:11", "'~500' has no unit; thickness is measured in um", "add the printed unit", "unit"),
    ('"70 wt%"', '"70 vol%"', "49:47", "'vol%' is a fraction by volume, and mass_fraction is not", "use the quantity whose name says volume", "unit"),
    ('~500 μm"', '~50 μm"', "44:11", "50 of '~50 μm' is not in its quote 'The pellet of ~500 μm showed 1.20 mS cm−1 at 25 °C'", COPY, "number-not-in-quote"),
    ('"1.25-fold"', '"1.2-fold"', "71:3", "1.2 of '1.2-fold' is not in its quote 'a 1.25-fold lower capacity'", COPY, "number-not-in-quote"),
    ('~500 μm"', 'thin"', "44:11", "there is no number", "write the number and its unit, as printed", "reading"),
    ('~500 μm"', '500 40 μm"', "44:11", "'40 μm' follows the number, and is not a unit", "one reading holds one number; write a list as a series", "reading"),
    ('~500 μm"', '500-400 μm"', "44:11", "the range ends below its beginning", "write the smaller end first, or two readings", "reading"),
    ("\n  li: {", "\n  ncm: {", "14:3", "'ncm' stands here a second time; its id would not be unique", "rename one, or write the repeated statement under 'also'", "duplicate-id"),
    ("\n  li: {", "\n  positive: {formula: Al, family: metal}\n  li: {", "47:3", "the id doe2024/positive is taken by the material in line 14", "rename one of the two", "duplicate-id"),
    ("of: li,", "of: lii,", "59:10", "there is no record 'lii'", "did you mean li?", "dangling-reference"),
    ("cell: full", "cell: ful", "31:7", "there is no record 'ful'", "did you mean full?", "dangling-reference"),
    ("cell: full", "cell: pellet", "31:7", "'pellet' is an electrolyte, and something else is meant", "write the id of a record of this file", "dangling-reference"),
    ("subject: full/rate/1C", "subject: full/rate/2C", "71:3", "there is no record 'full/rate/2C/discharge_capacity_per_active_mass'", "did you mean full/rate/1C/discharge_capacity_per_active_mass or full/rate/0.1C/discharge_capacity_per_active_mass?", "dangling-reference"),
    (', where: Table 2, quote: "NCM 70 wt%"', "", "49:47", "mass_fraction has no where and quote", "add it here, or once on the experiment", "quote"),
    (', quote: "NCM 70 wt%"', "", "49:47", "mass_fraction has no quote", "add it here, or once on the experiment", "quote"),
    ("NCM 70 wt%", "NCM 70 wt%" + 231 * "x", "49:96", "241 characters, at most 240 are allowed", "shorten it", "long"),
    ('where: Table 2, quote: "NCM', 'where: p. 3, quote: "NCM', "49:47", "'p. 3' is not a place in a paper", "begin with abstract, Section 2.1, Table 1, Fig. 4a, Experimental, Conclusion …", "place"),
    ('"0.1, 1 C"', '"0.1, 0.5, 1 C"', "69:13", "2 values stand for 3 points", "give as many values as points, or move what is missing into an experiment of its own", "series"),
    ('"150, 120 mAh g−1"', '"150, low"', "69:13", "the list doesn't end in a number and its unit", "see 'series' in the guide", "reading"),
    ("form: pellet", "form: pelet", "19:5", "'pelet' is not one of the words for form", "did you mean pellet?", "vocabulary"),
    ("polarity: positive", "polarity: up", "47:5", "'up' is not one of the words for polarity", "use positive, negative, blocking, counter", "vocabulary"),
    ("      cell: full", "      cell: full\n        celll: full", "34:9", "'celll' is not known here", "did you mean cell?", "unknown-key"),
    ("\n    kind: inorganic", "", "16:3", "'kind' is missing", "add kind:", "missing-key"),
    ("  li: {", "  Li: {", "14:3", "'Li' can't be part of an id", "a slug is letters, digits and . + = -, beginning with a small letter or digit, at most 60 characters", "slug"),
    (THICK, '"~500 μm"', "44:11", "'~500 μm' stands where keys with values are meant", "see the example in the guide", "invalid"),
    (THICK, '{reads: "~500 μm", claim: quoted}', "44:11", "a quoted value needs its citation: add citation: '[31] Zhang 2019'", "look at 'thickness' in the guide", "invalid"),
    (THICK, "{reads: > 500 μm}", "44:30", "not YAML: found character that cannot start any token near 'thickness: {reads: > 500 μm}'", QUOTED, "yaml"),
    ('  reads: "1.25-fold"', "  reads: > 1.25-fold", "73:14", "not YAML: did not find expected comment or line break near 'reads: > 1.25-fold'", QUOTED, "yaml"),
    ("  title: An", "   title: An", "3:9", "not YAML: mapping values are not allowed in this context near 'title: An invented pellet'", "check the indentation and the quotes of this line and the one before", "yaml"),
]  # fmt: skip
BOUNDS = "check number and unit; if the paper prints it so, keep reads and add as_read with a reason"


def _is(problem: Problem, place: str, what: str, mend: str, code: str) -> None:
    assert problem.file.endswith("papers/doe2024.yaml")
    assert f"{problem.line}:{problem.column}" == place
    assert (problem.what, problem.mend, problem.code) == (what, mend, code)
    assert str(problem) == f"{problem.file}:{place}  {what}\n    {mend}"


@pytest.mark.parametrize(("old", "new", "place", "what", "mend", "code"), MISTAKES)
def test_a_defect_is_named(problems: Problems, old: str, new: str, place: str, what: str, mend: str, code: str) -> None:
    _is(problems((old, new))[0], place, what, mend, code)


def test_a_number_must_stand_in_its_quote_digit_by_digit(problems: Problems) -> None:
    found = problems(("showed 1.20 mS", "showed 1.2 mS"))
    assert [problem.what[:22] for problem in found] == ["1.20 of '1.20 mS cm−1'"]


def test_a_value_outside_its_plausible_range_is_asked_about(problems: Problems) -> None:
    what = "'~500 km' is outside the plausible range of thickness, 0.0001 to 1e+06 um"
    _is(problems(('"~500 μm"', '"~500 km"'), ("~500 μm s", "~500 km s"))[0], "44:11", what, BOUNDS, "bounds")


def test_a_quantity_stands_under_its_owner(problems: Problems) -> None:
    what = "ionic_conductivity is a property of an electrolyte or material or coating, and stands under an electrode"
    mend = "move it under an experiment, or to the record it belongs to"
    moved = ("active_mass_loading", "ionic_conductivity"), ('"10 mg cm−2"', '"10 mS/cm"')
    _is(problems(*moved)[0], "52:7", what, mend, "owner")


def test_shares_do_not_add_up_to_more_than_the_whole(problems: Problems) -> None:
    what = "the mass_fraction of its constituents add up to 130% at least"
    mend = "check the numbers and the basis; parts of a recipe are mass_parts"
    found = problems(
        ('"70 wt%"', '"100.0 wt%"'), ("NCM 70", "NCM 100.0"), ('"30 wt%"', '"30.0 wt%"'), ("SCl 30", "SCl 30.0")
    )
    _is(found[0], "46:3", what, mend, "fractions")
    assert len(found) == 1


def test_rounded_shares_may_add_up_a_little_above_the_whole(records: Callable[..., Records]) -> None:
    assert records(('"70 wt%"', '"71 wt%"'), ("NCM 70 wt%", "NCM 71 wt%")).of("electrode")


def test_a_formula_that_is_not_understood_blocks_nothing(records: Callable[..., Records]) -> None:
    row = records(("formula: Li6PS5Cl", "formula: Qx7?")).of("material")[0]
    assert (row["formula"], row["parse_state"], row["reduced_formula"]) == ("Qx7?", "unparsed", None)
    assert row["parse_reason"]


def test_a_misprint_that_cannot_be_read_blocks_nothing_when_as_read_can(records: Callable[..., Records]) -> None:
    entry = '{reads: "500 40 μm", as_read: "~500 μm", reason: printed twice}'
    made = records((THICK, entry), ("of ~500 μm showed", "of 500 40 μm showed"))
    row = next(row for row in made.of("reading") if row["quantity"] == "thickness")
    assert (row["printed"], row["as_read"], row["mid"]) == ("500 40 μm", "~500 μm", 5e-4)


def test_an_upper_limit_alone_is_plausible(records: Callable[..., Records]) -> None:
    made = records((THICK, '{reads: "< 500 μm"}'), ("of ~500 μm", "of < 500 μm"))
    assert [row["hi"] for row in made.of("reading") if row["quantity"] == "thickness"] == [pytest.approx(5e-4)]
