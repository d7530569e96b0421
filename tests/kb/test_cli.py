"""The command line as a person uses it: real processes' output, exit codes, and one sentence for each mistake."""

import json
import re
import shlex
import socket
import sqlite3
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner, Result

from kb.cli import app

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ["agreement", "audit", "build", "check", "checklist", "compare", "composition", "coverage", "explain", "export", "export-all", "formulas", "ledger", "new", "propose", "quantities", "query", "reaction", "refresh", "schema", "serve", "show", "verify", "whatif"]  # fmt: skip


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_the_commands_are_these_and_the_readme_names_each() -> None:
    names = sorted(getattr(get_command(app), "commands"))  # noqa: B009
    readme = (ROOT / "README.md").read_text()
    assert names == COMMANDS
    assert [name for name in names if f"kb {name}" not in readme] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_with_an_example(command: str) -> None:
    found = run(command, "--help")
    assert found.exit_code == 0
    assert f"Example: kb {command}" in " ".join(found.output.split())


def test_a_comparison_prints_its_basis_and_where_numbers_come_from(database: str) -> None:
    found = run("compare", "electrolytes_at_temperature", "-d", database)
    assert found.exit_code == 0
    assert "basis: ionic conductivity at 25 degC" in found.output
    assert "(n) = normalised" in found.output


def test_an_export_is_csv_with_the_promised_columns(database: str) -> None:
    found = run("export", "readings", "-d", database)
    head = found.output.splitlines()[0].split(",")
    promised = ["id", "paper", "owner", "owner_kind", "quantity", "printed", "qualifier", "lo", "mid", "hi", "unit", "conditions", "where", "quote", "claim", "method"]  # fmt: skip
    assert head[: len(promised)] == promised
    checks = json.loads(run("export", "checks", "--json", "-d", database).output)
    assert list(checks[0])[:13] == ["id", "paper", "verdict", "formula", "quantity", "readings", "reported", "computed_lo", "computed_mid", "computed_hi", "gap", "missing", "told"]  # fmt: skip


def test_parquet_holds_the_same_rows(database: str, tmp_path: Path) -> None:
    import polars as pl

    assert run("export", "cells", "--parquet", "--out", str(tmp_path / "cells.parquet"), "-d", database).exit_code == 0
    assert pl.read_parquet(tmp_path / "cells.parquet").height == len(
        json.loads(run("export", "cells", "--json", "-d", database).output)
    )


def test_show_and_audit_tell_a_check_with_its_quotes(database: str) -> None:
    check = "lim2022/in-lixin-5min/displacement/reaction_free_energy#reaction_free_energy"
    shown = run("show", check, "-d", database).output
    assert "−847.27 kJ/mol" in shown
    assert "gives -784.4 to -778.6 kJ/mol" in shown
    assert check in run("audit", "lim2022", "-d", database).output


def test_an_explanation_comes_as_text_json_and_markdown(database: str) -> None:
    check = "lim2022/li-5min/stripping-cycled/lithium_loss#lithium_loss"
    text = run("explain", check, "-d", database).output
    assert text.startswith(f"{check}\ninconsistent (certain)\n")
    assert "X_Li = 1 − Q_A,Li,fin / Q_A,Li,ini" in text
    assert "16.3 to 17.45 %, against 17.75 to 17.85 % as printed" in text
    data = json.loads(run("explain", check, "--json", "-d", database).output)
    assert data["judged"][0]["computed"] == {"lo": pytest.approx(16.300940), "mid": pytest.approx(16.875), "hi": pytest.approx(17.445483), "unit": "%", "words": "16.3 to 17.45 %"}  # fmt: skip
    assert "\\frac{Q_{\\mathrm{A,Li,fin}}}" in run("explain", check, "--markdown", "-d", database).output


def test_the_checklist_comes_as_text_json_and_markdown(database: str) -> None:
    assert "reporting checklist" in run("checklist", "tan2021", "-d", database).output
    assert json.loads(run("checklist", "tan2021", "--json", "-d", database).output)[0]["paper"] == "tan2021"
    assert run("checklist", "tan2021", "--markdown", "-d", database).output.startswith("# Reporting checklist: ")


