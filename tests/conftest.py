"""Shared fixtures: the base of the shipped seeds, built once for all tests, and a client on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import kb
from kb.base import Base
from kb.build import build

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
TEXTS = ROOT.parent / "shared" / "papers"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the generated files that tests compare with")


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The base of the shipped seeds."""
    file = tmp_path_factory.mktemp("base") / "kb.sqlite"
    build(SEEDS, str(file))
    return str(file)


@pytest.fixture(scope="session")
def base(database: str) -> Iterator[Base]:
    """The same, opened."""
    opened = Base(database)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def client(database: str) -> Iterator[kb.Client]:
    """An embedded client on it."""
    with kb.connect(database) as connected:
        yield connected
