"""How a good request is answered: negotiation, GET and its validators, persisted documents, compression."""

import gzip
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import brotli
import httpx
import pytest
import zstandard

Make = Callable[..., Any]
RESPONSE = "application/graphql-response+json; charset=utf-8"
PLAIN = "application/json; charset=utf-8"


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", PLAIN), ("application/json", PLAIN), ("application/graphql-response+json", RESPONSE), ("application/*", PLAIN),
        ("application/graphql-response+json, application/json;q=0.9", RESPONSE),
        ("application/json, application/graphql-response+json", PLAIN),
        ("text/html, application/json;q=0.2, application/graphql-response+json;q=0.3", RESPONSE),
        ("application/json; charset=utf-8", PLAIN), ("text/html;q=1, */*;q=0.1", PLAIN),
        ("text/html", None), ("application/json;q=0", None), ("application/json; charset=latin-1", None),
    ],
)  # fmt: skip
def test_the_answer_has_the_type_that_is_asked_for(served: Make, accept: str, media: str | None) -> None:
    answer = served().query("{ build }", headers={"accept": accept})
    assert answer.status_code == (200 if media else 406)
    assert answer.headers["content-type"] == (media or PLAIN)


def test_get_and_post_give_the_same_answer_and_the_engine_sees_what_was_asked(served: Make) -> None:
    one = served()
    text = "query A($n: Int = 3) { items(first: $n) { id } } query B { build }"
    posted = one.query(text, variables={"n": 2}, operationName="A")
    got = one.ask("GET", "/graphql", params={"query": text, "variables": '{"n":2}', "operationName": "A"})
    assert posted.content == got.content == b'{"data":{"build":"b1","padding":""}}'
    assert one.engine.asked == [(text, {"n": 2}, "A")] * 2
    assert one.ask("HEAD", "/graphql", params={"query": "{ build }"}).content == b""


def test_a_document_of_several_operations_needs_a_name(served: Make) -> None:
    answer = served().query("query A { build } query B { build }")
    assert answer.json()["errors"][0]["extensions"]["mend"] == "name one of A, B"


def test_json_with_the_same_key_twice_takes_the_last(served: Make) -> None:
    body = b'{"query":"{ nothing }","query":"{ build }"}'
    assert served().ask("POST", "/graphql", content=body, headers={"content-type": "application/json"}).json()["data"]


def test_a_get_has_a_validator_of_build_document_and_variables(served: Make) -> None:
    one = served()
    ask: dict[str, Any] = {"query": "query($n: Int) { items(first: $n) { id } }", "variables": '{"n": 2}'}
    first = one.ask("GET", "/graphql", params=ask)
    tag = first.headers["etag"]
    assert tag.startswith('W/"b1-')
    assert first.headers["cache-control"] == "public, no-cache"
    assert first.headers["vary"] == "accept, accept-encoding"
    for said in (tag, tag.removeprefix("W/"), f'"x", {tag}', "*"):
        again = one.ask("GET", "/graphql", params=ask, headers={"if-none-match": said})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert len(one.engine.asked) == 1  # a 304 costs no execution
    for other in (ask | {"variables": '{"n": 3}'}, ask | {"query": "{ build }"}):
        assert one.ask("GET", "/graphql", params=other).headers["etag"] != tag
    one.engine.build = "b2"
    assert one.ask("GET", "/graphql", params=ask, headers={"if-none-match": tag}).status_code == 200


def test_an_answer_with_errors_is_not_kept(served: Make) -> None:
    answer = served().ask("GET", "/graphql", params={"query": '{ echo(text: "errors") }'})
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_freshness_is_a_setting_and_private_behind_keys(served: Make) -> None:
    ask = {"params": {"query": "{ build }"}}
    assert served(max_age=60).ask("GET", "/graphql", **ask).headers["cache-control"] == "public, max-age=60"
    key = f"lab sha256:{sha256(b'secret').hexdigest()} 10"
    answer = served(keys=(key,)).ask("GET", "/graphql", **ask, headers={"x-api-key": "secret"})
    assert answer.headers["cache-control"] == "private, no-cache"


def test_a_persisted_document_is_asked_by_its_hash_or_its_name(served: Make, tmp_path: Path) -> None:
    text = "# What it is,\n# in two lines.\nquery Build { build }\n"
    (tmp_path / "the_build.graphql").write_text(text)
    one = served(documents=str(tmp_path))
    digest = sha256(text.encode()).hexdigest()
    for key in (f"sha256:{digest}", digest, "the_build"):
        for name in ("id", "documentId"):
            assert one.ask("GET", "/graphql", params={name: key}).status_code == 200
            assert one.ask("POST", "/graphql", json={name: key}).json()["data"]
    assert {query for query, *_ in one.engine.asked} == {text}
    listed = one.ask("GET", "/documents.json").json()
    about = "What it is, in two lines."
    assert listed == [{"name": "the_build", "id": f"sha256:{digest}", "about": about, "query": text}]


