"""A base is the old one or the new one, complete, whatever happens: readers, kills, full disks, other machines."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from kb.base import Base
from kb.database import DatabaseProblemError
from kb.refresh import refresh
from kb.snapshots import aside, builds_folder, snapshot_of

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

PAPER = """
paper: {doi: 10.0000/invented.1, title: TITLE, authors: [A. Nobody], journal: None, year: 2024, licence: not stated,
  source: invented, curators: [tests], review: {checked_by: nobody}}
electrolytes:
  film: {kind: inorganic, family: argyrodite, form: film,
    readings: {thickness: {reads: "30 um", where: Section 2, quote: "a film of 30 um"}}}
"""


def _seeds(folder: Path, title: str, papers: int = 2) -> Path:
    (folder / "papers").mkdir(parents=True, exist_ok=True)
    for number in range(papers):
        (folder / "papers" / f"p{number}.yaml").write_text(PAPER.replace("TITLE", title))
    return folder


def _titles(base: Base) -> set[str]:
    return {row["title"] for row in base.rows("paper")}


def test_a_base_that_is_open_stays_what_it_was_and_says_that_it_changed(tmp_path: Path) -> None:
    file = str(tmp_path / "kb.sqlite")
    refresh([_seeds(tmp_path / "seeds", "old")], file)
    base = Base(file)
    assert not base.changed()
    refresh([_seeds(tmp_path / "seeds", "new")], file)
    assert base.changed()
    assert _titles(base) == {"old"}
    found: list[set[str]] = []

    def elsewhere() -> None:  # a thread has a connection of its own, opened after the swap
        with base.engine.connect() as connection:
            found.append({row[0] for row in connection.exec_driver_sql("SELECT title FROM paper")})

    with base.engine.connect():  # the pool's first connection is taken
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
    assert found == [{"old"}]
    fresh = Base(file)
    assert (_titles(fresh), fresh.changed()) == ({"new"}, False)
    fresh.close()
    snapshot_of(Path(file), base.build).unlink()
    two = base.engine.connect(), base.engine.connect()  # those that were open before
    with two[0], two[1], pytest.raises(DatabaseProblemError, match="was replaced by"):
        base.engine.connect()
    base.close()


def test_readers_under_refreshes_never_see_a_mix(tmp_path: Path) -> None:
    file = tmp_path / "kb.sqlite"
    refresh([_seeds(tmp_path / "seeds", "title 0", 3)], str(file))
    stop, mixes, reads = threading.Event(), list[object](), list[int]()

    def read() -> None:
        while not stop.is_set():
            with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
                seen = {row[0] for row in connection.execute("SELECT title FROM paper")}
                seen |= {row[0] for row in connection.execute("SELECT title FROM paper")}
                reads.append(1)
                if len(seen) != 1:
                    mixes.append(seen)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for one in threads:
        one.start()
    for number in range(1, 6):
        refresh([_seeds(tmp_path / "seeds", f"title {number}", 3)], str(file))
    stop.set()
    for one in threads:
        one.join()
    assert (mixes, len(reads) > 10) == ([], True)


def test_killed_at_any_moment_the_base_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    from kill_refresh import killed_refreshes

    seen = killed_refreshes(5, tmp_path, seed=7, readers=1, papers=("tan2021", "li2024"))
    assert seen["killed"] == seen["old"] + seen["new"] == 5
    assert seen["reads"] > 5


FULL = """
import resource, sys
from pathlib import Path
from kb.refresh import refresh
from kb.database import DatabaseProblemError
import kb.target, kb.parts, compute, ingest.load, kb.lookups
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    refresh([Path(sys.argv[1])], sys.argv[2])
except DatabaseProblemError as error:
    print(error.what)
