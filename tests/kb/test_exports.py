"""The whole base in files of others: complete, described, and its seeds the same rows again."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from kb.base import Base
from kb.cli import app
from kb.exports import UnknownFormatError, export_all
from kb.exports.seeds import NotLosslessError, seed_of, write_seeds
from kb.refresh import refresh
from schema.tables import TABLES


def test_parquet_has_every_table_with_its_types_and_words(base: Base, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    written = export_all(base, tmp_path, "parquet")
    assert [one.stem for one in written] == list(TABLES)
    readings = pl.read_parquet(tmp_path / "reading.parquet")
    rows = base.rows("reading")
    assert readings.to_dicts() == sorted(rows, key=lambda row: str(row["id"]))
    field = pq.read_schema(tmp_path / "verdict.parquet").field("strength")
    assert field.metadata[b"description"] == b"of an inconsistency: certain or likely"
    assert pl.read_parquet(tmp_path / "coating.parquet")["bare"].dtype == pl.Boolean


def test_csv_comes_with_a_data_package_that_describes_each_column(base: Base, tmp_path: Path) -> None:
    export_all(base, tmp_path, "csv")
    package = json.loads((tmp_path / "datapackage.json").read_text())
    assert [one["name"] for one in package["resources"]] == list(TABLES)
    for one in package["resources"]:
        with (tmp_path / one["path"]).open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        assert rows[0] == [field["name"] for field in one["schema"]["fields"]]
        assert len(rows) - 1 == len(base.rows(one["name"]))
    reading = next(one for one in package["resources"] if one["name"] == "reading")
    assert reading["schema"]["primaryKey"] == ["id"]
    assert {"fields": ["paper_id"], "reference": {"resource": "paper", "fields": ["id"]}} in reading["schema"][
        "foreignKeys"
    ]
    kinds = {field["name"]: field["type"] for field in reading["schema"]["fields"]}
    assert (kinds["lo"], kinds["printed"]) == ("number", "string")


def test_json_lines_hold_a_row_each(base: Base, tmp_path: Path) -> None:
    export_all(base, tmp_path, "jsonl")
    rows = [json.loads(line) for line in (tmp_path / "condition.jsonl").read_text(encoding="utf-8").splitlines()]
    assert rows == sorted(base.rows("condition"), key=lambda row: str(row["id"]))


def test_linked_data_names_quantities_by_emmo(base: Base, tmp_path: Path) -> None:
    (file,) = export_all(base, tmp_path, "jsonld")
    made = json.loads(file.read_text(encoding="utf-8"))
    nodes = {node["@id"]: node for node in made["@graph"]}
    assert len(nodes) == len(made["@graph"])
    one = nodes["record:nguyen2024/cse/conductivity-30C/ionic_conductivity"]
    # the class IonicConductivity of the electrochemistry domain
    assert (
        "https://w3id.org/emmo/domain/electrochemistry#electrochemistry_25dabdc2_68bf_4a38_8cbe_11be017358bc"
        in one["@type"]
    )
    assert (one["hasNumericalPart"], one["unitSymbol"], one["printed"]) == (
        {"hasNumberValue": 1.117},
        "mS/cm",
        "1.117 mS cm−1",
    )
    assert one["@reverse"]["hasProperty"]["@id"] in nodes
    assert (
        made["@context"]["hasNumberValue"]["@id"] == "https://w3id.org/emmo#EMMO_faf79f53_749d_40b2_807c_d34244c192f4"
    )


def test_a_sqlite_file_is_a_base_without_a_history(base: Base, tmp_path: Path) -> None:
    (file,) = export_all(base, tmp_path, "sqlite")
    again = Base(str(file))
    assert all(again.rows(table) == base.rows(table) for table in TABLES)
    again.close()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM history").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM search WHERE search MATCH 'argyrodite'").fetchone() > (0,)


def test_the_round_trip_through_seeds_loses_nothing(base: Base, tmp_path: Path) -> None:
    export_all(base, tmp_path / "seeds", "seeds")
    refresh([tmp_path / "seeds"], str(tmp_path / "again.sqlite"))
    again = Base(str(tmp_path / "again.sqlite"))
    unlike = [table for table in TABLES if table != "build" and again.rows(table) != base.rows(table)]
    again.close()
    assert unlike == []


def test_a_row_that_no_seed_gives_back_is_told(base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kb.exports import seeds

    def forgetful(tables: dict[str, list[dict[str, object]]]) -> dict[str, object]:
        made = seed_of(tables)
        made["paper"]["title"] = "Another"
        return made

    monkeypatch.setattr(seeds, "seed_of", forgetful)
    with pytest.raises(NotLosslessError, match="the paper would not come back"):
        write_seeds(base, tmp_path)


def test_an_unknown_format_and_a_folder_that_is_none_are_told(base: Base, database: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormatError, match="did you mean parquet"):
        export_all(base, tmp_path, "parket")
    (tmp_path / "file").write_text("")
    run: Callable[..., object] = lambda *words: CliRunner().invoke(app, list(words))  # noqa: E731
    found = run("export-all", str(tmp_path / "file"), "-d", database)
    assert found.exit_code == 2  # type: ignore[attr-defined]
    made = run("export-all", str(tmp_path / "out"), "--format", "jsonl", "-d", database)
    assert (made.exit_code, len(list((tmp_path / "out").iterdir()))) == (0, len(TABLES))  # type: ignore[attr-defined]


SERIES = """
paper: {doi: 10.0000/invented.1, title: Series, authors: [A. Nobody], journal: None, year: 2024, licence: not stated,
  source: invented, curators: [tests], review: {checked_by: nobody}}
electrolytes:
  film:
    kind: inorganic
    family: argyrodite
    form: film
    citation: "[3] Roe 2019"
    experiments:
      eis:
        method: eis
        where: Section 2
        quote: "10, 1,200.5 and 30 mS/cm at 25, 60 and 80 oC, 7 nm"
        at: {operating_pressure: {reads: "10 MPa", as_read: "10 kPa", reason: meant}}
        series:
          along: temperature
          points: "25, 60 and 80 °C"
          readings: {ionic_conductivity: {reads: "10, 1,200.5 and 30 mS/cm", note: n, also: []}}
"""


def test_series_misprinted_conditions_and_quoted_records_come_back(tmp_path: Path) -> None:
    (tmp_path / "seeds" / "papers").mkdir(parents=True)
    (tmp_path / "seeds" / "papers" / "a.yaml").write_text(SERIES)
    refresh([tmp_path / "seeds"], str(tmp_path / "a.sqlite"))
    first = Base(str(tmp_path / "a.sqlite"))
    made = export_all(first, tmp_path / "again", "seeds")
    entry = json.loads(made[0].read_text())["electrolytes"]["film"]["experiments"]["eis"]
    assert entry["at"]["operating_pressure"]["as_read"] == "10 kPa"
    refresh([tmp_path / "again"], str(tmp_path / "b.sqlite"))
    second = Base(str(tmp_path / "b.sqlite"))
    assert [row["printed"] for row in first.rows("reading")] == ["10 mS/cm", "1,200.5 mS/cm", "30 mS/cm"]
    assert all(first.rows(table) == second.rows(table) for table in TABLES if table != "build")
    first.close()
    second.close()
