"""The invented papers of the benchmarks: printed as papers print, read as ingest reads, true but for what is planted."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import compute
from ingest.load import load
from schema.quantities import Q
from schema.reading import read
from schema.tables import TABLES
from schema.units import unit

BENCHMARKS = str(Path(__file__).resolve().parent.parent / "benchmarks")


@pytest.fixture(scope="module")
def generator() -> Iterator[Any]:
    """The modules of the generator, which import one another from their own folder."""
    sys.path.insert(0, BENCHMARKS)
    import generator

    yield generator, generator
    sys.path.remove(BENCHMARKS)


@pytest.fixture(scope="module")
def papers(generator: Any) -> Any:
    """Fifty papers, half of them with a planted contradiction."""
    return generator[0].generate(50, seed=3, planted=0.5)


def same(one: Any, other: Any) -> bool:
    """Whether all tables are equal to the bit."""
    return one.planted.equals(other.planted) and all(
        frame.equals(other.tables[name]) for name, frame in one.tables.items()
    )


def rows(generated: Any) -> dict[str, list[dict[str, Any]]]:
    """The tables as ingest makes them."""
    return {name: frame.to_dicts() for name, frame in generated.tables.items()}


def test_every_table_has_its_columns_and_every_id_is_there_once(papers: Any, generator: Any) -> None:
    assert list(papers.tables) == list(generator[0].HELD)
    for name, frame in papers.tables.items():
        assert frame.columns == list(TABLES[name].model_fields)
        assert frame["id"].n_unique() == frame.height
        assert frame["id"].is_sorted()


def test_fifty_papers_have_the_records_of_a_base(papers: Any) -> None:
    counts = {name: frame.height for name, frame in papers.tables.items()}
    assert counts["paper"] == 50
    assert counts["electrolyte"] == 125
    assert counts["cell"] == 250
    assert counts["statement"] == 250
    assert 2350 <= counts["reading"] <= 2800
    assert 350 <= counts["experiment"] <= 450
    repeated = papers.tables["reading"]["repeats"].is_not_null().mean()
    assert 0.08 <= repeated <= 0.12


def test_the_same_seed_makes_the_same_papers_in_any_chunk(papers: Any, generator: Any) -> None:
    generate = generator[0].generate
    assert same(generate(50, seed=3, planted=0.5), papers)
    part = generate(20, seed=3, planted=0.5, start=10)
    for name in ("reading", "condition", "statement", "layer"):
        wanted = papers.tables[name].filter(pl.col("paper_id").is_between(pl.lit("p0000010"), pl.lit("p0000029")))
        assert part.tables[name].equals(wanted)
    assert not generate(50, seed=4, planted=0.5).tables["reading"].equals(papers.tables["reading"])


def test_what_is_printed_reads_as_the_rows_say(papers: Any) -> None:
    seen = set()
    for table in ("reading", "condition"):
        for row in papers.tables[table].iter_rows(named=True):
            if row["printed"] is None:
                assert row["state"] == "not stated"
                continue
            value = Q[row["quantity"]].read(row["printed"])
            ends = tuple(None if abs(end) == float("inf") else end for end in (value.lo, value.hi))
            assert (row["qualifier"], row["lo"], row["mid"], row["hi"], row["unit"]) == (
                value.qualifier, ends[0], value.mid, ends[1], value.unit,
            ), row["printed"]  # fmt: skip
            seen.add(value.qualifier)
    assert seen == {"=", "~", ">", "<", "range", "±"}
    for row in papers.tables["statement"].iter_rows(named=True):
        if row["printed"]:
            said = read(row["printed"], signed=True)
            factor = unit(said.unit).factor
            assert (row["lo"], row["hi"]) == (said.lo * factor, said.hi * factor)


def test_quotes_hold_their_numbers_and_are_short(papers: Any) -> None:
    for row in papers.tables["reading"].iter_rows(named=True):
        number = re.sub(r" [A-Za-zμΩ°%].*", "", row["printed"])
        assert number in row["quote"]
        assert len(row["quote"]) <= 240


def test_the_seeds_of_the_papers_give_the_same_rows(generator: Any, tmp_path: Path) -> None:
    generate, seeds = generator
    made = generate.generate(8, seed=5, planted=0.5)
    files = seeds.write_seeds(made, tmp_path)
    assert [file.name for file in files] == [f"p{number:07d}.json" for number in range(8)]
    loaded = load(tmp_path).tables
    for name, frame in made.tables.items():
        read_back = sorted(loaded.get(name, []), key=lambda row: str(row["id"]))
        columns = frame.columns
        assert [{column: row.get(column) for column in columns} for row in read_back] == frame.to_dicts(), name
        assert not read_back or set(read_back[0]) <= set(columns), name


def accusations(tables: dict[str, list[dict[str, Any]]]) -> list[Any]:
    """Every inconsistent verdict."""
    world = compute.world(tables)
    found = [
        *compute.check(world), *compute.check_statements(tables), *compute.check_repeats(tables),
        *compute.check_shares(tables),
    ]  # fmt: skip
    assert len([one for one in found if one.verdict.value == "consistent"]) > 400
    assert any(one.verdict.value == "untestable" for one in found)
    return [one for one in found if one.verdict.value == "inconsistent"]


@pytest.fixture(scope="module")
def false_alarms(generator: Any) -> list[Any]:
    """What papers that are true in themselves are accused of."""
    return accusations(rows(generator[0].generate(40, seed=2, planted=0.0)))


def test_consistent_papers_are_not_accused(false_alarms: list[Any]) -> None:
    assert [one.id for one in false_alarms] == []


def test_every_planted_contradiction_is_found_and_nothing_else(papers: Any) -> None:
    found = accusations(rows(papers))
    planted = set(papers.planted.select("output_id", "formula").iter_rows())
    assert papers.planted["formula"].n_unique() >= 8
    assert planted <= {(one.output_id, one.formula) for one in found}
    moved = set(papers.planted["output_id"])
    # what is moved also shows wherever it is an input
    rest = [one for one in found if one.output_id not in moved and not moved & {fact["id"] for _, fact in one.inputs}]
    assert [one.id for one in rest] == []


def test_planted_values_are_moved_as_said(papers: Any, generator: Any) -> None:
    honest = {
        row["id"]: row for row in generator[0].generate(50, seed=3, planted=0.0).tables["reading"].iter_rows(named=True)
    }
    moved = {row["id"]: row for row in papers.tables["reading"].iter_rows(named=True)}
    compared = 0
    for row in papers.planted.iter_rows(named=True):
        one, other = moved.get(row["moved_id"]), honest.get(row["moved_id"])
        assert 1.5 <= max(row["factor"], 1 / row["factor"]) <= 3
        if one and other and one["mid"] and other["qualifier"] == "=":
            assert one["mid"] / other["mid"] == pytest.approx(row["factor"], rel=0.12)  # both rounded
            compared += 1
    assert compared >= 5
