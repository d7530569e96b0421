"""How many SQL statements an operation takes: one a relation and level, however many rows there are."""

from __future__ import annotations

import orjson
import pytest
import sqlalchemy as sa

from kb.base import Base
from kb.graph.engine import Engine

COUNTED = [
    # what is asked for, at most how many at each level, and the statements: relations and levels, by hand
    ("{ papers(first: %d) { nodes { id title } } }", 1),
    ("{ papers(first: %d) { totalCount nodes { id } edges { node { title } } } }", 2),
    ("{ electrolytes(first: %d) { nodes { id paper { title } readings(first: %d) { nodes { id printed } } } } }", 3),
    ("{ electrolytes(first: %d) { nodes { readings(first: %d) { totalCount nodes { checks { verdict inputs { printed reading { quote } } } } } } } }", 6),
    ("{ cells(first: %d) { nodes { stack(first: %d) { position of { id ... on Material { composition { reducedFormula } } } } } } }", 6),
    ("{ cells(first: %d) { nodes { tests { conditions { printed } readings(first: %d) { nodes { checks { told } } } } } } }", 14),
    ('{ electrolytes(first: %d, where: {family: {eq: POLYMER}, has: {ionicConductivity: {gte: "1e-6 S/cm"}}}, orderBy: {quantity: ionic_conductivity}) { nodes { id readings(first: %d) { nodes { value { mid } } } } } }', 2),
    ("{ derivedValues(first: %d) { nodes { told } } }", 10),
    ("{ contrasts(first: %d) { nodes { control { id } pairs(first: %d) { control { printed } treatment { printed } } } } }", 11),
]  # fmt: skip
SIZES = (2, 20, 500)


@pytest.mark.parametrize(("query", "most"), COUNTED, ids=range(len(COUNTED)))
def test_the_statements_do_not_grow_with_the_rows(
    query: str, most: int, base: Base, fast: Engine, generated: Base
) -> None:
    for engine in (fast, Engine(generated)):
        counts, sizes = [], []
        for size in SIZES:
            prepared = engine.prepared(query.replace("%d", str(size)))
            before = engine.store.statements
            with _Listening(engine.base) as others:
                answer = engine._planned(prepared, {}, None)
            assert answer is not None
            assert not others, "statements beside the store"
            counts.append(engine.store.statements - before)
            sizes.append(len(answer))
        assert sizes[0] < sizes[-1]
        assert counts[0] <= counts[1] <= counts[2] <= most, counts  # fewer where a kind of record does not come up


class _Listening:
    """The statements that go another way than through the store."""

    def __init__(self, base: Base) -> None:
        self.engine = base.engine

    def __enter__(self) -> list[str]:
        self.found: list[str] = []
        sa.event.listen(self.engine, "before_cursor_execute", self._heard)
        return self.found

    def __exit__(self, *_: object) -> None:
        sa.event.remove(self.engine, "before_cursor_execute", self._heard)

    def _heard(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        self.found.append(statement)


def test_strawberry_reads_through_as_few_statements(fast: Engine, slow: Engine) -> None:
    query = "{ electrolytes(first: 50) { nodes { id paper { title } readings(first: 5) { nodes { id } } process { method } } } }"
    before = slow.store.statements
    answer = slow.run(query)
    count = slow.store.statements - before
    assert count == 4
    assert answer == fast.run(query)
    assert fast.store.statements - before == 2 * count


def test_the_story_of_a_page_is_the_story_of_each(base: Base, fast: Engine) -> None:
    from kb.tell import told

    for root, table in (("checks", "verdict"), ("derivedValues", "derived")):
        answer = orjson.loads(fast.run(f"{{ {root}(first: 500) {{ nodes {{ id told }} }} }}"))["data"][root]["nodes"]
        assert len(answer) > 300
        for one in answer:
            row = base.one(table, one["id"])
            assert row is not None
            assert one["told"] == told(base, row)
