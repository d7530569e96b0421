"""Generated files are committed and compared; ``make snapshots`` rewrites them, and the diff is read in review."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kb import formulas_page
from kb.base import Base
from kb.client import generate
from kb.graphql import sdl
from schema.quantities import Q
from schema.seed import json_schema

ROOT = Path(__file__).resolve().parent.parent
SNAPSHOTS = Path(__file__).parent / "snapshots"


def _same(file: Path, made: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update"):
        file.write_text(made, encoding="utf-8")
    assert file.exists(), f"{file.name} is not there: make snapshots"
    assert file.read_text(encoding="utf-8") == made, f"{file.name} has changed: make snapshots, then read the diff"


def _quantities() -> str:
    lines = ["# The catalogue", "", "| quantity | unit | of | plausible | what it is |", "|---|---|---|---|---|"]
    lines += [f"| {q.name} | {q.unit} | {', '.join(q.of)} | {q.low:g} to {q.high:g} | {q.doc} |" for q in Q]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("file", "make"),
    [
        (ROOT / "seeds" / "seed.schema.json", lambda: json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"),
        (SNAPSHOTS / "schema.graphql", lambda: sdl() + "\n"),
        (ROOT / "docs" / "quantities.md", _quantities),
        (ROOT / "docs" / "formulas.md", formulas_page.markdown),
        (ROOT / "kb" / "client" / "declared.py", generate.declared),
        (ROOT / "kb" / "client" / "generated.py", generate.methods),
    ],
    ids=["seed.schema.json", "schema.graphql", "quantities.md", "formulas.md", "declared.py", "generated.py"],
)
def test_a_generated_file_is_up_to_date(file: Path, make: Callable[[], str], request: pytest.FixtureRequest) -> None:
    _same(file, make(), request)


def test_the_verdicts_are_those_that_were_reviewed(base: Base, request: pytest.FixtureRequest) -> None:
    lines = ["id,verdict,missing"]
    lines += [
        f"{row['id']},{row['verdict']}{' ' + row['only_as'] if row['only_as'] else ''},{row['missing'].replace(',', ';')}"
        for row in base.rows("verdict")
    ]
    _same(SNAPSHOTS / "verdicts.csv", "\n".join(lines) + "\n", request)
