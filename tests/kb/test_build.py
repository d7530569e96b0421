"""A build: one transaction, nothing when nothing changed, the old base untouched by every mistake, equal on repetition."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from kb.base import Base
from kb.build import build
from kb.database import DatabaseProblemError, database_url
from kb.tables_out import EXPORTS, export_rows
from schema.errors import ProblemsFoundError

SEED = """
paper: {doi: 10.0000/invented.1, title: An invented cell, authors: [A. Nobody], journal: None, year: 2024, licence: not stated,
  source: invented, curators: [tests], review: {checked_by: nobody}}
electrolytes:
  film:
    kind: inorganic
    family: argyrodite
    form: film
    readings:
      thickness: {reads: "30 um", where: Section 2, quote: "a film of 30 um"}
    experiments:
      eis:
        method: eis
        at: {temperature: "25 degC"}
        readings:
          ionic_conductivity: {reads: "1.00 mS/cm", where: Section 2, quote: "reached 1.00 mS/cm"}
"""


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    (folder / "papers").mkdir(parents=True)
    (folder / "papers" / "invented.yaml").write_text(SEED)
    return folder


def test_a_second_build_of_the_same_seeds_writes_nothing(seeds: Path, tmp_path: Path) -> None:
    file = str(tmp_path / "kb.sqlite")
    first, second = build(seeds, file), build(seeds, file)
    assert (first.written, second.written) == (True, False)
    assert first.build == second.build


def test_a_changed_number_is_another_build(seeds: Path, tmp_path: Path) -> None:
    file = str(tmp_path / "kb.sqlite")
    first = build(seeds, file)
    (seeds / "papers" / "invented.yaml").write_text(SEED.replace("1.00", "1.10"))
    second = build(seeds, file)
    assert second.written
    assert first.build != second.build
    base = Base(file)
    row = base.one("reading", "invented/film/eis/ionic_conductivity")
    base.close()
    assert row is not None
    assert row["printed"] == "1.10 mS/cm"


def test_after_a_mistake_the_old_base_is_untouched(seeds: Path, tmp_path: Path) -> None:
    file = tmp_path / "kb.sqlite"
    build(seeds, str(file))
    before = file.read_bytes()
    (seeds / "papers" / "invented.yaml").write_text(SEED.replace('1.00 mS/cm", where', '1.05 mS/cm", where'))
    with pytest.raises(ProblemsFoundError, match=r"1\.05 of '1\.05 mS/cm' is not in its quote"):
        build(seeds, str(file))
    assert file.read_bytes() == before


def test_a_failed_first_build_leaves_no_file(seeds: Path, tmp_path: Path) -> None:
    (seeds / "papers" / "invented.yaml").write_text("paper: [")
    with pytest.raises(ProblemsFoundError):
        build(seeds, str(tmp_path / "kb.sqlite"))
    assert not (tmp_path / "kb.sqlite").exists()


def test_two_builds_are_equal_in_every_export(seeds: Path, tmp_path: Path) -> None:
    exports = []
    for name in ("a", "b"):
        build(seeds, str(tmp_path / f"{name}.sqlite"))
        base = Base(str(tmp_path / f"{name}.sqlite"))
        exports.append({table: export_rows(base, table) for table in EXPORTS})
        base.close()
    assert exports[0] == exports[1]


def test_the_id_of_a_build_does_not_depend_on_the_folder(seeds: Path, tmp_path: Path) -> None:
    shutil.copytree(seeds, tmp_path / "elsewhere")
    first = build(seeds, str(tmp_path / "a.sqlite"))
    second = build(tmp_path / "elsewhere", str(tmp_path / "b.sqlite"))
    assert first.build == second.build


def test_the_file_explains_itself_to_any_sql_tool(seeds: Path, tmp_path: Path) -> None:
    file = tmp_path / "kb.sqlite"
    build(seeds, str(file))
    connection = sqlite3.connect(file)
    found = connection.execute(
        'SELECT printed, mid, unit, conditions, "where" FROM readings WHERE quantity = ?', ("ionic_conductivity",)
    ).fetchone()
    doc = connection.execute("SELECT doc FROM quantity WHERE name = 'ionic_conductivity'").fetchone()
    formulas = connection.execute("SELECT count(*) FROM formula WHERE source <> ''").fetchone()
    connection.close()
    assert found == ("1.00 mS/cm", pytest.approx(1.0), "mS/cm", "temperature=25 degC", "Section 2")
    assert doc == ("Total Li-ion conductivity, grain and boundary together.",)
    assert formulas[0] >= 40


def test_derived_values_are_stored_with_what_they_come_from(seeds: Path, tmp_path: Path) -> None:
    build(seeds, str(tmp_path / "kb.sqlite"))
    base = Base(str(tmp_path / "kb.sqlite"))
    rows = {row["quantity"]: row for row in base.rows("derived")}
    inputs = {
        row["source_id"] for row in base.by("derived_input", "derived_id", rows["area_specific_resistance"]["id"])
    }
    base.close()
    # 30 um over 1.00 mS/cm is 3 ohm cm2, in SI 3e-4 ohm m2
    assert rows["area_specific_resistance"]["mid"] == pytest.approx(3.0e-4)
    assert inputs == {"invented/film/thickness", "invented/film/eis/ionic_conductivity"}


def test_the_database_is_chosen_by_option_then_environment_then_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KB_DATABASE_URL", raising=False)
    assert database_url() == "sqlite:///kb.sqlite"
    monkeypatch.setenv("KB_DATABASE_URL", "postgresql://me@localhost/kb")
    assert database_url() == "postgresql+psycopg://me@localhost/kb"
    assert database_url("other.sqlite") == "sqlite:///other.sqlite"


def test_an_unknown_kind_of_database_is_one_sentence(seeds: Path) -> None:
    with pytest.raises(DatabaseProblemError, match="not a database that is known here"):
        build(seeds, "nosuch://host/name")
