"""Slips that a newcomer made: each is named instead of being lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.load import load
from schema.errors import ProblemsFoundError

PAPER = """
paper: {doi: not stated, title: TITLE, authors: [A. Doe], journal: J, licence: not stated, source: invented,
  curators: [tests], review: {checked_by: nobody}}
electrolytes:
  bare: &e
    kind: inorganic
    family: halide
    form: pellet
    experiments:
      eis:
        method: eis
        where: Table 1
        quote: "1.0 and 2.0 mS/cm at 25 and 60 °C"
        series:
          along: temperature
          points: "25, 60 °C"
          readings:
            ionic_conductivity: {reads: "1.0, 2.0 mS/cm", also: [{where: Abstract, quote: "1.0 mS/cm"}]}
"""
SWAPPED = """
materials:
  a: {formula: Li, family: metal, readings: {thickness: {reads: "1.0 um", where: Table 1, quote: "1.0 um"}}}
  b: {formula: In, family: metal, readings: {thickness: {reads: "2.0 um", where: Table 1, quote: "2.0 um"}}}
contrasts:
  one: {control: a, treatment: b, differs: the metal, pairs: [[b/thickness, a/thickness]]}
"""


def _problems(tmp_path: Path, text: str) -> list[str]:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "doe.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsFoundError) as caught:
        load(tmp_path)
    return [problem.what for problem in caught.value.problems]


def test_a_repeat_of_a_series_is_refused_and_not_lost(tmp_path: Path) -> None:
    text = PAPER.replace("&e", "").replace("TITLE", "A pellet")
    assert "a reading of a series can't be repeated elsewhere" in _problems(tmp_path, text)


def test_the_templates_words_are_not_taken_for_a_title(tmp_path: Path) -> None:
    text = PAPER.split("electrolytes:", maxsplit=1)[0]
    assert _problems(tmp_path, text) == ["title still holds the template's words"]


def test_a_pair_of_a_contrast_the_wrong_way_round_is_named(tmp_path: Path) -> None:
    text = PAPER.split("electrolytes:", maxsplit=1)[0].replace("TITLE", "A pair") + SWAPPED
    assert _problems(tmp_path, text) == ["pair 1 has the treatment's reading first"]