"""


def test_a_full_disk_leaves_the_old_base(tmp_path: Path) -> None:
    file = tmp_path / "kb.sqlite"
    refresh([_seeds(tmp_path / "seeds", "old")], str(file))
    before = file.read_bytes()
    _seeds(tmp_path / "seeds", "new")
    found = subprocess.run(
        [sys.executable, "-B", "-c", FULL, str(tmp_path / "seeds"), str(file)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "the build was not written" in found.stdout
    assert file.read_bytes() == before
    assert sorted(one.suffix for one in builds_folder(file).iterdir()) == ["", ".sqlite"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


@pytest.mark.skipif(os.geteuid() == 0, reason="whoever may do anything may write into any folder")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(DatabaseProblemError, match="can't be written"):
        refresh([_seeds(tmp_path / "seeds", "old")], str(tmp_path / "closed" / "kb.sqlite"))


def test_what_a_killed_writer_left_beside_the_old_file_never_meets_the_new_one(tmp_path: Path) -> None:
    file = tmp_path / "kb.sqlite"
    refresh([_seeds(tmp_path / "seeds", "old")], str(file))
    shutil.copy(file, tmp_path / "copy.sqlite")
    with closing(sqlite3.connect(tmp_path / "copy.sqlite", isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN")
        connection.execute("UPDATE paper SET title = 'half done'")
        connection.execute("CREATE TABLE filler AS SELECT id, quote FROM reading, (SELECT 1 UNION SELECT 2)")
        journal = (tmp_path / "copy.sqlite-journal").read_bytes()
    (tmp_path / "kb.sqlite-journal").write_bytes(journal)
    (builds_folder(file) / "next-1").write_bytes(b"cut off")
    refresh([_seeds(tmp_path / "seeds", "new")], str(file))
    assert not (tmp_path / "kb.sqlite-journal").exists()
    assert not (builds_folder(file) / "next-1").exists()
    base = Base(str(file))
    assert _titles(base) == {"new"}
    base.close()


def test_a_file_aside_is_gone_when_its_build_fails(tmp_path: Path) -> None:
    builds_folder(tmp_path / "kb.sqlite").mkdir()
    with pytest.raises(ZeroDivisionError), aside(tmp_path / "kb.sqlite") as made:
        made.write_bytes(b"half")
        raise ZeroDivisionError
    assert not made.exists()


ELSEWHERE = """
import locale, sys
from pathlib import Path
locale.setlocale(locale.LC_ALL, "")
from kb.base import Base
from kb.exports import export_all
from kb.refresh import refresh
refresh([Path(sys.argv[1])], sys.argv[2])
base = Base(sys.argv[2])
for form in ("parquet", "csv", "jsonl", "jsonld", "sqlite", "seeds"):
    export_all(base, Path(sys.argv[3]) / form, form)
base.close()
"""


def test_another_machine_gives_the_same_bytes_of_every_export(tmp_path: Path) -> None:
    exports = []
    for number, (zone, language, seed) in enumerate([("UTC", "C", "1"), ("Asia/Tokyo", "C.UTF-8", "77")]):
        seeds = tmp_path / f"seeds{number}"
        (seeds / "papers").mkdir(parents=True)
        for file in sorted(
            (ROOT / "seeds" / "papers").glob("*.yaml"), reverse=bool(number)
        ):  # the folder's own order is that in which the files came
            shutil.copy(file, seeds / "papers")
        shutil.copy(ROOT / "seeds" / "reference.yaml", seeds)
        out = tmp_path / f"out{number}"
        words = [sys.executable, "-c", ELSEWHERE, str(seeds), str(tmp_path / f"{number}.sqlite"), str(out)]
        subprocess.run(words, env=os.environ | {"TZ": zone, "LC_ALL": language, "PYTHONHASHSEED": seed}, check=True)
        exports.append({str(one.relative_to(out)): one.read_bytes() for one in sorted(out.rglob("*")) if one.is_file()})
    assert exports[0].keys() == exports[1].keys()
    assert [name for name in exports[0] if exports[0][name] != exports[1][name]] == []
