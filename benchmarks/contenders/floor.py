"""The floor: what the nested queries cost with nothing but ``sqlite3``, ``orjson`` and a bare ASGI app.

Each answer is byte for byte what the graph answers to the same question.
"""

from __future__ import annotations

import sqlite3
import threading
from typing import Any

import orjson

__all__ = ["application"]

TOP = """
    SELECT t.id, t.written, t.family, t.paper_id FROM subject_value v CROSS JOIN electrolyte t
    WHERE t.id = v.subject_id AND v.kind = 'electrolyte' AND v.quantity = 'ionic_conductivity' AND v.family = ?
      AND v.lo >= ? AND v.claim IN ('measured', 'setting', 'derived') AND v.temperature_lo >= ? AND v.temperature_hi <= ?
      AND NOT EXISTS (SELECT 1 FROM subject_value w WHERE w.subject_id = v.subject_id AND w.quantity = 'ionic_conductivity'
        AND w.lo >= ? AND w.claim IN ('measured', 'setting', 'derived') AND w.temperature_lo >= ? AND w.temperature_hi <= ?
        AND (w.sort_key, w.id) > (v.sort_key, v.id))
    ORDER BY v.sort_key DESC, v.subject_id DESC LIMIT 100"""
PAPERS = "SELECT id, title, year FROM paper WHERE id IN (SELECT value FROM json_each(?))"
READINGS = """
    SELECT id, quantity, printed, qualifier, value_lo, value_mid, value_hi, claim, place, subject_id FROM (
      SELECT *, row_number() OVER (PARTITION BY subject_id ORDER BY id) AS n FROM (
        SELECT id, quantity, printed, qualifier, value_lo, value_mid, value_hi, claim, place, subject_id FROM reading
        WHERE subject_id IN (SELECT value FROM json_each(?)))) WHERE n <= 10"""


def nested(connection: sqlite3.Connection, units: dict[str, str], family: str) -> bytes:
    """100 electrolytes of a family, by conductivity at 20 to 30 degC, with paper and 10 readings each."""
    low = (0.01, 293.15, 303.15)
    top = connection.execute(TOP, (family, *low, *low)).fetchall()
    found = connection.execute(PAPERS, (orjson.dumps(list({row[3] for row in top})).decode(),))
    papers = {row[0]: {"id": row[0], "title": row[1], "year": row[2]} for row in found}
    readings: dict[str, list[dict[str, Any]]] = {row[0]: [] for row in top}
    for row in connection.execute(READINGS, (orjson.dumps([row[0] for row in top]).decode(),)).fetchall():
        readings[row[9]].append(
            {
                "id": row[0], "quantity": row[1], "printed": row[2], "qualifier": row[3],
                "value": {"lo": row[4], "mid": row[5], "hi": row[6], "unit": units[row[1]]},
                "claim": row[7].upper(), "where": row[8],
            }
        )  # fmt: skip
    nodes = [
        {
            "id": row[0],
            "written": row[1],
            "family": row[2].upper(),
            "paper": papers[row[3]],
            "readings": {"nodes": readings[row[0]]},
        }
        for row in top
    ]
    return orjson.dumps({"data": {"electrolytes": {"nodes": nodes}}})


CELLS = "SELECT id, kind FROM cell ORDER BY id LIMIT 50"
LAYERS = """
    SELECT id, role, of_id, of_kind, cell_id FROM (
      SELECT id, role, of_id, of_kind, cell_id, dense_rank() OVER (PARTITION BY cell_id ORDER BY position, id) AS n FROM layer
      WHERE cell_id IN (SELECT value FROM json_each(?))) WHERE n <= 100"""
WHOLES = "SELECT id FROM {} WHERE id IN (SELECT value FROM json_each(?))"
PARTS = """
    SELECT id, role, material_id, whole_id FROM (
      SELECT id, role, material_id, whole_id, dense_rank() OVER (PARTITION BY whole_id ORDER BY id) AS n FROM constituent
      WHERE whole_id IN (SELECT value FROM json_each(?))) WHERE n <= 100"""
