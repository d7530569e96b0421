"""Whole tables over HTTP: the same bytes streamed and kept, ranges, tags, what is refused."""

import asyncio
from pathlib import Path

import httpx
import polars as pl
import pytest

from kb.base import Base
from kb.bulk import FORMS, read_table, write
from kb.bulk_files import keeping, snapshot, snapshot_file, snapshot_folder
from kb.flat import FLAT, UnknownBulkTableError, flat_table
from kb.graphql import engine_of
from kb.serving import Application, Settings


@pytest.fixture
def base(database: str, tmp_path: Path) -> Base:
    file = tmp_path / "kb.sqlite"
    file.write_bytes(Path(database).read_bytes())
    return Base(str(file))


def ask(base: Base, *asked: tuple[str, str, dict[str, str]], **settings: int) -> list[httpx.Response]:
    async def run() -> list[httpx.Response]:
        app = Application(engine_of(base), Settings(access_log=False, **settings))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://kb") as client:
            found = [await client.request(method, path, headers=headers) for method, path, headers in asked]
        app.close()
        return found

    return asyncio.run(run())


@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_first_download_makes_the_file_that_all_others_get(base: Base, form: str) -> None:
    path = f"/tables/readings.{form}"
    assert snapshot_file(base, "readings", form) is None
    (first,) = ask(base, ("GET", path, {}))
    file = snapshot_file(base, "readings", form)
    assert file is not None
    assert "content-length" not in first.headers
    second, head, part, same = ask(
        base, ("GET", path, {}), ("HEAD", path, {}), ("GET", path, {"range": "bytes=100-199"}),
        ("GET", path, {"if-none-match": first.headers["etag"]}),
    )  # fmt: skip
    assert first.content == second.content == file.read_bytes()
    assert first.headers["etag"] == second.headers["etag"]
    assert first.headers["x-kb-build"] == base.build
    assert (head.headers["content-length"], head.content) == (str(len(first.content)), b"")
    assert (part.status_code, part.content) == (206, first.content[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(first.content)}"
    assert (same.status_code, same.content) == (304, b"")
    assert list(file.parent.glob("part-*")) == []


def test_ranges_are_those_of_http(base: Base) -> None:
    file = snapshot(base, "papers", "arrow")
    assert file is not None
    whole, size, path = file.read_bytes(), file.stat().st_size, "/tables/papers.arrow"
    cases = [
        ("bytes=-10", 206, whole[-10:]), (f"bytes={size - 5}-", 206, whole[-5:]), (f"bytes=0-{size * 2}", 200, whole),
        (f"bytes={size}-", 416, b""), ("bytes=9-5", 416, b""), ("bytes=0-1,4-5", 200, whole), ("lines=1-2", 200, whole), ("bytes=-", 200, whole),
    ]  # fmt: skip
    found = ask(base, *(("GET", path, {"range": one}) for one, _, _ in cases))
    assert [(one.status_code, one.content) for one in found] == [case[1:] for case in cases]
    (other,) = ask(base, ("GET", path, {"range": "bytes=0-9", "if-range": '"another"'}))
    assert (other.status_code, other.content) == (200, whole)


def test_the_listing_says_what_there_is(base: Base) -> None:
    snapshot(base, "papers", "parquet")
    listed = ask(base, ("GET", "/tables.json", {}))[0].json()
    assert listed["build"] == base.build
    assert len(listed["tables"]) == len(FLAT) * len(FORMS)
    made = [one for one in listed["tables"] if one["bytes"]]
    assert [(one["table"], one["form"]) for one in made] == [("papers", "parquet")]


def test_every_table_has_the_rows_of_the_base(base: Base) -> None:
    for name, one in FLAT.items():
        found = read_table(base, name)
        assert found.num_rows == len(base.rows(one.entity.table)), name
        keys = found.column(one.entity.key).to_pylist()
        assert keys == sorted(keys), name


def test_arrow_and_parquet_say_words_and_units(base: Base, tmp_path: Path) -> None:
    field = read_table(base, "materials").schema.field("molar_mass")
    assert field.metadata[b"unit"] == b"g/mol"
    with (tmp_path / "x.arrow").open("wb") as sink:
        write(base, "readings", "arrow", sink)
    frame = pl.read_ipc_stream(tmp_path / "x.arrow")
    assert frame["quantity"].dtype == pl.Categorical
    assert dict(frame.group_by("quantity").len().iter_rows())["temperature"] > 0 if "temperature" in frame["quantity"] else True  # fmt: skip
    assert set(frame.filter(pl.col("quantity") == "ionic_conductivity")["unit"]) == {"mS/cm"}


def test_too_many_streams_at_once_are_refused(base: Base) -> None:
    from kb.serving.access import Access
    from kb.serving.bulk import Tables
    from kb.serving.refusals import RefusedError

    settings = Settings(downloads=1)
    tables = Tables(lambda: engine_of(base), settings, Access(settings))
    tables._streams = 1
    with pytest.raises(RefusedError, match="1 are streamed already"):
        tables._stream(base, "readings", "arrow")


def test_keys_and_methods_hold_for_tables_too(base: Base) -> None:
    (wrong,) = ask(base, ("POST", "/tables/papers.arrow", {}))
    assert wrong.status_code == 405
    (unknown,) = ask(base, ("GET", "/tables/paper.arrow", {}))
    assert unknown.status_code == 404


def test_a_folder_that_cannot_be_written_only_means_that_nothing_is_kept(base: Base) -> None:
    folder = snapshot_folder(base)
    assert folder is not None
    folder.write_text("in the way")
    assert snapshot(base, "papers", "arrow") is None
    (found,) = ask(base, ("GET", "/tables/papers.arrow", {}))
    assert pl.read_ipc_stream(found.content).height == 5


def test_a_file_that_is_not_finished_leaves_nothing(base: Base) -> None:
    with pytest.raises(ZeroDivisionError), keeping(base, "papers", "arrow") as file:
        assert file is not None
        file.write(b"half")
        raise ZeroDivisionError
    folder = snapshot_folder(base)
    assert folder is not None
    assert list(folder.iterdir()) == []


def test_files_of_builds_that_are_gone_go(base: Base) -> None:
    folder = snapshot_folder(base)
    assert folder is not None
    folder.mkdir()
    (folder / "0123456789abcdef-papers-arrow-1.20.0.0.arrow").write_bytes(b"old")
    made = snapshot(base, "papers", "arrow")
    assert list(folder.iterdir()) == [made]


def test_an_unknown_table_has_a_near_match() -> None:
    with pytest.raises(UnknownBulkTableError, match="did you mean readings"):
        flat_table("reading")
