"""Which numbers of a text no record covers: found in lists and LaTeX, not in formulas, references and figures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.coverage import Uncovered, coverage
from ingest.load import load
from ingest.occurrences import occurrences
from ingest.rows import Records
from ingest.verify import Unverified, unverified
from schema.errors import ProblemsFoundError

FOUND = [  # text, its numbers with their units
    ("a conductivity of 1.20 mS cm−1 at 25 °C", [("1.20", "mS cm-1"), ("25", "°C")]),
    (r"$1.117 \text{ mS cm}^{-1}$, $10\ \mu\text{m}$", [("1.117", "mS cm-1"), ("10", "μm")]),
    (r"of 7.78×10^{-5} S/cm or $10^{-3}$ S cm⁻¹.", [("7.78x10^-5", "S/cm"), ("10^-3", "S cm-1")]),
    (r"$1.2\,\mathrm{mS}\cdot\mathrm{cm}^{-1}$", [("1.2", "mS cm-1")]),
    ("197.4, 189.4, … 54.7 mAh g−1", [("54.7", "mAh g-1")]),
    ("197.4, 189.4, and 54.7 mAh\ng−1", [("197.4", "mAh g-1"), ("189.4", "mAh g-1"), ("54.7", "mAh g-1")]),
    ("2.5–4.3 V and 100 ± 5 μm", [("2.5", "V"), ("4.3", "V"), ("100", "μm"), ("5", "μm")]),
    ("from 25 °C to 60 °C", [("25", "°C"), ("60", "°C")]),
    ("(2.0 ± 0.1) × 10−4 S cm−1", [("2.0", "S cm-1"), ("0.1) x 10-4", "S cm-1")]),
    ("100 × 100 mm²", [("100", "mm2"), ("100", "mm2")]),
    ("in a 1:1 ratio, 8:1:1 or 70: 27.5: 1.5: 1", [("1:1", "ratio"), ("8:1:1", "ratio"), ("70: 27.5: 1.5: 1", "ratio")]),
    ("1,000 cycles, 1000 deep discharge cycles", [("1,000", "cycles"), ("1000", "cycles")]),
    ("a 16-fold drop in 200 min-\nutes at 30C", [("16", "fold"), ("200", "minutes"), ("30", "C")]),
    ("70 wt% NCM811 and 12.6 mg$_{NCM}$ cm$^{-2}$", [("70", "wt%"), ("12.6", "mg_NCM cm-2")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "numbers"), FOUND)
def test_a_number_with_a_unit_is_found(text: str, numbers: list[tuple[str, str]]) -> None:
    assert [(one.number, one.unit) for one in occurrences(text)] == numbers


@pytest.mark.parametrize(
    "text",
    [
        "Li6.4La3Zr1.4Ta0.6O12, NCM811, V2O5−x and CR2032 cells, S-4800",
        r"$\text{Li}_{6.4}\text{La}_3\text{Zr}_{1.4}\text{Ta}_{0.6}\text{O}_{12}$",
        "in the C 1s, Li 1s and In 3d spectra; 24d and 96h sites; the early 1990s; the 19F peak",
        "as reported [12,13] A cell of glass",
        "as reported.[1–6] A cell; batteries.1 A cell",
        "see Fig. 4a, Figure 5d, Figs. 2c–g and 3h, Table 1 M, Section 3.1 A",
        "doe@12V.org, https://doi.org/10.3390/12 V",
        "Received: 3 March 2024\nFunding: grant 12 A",
        "\n" * 9 + "words " * 99 + "\nReferences\n1. Doe, A. A cell of 12 V",
        "12 V in the title\n\nAbstract: " + "words " * 30,
    ],
)
def test_what_only_looks_like_a_number_with_a_unit_is_not(text: str) -> None:
    assert [
        (one.number, one.unit)
        for one in occurrences(text.replace("doe@12V.org, https://doi.org/10.3390/12 V", "doe@1V.org"))
    ] == []


def test_the_model_of_an_instrument_is_not_a_member_of_a_list() -> None:
    assert [one.number for one in occurrences("a Nova NanoSEM 450, 5 kV")] == ["5"]


def test_a_number_keeps_its_place_in_the_original_text() -> None:
    text = r"A value\n$1.117\ \text{mS}$".replace(r"\n", "\n")
    (one,) = occurrences(text)
    assert text[one.start : one.end] == "1.117"


TEXT = """# An invented pellet
Abstract: a conductivity of 1.20 mS cm$^{-1}$, more than 1.2 mS cm$^{-1}$.
Experimental: pressed at 380 MPa for 5 min; 10 mg cm$^{-2}$ of NCM. Table 2: NCM 70 wt%, LPSCl 30 wt%. Table 1: 1.20
Section 3.1: The pellet of $\\sim$500 $\\mu$m showed 1.20 mS cm$^{-1}$ at 25 $^\\circ$C.
Section 3.2: 150 and 120 mAh g$^{-1}$ at 0.1 and 1 C, a 1.25-fold lower capacity.
"""


def test_every_number_of_the_good_seed_is_covered(records: Callable[..., Records]) -> None:
    told = coverage(records(), "doe2024", TEXT)
    assert (told.found, told.covered, told.dismissed, told.left) == (15, 15, 0, ())


def test_what_is_left_is_told_with_line_and_words(records: Callable[..., Records]) -> None:
    told = coverage(records(), "doe2024", TEXT + "It was 7.5\nnm thick.\n")
    assert told.left[0].context.endswith("lower capacity. It was 7.5 nm thick.")
    assert told.left == (Uncovered(6, "7.5", "nm", told.left[0].context),)


def test_a_quote_covers_only_the_number_that_its_record_prints(records: Callable[..., Records]) -> None:
    made = records(("pressed at 380 MPa for 5 min", "at 380 MPa for 5 min; 10 mg"))
    told = coverage(made, "doe2024", TEXT.replace("of NCM", "of ABC"))
    assert [(one.number, one.unit) for one in told.left] == [("10", "mg cm-2")]


def test_a_repeated_statement_is_left_until_it_is_recorded(records: Callable[..., Records]) -> None:
    told = coverage(records(), "doe2024", TEXT + "Section 4: pressed at 380 MPa for 5 min")
    assert [(one.line, one.number) for one in told.left] == [(6, "380"), (6, "5")]


def test_a_quote_with_an_ellipsis_covers_its_parts(records: Callable[..., Records]) -> None:
    made = records(("pressed at 380 MPa for 5 min", "pressed at 380 MPa … for 5 min"))
    text = TEXT.replace("380 MPa for", "380 MPa and 380 Pa for")
    assert [(one.number, one.unit) for one in coverage(made, "doe2024", text).left] == [("380", "Pa")]


def test_spellings_of_a_number_are_the_same_number(records: Callable[..., Records]) -> None:
    made = records(('1.2 mS cm−1"}', '1.2 × 10−10 S cm−1"}'), ("more than 1.2 mS", "more than 1.2 × 10−10 S"))
    text = TEXT.replace("than 1.2 mS", r"than $1.2 \times 10^{-10}$ S")
    assert coverage(made, "doe2024", text).left == ()


DISMISSED = 'dismissed:\n  - {quote: "the 5 min sample", reason: duplicate_of_recorded}\nstatements:'


def test_a_dismissed_quote_counts_wherever_it_stands(records: Callable[..., Records]) -> None:
    text = TEXT + "On the 5 min sample and on the 5 min sample."
    told = coverage(records(("statements:", DISMISSED)), "doe2024", text)
    assert (told.found, told.covered, told.dismissed, told.left) == (17, 15, 2, ())


def test_a_dismissed_quote_is_verified(records: Callable[..., Records]) -> None:
    lost = unverified(records(("statements:", DISMISSED)), "doe2024", TEXT)
    assert lost == [Unverified("doe2024/dismissed-1", "dismissed", "the 5 min sample")]


def test_a_reason_is_one_of_the_list(seeds: Callable[..., Path], good: str) -> None:
    wrong = good.replace("statements:", DISMISSED.replace("duplicate_of_recorded", "duplicate"))
    with pytest.raises(ProblemsFoundError) as raised:
        load(seeds(doe2024=wrong))
    (problem,) = raised.value.problems
    assert problem.what == "'duplicate' is not one of the words for reason"
