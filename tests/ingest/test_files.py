"""What can be wrong with a file or a folder as a whole, and the order in which all of it is reported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.load import load, seed_files
from ingest.read import read_file, read_text
from schema.errors import KbError, Problem, ProblemsFoundError

GUIDE = "see the example in the guide"
WHOLE = [  # the text of a file, line, what, mend, code
    ("", 1, "the file is empty", "`kb new DOI` writes a template", "empty"),
    ("# nothing yet\n", 1, "the file is empty", "`kb new DOI` writes a template", "empty"),
    ("just words\n", 1, "'just words' stands where keys with values are meant", GUIDE, "invalid"),
    ("- a\n- b\n", 1, "['a', 'b'] stands where keys with values are meant", GUIDE, "invalid"),
    (
        "a: &a [*a]\n",
        1,
        "the file is nested too deeply, or an alias stands inside what it names",
        "write it out without & and *",
        "yaml",
    ),
    (
        "a: [1, 2\n",
        2,
        "not YAML: did not find expected ',' or ']' near ''",
        "check the indentation and the quotes of this line and the one before",
        "yaml",
    ),
]


def _problems(folder: Path) -> list[Problem]:
    with pytest.raises(ProblemsFoundError) as raised:
        load(folder)
    return list(raised.value.problems)


@pytest.mark.parametrize(("text", "line", "what", "mend", "code"), WHOLE)
def test_a_file_that_holds_no_paper_is_named(
    seeds: Callable[..., Path], text: str, line: int, what: str, mend: str, code: str
) -> None:
    found = _problems(seeds(doe2024=text))
    assert [(one.line, one.what, one.mend, one.code) for one in found] == [(line, what, mend, code)]


def test_a_character_that_cannot_be_printed_is_named(seeds: Callable[..., Path]) -> None:
    found = _problems(seeds(doe2024="a: \x07\n"))
    assert [(one.mend, one.code) for one in found] == [("remove the character that can't be printed", "yaml")]


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    file = tmp_path / "latin.yaml"
    file.write_bytes("paper: {title: Größe}".encode("latin-1"))
    assert _problems(file) == [Problem(str(file), 1, 1, "not UTF-8 at byte 17", "save the file as UTF-8", "yaml")]


def test_a_byte_order_mark_does_no_harm(seeds: Callable[..., Path], good: str) -> None:
    assert load(seeds(doe2024="\ufeff" + good)).of("paper")


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    mend = "a seed folder has papers/*.yaml; `kb new DOI` writes the first"
    assert _problems(tmp_path) == [Problem(str(tmp_path), 0, 0, "no paper here", mend, "empty-folder")]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    found = _problems(gone)
    assert [(one.where, one.what, one.code) for one in found] == [
        (str(gone), "there is no such folder", "empty-folder")
    ]


def test_papers_are_read_in_the_order_of_their_names(seeds: Callable[..., Path], good: str) -> None:
    folder = seeds(roe2023=good, doe2024=good)
    (folder / "papers" / "notes.txt").write_text("not a paper", encoding="utf-8")
    assert [file.name for file in seed_files(folder)] == ["doe2024.yaml", "roe2023.yaml"]
    assert [row["id"] for row in load(folder).of("paper")] == ["doe2024", "roe2023"]


def test_one_file_can_be_read_alone(seeds: Callable[..., Path], good: str) -> None:
    folder = seeds(doe2024=good, roe2023="")
    assert [row["id"] for row in load(folder / "papers" / "doe2024.yaml").of("paper")] == ["doe2024"]


def test_all_problems_of_all_files_are_reported_at_once_in_their_order(seeds: Callable[..., Path], good: str) -> None:
    wrong = good.replace('"~500 μm"', '"~50 μm"').replace("of: li,", "of: lii,").replace("form: pellet", "form: pelet")
    folder = seeds(roe2023=wrong.replace("form: pelet", "form: pellet"), doe2024=wrong, abe2020="", zoe2025=good)
    found = _problems(folder)
    assert [(Path(one.file).stem, one.line, one.code) for one in found] == [
        ("abe2020", 1, "empty"),
        ("doe2024", 19, "vocabulary"),  # what the schema refuses is mended before the numbers are reviewed
        ("roe2023", 44, "number-not-in-quote"),
        ("roe2023", 59, "dangling-reference"),
    ]


def test_the_report_holds_every_problem_and_a_last_line(seeds: Callable[..., Path]) -> None:
    with pytest.raises(KbError) as raised:
        load(seeds(doe2024="", roe2023=""))
    assert str(raised.value).splitlines()[1] == "    `kb new DOI` writes a template"
    assert str(raised.value).splitlines()[-1] == (
        "2 problems found; nothing was changed: mend each and run the same command again"
    )


def test_every_value_stays_the_text_it_was() -> None:
    made = read_text("a: 1.10\nb: 1:1\nc: 1_000\nd: no\ne: ~\nf: '~'\n", "x.yaml")
    assert made.data == {"a": "1.10", "b": "1:1", "c": "1_000", "d": "no", "e": None, "f": "~"}


def test_every_value_knows_its_place() -> None:
    made = read_text("a:\n  b: [x,\n    y]\n", "x.yaml")
    assert (made.place(("a", "b")), made.place(("a", "b", 1)), made.place(("a", "b", "c", 4))) == (
        (2, 3),
        (3, 5),
        (2, 3),
    )


def test_json_is_read_too(tmp_path: Path) -> None:
    file = tmp_path / "doe2024.json"
    file.write_text('{"a": {"b": "1.10"}}', encoding="utf-8")
    assert read_file(file, "shown").data == {"a": {"b": "1.10"}}
