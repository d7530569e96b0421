"""Tiny worlds from a few lines of seed: the tables that ingest makes of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from compute import Checked, check, world
from ingest.load import load

Tables: TypeAlias = dict[str, list[dict[str, Any]]]

PAPER = """
paper:
  {doi: 10.1000/tiny, title: Tiny, authors: [A. Doe], journal: J. Tests, year: 2024, licence: CC BY 4.0,
   source: invented for a test, curators: [tests], review: {checked_by: nobody}}
"""
REFERENCE = """
materials:
  lithium: {formula: Li, name: lithium, readings: {density: {reads: "0.534 g cm-3", source: CRC Handbook}}}
"""


@pytest.fixture
def tables(tmp_path: Path) -> Callable[[str], Tables]:
    """The rows of one invented paper, named ``tiny``, from the body of its seed."""

    def made(body: str) -> Tables:
        (tmp_path / "papers").mkdir(exist_ok=True)
        (tmp_path / "papers" / "tiny.yaml").write_text(PAPER + body, encoding="utf-8")
        (tmp_path / "reference.yaml").write_text(REFERENCE, encoding="utf-8")
        return load(tmp_path).tables

    return made


@pytest.fixture
def verdicts(tables: Callable[[str], Tables]) -> Callable[[str], dict[str, Checked]]:
    """The verdicts on that paper by their ids (number and formula), without the paper's name."""

    def made(body: str) -> dict[str, Checked]:
        return {one.id.partition("/")[2]: one for one in check(world(tables(body)))}

    return made


@pytest.fixture
def cell(verdicts: Callable[[str], dict[str, Checked]]) -> Callable[..., dict[str, Checked]]:
    """The verdicts on one experiment of one lithium foil cell, by formula, from its printed readings."""

    def made(at: dict[str, str] | None = None, conventions: str = "{}", **readings: str) -> dict[str, Checked]:
        return {one.formula: one for one in verdicts(one_cell(at, conventions, readings)).values()}

    return made


def one_cell(at: dict[str, str] | None, conventions: str, readings: dict[str, str]) -> str:
    """The seed of a lithium foil cell with one experiment; each reading is its own quote."""
    given = ", ".join(f'{name}: "{text}"' for name, text in (at or {}).items())
    lines = "\n".join(
        f'          {name}: {{reads: "{text}", where: Table 1, quote: "a value of {text}"}}'
        for name, text in readings.items()
    )
    return f"""
materials:
  li:
    {{formula: Li, name: lithium foil, family: metal,
     readings: {{thickness: {{reads: "20 um", where: Section 2, quote: "a foil of 20 um"}}}}}}
cells:
  full:
    kind: full
    stack: [{{of: li, role: negative}}]
    experiments:
      cycling:
        method: galvanostatic_cycling
        at: {{{given}}}
        conventions: {conventions}
        readings:
{lines}
"""