MATERIALS = "SELECT id, written, family FROM material WHERE id IN (SELECT value FROM json_each(?))"
NUMBERS = """
    SELECT id, quantity, printed, subject_id FROM (
      SELECT id, quantity, printed, subject_id, row_number() OVER (PARTITION BY subject_id ORDER BY id) AS n FROM reading
      WHERE subject_id IN (SELECT value FROM json_each(?))) WHERE n <= 10"""
CHECKS = """
    SELECT id, verdict, formula, output_id FROM (
      SELECT id, verdict, formula, output_id, dense_rank() OVER (PARTITION BY output_id ORDER BY id) AS n FROM verdict
      WHERE output_id IN (SELECT value FROM json_each(?))) WHERE n <= 100"""


def deep(connection: sqlite3.Connection) -> bytes:
    """50 cells, their layers, what these are made of, the cells' readings with their verdicts."""

    def rows(sql: str, keys: Any) -> list[Any]:
        return connection.execute(sql, (orjson.dumps(list(keys)).decode(),)).fetchall()

    cells = connection.execute(CELLS).fetchall()
    ids = [row[0] for row in cells]
    layers = rows(LAYERS, ids)
    by_kind: dict[str, set[str]] = {}
    for row in layers:
        by_kind.setdefault(row[3], set()).add(row[2])
    wholes = {kind: [row[0] for row in rows(WHOLES.format(kind), keys)] for kind, keys in by_kind.items()}
    parts = rows(PARTS, [one for kind in ("electrolyte", "electrode") for one in wholes.get(kind, ())])
    materials = {
        row[0]: {"written": row[1], "family": row[2].upper()} for row in rows(MATERIALS, {row[2] for row in parts})
    }
    made_of: dict[str, list[Any]] = {}
    for row in parts:
        made_of.setdefault(row[3], []).append({"role": row[1].upper(), "material": materials[row[2]]})
    types = {"material": "Material", "electrolyte": "Electrolyte", "coating": "Coating", "electrode": "Electrode"}
    things: dict[str, Any] = {}
    for kind, found in wholes.items():
        for one in found:
            thing: dict[str, Any] = {"__typename": types[kind], "id": one}
            if kind in ("electrolyte", "electrode"):
                thing["constituents"] = made_of.get(one, [])
            things[one] = thing
    stack: dict[str, list[Any]] = {}
    for row in layers:
        stack.setdefault(row[4], []).append({"role": row[1].upper(), "of": things[row[2]]})
    numbers = rows(NUMBERS, ids)
    checks: dict[str, list[Any]] = {}
    names = {
        "consistent": "CONSISTENT",
        "consistent only as": "CONSISTENT_ONLY_AS",
        "inconsistent": "INCONSISTENT",
        "untestable": "UNTESTABLE",
    }
    for row in rows(CHECKS, [row[0] for row in numbers]):
        checks.setdefault(row[3], []).append({"verdict": names[row[1]], "formula": row[2]})
    readings: dict[str, list[Any]] = {}
    for row in numbers:
        readings.setdefault(row[3], []).append(
            {"quantity": row[1], "printed": row[2], "checks": checks.get(row[0], [])}
        )
    nodes = [
        {
            "id": row[0],
            "kind": row[1].upper(),
            "stack": stack.get(row[0], []),
            "readings": {"nodes": readings.get(row[0], [])},
        }
        for row in cells
    ]
    return orjson.dumps({"data": {"cells": {"nodes": nodes}}})


def application(file: str, family: str) -> Any:
    """The bare app: GET / answers the nested query, GET /deep the deeper one."""
    local = threading.local()

    def opened() -> sqlite3.Connection:
        if not hasattr(local, "connection"):
            local.connection = sqlite3.connect(file, check_same_thread=False)
            local.connection.execute("PRAGMA mmap_size = 1073741824")
        found: sqlite3.Connection = local.connection
        return found

    units = dict(opened().execute("SELECT name, unit FROM quantity"))

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        while (await receive()).get("more_body"):
            pass
        body = deep(opened()) if scope["path"] == "/deep" else nested(opened(), units, family)
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app
