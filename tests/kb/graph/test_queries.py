"""The example operations of ``docs/queries``: valid, planned, each with a word on what it answers, and true."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from graphql import OperationDefinitionNode, parse

from kb.graph.engine import Engine

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "queries"
FILES = sorted(FOLDER.glob("*.graphql"))
Data = dict[str, Any]


@pytest.mark.parametrize("file", FILES, ids=[one.stem for one in FILES])
def test_an_example_is_valid_and_answered_without_errors(file: Path, fast: Engine, slow: Engine) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# "), "the first line says what it answers"
    assert text.partition("\n")[0].endswith((".", "?")), "in a sentence"
    operations = [one for one in parse(text).definitions if isinstance(one, OperationDefinitionNode)]
    assert [one.name.value for one in operations if one.name] == ["".join(map(str.title, file.stem.split("_")))]
    assert not fast.prepared(text).errors
    answer = fast.run(text)
    assert "errors" not in orjson.loads(answer)
    assert answer == slow.run(text)


def test_there_are_ten_and_more() -> None:
    assert len(FILES) >= 10


def _electrolytes(data: Data) -> None:
    found = data["electrolytes"]
    assert found["totalCount"] == 6
    assert [(one["id"], one["readings"]["nodes"][0]["value"]["mid"]) for one in found["nodes"]][:2] == [
        ("li2024/cl1.6", 8.1),
        ("li2024/lpscl", 4.8),
    ]
    assert found["nodes"][0]["readings"]["nodes"][0]["conditions"] == [
        {"quantity": "temperature", "state": "STATED", "printed": "RT"}
    ]


def _balance(data: Data) -> None:
    assert data["cells"]["totalCount"] == 16
    first = data["cells"]["nodes"][0]
    assert first["written"] == "Li foil/LE/Celgard/a-V2O5−x (type I)"
    derived = first["derived"]["nodes"][0]
    # 247.35 to 247.45 mAh/g as printed (247.4), at an average voltage between the cut-offs 2.15 and 3.8 V
    assert (derived["value"]["lo"], derived["value"]["mid"]) == (531.8025, None)
    assert derived["inputs"][0]["printed"] == "247.4 mAh g−1"


def _contrasts(data: Data) -> None:
    assert data["contrasts"]["totalCount"] == 38
    found = {one["id"]: one for one in data["contrasts"]["nodes"]}["kim/contrasts/foil-film"]
    assert found["control"]["written"] == "a-V2O5−x/SCE/Li foil (type III)"
    pair = found["pairs"][0]
    assert (pair["control"]["value"]["mid"], pair["treatment"]["value"]["mid"]) == (114000.0, 9000.0)


def _review(data: Data) -> None:
    only = data["paper"]["contradictions"]["nodes"]
    assert [one["reported"] for one in only] == ["69.6%"]
    assert "163.1 mAh g−1" in only[0]["told"]
    assert only[0]["strength"] == "CERTAIN"
    assert all(one["missing"] for one in data["paper"]["untested"]["nodes"])


def _readings(data: Data) -> None:
    assert data["readings"]["totalCount"] == 43
    first = data["readings"]["edges"][0]["node"]
    assert (first["printed"], first["qualifier"], first["value"]) == (
        "<10−4 S cm−1",
        "<",
        {"lo": 0.0, "mid": None, "hi": 0.1, "unit": "mS/cm"},
    )
    assert data["readings"]["pageInfo"]["hasNextPage"] is False


def _curation(data: Data) -> None:
    paper = data["paper"]
    assert paper["checkedBy"] == "SECOND_READING"
    assert paper["readings"]["totalCount"] == 7
    assert {one["printed"] for one in paper["readings"]["nodes"]} >= {"3.2 V", "3.6 C"}


def _families(data: Data) -> None:
    found = {one["key"]: one for one in data["electrolyteFacets"]}
    # 8.1, 4.8, 3.6, 2.8 and 1.1 mS/cm are printed of argyrodites at room temperature
    assert (found["argyrodite"]["readings"], found["argyrodite"]["median"], found["argyrodite"]["maximum"]) == (
        5,
        3.6,
        8.1,
    )
    assert found["halide"]["lowerQuartile"] == 0.3825  # 0.35 + (0.48 - 0.35) / 4
    assert found["garnet"]["median"] == 1.117


def _elements(data: Data) -> None:
    found = {one["id"]: one for one in data["materials"]["nodes"]}
    assert found["li2024/li2s"]["composition"]["molarMass"] == 45.947  # 2 x 6.941 + 32.065
    assert all({"Li", "S"} <= {part["element"] for part in one["composition"]["elements"]} for one in found.values())
    assert not any("Ge" in one["composition"]["chemicalSystem"].split("-") for one in found.values())


def _cell(data: Data) -> None:
    roles = [(one["role"], one["of"]["id"]) for one in data["cell"]["stack"]]
    assert roles[:4] == [
        ("COLLECTOR", "nguyen2024/al"),
        ("POSITIVE", "nguyen2024/ncm811-5.2"),
        ("WETTING", "nguyen2024/infiltrant"),
        ("SEPARATOR", "nguyen2024/cse"),
    ]
    verdicts = {
        one["printed"]: {check["verdict"] for check in one["checks"]} for one in data["cell"]["readings"]["nodes"]
    }
    assert "INCONSISTENT" in verdicts["69.6%"]


def _papers(data: Data) -> None:
    assert [one["id"] for one in data["papers"]["nodes"]] == ["kim", "li2024", "lim2022", "nguyen2024", "tan2021"]


FACTS: dict[str, Callable[[Data], None]] = {
    "choosing_an_electrolyte": _electrolytes, "cells_and_their_balance": _balance, "treatments_and_controls": _contrasts,
    "review_of_a_paper": _review, "readings_page_by_page": _readings, "curation_of_a_paper": _curation,
    "conductivity_by_family": _families, "materials_by_elements": _elements, "cell_in_full": _cell, "papers": _papers,
}  # fmt: skip


@pytest.mark.parametrize("name", FACTS)
def test_an_example_answers_what_the_papers_print(name: str, ask: Any) -> None:
    FACTS[name](ask((FOLDER / f"{name}.graphql").read_text(encoding="utf-8")))
