"""The network: what is asked again and what is not, downloads that go on, answers from the cache."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import kb

GOOD = json.dumps({"data": {"build": {"id": "b1"}}}).encode()
TAG = {"etag": 'W/"b1-abc"', "content-type": "application/json"}
REFUSED = json.dumps({"errors": [{"message": "no", "extensions": {"where": "w", "what": "too deep", "mend": "ask less"}}]}).encode()  # fmt: skip
ASK = "{ build { id } }"
Make = Callable[..., object]


def both(url: str, attempts: int = 1) -> list[object]:
    """The answers of the sync and the async client."""

    async def awaited() -> object:
        async with kb.connect_async(url) as base:
            return await base.query(ASK)

    with kb.connect(url) as base:
        return [base.query(ASK), asyncio.run(awaited())]


def test_what_breaks_on_the_way_is_asked_again(scripted: Make) -> None:
    broken = (200, TAG | {"content-length": "1000"}, GOOD)
    server = scripted((0, {}, b""), broken, (502, {}, b""), (200, TAG, GOOD), (0, {}, b""), (200, TAG, GOOD))
    assert both(server.url) == [{"build": {"id": "b1"}}] * 2
    assert len(server.asked) == 6


def test_it_gives_up_after_some_attempts_and_says_what_to_do(scripted: Make) -> None:
    server = scripted()
    with kb.connect(server.url) as base, pytest.raises(kb.NetworkError, match=r"no answer(.|\n)*check the address"):
        base.query(ASK)
    assert len(server.asked) == 5


def test_a_busy_server_is_waited_for_as_it_asks(scripted: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("kb.client.clients.time.sleep", waits.append)
    busy = (503, {"retry-after": "3"}, REFUSED)
    server = scripted(busy, (429, {"retry-after": "1"}, REFUSED), (200, TAG, GOOD))
    with kb.connect(server.url) as base:
        assert base.build == "b1"
    assert waits == [3.0, 1.0]


@pytest.mark.parametrize("status", [200, 400, 404, 500])
def test_a_refusal_is_never_asked_again(scripted: Make, status: int) -> None:
    server = scripted((status, {}, REFUSED))
    with kb.connect(server.url) as base, pytest.raises(kb.ClientError, match=r"w  too deep\n    ask less"):
        base.query(ASK)
    assert len(server.asked) == 1


def test_an_address_that_is_no_base_is_said_to_be_none(scripted: Make) -> None:
    server = scripted((200, {}, b"<html>"), (404, {}, b"nothing"))
    for words in ("no GraphQL response", "status 404"):
        with kb.connect(server.url) as base, pytest.raises(kb.ClientError, match=words):
            base.query(ASK)


def test_a_key_is_sent_and_a_missing_one_is_told(scripted: Make) -> None:
    server = scripted((200, TAG, GOOD), (401, {}, REFUSED))
    with kb.connect(server.url, key="kb_secret") as base:
        assert base.build == "b1"
    assert server.asked[0][2]["authorization"] == "Bearer kb_secret"
    with kb.connect(server.url) as base, pytest.raises(kb.ClientError, match=r"key="):
        base.query(ASK)


def test_short_queries_are_got_and_long_ones_posted(scripted: Make) -> None:
    server = scripted((200, TAG, GOOD), (200, {}, GOOD))
    with kb.connect(server.url) as base:
        base.query(ASK)
        base.query(ASK, padding="x" * 10_000)
    assert [one[0] for one in server.asked] == ["GET", "POST"]


def listing(size: int | None) -> tuple[int, dict[str, str], bytes]:
    tables = [{"table": "cells", "form": form, "bytes": size} for form in ("arrow", "parquet")]
    return 200, {}, json.dumps({"build": "b1", "tables": tables}).encode()


def a_table(embedded: kb.Client, tmp_path: Path) -> bytes:
    return embedded.download("cells", tmp_path / "cells.parquet").read_bytes()


def test_a_download_goes_on_where_it_broke_off(scripted: Make, embedded: kb.Client, tmp_path: Path) -> None:
    whole = a_table(embedded, tmp_path)
    half, tag = len(whole) // 2, {"etag": '"b1-cells"', "x-kb-build": "b1"}
    server = scripted(
        listing(len(whole)), (200, tag | {"content-length": str(len(whole))}, whole[:half]), (0, {}, b""),
        (206, tag | {"content-range": f"bytes {half}-{len(whole) - 1}/{len(whole)}"}, whole[half:]),
    )  # fmt: skip
    with kb.connect(server.url) as base:
        assert base.table("cells").data.equals(embedded.cells().data)
    assert server.asked[1][1] == "/tables/cells.parquet"
    assert [one[2].get("range") for one in server.asked[1:]] == [None, f"bytes={half}-", f"bytes={half}-"]
    assert server.asked[2][2]["if-range"] == '"b1-cells"'


def test_a_download_of_another_build_begins_anew(scripted: Make, embedded: kb.Client, tmp_path: Path) -> None:
    whole = a_table(embedded, tmp_path)
    server = scripted(
        (200, {"etag": '"old"', "content-length": "1000"}, b"other bytes"), (200, {"etag": '"new"'}, whole),
    )  # fmt: skip
    with kb.connect(server.url) as base:
        assert base.download("cells", tmp_path / "other.parquet").read_bytes() == whole


def test_a_list_that_is_refreshed_while_it_is_read_is_read_from_the_start(scripted: Make) -> None:
    def page(build: str, ids: list[str], after: str | None) -> tuple[int, dict[str, str], bytes]:
        nodes = [{"id": one, "paper": {"id": "p"}} for one in ids]
        info = {"hasNextPage": after is not None, "endCursor": after}
        return (
            200,
            {"etag": f'W/"{build}-x"'},
            json.dumps({"data": {"cells": {"nodes": nodes, "pageInfo": info}}}).encode(),
        )

    server = scripted(page("b1", ["p/1"], "c"), page("b2", ["p/9"], None), page("b2", ["p/2"], "c"), page("b2", ["p/3"], None))  # fmt: skip
    with kb.connect(server.url) as base:
        found = base.cells()
    assert (found["id"].to_list(), found.build) == (["p/2", "p/3"], "b2")


def test_the_cache_asks_whether_anything_has_changed_and_answers_offline(scripted: Make, tmp_path: Path) -> None:
    newer = json.dumps({"data": {"build": {"id": "b2"}}}).encode()
    server = scripted((200, TAG, GOOD), (304, TAG, b""), (200, {"etag": 'W/"b2-abc"'}, newer))
    with kb.connect(server.url, cache=tmp_path) as base:
        assert [base.build, base.build, base.build] == ["b1", "b1", "b2"]
        assert [one[2].get("if-none-match") for one in server.asked] == [None, 'W/"b1-abc"', 'W/"b1-abc"']
        assert [one.name for one in next(tmp_path.iterdir()).iterdir()] == ["b2"]
        assert not base.offline
        with pytest.warns(kb.OfflineWarning, match="the cache of build b2 answers"):
            assert base.build == "b2"
        assert base.offline
        with pytest.raises(kb.NetworkError):
            base.query("{ __typename }")  # which was never asked before


def test_a_table_comes_from_the_cache_while_the_build_is_the_same(server: str, tmp_path: Path) -> None:
    with kb.connect(server, cache=tmp_path) as base:
        first = base.table("papers")
        kept = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*") if file.is_file()}
        assert base.table("papers").equals(first)
        forms = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*") if file.is_file()}
        assert set(kept) <= set(forms)


def test_a_cache_or_key_for_a_file_is_a_mistake(own_database: str, tmp_path: Path) -> None:
    with pytest.raises(kb.ClientError, match="cache is for a server"):
        kb.connect(own_database, cache=tmp_path)
    with pytest.raises(kb.ClientError, match="key is for a server"):
        kb.connect(own_database, key="x")


def test_a_bar_is_shown_for_long_lists_only(embedded: kb.Client, own_database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    monkeypatch.setattr("kb.client.core.PAGE", 20)
    with kb.connect(own_database, progress=True) as base:
        assert base.cells().equals(embedded.cells())
        base.papers()
    embedded.cells()
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "cells" in captured.err
    assert "papers" not in captured.err