def test_automatic_persisted_queries_are_off_until_they_are_asked_for(served: Make) -> None:
    query = "{ build }"
    digest = sha256(query.encode()).hexdigest()
    hashed = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": digest}}}

    def said(one: Any, **more: Any) -> str:
        return str(one.ask("POST", "/graphql", json=hashed | more).json().get("errors", [{}])[0].get("message", "fine"))

    assert said(served()) == "PersistedQueryNotSupported"
    one = served(automatic_persisted=True)
    assert said(one) == "PersistedQueryNotFound"
    assert said(one, query="{ plain { id } }") == "provided sha does not match query"
    assert said(one, query=query) == "fine"
    assert said(one) == "fine"


def test_a_server_can_answer_its_own_documents_only(served: Make, tmp_path: Path) -> None:
    (tmp_path / "one.graphql").write_text("{ build }")
    one = served(documents=str(tmp_path), persisted_only=True)
    assert one.query("{ build }").json()["data"]
    assert one.query("{ plain { id } }").json()["errors"][0]["extensions"]["code"] == "not-persisted"


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        ("gzip", "gzip"), ("br", "br"), ("zstd", "zstd"), ("gzip, deflate, br, zstd", "zstd"), ("gzip;q=1, zstd;q=0.5", "gzip"),
        ("*", "zstd"), ("*;q=0.5, br", "br"), ("zstd;q=0, *", "br"), ("identity", None), ("deflate", None), ("gzip;q=x", None),
    ],
)  # fmt: skip
def test_a_large_answer_is_compressed_as_the_client_likes(served: Make, accept: str, encoding: str | None) -> None:
    one = served(size=50_000)
    transport = httpx.ASGITransport(one.app)

    async def raw() -> tuple[bytes, str | None]:
        async with (
            httpx.AsyncClient(transport=transport, base_url="http://kb") as client,
            client.stream(
                "POST", "/graphql", json={"query": "{ build }"}, headers={"accept-encoding": accept}
            ) as answer,
        ):
            return b"".join([part async for part in answer.aiter_raw()]), answer.headers.get("content-encoding")

    body, used = one.loop.run_until_complete(raw())
    assert used == encoding
    undo = {
        "gzip": gzip.decompress, "br": brotli.decompress, "zstd": lambda b: zstandard.ZstdDecompressor().decompress(b),
        None: bytes,
    }[used]  # fmt: skip
    assert undo(body) == b'{"data":{"build":"b1","padding":"' + b"x" * 50_000 + b'"}}'
    assert len(body) < 1_000 or encoding is None


def test_a_small_answer_is_sent_as_it_is(served: Make) -> None:
    assert "content-encoding" not in served().query("{ build }", headers={"accept-encoding": "gzip"}).headers


def test_a_document_is_read_once(served: Make) -> None:
    one = served()
    for _ in range(3):
        one.query("{ build }")
    remembered = one.app.operations.prepared
    assert (remembered.misses, remembered.hits, len(remembered)) == (1, 2, 1)


def test_what_is_remembered_has_a_budget(served: Make) -> None:
    one = served(cache_bytes=3_000)
    for number in range(20):
        one.query(f"{{ a{number}: build }}")
    assert len(one.app.operations.prepared) == 5  # 500 bytes and the text each
    assert one.app.operations.prepared.held <= 3_000


def test_the_schema_is_served_with_a_validator(served: Make) -> None:
    one = served()
    answer = one.ask("GET", "/schema.graphql")
    assert "type Query {" in answer.text
    again = one.ask("GET", "/schema.graphql", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_introspection_is_on_and_can_be_turned_off(served: Make) -> None:
    assert "errors" not in served().query("{ __schema { types { name } } }").json()
    one = served(introspection=False)
    assert one.query("{ __schema { types { name } } }").json()["errors"][0]["extensions"]["code"] == "validation"
    assert one.ask("GET", "/schema.graphql").status_code == 404


def test_cors_is_off_unless_configured(served: Make) -> None:
    origin = {"origin": "https://lab.example"}
    assert not [name for name in served().query("{ build }", headers=origin).headers if name.startswith("access-")]
    one = served(cors=("https://lab.example",))
    assert one.query("{ build }", headers=origin).headers["access-control-allow-origin"] == "https://lab.example"
    other = one.query("{ build }", headers={"origin": "https://evil.example"})
    assert "access-control-allow-origin" not in other.headers
    before = one.ask("OPTIONS", "/graphql", headers=origin | {"access-control-request-method": "POST"})
    assert before.status_code == 204
    assert "content-type" in before.headers["access-control-allow-headers"]
    assert served(cors=("*",)).query("{ build }", headers=origin).headers["access-control-allow-origin"] == "*"
