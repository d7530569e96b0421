"""The same base in a real PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from kb.base import Base
from kb.build import build
from kb.comparisons import compare
from kb.database import DatabaseProblemError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        import pgserver

        made = pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
        yield made.get_uri()
        made.cleanup()


def test_a_foreign_database_is_refused_then_ours_gives_the_same_table_as_sqlite(server: str, base: Base) -> None:
    engine = sa.create_engine(server.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE mine (x int)"))
    with pytest.raises(DatabaseProblemError, match="holds other tables"):
        build(ROOT / "seeds", server)
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE mine"))
    built = build(ROOT / "seeds", server)
    assert built.written
    assert not build(ROOT / "seeds", server).written
    opened = Base(server)
    name = "electrolytes_at_temperature"
    assert compare(opened, name).as_dict() == compare(base, name).as_dict()
    assert [row["id"] for row in opened.rows("verdict")] == [row["id"] for row in base.rows("verdict")]
    with engine.connect() as connection:
        count = connection.execute(sa.text("SELECT count(*) FROM readings")).scalar()
    opened.close()
    engine.dispose()
    assert count == len(base.rows("reading"))
