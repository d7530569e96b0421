"""A refresh: all problems or one swap, what changed told, sources over sources, one at a time, and a way back."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kb.base import Base
from kb.builds import NoBuildError, back, known_builds
from kb.cli import app
from kb.cli_refresh import watched
from kb.database import DatabaseProblemError
from kb.history import running_file
from kb.lock import BusyError, locked_file
from kb.refresh import refresh
from kb.snapshots import builds_folder
from kb.sources import SourceError, gathered
from schema.errors import ProblemsFoundError

PAPER = """
paper: {doi: 10.0000/invented.1, title: A film, authors: [A. Nobody], journal: None, year: 2024, licence: not stated,
  source: invented, curators: [tests], review: {checked_by: nobody}}
electrolytes:
  film:
    kind: inorganic
    family: argyrodite
    form: film
    readings:
      thickness: {reads: "30 um", where: Section 2, quote: "a film of 30 um"}
      area_specific_resistance: {reads: "3.0 ohm cm2", where: Section 2, quote: "only 3.0 ohm cm2"}
    experiments:
      eis:
        method: eis
        at: {temperature: "25 degC"}
        readings:
          ionic_conductivity: {reads: "1.00 mS/cm", where: Section 2, quote: "reached 1.00 mS/cm"}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    def make(name: str, **papers: str) -> Path:
        (tmp_path / name / "papers").mkdir(parents=True, exist_ok=True)
        for slug, text in papers.items():
            (tmp_path / name / "papers" / f"{slug}.yaml").write_text(text, encoding="utf-8")
        return tmp_path / name

    return make


def run(*words: object) -> tuple[int, str, str]:
    found = CliRunner().invoke(app, [str(word) for word in words])
    return found.exit_code, found.stdout, found.stderr


def test_what_changed_is_told_by_record_and_column_and_verdict(folder: Callable[..., Path], tmp_path: Path) -> None:
    file = str(tmp_path / "kb.sqlite")
    seeds = folder("seeds", doe2024=PAPER, roe2023=PAPER)
    first = refresh([seeds], file)
    assert (first.before, first.written, first.papers, first.compared) == (None, True, 2, False)
    folder("seeds", doe2024=PAPER.replace("1.00 mS", "5.00 mS"))
    dry = refresh([seeds], file, dry_run=True)
    assert (dry.written, running_file(Path(file)).build) == (False, first.build)  # type: ignore[union-attr]
    made = refresh([seeds], file)
    assert made.read == ("doe2024",)
    assert dry.difference == made.difference
    told = made.difference.as_dict()
    reading = next(one for one in told["changed"] if one["id"] == "doe2024/film/eis/ionic_conductivity")
    assert reading["columns"]["printed"] == ["1.00 mS/cm", "5.00 mS/cm"]
    # 30 um over 1.00 mS/cm is 3.0 ohm cm2; over 5.00 mS/cm it is 0.6 ohm cm2
    turned = [
        (one["id"].split("#")[0], one["before"], one["after"])
        for one in told["verdicts"]["changed"]
        if one["before"] != one["after"]
    ]
    assert turned == [("doe2024/film/eis/ionic_conductivity", "consistent", "inconsistent")]


def test_papers_come_and_go(folder: Callable[..., Path], tmp_path: Path) -> None:
    file = str(tmp_path / "kb.sqlite")
    seeds = folder("seeds", doe2024=PAPER, roe2023=PAPER, poe2022=PAPER)
    refresh([seeds], file)
    (seeds / "papers" / "roe2023.yaml").unlink()
    made = refresh([seeds], file)
    assert (made.read, made.gone, made.difference.removed["paper"]) == ((), ("roe2023",), ["roe2023"])
    assert made.difference.counts["reading removed"] == 3
    base = Base(file)
    assert {row["id"] for row in base.rows("paper")} == {"doe2024", "poe2022"}
    base.close()


