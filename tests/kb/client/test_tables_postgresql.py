"""Whole tables from a real PostgreSQL: the same as from SQLite; nothing is kept beside a server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import kb
from kb.base import Base
from kb.build import build
from kb.bulk import read_table
from kb.bulk_files import snapshot, snapshot_folder
from kb.flat import FLAT

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        import pgserver

        made = pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
        build(ROOT / "seeds", made.get_uri())
        yield made.get_uri()
        made.cleanup()


def test_every_table_is_the_same_as_from_sqlite(postgresql: str, base: Base) -> None:
    opened = Base(postgresql)
    for name in FLAT:
        assert read_table(opened, name).equals(read_table(base, name)), name
    assert snapshot_folder(opened) is None
    assert snapshot(opened, "papers", "arrow") is None
    opened.close()


def test_a_client_on_it_gives_the_same_frames(postgresql: str, client: kb.Client) -> None:
    with kb.connect(postgresql) as connected:
        assert connected.readings("ionic_conductivity").equals(client.readings("ionic_conductivity"))
        assert connected.table("readings").equals(client.readings())