def test_formulas_are_listed_and_their_page_is_written(tmp_path: Path) -> None:
    listed = run("formulas", "--search", "Nernst")
    assert listed.exit_code == 2
    assert "no formula has this word" in listed.output
    found = json.loads(run("formulas", "--search", "conductance of layer", "--json").output)
    assert [(one["name"], one["gives"], one["equation"]) for one in found] == [("conductance_of_layer", "conductance", "G = σ A / L")]  # fmt: skip
    assert "σ = L / ((R − R_lead) A)" in run("formulas", "--search", "ionic conductivity").output
    page = tmp_path / "formulas.html"
    assert run("formulas", "--html", str(page)).exit_code == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "leave out --json" in run("formulas", "--html", str(page), "--json").output
    assert "can't be written" in run("formulas", "--html", str(tmp_path / "no" / "page.html")).output


def test_a_query_from_the_command_line_gives_json_and_exit_codes(database: str) -> None:
    good = run("query", "{ papers { nodes { slug } } }", "-d", database)
    assert good.exit_code == 0
    assert {"slug": "tan2021"} in json.loads(good.output)["data"]["papers"]["nodes"]
    bad = run("query", "{ readings(where: {quantity: {eq: ionic_conductivty}}) { nodes { id } } }", "-d", database)
    assert bad.exit_code == 1
    assert "ionic_conductivity" in bad.output


MISTAKES = [
    (("compare", "electrolytes"), 2, "no comparison of that name"),
    (("compare", "cells_by_energy_and_balance", "-s", "level=stck"), 2, "did you mean stack"),
    (("compare", "cells_by_energy_and_balance", "-s", "levl=stack"), 2, "did you mean level"),
    (("compare", "electrolytes_at_temperature", "-s", "temperature=> 20 degC"), 2, "give one temperature"),
    (("compare", "electrolytes_at_temperature", "-s", "temperature=20 mS"), 2, "measured in degC"),
    (("export", "reading"), 2, "did you mean readings"),
    (("show", "nguyen2024/csee"), 2, "did you mean nguyen2024/cse"),
    (("audit", "lim2023"), 2, "did you mean lim2022"),
    (
        ("explain", "lim2022/li-5min/stripping-cycled/lithium_los"),
        2,
        "did you mean lim2022/li-5min/stripping-cycled/lithium_loss",
    ),
    (("explain", "lim2022/full-7.2-5min"), 2, "is a cell, which has no verdict of its own"),
    (("explain", "lim2022", "--json", "--markdown"), 2, "exclude each other"),
    (("audit", "lim2022", "--json", "--markdown"), 2, "exclude each other"),
    (("audit", "lim2023", "--markdown"), 2, "did you mean lim2022"),
    (("checklist", "lim2023"), 2, "did you mean lim2022"),
    (("checklist", "lim2022", "--json", "--markdown"), 2, "exclude each other"),
    (("query", "nowhere.graphql"), 2, "is neither a query nor a file"),
    (("query", "{ build }", "-v", "{"), 2, "not JSON"),
]


@pytest.mark.parametrize(("words", "code", "sentence"), MISTAKES)
def test_a_mistake_gets_one_sentence_and_a_mend(
    words: tuple[str, ...], code: int, sentence: str, database: str
) -> None:
    found = run(*words, "-d", database)
    assert found.exit_code == code
    assert sentence in found.output


def test_a_base_that_was_never_built_says_how_to_build_it(tmp_path: Path) -> None:
    found = run("compare", "electrolytes_at_temperature", "-d", str(tmp_path / "none.sqlite"))
    assert found.exit_code == 2
    assert "there is no base here" in found.output
    assert "kb build" in found.output
    assert not (tmp_path / "none.sqlite").exists()