def test_changed_papers_alone_give_the_same_bytes_as_all_anew(folder: Callable[..., Path], tmp_path: Path) -> None:
    from kb.exports import export_all

    seeds = folder("seeds", **{f"p{n}": PAPER for n in range(6)})
    refresh([seeds], str(tmp_path / "a.sqlite"))
    folder("seeds", p3=PAPER.replace("30 um", "31 um"), p9=PAPER)
    (seeds / "papers" / "p1.yaml").unlink()
    made = refresh([seeds], str(tmp_path / "a.sqlite"))
    assert made.read == ("p3", "p9")
    refresh([seeds], str(tmp_path / "b.sqlite"))
    exports = []
    for name in ("a", "b"):
        base = Base(str(tmp_path / f"{name}.sqlite"))
        files = export_all(base, tmp_path / name, "parquet") + export_all(base, tmp_path / name, "sqlite")
        exports.append({one.name: one.read_bytes() for one in files})
        base.close()
    assert exports[0] == exports[1]


def test_a_later_source_replaces_papers_and_says_so(folder: Callable[..., Path], tmp_path: Path) -> None:
    below, above = (
        folder("below", doe2024=PAPER, roe2023=PAPER),
        folder("above", doe2024=PAPER.replace("A film", "Mended")),
    )
    made = refresh([below, above], str(tmp_path / "kb.sqlite"))
    assert [(one.slug, Path(one.by).parent.parent.name) for one in made.replaced] == [("doe2024", "above")]
    base = Base(str(tmp_path / "kb.sqlite"))
    assert {row["id"]: row["title"] for row in base.rows("paper")} == {"doe2024": "Mended", "roe2023": "A film"}
    base.close()


def test_folders_archives_and_revisions_make_the_same_build(folder: Callable[..., Path], tmp_path: Path) -> None:
    seeds = folder("repository/seeds", doe2024=PAPER)
    with tarfile.open(tmp_path / "s.tar.gz", "w:gz") as tar:
        tar.add(seeds, "repository-1/seeds")
    with zipfile.ZipFile(tmp_path / "s.zip", "w") as archive:
        archive.write(seeds / "papers" / "doe2024.yaml", "papers/doe2024.yaml")
        archive.writestr("../papers/evil.yaml.txt", "no seed")
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "one"]):
        subprocess.run(["git", "-C", str(tmp_path / "repository"), *words], check=True)
    builds = set()
    for source in (
        seeds,
        seeds / "papers" / "doe2024.yaml",
        tmp_path / "s.tar.gz",
        tmp_path / "s.zip",
        f"git+{seeds}@HEAD",
    ):
        with gathered([source]) as found:
            builds.add(found.build)
    assert len(builds) == 1


@pytest.mark.parametrize(
    ("source", "what"),
    [("gone.zip", "there is no such file"), ("git+.", "is not git+FOLDER"), ("git+nowhere@main", "there is no folder 'nowhere'"),
     ("notes.txt", "is neither a seed nor an archive"), ("empty.zip", "holds no folder papers")],
)  # fmt: skip
def test_a_source_that_is_none_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, what: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("notes.txt").write_text("words")
    with zipfile.ZipFile("empty.zip", "w") as archive:
        archive.writestr("read.me", "nothing")
    with pytest.raises(SourceError, match=what.replace("+", r"\+")), gathered([source]):
        pass


def test_an_archive_leads_to_no_place_of_its_own(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "s.zip", "w") as archive:
        archive.writestr("../../papers/doe2024.yaml", PAPER)
    with gathered([tmp_path / "s.zip"]) as found:
        assert found.papers["doe2024"].file.parent.name == "papers"
        assert found.papers["doe2024"].file.is_relative_to("/tmp") or "kb-seeds-" in str(found.papers["doe2024"].file)
    assert not list(tmp_path.parent.glob("papers"))


STALE = [
    (PAPER.replace('reads: "30 um",', 'reads: "30 um", as_read: "30 um", reason: meant,'), "says the same as reads '30 um'"),
    (PAPER + 'misprints: {a: {issue: wrong_unit, printed: "30 nm", as_read: "30 um", reason: r, where: Section 2, quote: "a film of 30 um"}}\n',
     "the quote holds '30 um' and not '30 nm'"),
    (PAPER + 'misprints: {a: {issue: wrong_unit, printed: "30 um", as_read: "30  um", reason: r, where: Section 2, quote: "a film of 30 um"}}\n',
     "is corrected to itself"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "what"), STALE)
