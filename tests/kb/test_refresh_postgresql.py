"""The same refresh in a real PostgreSQL: tables exchanged in one transaction, changed papers alone, one at a time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from kb.base import Base
from kb.builds import NoBuildError, back, known_builds
from kb.exports import export_all
from kb.lock import BusyError, locked_server
from kb.refresh import refresh

PAPER = """
paper: {doi: 10.0000/invented.1, title: TITLE, authors: [A. Nobody], journal: None, year: 2024, licence: not stated,
  source: invented, curators: [tests], review: {checked_by: nobody}}
electrolytes:
  film: {kind: inorganic, family: argyrodite, form: film,
    readings: {thickness: {reads: "30 um", where: Section 2, quote: "a film of 30 um"}}}
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        import pgserver

        made = pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
        yield made.get_uri()
        made.cleanup()


def _seeds(folder: Path, **titles: str) -> Path:
    (folder / "papers").mkdir(parents=True, exist_ok=True)
    for slug, title in titles.items():
        (folder / "papers" / f"{slug}.yaml").write_text(PAPER.replace("TITLE", title))
    return folder


def test_a_server_is_refreshed_whole_then_by_changed_papers_as_a_file_is(server: str, tmp_path: Path) -> None:
    file = str(tmp_path / "kb.sqlite")
    seeds = _seeds(tmp_path / "seeds", a="one", b="two", c="three", d="four")
    for place in (server, file):
        assert refresh([seeds], place).papers == 4
    opened = Base(server)
    assert not opened.changed()
    _seeds(seeds, b="another")
    (seeds / "papers" / "d.yaml").unlink()
    told = [refresh([seeds], place) for place in (server, file)]
    assert (told[0].read, told[0].gone) == (("b",), ("d",))
    assert told[0].difference == told[1].difference
    assert told[0].difference.changed[0].columns == {"title": ("two", "another")}
    assert opened.changed()
    opened.close()
    assert refresh([seeds], server).written is False
    assert refresh([seeds], server, force=True).written
    exports = []
    for name, place in (("server", server), ("file", file)):
        base = Base(place)
        exports.append(
            {
                one.name: one.read_bytes()
                for form in ("csv", "sqlite")
                for one in export_all(base, tmp_path / name, form)
            }
        )
        base.close()
    assert exports[0] == exports[1]
    assert [kept for _, kept in known_builds(server)[1]] == [False, True, True]
    with pytest.raises(NoBuildError, match="PostgreSQL keeps no builds"):
        back(server)


def test_one_refresh_of_a_server_at_a_time(server: str, tmp_path: Path) -> None:
    engine = sa.create_engine(server.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection, locked_server(connection, "here"), pytest.raises(BusyError):
        refresh([_seeds(tmp_path / "seeds", z="last")], server)
    engine.dispose()
