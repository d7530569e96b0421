"""The same questions to the same records in SQLite and in a real PostgreSQL: the bytes are the same."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from kb.base import Base
from kb.build import build
from kb.graph.engine import Engine

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        import pgserver

        server = pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
        build(ROOT / "seeds", server.get_uri())
        opened = Base(server.get_uri())
        yield Engine(opened)
        opened.close()
        server.cleanup()


QUESTIONS = [
    "{ build { id papers readings checks } papers(orderBy: {by: YEAR, direction: DESC}) { nodes { id year authors } totalCount } }",
    '{ node(id: "nguyen2024") { id ... on Paper { title } } nodes(ids: ["nguyen2024/li-cse-ncm811-5.2", "no", "lim2022"]) { __typename id } }',
    """{ electrolytes(first: 20, where: {has: {ionicConductivity: {gte: "0.1 mS/cm", at: {temperature: "15..35 degC"}}}},
         orderBy: {quantity: ionic_conductivity, direction: DESC}) { totalCount nodes { id family paper { year } } edges { cursor } pageInfo { hasNextPage endCursor } } }""",
    '{ electrolytes(where: {has: {ionicConductivity: {gte: "1 mS/cm", match: POSSIBLY, claim: [QUOTED, MEASURED]}}}, first: 30) { nodes { id } } }',
    '{ cells(where: {has: {stableTime: {gt: "100 h", at: {currentDensity: "0..1 mA/cm^2"}}}}) { nodes { id } } }',
    '{ materials(first: 500, where: {elements: {allOf: ["Li", "S"], noneOf: ["Ge"], anyOf: ["P", "Cl"]}}) { nodes { id composition { molarMass reducedFormula elements { element fraction } } } } }',
    '{ materials(first: 500, where: {elements: {only: ["Li", "P", "S", "Cl", "Br", "I"]}}) { nodes { id } totalCount } }',
    "{ coatings(first: 500, where: {bare: true}) { nodes { id bare method } totalCount } c: coatings(where: {not: {bare: true}}) { totalCount } }",
    '{ readings(first: 40, where: {text: "cycles", paper: {year: {gte: 2022}}}) { nodes { id printed value { lo mid hi unit } checks(first: 2) { verdict gap } } totalCount } }',
    '{ readings(first: 20, where: {where: {startsWith: "Table"}}, orderBy: [{by: PLACE}, {by: PRINTED, direction: DESC}]) { nodes { id where printed } } }',
    "{ papers { nodes { id cells(first: 2, orderBy: {by: WRITTEN, direction: DESC}) { totalCount nodes { id written stack(first: 3) { position role of { id } } } pageInfo { hasNextPage } } } } }",
    "{ materials(first: 60) { nodes { electrolytes(first: 2) { id } coatings { id } uses(first: 1) { role whole { __typename id } } } } }",
    "{ electrolyteFacets(by: FAMILY) { key count } f: electrolyteFacets(by: FAMILY, quantity: ionic_conductivity) { key count readings limits minimum lowerQuartile median upperQuartile maximum unit } }",
    '{ cellFacets(by: KIND, quantity: capacity_retention, at: {temperature: "20..60 degC"}, where: {paper: {id: {ne: "kim"}}}) { key count readings median } }',
    "{ checks(first: 500, where: {verdict: {in: [INCONSISTENT, CONSISTENT_ONLY_AS]}}, orderBy: {by: GAP, direction: DESC}) { nodes { id gap verdict computed { lo hi unit } ways { words counts verdict } told } totalCount } }",
    "{ derivedValues(first: 30) { nodes { id value { mid unit } told inputs { parameter printed reading { id } } } } }",
    '{ experiments(first: 30, where: {or: [{method: {eq: EIS}}, {title: {isNull: false}}], not: {cellId: {eq: "x"}}}) { nodes { id method subject { id slug } conditions { quantity state value { mid } } } } }',
    "{ statements(first: 20, where: {checks: {verdict: {ne: UNTESTABLE}}}) { nodes { id says references { id } subject { id } } } contrasts(first: 5) { nodes { id control { id } treatment { __typename } pairs { control { printed } } } } }",
    '{ quantities(first: 5, where: {exact: true}) { nodes { name exact low } } formulas(first: 5, where: {name: {notIn: ["a"]}}, orderBy: {by: ALLOWANCE}) { nodes { name allowance } } }',
]  # fmt: skip


@pytest.mark.parametrize("query", QUESTIONS, ids=range(len(QUESTIONS)))
def test_postgresql_answers_as_sqlite_does(query: str, postgresql: Engine, fast: Engine) -> None:
    here = fast._planned(fast.prepared(query), {}, None)
    there = postgresql._planned(postgresql.prepared(query), {}, None)
    assert here is not None
    assert orjson.loads(here) == orjson.loads(there or b"null")
    assert there == here


def test_a_page_goes_on_after_a_cursor_in_postgresql(postgresql: Engine, fast: Engine) -> None:
    query = "query($after: String) { electrolytes(first: 20, after: $after, orderBy: [{by: NOTE}, {by: FAMILY, direction: DESC}]) { nodes { id } pageInfo { endCursor hasNextPage } } }"
    for engine in (postgresql, fast):
        ids: list[str] = []
        after = None
        while True:
            page = orjson.loads(engine.run(query, {"after": after}))["data"]["electrolytes"]
            ids += [one["id"] for one in page["nodes"]]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                break
        assert len(ids) == len(set(ids)) == 53


def test_a_statement_of_postgresql_stops_at_its_deadline(postgresql: Engine) -> None:
    postgresql.store.until(None)
    with pytest.raises(Exception, match="takes too long"):
        postgresql.store.until(time.monotonic() + 0.05)
        postgresql.store.run("SELECT pg_sleep(5)")
    postgresql.store.until(None)


@pytest.mark.parametrize("query", QUESTIONS[2:11], ids=range(9))
def test_a_database_that_sorts_by_a_language_is_asked_to_sort_by_code(
    query: str, postgresql: Engine, fast: Engine
) -> None:
    assert postgresql.store.by_code == ""
    postgresql.store.by_code = ' COLLATE "C"'
    try:
        assert postgresql._planned(postgresql.prepared(query), {}, None) == fast._planned(
            fast.prepared(query), {}, None
        )
    finally:
        del postgresql.store.by_code


def test_a_cursor_with_other_kinds_of_value_is_refused_before_the_database_sees_it(postgresql: Engine) -> None:
    for place in ([0, "2020", "kim"], [0, 2020, 3], ["0", 2020, "kim"], [2, 2020, "kim"], [0, True, "kim"]):
        query = "query($after: String) { papers(after: $after, orderBy: {by: YEAR}) { nodes { id } } }"
        answer = orjson.loads(postgresql.run(query, {"after": cursor_of(place)}))
        assert answer["errors"][0]["extensions"]["code"] == "page"


def cursor_of(place: list[object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def test_a_text_that_no_database_takes_is_refused(postgresql: Engine, fast: Engine) -> None:
    for engine in (postgresql, fast):
        for text in ("a\0b", "a\ud800b"):
            answer = orjson.loads(engine.run("query($id: ID!) { node(id: $id) { id } }", {"id": text}))
            assert answer["errors"][0]["extensions"]["code"] == "argument"