def test_a_stale_correction_fails_loudly(folder: Callable[..., Path], tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(ProblemsFoundError, match=what) as raised:
        refresh([folder("seeds", doe2024=text)], str(tmp_path / "kb.sqlite"))
    assert {one.code for one in raised.value.problems} == {"stale-misprint"}


def test_a_json_seed_is_read_as_its_yaml_is_and_its_doubled_key_is_found(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    import yaml

    seeds = folder("seeds")
    good = json.dumps(yaml.safe_load(PAPER))
    (seeds / "papers" / "doe2024.json").write_text(good)
    refresh([seeds], str(tmp_path / "a.sqlite"))
    refresh([folder("other", doe2024=PAPER)], str(tmp_path / "b.sqlite"))
    bases = [Base(str(tmp_path / f"{name}.sqlite")) for name in ("a", "b")]
    assert bases[0].rows("reading") == bases[1].rows("reading")
    assert bases[0].rows("verdict") == bases[1].rows("verdict")
    for base in bases:
        base.close()
    (seeds / "papers" / "doe2024.json").write_text(
        good.replace('"kind": "inorganic"', '"kind": "inorganic", "kind": "polymer"')
    )
    with pytest.raises(ProblemsFoundError, match="'kind' stands here a second time"):
        refresh([seeds], str(tmp_path / "a.sqlite"))


def test_the_history_knows_each_build_and_there_is_a_way_back(folder: Callable[..., Path], tmp_path: Path) -> None:
    file = tmp_path / "kb.sqlite"
    seeds = folder("seeds", doe2024=PAPER)
    when = [
        datetime(2025, 3, 1, tzinfo=UTC),
        datetime(2024, 1, 1, tzinfo=UTC),
        datetime(2026, 1, 1, tzinfo=UTC),
    ]  # the clock jumps
    builds = []
    for text, now in zip(("30 um", "31 um", "32 um"), when, strict=True):
        builds.append(refresh([folder("seeds", doe2024=PAPER.replace("30 um", text))], str(file), now=now).build)
    running, events = known_builds(str(file))
    assert running == builds[2]
    assert [(one.number, one.build, one.made_at[:4], kept) for one, kept in events] == [
        (1, builds[0], "2025", True), (2, builds[1], "2024", True), (3, builds[2], "2026", True),
    ]  # fmt: skip
    assert back(str(file)) == (builds[2], builds[1])
    base = Base(str(file))
    assert base.one("reading", "doe2024/film/thickness")["printed"] == "31 um"  # type: ignore[index]
    base.close()
    assert back(str(file), builds[2]) == (builds[1], builds[2])
    with pytest.raises(NoBuildError, match="no such build is kept"):
        back(str(file), "0000")
    refresh([folder("seeds", doe2024=PAPER.replace("30 um", "33 um"))], str(file), keep=2)
    assert [kept for _, kept in known_builds(str(file))[1]] == [False, False, True, True]
    assert seeds.is_dir()


def test_two_refreshes_do_not_meet(folder: Callable[..., Path], tmp_path: Path) -> None:
    file, seeds = tmp_path / "kb.sqlite", folder("seeds", doe2024=PAPER)
    builds_folder(file).mkdir()
    with locked_file(builds_folder(file) / "lock", str(file)):
        with pytest.raises(BusyError, match="another refresh is at work"):
            refresh([seeds], str(file))
        code, _, words = run("refresh", seeds, "-d", file)
        assert (code, "another refresh is at work" in words) == (3, True)
        assert refresh([seeds], str(file), dry_run=True).written is False
    assert refresh([seeds], str(file)).written


def test_the_command_ends_with_a_number_for_each_end(folder: Callable[..., Path], tmp_path: Path) -> None:
    file, seeds = tmp_path / "kb.sqlite", folder("seeds", doe2024=PAPER)
    assert run("refresh", seeds, "-d", file)[0] == 0
    assert "nothing has changed" in run("refresh", seeds, "-d", file)[1]
    folder("seeds", doe2024=PAPER[:300])  # cut off while it was copied
    code, _, words = run("refresh", seeds, "-d", file)
    assert (code, "doe2024.yaml:" in words, "nothing was changed" in words) == (1, True, True)
    assert run("refresh", tmp_path / "gone.zip", "-d", file)[0] == 2
    assert run("refresh", seeds, "-d", file, "--json", "--markdown")[0] == 2
    folder("seeds", doe2024=PAPER)
    (tmp_path / "mine.sqlite").write_text("my notes, no database")
    assert run("refresh", seeds, "-d", tmp_path / "mine.sqlite")[0] == 4
    assert (tmp_path / "mine.sqlite").read_text() == "my notes, no database"
    assert run("refresh", seeds, "-d", "/proc/kb.sqlite")[0] == 4


def test_a_program_gets_json_and_a_mail_markdown(folder: Callable[..., Path], tmp_path: Path) -> None:
    file, seeds = tmp_path / "kb.sqlite", folder("seeds", doe2024=PAPER)
    run("refresh", seeds, "-d", file)
    folder("seeds", doe2024=PAPER.replace("30 um", "31 um"))
    told = json.loads(run("refresh", seeds, "-d", file, "--dry-run", "--json")[1])
    assert (told["written"], told["read"], told["counts"]["reading changed"]) == (False, ["doe2024"], 1)
    words = run("refresh", seeds, "-d", file, "--markdown")[1]
    assert words.startswith("# refreshed: ")
    assert '- changed reading `doe2024/film/thickness`: printed "30 um" -> "31 um"' in words
    events = json.loads(run("refresh", "-d", file, "--history", "--json")[1])
    assert [(one["number"], one["running"]) for one in events] == [(1, False), (2, True)]
    assert run("refresh", "-d", file, "--back")[1].startswith("went back: ")


def test_watching_refreshes_when_a_seed_is_saved(folder: Callable[..., Path], tmp_path: Path) -> None:
    seeds, file = folder("seeds", doe2024=PAPER), str(tmp_path / "kb.sqlite")
    builds: list[str] = []

    def once() -> None:
        builds.append(refresh([seeds], file).build)
        if len(builds) == 1:
            folder("seeds", doe2024=PAPER.replace("30 um", "31.5 um"))

    watched([seeds], once, every=0, rounds=4)
    assert len(set(builds)) == 2


def test_a_copy_of_a_foreign_database_is_left_alone(folder: Callable[..., Path], tmp_path: Path) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / "other.sqlite") as connection:
        connection.execute("CREATE TABLE mine (x)")
    connection.close()
    before = (tmp_path / "other.sqlite").read_bytes()
    with pytest.raises(DatabaseProblemError, match="holds other tables"):
        refresh([folder("seeds", doe2024=PAPER)], str(tmp_path / "other.sqlite"))
    assert (tmp_path / "other.sqlite").read_bytes() == before
    shutil.rmtree(builds_folder(tmp_path / "other.sqlite"), ignore_errors=True)


def test_processes_of_their_own_give_the_same_parts(
    folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from kb import parts

    wrong = PAPER.replace('reads: "1.00 mS/cm"', 'reads: "1.05 mS/cm"')
    with gathered([folder("seeds", a=PAPER, b=PAPER, c=wrong)]) as found:
        here = list(parts.parts_of(found, ["a", "b", "c"], at_a_time=1))
        monkeypatch.setattr(parts, "ALONE", 0)
        there = list(parts.parts_of(found, ["a", "b", "c"], at_a_time=1))
        assert [part.papers for part in there] == [("a",), ("b",), ("c",)]
        assert all(
            one.tables[name].equals(two.tables[name])
            for one, two in zip(here, there, strict=True)
            for name in one.tables
        )
        assert [part.problems for part in there] == [part.problems for part in here]
        assert [problem.code for part in there for problem in part.problems] == ["number-not-in-quote"]
        monkeypatch.setattr(parts.sys, "executable", "/bin/false")
        with pytest.raises(parts.WorkerError, match="ended before its papers were read"):
            list(parts.parts_of(found, ["a", "b"], at_a_time=1))


def test_a_seed_that_is_written_while_it_is_read_is_told(folder: Callable[..., Path]) -> None:
    from dataclasses import replace

    from kb.parts import made

    with gathered([folder("seeds", a=PAPER)]) as found:
        part = made([replace(found.papers["a"], digest="of before")], None)
    assert [(one.code, one.what) for one in part.problems] == [("changed", "changed while it was read")]
