"""Paging: every record exactly once in every order, whatever is written in between; and how sure a filter is."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import orjson
import pytest

from kb.base import Base
from kb.graph.engine import Engine, graph_schema
from kb.graph.where import plain

GRAPH = graph_schema()
ENUMS: Any = GRAPH.schema._schema.type_map
ORDERS = [
    (one.plural, name)
    for one in GRAPH.known.entities.values()
    if one.plural in GRAPH.roots and one.is_node
    for name in ENUMS[f"{one.name}SortField"].values
]


def paged(engine: Engine, root: str, order: str, size: int, key: str = "id") -> list[str]:
    """The keys of all records of a list, read page by page."""
    query = f"query($after: String) {{ {root}(first: {size}, after: $after, orderBy: {order}) {{ nodes {{ {key} }} pageInfo {{ hasNextPage endCursor }} }} }}"
    found: list[str] = []
    after = None
    prepared = engine.prepared(query)
    assert not prepared.errors, prepared.errors
    while True:
        page = orjson.loads(engine._planned(prepared, {"after": after}, None) or b"")["data"][root]
        found += [one[key] for one in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return found


@pytest.mark.parametrize(("root", "name"), ORDERS, ids=[f"{root}-{name}" for root, name in ORDERS])
def test_paging_visits_each_record_once_and_in_order(root: str, name: str, base: Base, fast: Engine) -> None:
    entity = GRAPH.roots[root].entity
    assert entity is not None
    rows = base.rows(entity.table)
    column = plain(ENUMS[f"{entity.name}SortField"].values[name].value)
    size = min(500, max(2, len(rows) // 3))

    def sorted_by(down: bool) -> list[str]:  # stable sorts, the least important key first; what is null comes last
        ids = sorted(rows, key=lambda row: row["id"], reverse=down)
        values = sorted([one for one in ids if one[column] is not None], key=lambda row: row[column], reverse=down)
        return [one["id"] for one in [*values, *(one for one in ids if one[column] is None)]]

    assert paged(fast, root, f"{{by: {name}}}", size) == sorted_by(False)
    assert paged(fast, root, f"{{by: {name}, direction: DESC}}", size) == sorted_by(True)


@pytest.mark.parametrize("order", ["{by: FAMILY}", "{quantity: ionic_conductivity, direction: DESC}"])
def test_the_total_is_that_of_the_whole_list_on_every_page(order: str, ask: Any) -> None:
    page = "{ totalCount nodes { id } pageInfo { endCursor hasNextPage hasPreviousPage } }"
    first = ask(f"{{ electrolytes(first: 3, orderBy: {order}) {page} }}")["electrolytes"]
    after = first["pageInfo"]["endCursor"]
    second = ask(f'{{ electrolytes(first: 3, orderBy: {order}, after: "{after}") {page} }}')["electrolytes"]
    assert first["totalCount"] == second["totalCount"] == (53 if "by" in order else 12)
    assert (first["pageInfo"]["hasPreviousPage"], second["pageInfo"]["hasPreviousPage"]) == (False, True)
    nested = ask(
        f'{{ papers {{ nodes {{ all: electrolytes {{ totalCount }} electrolytes(first: 1, orderBy: {order}, after: "{after}") {{ totalCount }} }} }} }}'
    )
    if "by" in order:
        assert all(one["all"] == one["electrolytes"] for one in nested["papers"]["nodes"])


def test_orders_that_run_both_ways_page_on_too(base: Base, fast: Engine) -> None:
    order = "[{by: FAMILY, direction: DESC}, {by: NOTE}, {by: WRITTEN, direction: DESC}]"
    rows = sorted(base.rows("electrolyte"), key=lambda row: row["id"], reverse=True)
    for column, down in (("written", True), ("note", False), ("family", True)):
        rows = sorted([r for r in rows if r[column] is not None], key=lambda row: row[column], reverse=down) + [r for r in rows if r[column] is None]  # fmt: skip
    assert paged(fast, "electrolytes", order, 7) == [one["id"] for one in rows]


OWN = ("measured", "setting", "derived")


@pytest.mark.parametrize("quantity", ["ionic_conductivity", "thickness", "capacity_retention", "stable_time"])
@pytest.mark.parametrize("root", ["electrolytes", "cells", "materials"])
def test_paging_by_a_quantity_visits_each_record_that_has_it_once(quantity: str, root: str, base: Base, fast: Engine) -> None:  # fmt: skip
    table = root[:-1]
    best: dict[str, list[float]] = {}
    for row in base.rows("subject_value"):
        if row["kind"] == table and row["quantity"] == quantity and row["claim"] in OWN:
            best.setdefault(row["subject_id"], []).append(row["sort_key"])
    up = paged(fast, root, f"{{quantity: {quantity}}}", 2)
    down = paged(fast, root, f"{{quantity: {quantity}, direction: DESC}}", 2)
    assert up == sorted(best, key=lambda one: (min(best[one]), one))
    assert down == sorted(best, key=lambda one: (max(best[one]), one), reverse=True)


def test_what_is_written_in_between_moves_no_record_over_a_cursor(database: str, tmp_path: Path) -> None:
    file = tmp_path / "kb.sqlite"
    shutil.copy(database, file)
    base = Base(str(file))
    engine = Engine(base)
    query = "query($after: String) { papers(first: 2, after: $after, orderBy: {by: YEAR, direction: DESC}) { nodes { id } pageInfo { endCursor } } }"

    def page(after: str | None) -> tuple[list[str], str]:
        found = orjson.loads(engine.run(query, {"after": after}))["data"]["papers"]
        return [one["id"] for one in found["nodes"]], found["pageInfo"]["endCursor"]

    before, cursor = page(None)
    years = {row["id"]: row["year"] for row in base.rows("paper")}
    rest = [one for one in sorted(sorted(years, reverse=True), key=lambda one: (years[one] is None, -(years[one] or 0))) if one not in before]  # fmt: skip
    assert page(cursor)[0] == rest[:2]
    with sqlite3.connect(file) as writer:
        names = [row[1] for row in writer.execute("PRAGMA table_info(paper)")]
        row = dict(zip(names, writer.execute("SELECT * FROM paper WHERE id = ?", [before[0]]).fetchone(), strict=True))
        for own, year in (("aaa2099", 2099), ("zzz1900", 1900)):  # one before the cursor, one after all that has a year
            values = row | {"id": own, "year": year}
            writer.execute(f"INSERT INTO paper ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", list(values.values()))  # fmt: skip
        writer.execute("DELETE FROM paper WHERE id = ?", [before[-1]])  # the record of the cursor itself
        writer.execute("UPDATE paper SET title = 'changed' WHERE id = ?", [rest[0]])
    found, after = page(cursor)
    last, _ = page(after)
    dated = [one for one in rest if years[one] is not None]
    assert found + last == [*dated, "zzz1900", *(one for one in rest if years[one] is None)]
    base.close()


@pytest.mark.parametrize(
    "cursor", ["WzFd", "W10", "eA", "not base64!", "WzEsMiwzXQ", "bnVsbA", "WyJhIiwgbnVsbF0", "\U0001f600"]
)
def test_a_cursor_of_another_list_is_refused(cursor: str, error: Any) -> None:
    told = error("query($after: String) { papers(after: $after, orderBy: {by: YEAR}) { nodes { id } } }", after=cursor)
    assert told["extensions"]["code"] == "page"


# li2024/li-e-lpscl-li ran "over 510 h", nguyen2024/li-cse-li "over 500 h" and "over 2000 h", and other cells have closed intervals.
LIMITS = [
    ('gte: "500 h"', True, True), ('gte: "510 h"', True, True), ('gt: "511 h"', False, True), ('gte: "60000 min"', False, True),
    ('lt: "510 h"', False, False), ('lte: "511 h"', False, True), ('lt: "3000 h"', False, True), ('gte: "100 h", lte: "3000 h"', False, True),
    ('gte: "100 h", lte: "400 h"', False, False), ("", True, True), ("claim: [QUOTED]", False, False), ("claim: [QUOTED, MEASURED]", True, True),
    ('at: {temperature: "20..30 degC"}', True, True), ('at: {temperature: "40..60 degC"}', False, False),
]  # fmt: skip


@pytest.mark.parametrize(("bounds", "surely", "possibly"), LIMITS)
def test_a_number_that_is_only_a_limit_is_surely_possibly_or_not_in_a_range(bounds: str, surely: bool, possibly: bool, ask: Any) -> None:  # fmt: skip
    for match, expected in (("SURELY", surely), ("POSSIBLY", possibly)):
        where = f'{{id: {{eq: "li2024/li-e-lpscl-li"}}, has: {{stableTime: {{{bounds} match: {match}}}}}}}'
        assert ask(f"{{ cells(where: {where}) {{ totalCount }} }}")["cells"]["totalCount"] == expected


def test_of_two_limits_of_one_record_one_is_enough(ask: Any) -> None:
    where = '{id: {eq: "nguyen2024/li-cse-li"}, has: {stableTime: {gte: "2000 h"}}}'
    assert ask(f"{{ cells(where: {where}) {{ totalCount }} }}")["cells"]["totalCount"] == 1


def test_a_filter_and_its_opposite_make_up_all(ask: Any) -> None:
    filters = {
        "papers": ["{year: {gt: 2022}}", '{volume: {eq: "1"}}', "{not: {article: {isNull: true}}}"],
        "electrolytes": ['{note: {startsWith: "a"}}', '{citation: {in: ["x"]}}', '{has: {ionicConductivity: {gte: "1 mS/cm"}}}', "{family: {eq: POLYMER}, note: {isNull: true}}"],
        "materials": ['{elements: {noneOf: ["Li"]}}', "{spaceGroup: {ne: null}}", '{composition: null, reducedFormula: {ne: "Li"}}'.replace("composition: null, ", "")],
        "cells": ["{tests: {method: {eq: EIS}}}", '{readings: {text: "cycles"}}'],
    }  # fmt: skip
    for root, wheres in filters.items():
        total = ask(f"{{ {root} {{ totalCount }} }}")[root]["totalCount"]
        for where in wheres:
            found = ask(
                f"{{ a: {root}(where: {where}) {{ totalCount }} b: {root}(where: {{not: {where}}}) {{ totalCount }} }}"
            )
            assert found["a"]["totalCount"] + found["b"]["totalCount"] == total, where
