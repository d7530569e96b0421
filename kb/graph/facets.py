"""Groups of records and the statistics of their numbers, computed by the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kb.base import rounded
from kb.graph.declare import Entity
from kb.graph.page import size_of
from kb.graph.run import LIST_SIZE
from kb.graph.where import Conditions, plain
from schema.quantities import Q

if TYPE_CHECKING:
    from kb.graph.run import Fetch

__all__ = ["facets"]


def facets(fetch: Fetch, entity: Entity, arguments: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One group a value of the field, the largest first; with a quantity, the statistics of its readings.

    One-sided readings have no middle: they are counted as limits, and no statistic takes them in.
    """
    column, first = plain(arguments["by"]), size_of(arguments, LIST_SIZE)
    condition, values = fetch.where().of(entity, arguments.get("where"), "t")
    base = f'SELECT t.{column} AS k, t.id AS id FROM "{entity.table}" t WHERE {condition}'
    quantity = arguments.get("quantity")
    if quantity is None:
        rows = fetch.store.run(
            f"SELECT k, count(*) FROM ({base}) g GROUP BY k ORDER BY 2 DESC, k{fetch.store.by_code} LIMIT {first}",
            values,
        )
        return [_facet(key, count) for key, count in rows]
    name = plain(quantity)
    asked = {"at": arguments.get("at")} if arguments.get("at") else {}
    on, more = Conditions(fetch.store, name, asked).on("v")
    floor = fetch.store.floor

    def quantile(share: float) -> str:
        place = f"({share} * (n - 1))"
        low, rest = floor(place), f"({place} - {floor(place)})"
        return f"sum(CASE WHEN i = {low} THEN x * (1 - {rest}) WHEN i = {low} + 1 THEN x * {rest} ELSE 0 END)"

    sql = f"""
        WITH g AS ({base}),
        m AS (SELECT g.k, g.id, v.mid AS x, v.id AS reading FROM g LEFT JOIN subject_value v ON v.subject_id = g.id AND {on}),
        counted AS (SELECT k, count(DISTINCT id) AS records, count(x) AS readings, count(reading) - count(x) AS limits FROM m GROUP BY k),
        ranked AS (SELECT k, x, row_number() OVER (PARTITION BY k ORDER BY x) - 1 AS i, count(*) OVER (PARTITION BY k) AS n
                   FROM m WHERE x IS NOT NULL),
        summed AS (SELECT k, min(x) AS low, {quantile(0.25)} AS q1, {quantile(0.5)} AS q2, {quantile(0.75)} AS q3, max(x) AS high
                   FROM ranked GROUP BY k)
        SELECT c.k, c.records, c.readings, c.limits, s.low, s.q1, s.q2, s.q3, s.high FROM counted c
        LEFT JOIN summed s ON s.k = c.k OR (s.k IS NULL AND c.k IS NULL) ORDER BY c.records DESC, c.k{fetch.store.by_code} LIMIT {first}"""
    rows = fetch.store.run(sql, [*values, *more])
    units = Q[name].units
    made = []
    for key, records, readings, limits, *ends in rows:
        shown = [None if end is None else rounded(units.from_si(end)) for end in ends]
        made.append(_facet(key, records) | {"readings": readings, "limits": limits, "unit": Q[name].unit}
                    | dict(zip(("minimum", "lowerQuartile", "median", "upperQuartile", "maximum"), shown, strict=True)))  # fmt: skip
    return made


def _facet(key: Any, count: int) -> dict[str, Any]:
    nothing = dict.fromkeys(("minimum", "lowerQuartile", "median", "upperQuartile", "maximum"))
    return {"key": None if key is None else str(key), "count": count, "readings": 0, "limits": 0, "unit": "", **nothing}