def test_a_foreign_database_is_refused_and_untouched(tmp_path: Path) -> None:
    file = tmp_path / "other.sqlite"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE mine (x)")
    connection.close()
    before = file.read_bytes()
    found = run("build", str(ROOT / "seeds"), "-d", str(file))
    assert found.exit_code == 2
    assert "holds other tables (mine" in found.output
    assert file.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_untouched(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("these are my notes, not a database")
    found = run("build", str(ROOT / "seeds"), "-d", str(file))
    assert found.exit_code == 2
    assert "is not a SQLite file" in found.output
    assert file.read_text() == "these are my notes, not a database"


def test_a_folder_that_does_not_exist_can_not_hold_the_base(tmp_path: Path) -> None:
    found = run("build", str(ROOT / "seeds"), "-d", str(tmp_path / "no" / "kb.sqlite"))
    assert found.exit_code == 2
    assert "the folder can't be written" in found.output


def test_a_busy_port_is_one_sentence(database: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        found = run("serve", "--port", str(taken.getsockname()[1]), "-d", database)
    assert found.exit_code == 2
    assert "can't listen there" in found.output
    assert "--port" in found.output


def _readme_commands() -> list[str]:
    blocks = re.findall(r"```console\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    return [line[2:].split("  #")[0] for block in blocks for line in block.splitlines() if line.startswith("$ kb ")]


# the server's own tests start `kb serve`
@pytest.mark.parametrize("line", [line for line in _readme_commands() if "serve" not in line])
def test_each_command_of_the_readme_runs(line: str, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    words = shlex.split(line)[1:]
    monkeypatch.chdir(ROOT)
    takes_a_base = words[0] not in (
        "agreement",
        "check",
        "composition",
        "formulas",
        "new",
        "quantities",
        "schema",
        "verify",
    )
    found = run(*words, *(["-d", database] if takes_a_base else []))
    assert found.exit_code == 0, found.output
    assert found.output


def test_a_template_needs_only_its_words_filled_in_and_never_overwrites(tmp_path: Path) -> None:
    file = tmp_path / "author2024.yaml"
    assert run("new", "10.1234/some.thing", "--out", str(file)).exit_code == 0
    unfilled = run("check", str(file))
    assert unfilled.exit_code == 1
    assert "title, authors, journal, curators still hold the template's words" in unfilled.output
    assert unfilled.output.count("\n    ") == 1, "nothing else is wrong with a template"
    again = run("new", "10.1234/some.thing", "--out", str(file))
    assert again.exit_code == 2
    assert "nothing was overwritten" in again.output
    assert "is no DOI" in run("new", "not-a-doi").output


def test_verify_names_what_it_could_not_verify(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("a text of another paper")
    found = run("verify", str(ROOT / "seeds"), "--texts", str(tmp_path))
    assert found.exit_code == 1
    assert "kim  no text has this title" in found.output
    assert "holds no texts" in run("verify", "--texts", str(tmp_path / "none")).output


def test_coverage_lists_what_no_record_covers(tmp_path: Path) -> None:
    text = tmp_path / "paper.txt"
    text.write_text("Abstract\nThe film is 987 μm thick.\n")
    found = run("coverage", "kim", "--text", str(text), "--seeds", str(ROOT / "seeds"))
    assert found.exit_code == 1
    assert "paper.txt:2  987 μm" in found.output
    assert "1 numbers with a unit, 0 recorded, 0 dismissed, 1 left" in found.output
    assert "did you mean kim" in run("coverage", "kin", "--text", str(text), "--seeds", str(ROOT / "seeds")).output
    assert "there is no such file" in run("coverage", "kim", "--text", "none", "--seeds", str(ROOT / "seeds")).output


def test_proposals_are_yaml_and_a_missing_text_is_one_sentence(tmp_path: Path) -> None:
    text = tmp_path / "paper.txt"
    text.write_text("Abstract\nThe pellet reached an ionic conductivity of 3.21 mS cm−1 at 25 °C.\n")
    found = run("propose", str(text), "--seeds", str(ROOT / "seeds"))
    assert found.exit_code == 0
    assert 'ionic_conductivity: {reads: "3.21 mS cm−1", where: Abstract' in found.output
    gone = run("propose", str(tmp_path / "none.txt"), "--seeds", str(ROOT / "seeds"))
    assert gone.exit_code == 2
    assert "is not a text file" in gone.output


def test_a_database_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    found = run("build", str(ROOT / "seeds"), "-d", str(tmp_path))
    assert found.exit_code == 2
    assert "is a folder" in found.output


def test_an_export_that_can_not_be_written_is_one_sentence(database: str, tmp_path: Path) -> None:
    found = run("export", "cells", "--out", str(tmp_path / "no" / "cells.csv"), "-d", database)
    assert found.exit_code == 2
    assert "can't be written" in found.output
    both = run("export", "cells", "--csv", "--json", "-d", database)
    assert both.exit_code == 2
    assert "exclude each other" in both.output


def test_the_installed_command_runs() -> None:
    found = subprocess.run([str(ROOT / ".venv/bin/kb"), "--help"], capture_output=True, text=True, check=True)
    assert "compare" in found.stdout
