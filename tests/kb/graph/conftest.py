"""The engine over the shipped seeds, its twin that answers through Strawberry alone, and a small generated base."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from kb.base import Base
from kb.graph.engine import Engine

BENCHMARKS = str(Path(__file__).resolve().parents[3] / "benchmarks")

Ask = Callable[..., Any]


@pytest.fixture(scope="session")
def benchmarks() -> Iterator[None]:
    """The folder of the benchmarks among those that modules are found in."""
    sys.path.insert(0, BENCHMARKS)
    yield
    sys.path.remove(BENCHMARKS)


@pytest.fixture(scope="session")
def fast(base: Base) -> Engine:
    return Engine(base)


@pytest.fixture(scope="session")
def slow(base: Base) -> Engine:
    return Engine(base, fast=False)


@pytest.fixture(scope="session")
def ask(fast: Engine) -> Ask:
    """The data of an answer that must have been planned."""

    def asked(query: str, **variables: Any) -> Any:
        prepared = fast.prepared(query)
        assert not prepared.errors, prepared.errors
        answer = fast._planned(prepared, variables, None)
        assert answer is not None, "left to the ordinary executor"
        return orjson.loads(answer)["data"]

    return asked


@pytest.fixture(scope="session")
def error(fast: Engine, slow: Engine) -> Ask:
    """The first error of an answer, the same by both ways."""

    def asked(query: str, **variables: Any) -> Any:
        answer = fast.run(query, variables)
        assert answer == slow.run(query, variables)
        return orjson.loads(answer)["errors"][0]

    return asked


@pytest.fixture(scope="session")
def generated(benchmarks: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """Sixty generated papers: more rows than a page."""
    from big_base import big_base

    opened = Base(str(big_base(60, tmp_path_factory.mktemp("generated") / "kb.sqlite", say=False)))
    yield opened
    opened.close()
