"""Invented papers of the benchmarks, many at once: row order, form of the tables, parts, and what is left out."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl
import pytest

from compute import (
    FORMULAS,
    Checked,
    Verdicts,
    audit,
    check,
    check_repeats,
    check_shares,
    check_statements,
    derive,
    world,
)
from compute.checklist import checklist
from compute.tables import COLUMNS
from schema.vocabulary import Verdict

BENCHMARKS = str(Path(__file__).resolve().parent.parent.parent / "benchmarks")
Frames: TypeAlias = dict[str, pl.DataFrame]


@pytest.fixture(scope="module")
def generate() -> Iterator[Any]:
    """The generator, whose modules import one another from their own folder."""
    sys.path.insert(0, BENCHMARKS)
    from generator import generate

    yield generate
    sys.path.remove(BENCHMARKS)


@pytest.fixture(scope="module")
def papers(generate: Any) -> Frames:
    """The tables of twelve papers, half of them with a planted contradiction."""
    tables: Frames = generate(12, seed=11, planted=0.5).tables
    return tables


@pytest.fixture(scope="module")
def honest(generate: Any) -> Frames:
    """The tables of thirty papers that are true in themselves."""
    tables: Frames = generate(30, seed=12, planted=0.0).tables
    return tables


def all_verdicts(tables: Any) -> list[Verdicts]:
    """Every kind of check."""
    return [check(world(tables)), check_statements(tables), check_repeats(tables), check_shares(tables)]


def everything(tables: Any) -> str:
    """All that is concluded, with its words."""
    judged = [(one.id, one.verdict, one.computed, one.gap, one.only_as, one.strength, one.ways, one.told)
              for kind in all_verdicts(tables) for one in kind]  # fmt: skip
    return repr((judged, [(one.id, one.lo, one.mid, one.hi, one.claim, one.told) for one in derive(world(tables))]))


def test_every_table_that_is_read_has_rows_to_shuffle(papers: Frames) -> None:
    assert {name for name in COLUMNS if papers[name].height < 2} <= {"process_step"}


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_changes_nothing(papers: Frames, seed: int) -> None:
    expected = everything(papers)
    shuffled = {name: table.sample(fraction=1.0, shuffle=True, seed=seed) for name, table in papers.items()}
    assert not shuffled["reading"].equals(papers["reading"])
    assert everything(shuffled) == expected
    rows = {name: random.Random(seed).sample(table.to_dicts(), table.height) for name, table in papers.items()}
    assert everything(rows) == expected


def test_rows_of_dicts_and_frames_say_the_same(papers: Frames) -> None:
    assert everything({name: table.to_dicts() for name, table in papers.items()}) == everything(papers)


@pytest.mark.parametrize("at_a_time", [1, 5, 11, 12, 100])
def test_parts_of_the_papers_say_what_the_whole_says(papers: Frames, at_a_time: int) -> None:
    heard: list[int] = []
    parts = list(audit(papers, papers=at_a_time, step=heard.append))
    assert heard == [part.papers for part in parts]
    assert sum(heard) == 12
    assert max(heard) == min(at_a_time, 12)
    assert len(parts) == -(-12 // at_a_time)
    for kind, whole in enumerate(all_verdicts(papers)):
        assert pl.concat([part.checks[kind].checks for part in parts]).equals(
            whole.checks.sort("paper_id", maintain_order=True)
        )
    derived = pl.concat([part.derived.values for part in parts])
    assert derived.sort("id").equals(derive(world(papers)).values)


def without(tables: Frames, share: float, seed: int) -> Frames:
    """The same papers, of which so many readings and conditions are not printed."""
    reading = tables["reading"].filter(pl.col("repeats").is_null())
    kept = reading.sample(fraction=1 - share, seed=seed)
    again = tables["reading"].filter(pl.col("repeats").is_in(kept["id"].implode()))
    return tables | {
        "reading": pl.concat([kept, again]),
        "condition": tables["condition"].sample(fraction=1 - share, seed=seed),
    }


def is_complete(one: Checked) -> bool:
    """Whether every input that the formula requires is among the inputs, and nothing is said to be missing."""
    made = FORMULAS[one.formula]
    return not one.missing and set(made.required) <= {name for name, _ in one.inputs} and one.computed is not None


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 0.6, 0.9])
def test_a_missing_input_never_becomes_a_verdict(honest: Frames, share: float) -> None:
    for seed in range(3):
        checks, *others = all_verdicts(without(honest, share, seed))
        assert not [one.id for kind in (checks, *others) for one in kind if one.verdict is Verdict.INCONSISTENT]
        judged = [one for one in checks if one.verdict is not Verdict.UNTESTABLE]
        assert all(is_complete(one) for one in judged)
        assert judged or share > 0.8
        for one in checks:
            if one.verdict is Verdict.UNTESTABLE:
                assert one.missing
                assert (one.computed, one.gap, one.gap_kind, one.only_as, one.strength, one.inputs) == (
                    None,
                    None,
                    None,
                    None,
                    None,
                    (),
                )


def test_without_any_other_number_nothing_can_be_judged(honest: Frames) -> None:
    one_each = (
        honest["reading"].filter(pl.col("repeats").is_null()).unique("paper_id", keep="first", maintain_order=True)
    )
    bare = honest | {"reading": one_each, "condition": honest["condition"].clear()}
    assert {one.verdict for kind in all_verdicts(bare) for one in kind} <= {Verdict.UNTESTABLE}


def test_the_order_of_rows_changes_nothing_of_the_checklist(papers: Frames) -> None:
    rows = {name: table.to_dicts() for name, table in papers.items()}
    expected = repr(checklist(rows))
    assert "not stated" in expected
    for seed in range(3):
        shuffled = {name: random.Random(seed).sample(some, len(some)) for name, some in rows.items()}
        assert repr(checklist(shuffled)) == expected
