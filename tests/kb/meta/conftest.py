"""Frames of the shipped papers, read once, and the published data that the methods are checked against."""

import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest

import kb
from kb import meta


@pytest.fixture(scope="session")
def server(database: str) -> Iterator[str]:
    """The shipped papers behind a server on loopback."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = str(Path(__file__).resolve().parents[3] / ".venv/bin/kb")
    process = subprocess.Popen([command, "serve", "--port", str(port), "-d", database], stderr=subprocess.PIPE)
    url = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            httpx.get(f"{url}/healthz", timeout=1)
            break
        except httpx.HTTPError:
            time.sleep(0.1)
    yield url
    process.terminate()
    process.communicate(timeout=10)


@pytest.fixture(scope="session")
def pairs(client: kb.Client) -> pl.DataFrame:
    return meta.contrasts(client)


@pytest.fixture(scope="session")
def coatings(pairs: pl.DataFrame) -> meta.Effects:
    """Log ratios of what is coated over what is bare."""
    return meta.effects(pairs.filter(pl.col("coating").is_not_null()), "log_ratio")


@pytest.fixture(scope="session")
def conductivities(client: kb.Client) -> pl.DataFrame:
    return meta.points(client, "ionic_conductivity")


def published(effects: Any, variances: Any, **columns: Any) -> meta.Effects:
    """Effects that others published, one a paper."""
    y, half = pl.Series(effects, dtype=pl.Float64), 1.959964 * pl.Series(variances, dtype=pl.Float64).sqrt()
    frame = pl.DataFrame({"paper": [f"trial {place + 1:02d}" for place in range(len(y))], "effect": y, "lo": y - half, "hi": y + half,
                          "variance": variances, "censored": "no", **columns})  # fmt: skip
    return meta.Effects("log_ratio", frame, pl.DataFrame(schema={"paper": pl.String, "reason": pl.String}))


@pytest.fixture(scope="session")
def bcg() -> meta.Effects:
    """13 trials of the BCG vaccine (Colditz et al., JAMA 271 (1994) 698): log risk ratios, and the absolute latitude."""
    cases = pl.DataFrame(
        [(4, 119, 11, 128, 44), (6, 300, 29, 274, 55), (3, 228, 11, 209, 42), (62, 13536, 248, 12619, 52), (33, 5036, 47, 5761, 13),
         (180, 1361, 372, 1079, 44), (8, 2537, 10, 619, 19), (505, 87886, 499, 87892, 13), (29, 7470, 45, 7232, 27),
         (17, 1699, 65, 1600, 42), (186, 50448, 141, 27197, 18), (5, 2493, 3, 2338, 33), (27, 16886, 29, 17825, 33)],
        schema=["a", "b", "c", "d", "latitude"], orient="row",
    )  # fmt: skip
    treated, control = cases["a"] + cases["b"], cases["c"] + cases["d"]
    y = ((cases["a"] / treated) / (cases["c"] / control)).log()
    return published(y, 1 / cases["a"] - 1 / treated + 1 / cases["c"] - 1 / control, latitude=cases["latitude"])
