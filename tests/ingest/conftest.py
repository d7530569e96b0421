"""A small good seed of an invented paper, and ways to write it down with a defect."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.load import load
from ingest.rows import Records
from schema.errors import Problem, ProblemsFoundError

GOOD = """\
paper:
  doi: not stated
  title: An invented pellet
  authors: [A. Doe]
  journal: Journal of Inventions
  year: 2024
  licence: CC BY 4.0
  source: invented
  curators: [A. Doe]
  review: {checked_by: nobody}
materials:
  lpscl: {formula: Li6PS5Cl, family: argyrodite}
  ncm: {formula: LiNi0.8Co0.1Mn0.1O2, family: layered_oxide}
  li: {formula: Li, family: metal}
electrolytes:
  pellet:
    kind: inorganic
    family: argyrodite
    form: pellet
    constituents:
      lpscl: {role: solid_electrolyte}
    process:
      press:
        method: cold_pressing
        where: Experimental
        quote: "pressed at 380 MPa for 5 min"
        readings:
          fabrication_pressure: {reads: "380 MPa"}
          duration: {reads: "5 min"}
    experiments:
      eis-25C:
        method: eis
        cell: full
        at: {temperature: "25 °C", operating_pressure: not stated, relative_humidity: not applicable}
        where: Section 3.1
        quote: "The pellet of ~500 μm showed 1.20 mS cm−1 at 25 °C"
        readings:
          ionic_conductivity:
            reads: "1.20 mS cm−1"
            also:
              - {where: Abstract, quote: "a conductivity of 1.20 mS cm−1"}
              - {where: Abstract, quote: "more than 1.2 mS cm−1", reads: "> 1.2 mS cm−1"}
              - {where: Table 1, quote: "1.20", how: table}
          thickness: {reads: "~500 μm"}
electrodes:
  positive:
    polarity: positive
    constituents:
      ncm: {role: active_material, readings: {mass_fraction: {reads: "70 wt%", where: Table 2, quote: "NCM 70 wt%"}}}
      lpscl: {role: solid_electrolyte, readings: {mass_fraction: {reads: "30 wt%", where: Table 2, quote: "LPSCl 30 wt%"}}}
    readings:
      active_mass_loading: {reads: "10 mg cm−2", where: Experimental, quote: "10 mg cm−2 of NCM"}
cells:
  full:
    kind: full
    stack:
      - {of: positive, role: positive}
      - {of: pellet, role: separator}
      - {of: li, role: negative}
    experiments:
      rate:
        method: rate_test
        where: Section 3.2
        quote: "150 and 120 mAh g−1 at 0.1 and 1 C"
        series:
          along: c_rate
          points: "0.1, 1 C"
          readings:
            discharge_capacity_per_active_mass: {reads: "150, 120 mAh g−1"}
statements:
  lower:
    says: times_lower
    reads: "1.25-fold"
    subject: full/rate/1C/discharge_capacity_per_active_mass
    reference: full/rate/0.1C/discharge_capacity_per_active_mass
    where: Section 3.2
    quote: "a 1.25-fold lower capacity"
"""


@pytest.fixture
def good() -> str:
    """The text of the good seed."""
    return GOOD


@pytest.fixture
def seeds(tmp_path: Path) -> Callable[..., Path]:
    """Writes a seed folder: ``seeds(doe2024=text)``."""

    def write(**papers: str) -> Path:
        (tmp_path / "papers").mkdir(exist_ok=True)
        for slug, text in papers.items():
            (tmp_path / "papers" / f"{slug}.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def records(seeds: Callable[..., Path], good: str) -> Callable[..., Records]:
    """The records of the good seed, after some replacements in its text."""

    def read(*replacements: tuple[str, str]) -> Records:
        return load(seeds(doe2024=_replaced(good, replacements)))

    return read


@pytest.fixture
def problems(seeds: Callable[..., Path], good: str) -> Callable[..., list[Problem]]:
    """The problems of the good seed after some replacements in its text."""

    def read(*replacements: tuple[str, str]) -> list[Problem]:
        with pytest.raises(ProblemsFoundError) as raised:
            load(seeds(doe2024=_replaced(good, replacements)))
        return list(raised.value.problems)

    return read


def _replaced(text: str, replacements: tuple[tuple[str, str], ...]) -> str:
    for old, new in replacements:
        if text.count(old) != 1:
            raise ValueError(f"{old!r} stands {text.count(old)} times in the good seed")
        text = text.replace(old, new)
    return text
