"""What a seed file may say, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from schema.quantities import Q
from schema.seed import Experiment, Paper, ReadingEntry, ReferenceFile, Seed, Slug, Statement, json_schema
from schema.vocabulary import Claim, How

COMMITTED = Path(__file__).parents[2] / "seeds" / "seed.schema.json"
PAPER = {
    "doi": "not stated",
    "title": "An invented pellet",
    "authors": ["A. Doe"],
    "journal": "Journal of Inventions",
    "licence": "CC BY 4.0",
    "source": "invented",
    "curators": ["A. Doe"],
    "review": {"checked_by": "nobody"},
}


def _seed(**sections: Any) -> dict[str, Any]:
    return {"paper": PAPER, **sections}


def _first(model: type[BaseModel], data: Any) -> tuple[tuple[int | str, ...], str, str]:
    with pytest.raises(ValidationError) as raised:
        model.model_validate(data)
    error = raised.value.errors()[0]
    return error["loc"], error["type"], error["msg"]


def test_a_paper_alone_is_a_seed() -> None:
    made = Seed.model_validate(_seed())
    assert (made.paper.year, made.materials, made.statements) == (None, {}, {})


UNKNOWN = [
    (_seed(material={}), ("material",)),
    ({"paper": {**PAPER, "impact": "12"}}, ("paper", "impact")),
    (_seed(materials={"li": {"family": "metal", "colour": "grey"}}), ("materials", "li", "colour")),
    (
        _seed(materials={"li": {"family": "metal", "readings": {"density": {"reads": "1", "unit": "g"}}}}),
        ("materials", "li", "readings", "density", "unit"),
    ),
]


@pytest.mark.parametrize(("data", "path"), UNKNOWN)
def test_an_unknown_key_is_refused(data: dict[str, Any], path: tuple[str, ...]) -> None:
    assert _first(Seed, data)[:2] == (path, "extra_forbidden")


@pytest.mark.parametrize("key", ["title", "authors", "licence", "source", "curators", "review"])
def test_a_paper_names_what_it_is(key: str) -> None:
    assert _first(Paper, {name: value for name, value in PAPER.items() if name != key})[:2] == ((key,), "missing")


def test_a_quoted_value_needs_its_citation() -> None:
    what = "Value error, a quoted value needs its citation: add citation: '[31] Zhang 2019'"
    assert _first(ReadingEntry, {"reads": "1 mS/cm", "claim": "quoted"})[2] == what
    assert ReadingEntry(reads="1 mS/cm", claim=Claim.QUOTED, citation="[31] Zhang 2019").citation


def test_a_changed_number_needs_its_reason() -> None:
    what = "Value error, as_read changes a printed number: add reason"
    assert _first(ReadingEntry, {"reads": "1 mA/cm", "as_read": "1 mA/cm2"})[2] == what
    assert ReadingEntry(reads="1 mA/cm", as_read="1 mA/cm2", reason="a current density").reason


def test_a_reading_is_from_the_text_unless_it_says_otherwise() -> None:
    made = ReadingEntry.model_validate({"reads": " 1 mS/cm "})
    assert (made.reads, made.how, made.claim, made.also) == ("1 mS/cm", How.TEXT, None, [])


def test_a_condition_may_be_a_bare_text() -> None:
    made = Experiment.model_validate({"method": "eis", "at": {"temperature": "30 °C", "c_rate": {"reads": "1 C"}}})
    assert [entry.reads for entry in made.at.values()] == ["30 °C", "1 C"]


def test_a_reference_may_be_one_text() -> None:
    made = Statement.model_validate(
        {"says": "highest", "subject": "a/b", "reference": "c/d", "where": "Abstract", "quote": "the highest"}
    )
    assert made.reference == ["c/d"]


SLUGS = ["li", "ncm811-5.2", "cycling-0.5C", "a", "3d", "li6ps5cl=x", "x+y", "a" * 60]
NO_SLUGS = ["", "LLZO", "-li", ".li", "li metal", "li/cu", "li@cu", "li_cu", "é", "a" * 61]


@pytest.mark.parametrize("text", SLUGS)
def test_a_slug_can_be_part_of_an_id(text: str) -> None:
    assert TypeAdapter(Slug).validate_python(text) == text


@pytest.mark.parametrize("text", NO_SLUGS)
def test_what_would_spoil_an_id_is_no_slug(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Slug).validate_python(text)


@pytest.mark.parametrize(("length", "allowed"), [(2, False), (3, True), (240, True), (241, False)])
def test_a_quote_is_short(length: int, allowed: bool) -> None:
    entry = {"reads": "1 mS/cm", "quote": "q" * length}
    if allowed:
        assert ReadingEntry.model_validate(entry).quote == "q" * length
    else:
        assert _first(ReadingEntry, entry)[0] == ("quote",)


def test_the_words_of_a_list_are_closed() -> None:
    assert _first(Seed, _seed(materials={"li": {"family": "metall"}}))[:2] == (("materials", "li", "family"), "enum")


def test_a_cell_has_a_stack() -> None:
    data = _seed(cells={"c": {"kind": "full", "stack": []}})
    assert _first(Seed, data)[:2] == (("cells", "c", "stack"), "too_short")


def test_a_reference_value_names_its_source() -> None:
    data = {
        "materials": {"li": {"formula": "Li", "name": "lithium", "readings": {"density": {"reads": "0.534 g cm-3"}}}}
    }
    assert _first(ReferenceFile, data)[:2] == (("materials", "li", "readings", "density", "source"), "missing")


def test_the_json_schema_offers_the_catalogue_as_keys() -> None:
    readings = json_schema()["$defs"]["Experiment"]["properties"]["readings"]
    assert list(readings["properties"]) == [quantity.name for quantity in Q]
    at = json_schema()["$defs"]["Experiment"]["properties"]["at"]
    assert {"type": "string"} in at["additionalProperties"]["anyOf"]


def test_the_committed_json_schema_is_the_generated_one() -> None:
    assert json.loads(COMMITTED.read_text(encoding="utf-8")) == json_schema()
