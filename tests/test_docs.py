"""The documents are true: every kind of error has its line, the README's Python runs."""

import re
from pathlib import Path

import pytest

import kb.audit
import kb.cli
import kb.client
import kb.comparisons
import kb.database
import kb.graph.engine
import kb.server
import kb.show
import kb.tables_out
from schema.errors import KbError

ROOT = Path(__file__).resolve().parent.parent


def _kinds(base: type[KbError]) -> set[type[KbError]]:
    return {base} | {kind for one in base.__subclasses__() for kind in _kinds(one)}


def test_every_kind_of_error_is_documented() -> None:
    documented = set(re.findall(r"`([a-z-]+)`", (ROOT / "kb" / "errors.md").read_text()))
    raised = {
        code
        for file in (ROOT / "ingest").glob("*.py")
        for code in re.findall(r'"([a-z]+(?:-[a-z]+)+)",?\s*\)', file.read_text())
    }
    codes = {kind.code for kind in _kinds(KbError)} | {code for code in raised if not code.startswith("utf")}
    assert codes - documented == set()


def test_the_python_of_the_readme_runs(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert blocks
    monkeypatch.chdir(Path(database).parent)
    for block in blocks:
        names: dict[str, object] = {}
        exec(block, names)
        names["base"].close()  # type: ignore[attr-defined]


def test_the_graphql_of_the_readme_answers(base: kb.audit.Base) -> None:
    from kb.graphql import execute

    blocks = re.findall(r"```graphql\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    for block in blocks:
        answer = execute(base, block)
        assert "errors" not in answer
        assert answer["data"]["electrolytes"]["nodes"]


def test_the_example_of_the_curators_guide_is_a_valid_seed() -> None:
    from ingest.read import read_text

    block = re.findall(r"```yaml\n(.*?)```", (ROOT / "seeds" / "README.md").read_text(), re.DOTALL)[0]
    document = read_text(block, "guide")
    assert document.problems == []
    assert {"electrodes", "cells"} <= set(document.data)
