"""Candidate readings from plain text: the numbers, what they measure, where they stand, and how many are right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.load import load
from ingest.mentions import key_of, mentions
from ingest.propose import as_yaml, propose, score, without
from ingest.rows import Records
from ingest.sentences import LONGEST, clip, readable, sentences
from ingest.verify import find_text, stands_in

TEXT = """# An invented pellet

**ABSTRACT** The pellet showed an ionic conductivity of $1.20 \\text{ mS cm}^{-1}$ at 25 °C.

## 1. Introduction
Lithium holds 3860 mAh g−1 [1].

## 2. Experimental Section

The powder was pressed at 380 MPa for five minutes and
**Fig. 1.** Nyquist plots of the pellet at 25, 40 and 60 °C.

heated from 25 to 300 °C.

## 3. Results
### 3.1 Cycling
The cell kept 79% of its capa-
city after 100 cycles.

Table 1. Pellets.
LPSCl	1.20 mS cm−1	25 °C

## References
[1] A. Doe, J. Inventions 2020, 12 mV.
"""


def _row(quantity: str, printed: str, quote: str, paper: str = "roe2023") -> dict[str, Any]:
    return {"paper_id": paper, "quantity": quantity, "printed": printed, "quote": quote, "place": "Section 3"}


SEED = Records({"reading": [
    _row("fabrication_pressure", "370 MPa", "cathodes were pressed at 370 MPa"),
    _row("tensile_strength", "74 MPa", "a high tensile strength of 74 MPa"),
    _row("stable_time", "500 h", "the cell was stable over 500 h"),
]})  # fmt: skip

FOUND = [
    ("4.2 × 10−4 S cm−1 at 80 °C", ["4.2 × 10−4 S cm−1", "80 °C"]),
    ("up to ≈5.06 V vs. Li/Li+", ["up to ≈5.06 V"]),
    ("at 0.1, 0.5, and 1 C, respectively", ["0.1 C", "0.5 C", "1 C"]),
    ("2.5–4.3 V, and from 7.4 to 4.6 Ω", ["2.5 V", "2.5–4.3 V", "4.3 V", "7.4 Ω", "4.6 Ω"]),
    ("100 ± 5 μm thick, in a 19:1 ratio, or 100:5:10", ["100 ± 5 μm", "19:1", "100", "5", "10"]),
    ("over three days until the 20th cycle", ["3 days", "20th cycle"]),
    ("a transference number of 0.627 was found", ["0.627"]),
    ("an area of 100 × 100 mm2 at RT", ["100 mm", "100 mm", "RT"]),
    ("13.5 MPa g (A h)−1 and 12 mA h cm−2", ["13.5 MPa g (A h)−1", "12 mA h cm−2"]),
    ("the F 1s peak of Li6.4La3Zr1.4Ta0.6O12 in Fig. 3, see [12]", []),
]


@pytest.mark.parametrize(("text", "printed"), FOUND)
def test_numbers_are_found_by_their_notation(text: str, printed: list[str]) -> None:
    assert [one.printed for one in mentions(text)] == printed


def test_latex_becomes_readable() -> None:
    assert readable(r"$\sim 7.78 \times 10^{-5}\ \mathrm{S\,cm}^{-1}$") == "~ 7.78 × 10−5 S cm−1"


def test_a_sentence_knows_its_place_and_line() -> None:
    found = {one.place: one for one in sentences(TEXT)}
    assert list(found) == ["Abstract", "Introduction", "Experimental", "Fig. 1 caption", "Section 3.1", "Table 1"]
    assert found["Section 3.1"].text == "The cell kept 79% of its capacity after 100 cycles."
    assert found["Section 3.1"].line == 17


def test_a_sentence_broken_by_a_figure_is_one_sentence() -> None:
    whole = "The powder was pressed at 380 MPa for five minutes and … heated from 25 to 300 °C."
    assert whole in {one.text for one in sentences(TEXT)}


def test_a_long_sentence_is_clipped_around_the_number() -> None:
    text = "word " * 100 + "380 MPa " + "more " * 100
    quote = clip(text, text.index("380"), text.index("380") + 7)
    assert "380 MPa" in quote and len(quote) <= LONGEST


def test_words_of_the_seeds_and_of_the_catalogue_name_the_quantity() -> None:
    found = {(one.printed, one.place): one for one in propose(TEXT, SEED)}
    assert found["1.20 mS cm−1", "Abstract"].quantity == "ionic_conductivity"
    assert found["380 MPa", "Experimental"].quantity == "fabrication_pressure"
    assert ("12 mV", "Section 3.1") not in found
    assert all(stands_in(one.quote, TEXT) for one in found.values())


def test_the_lines_can_be_pasted_under_readings() -> None:
    assert propose("A thickness of 30 μm.", Records())[0].quantity == "thickness"  # by the catalogue alone
    quote = 'A "thickness" of 30 μm and a thickness of 40 μm.'
    assert yaml.safe_load(as_yaml(propose(quote, SEED))) == {
        "thickness": {"reads": "30 μm", "where": "Abstract", "quote": quote},
        "thickness(2)": {"reads": "40 μm", "where": "Abstract", "quote": quote},
    }


def test_one_number_may_be_spelled_in_two_ways() -> None:
    assert key_of("4.2 × 10−4 S cm−1") == key_of("≈4.2 x 10-4 S/cm") != key_of("4.20 × 10−4 S cm−1")


def test_a_score_counts_readings_found_and_proposals_right() -> None:
    rows = [
        _row("fabrication_pressure", "380 MPa", "pressed at 380 MPa", "doe"),
        _row("stable_time", "9 h", "9 h", "doe"),
    ]
    records = Records({"reading": [*SEED.of("reading"), *rows]})
    (made,) = score({"doe": "The powder was pressed at 380 MPa and heated to 300 °C."}, records)
    assert (made.proposed, made.curated, made.matched, made.recall, made.precision) == (2, 2, 1, 0.5, 0.5)
    assert {row["paper_id"] for row in without(records, "doe").of("reading")} == {"roe2023"}


# recall, precision, recall of numbers alone: each paper by what the other four teach
MEASURED = {
    "kim": (0.74, 0.70, 0.92), "tan2021": (0.68, 0.54, 0.92), "nguyen2024": (0.64, 0.57, 0.93),
    "lim2022": (0.51, 0.46, 0.93), "li2024": (0.61, 0.55, 0.97),
}  # fmt: skip


@pytest.mark.texts
def test_the_curated_papers_score_as_measured() -> None:
    root = Path(__file__).parents[2]
    files = sorted((root.parent / "shared" / "papers").glob("*.txt"))
    texts = {file.name: file.read_text(encoding="utf-8") for file in files}
    if not texts:
        pytest.skip("the papers' texts are not beside the project")
    records = load(root / "seeds")
    named = {paper["id"]: find_text(paper["title"], texts) for paper in records.of("paper")}
    made = {one.paper: one for one in score({slug: texts[name] for slug, name in named.items() if name}, records)}
    for slug, least in MEASURED.items():
        one = made[slug]
        pairs = zip((one.recall, one.precision, one.numbers), least, strict=True)
        assert all(share >= floor - 0.05 for share, floor in pairs), one
