"""Questions drawn from the schema, answered by their plans and by Strawberry's own executor: the bytes are the same.

``benchmarks/differential.py`` asks thousands; here are as many as are quickly answered.
"""

from __future__ import annotations

from collections import Counter

import orjson
import pytest

from kb.base import Base
from kb.graph.engine import Engine

EXAMPLES = 150
START = 40_000


def test_plans_answer_what_strawberry_answers(benchmarks: None, base: Base, fast: Engine, slow: Engine) -> None:
    from questions import Pool, drawn, outcome

    pool = Pool(base)
    kinds: Counter[str] = Counter()
    different = {}
    for seed in range(START, START + EXAMPLES):
        question = drawn(fast.schema, pool, seed, largest=8)
        found = outcome(fast, slow, question)
        kinds[found.kind] += 1
        if found.difference:
            different[seed] = (question, found.difference)
    assert not different, f"python benchmarks/differential.py --from {min(different)} --examples 1 shows the smallest"
    assert kinds["invalid"] <= 0.02 * EXAMPLES
    assert kinds["planned"] > 0.95 * (kinds["planned"] + kinds["left"])
    assert kinds["planned"] > 0.8 * EXAMPLES


def test_the_same_seed_draws_the_same_question(benchmarks: None, base: Base, fast: Engine) -> None:
    from questions import Pool, drawn

    pool = Pool(base)
    assert [drawn(fast.schema, pool, seed) for seed in range(20)] == [
        drawn(fast.schema, pool, seed) for seed in range(20)
    ]
    assert len({drawn(fast.schema, pool, seed).document for seed in range(20)}) == 20


def test_the_smallest_question_keeps_only_what_shows_the_difference(benchmarks: None) -> None:
    from questions import Question, smallest

    asked = Question("query Q($a: Int, $b: ID!) { papers(first: $a) { ...F totalCount } paper(id: $b) { id title } } fragment F on PaperConnection { nodes { id year } }", {"a": 1, "b": "x"}, None)  # fmt: skip
    least = smallest(asked, lambda one: "title" in one.document)
    assert least.document.split() == ["query", "Q", "{", "paper", "{", "title", "}", "}"]
    assert least.variables == {}


BOTH = """{ papers(first: 3, orderBy: {by: TITLE}) { totalCount again: totalCount
  edges { cursor node { id cells(first: 2) { nodes { id } edges { node { slug } place: cursor } pageInfo { hasNextPage } } } same: node { title } }
  nodes { title year } others: nodes { id } pageInfo { endCursor } info: pageInfo { __typename startCursor } } }"""


def test_a_connection_may_be_asked_for_its_nodes_and_edges_at_once(fast: Engine, slow: Engine) -> None:
    prepared = fast.prepared(BOTH)
    planned = fast._planned(prepared, {}, None)
    assert planned == slow.run(BOTH)
    papers = orjson.loads(planned or b"")["data"]["papers"]
    assert [one["node"]["id"] for one in papers["edges"]] == [one["id"] for one in papers["others"]]
    assert papers["totalCount"] == papers["again"] == 5


MISTAKES = [
    ('{ paper(id: "nguyen2024") { readings(first: 0) { nodes { id } } } papers { nodes { id } } }', ["paper", "readings"], "page"),
    ('{ a: node(id: "nguyen2024") { id } b: readings(first: 2) { nodes { value(unit: "parsec") { lo } } } }', ["b", "nodes", 0, "value"], "unit"),
    ('{ electrolytes(after: "x") { totalCount } }', ["electrolytes"], "page"),
    ('{ electrolytes(where: {text: "--"}) { totalCount } }', ["electrolytes"], "filter"),
    ('{ electrolytes(where: {has: {ionicConductivity: {gte: "1 V"}}}) { totalCount } }', ["electrolytes"], "filter"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "path", "code"), MISTAKES)
def test_an_error_has_its_path_whichever_way_it_is_met(query: str, path: list[object], code: str, fast: Engine, slow: Engine) -> None:  # fmt: skip
    answer = orjson.loads(fast.run(query))
    assert answer == orjson.loads(slow.run(query))
    assert answer["errors"][0]["path"] == path
    assert answer["errors"][0]["extensions"]["code"] == code


def test_what_stands_beside_an_error_is_answered(fast: Engine) -> None:
    answer = orjson.loads(
        fast.run(
            '{ a: node(id: "nguyen2024") { id } b: paper(id: "nguyen2024") { readings(first: 0) { totalCount } } }'
        )
    )
    assert answer["data"] == {"a": {"id": "nguyen2024"}, "b": None}


def test_a_document_keeps_a_few_plans_whatever_its_variables(fast: Engine, slow: Engine) -> None:
    names = [f"b{n}" for n in range(8)]
    fields = " ".join(f"{name}: title @include(if: ${name})" for name in names)
    query = f"query({', '.join(f'${name}: Boolean!' for name in names)}) {{ papers(first: 1) {{ nodes {{ id {fields} }} }} }}"
    for count in range(200):
        given = {name: bool(count >> place & 1) for place, name in enumerate(names)}
        answer = orjson.loads(fast.run(query, given))["data"]["papers"]["nodes"][0]
        assert list(answer) == ["id", *(name for name in names if given[name])]
    assert len(fast.prepared(query).plans) <= 32
    assert fast.run(query, given) == slow.run(query, given)
