"""A table of hostile requests: each is answered at once with a coded error, and the server is fine afterwards."""

import json
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

Document = Callable[[], str]


def _bomb(levels: int, core: str) -> str:
    parts = [f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}" for n in range(levels)]
    return "{ ...f0 } " + " ".join(parts) + f" fragment f{levels} on Query {{ {core} }}"


def _nested(depth: int) -> str:
    return "{ papers { nodes " + "{ a " * depth + "}" * depth + " } }"


DOCUMENTS: list[tuple[str, str, str]] = [
    ("500 deep", _nested(500), "document-depth"),
    ("30 deep", "{ a" + "{ a" * 29 + "}" * 30, "document-depth"),
    ("500 deep by fragments", "{ ...f0 } " + " ".join(f"fragment f{n} on Query {{ a {{ ...f{n + 1} }} }}" for n in range(90)), "document-depth"),
    ("lists 5,000 deep", "{ paper(id: " + "[" * 5_000 + "]" * 5_000 + ") { id } }", "document-depth"),
    ("objects 500 deep", "{ paper(id: " + "{a:" * 500 + "1" + "}" * 500 + ") { id } }", "document-depth"),
    ("types 500 deep", "query($a: " + "[" * 500 + "Int" + "]" * 500 + ") { build }", "document-depth"),
    ("10,000 aliases", "{ " + " ".join(f"a{n}: build" for n in range(10_000)) + " }", "document-size"),
    ("300 aliases", "{ papers { nodes { " + " ".join(f"a{n}: id" for n in range(300)) + " } } }", "document-aliases"),
    ("60 root fields", "{ " + " ".join(f"a{n}: build" for n in range(60)) + " }", "document-breadth"),
    ("1,500 repeats", "{ " + "build " * 1_500 + "}", "document-breadth"),
    ("repeats in fragments", "{ ...f ...f } fragment f on Query { " + "build " * 30 + "}", "document-breadth"),
    ("repeats in a fragment that nothing uses", "{ build } fragment f on Query { " + "build " * 1_000 + "}", "document-breadth"),
    ("a fragment in itself", "{ ...f } fragment f on Query { build ...f }", "fragment-cycle"),
    ("a circle of three", "{ ...a } fragment a on Query { ...b } fragment b on Query { ...c } fragment c on Query { papers { ... { totalCount } } ...a }", "fragment-cycle"),
    ("a circle that nothing uses", "{ build } fragment a on Query { ...b } fragment b on Query { ...a }", "fragment-cycle"),
    ("a bomb of fragments", _bomb(30, "build"), "document-breadth"),
    ("a bomb without a field", _bomb(60, "__typename"), "document-breadth"),
    ("500 fragments", "{ build } " + " ".join(f"fragment f{n} on Query {{ build }}" for n in range(500)), "document-breadth"),
    ("500 operations", " ".join(f"query q{n} {{ build }}" for n in range(500)), "document-breadth"),
    ("500 directives", "{ build " + "@include(if: true) " * 500 + "}", "document-breadth"),
    ("200 kB", "{ build } #" + "x" * 200_000, "document-size"),
    ("tokens", "{ " + "build, " * 7_000 + "}", "document-size"),
    ("commas and comments", "{ build }" + "#\n" * 40_000, "document-size"),
    ("a huge page", "{ readings(first: 2147483647) { nodes { id } } }", "page-size"),
    ("a page of 5,000 digits", "{ readings(first: " + "9" * 5_000 + ") { nodes { id } } }", "validation"),
    ("pages in pages", "{ papers(first: 500) { nodes { cells(first: 500) { nodes { readings { nodes { id } } } } } } }", "cost"),
    ("no operation", "fragment f on Query { build }", "operation"),
    ("empty", "", "syntax"),
    ("no GraphQL", "SELECT * FROM paper; --", "syntax"),
    ("an open string", '{ paper(id: "' + "x" * 1_000, "syntax"),
    ("an open block string", '{ paper(id: """' + "x\\" * 1_000, "syntax"),
    ("a mutation", "mutation { drop }", "operation"),
    ("a subscription", "subscription { drop }", "operation"),
    ("1,000 unknown fields", "{ papers { " + " ".join(f"f{n}" for n in range(1_000)) + " } }", "validation"),
    ("a name of 50,000 letters", "{ " + "a" * 50_000 + " }", "validation"),
    ("1e999 in the document", "{ papers(first: 1e999) { totalCount } }", "validation"),
    ("circular introspection", "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }", "validation"),
    ("NUL in a name", "{ bu\0ild }", "syntax"),
]  # fmt: skip


@pytest.fixture(scope="module")
def client(server: Any) -> Any:
    with httpx.Client(base_url=server.url, timeout=10) as made:
        yield made


def answered(ask: Callable[[], httpx.Response]) -> httpx.Response:
    """The answer, given within a second: the second try counts when a busy machine lost the first."""
    for _ in range(2):
        started = time.perf_counter()
        answer = ask()
        if time.perf_counter() - started < 1:
            return answer
    pytest.fail("it took more than a second, twice")


def coded(answer: httpx.Response, code: str) -> dict[str, Any]:
    """The first error, which has the code and gives nothing of our insides away."""
    body = answer.json()
    error: dict[str, Any] = body["errors"][0]
    assert error["extensions"]["code"] == code, error
    assert error["message"]
    assert error["extensions"]["mend"]
    assert "data" not in body
    for inside in ("Traceback", ".py", "/kb/", "site-packages", "sqlite3", "<class"):
        assert inside not in answer.text
    assert len(answer.content) < 20_000
    return error


@pytest.mark.parametrize(("document", "code"), [row[1:] for row in DOCUMENTS], ids=[row[0] for row in DOCUMENTS])
def test_a_hostile_document_is_refused_by_its_code(client: httpx.Client, document: str, code: str) -> None:
    legacy = answered(lambda: client.post("/graphql", json={"query": document}))
    assert legacy.status_code == 200  # it was a well-formed request for application/json
    coded(legacy, code)
    strict = {"accept": "application/graphql-response+json"}
    assert answered(lambda: client.post("/graphql", json={"query": document}, headers=strict)).status_code == 400


JSON = {"content-type": "application/json"}
BODIES: list[tuple[str, bytes, dict[str, str], int, str]] = [
    ("10 MB", b'{"query":"' + b"#" * 10_000_000 + b'"}', JSON, 413, "too-large"),
    ("no JSON", b"{", JSON, 400, "json"),
    ("nothing", b"", JSON, 400, "request"),
    ("invalid UTF-8", b'{"query":"{ build }","operationName":"\xff\xfe"}', JSON, 400, "json"),
    ("half a surrogate", rb'{"query":"{ build } #\ud800"}', JSON, 400, "json"),
    ("NaN", b'{"query":"{ build }","variables":{"a":NaN}}', JSON, 400, "json"),
    ("Infinity", b'{"query":"{ build }","variables":{"a":-Infinity}}', JSON, 400, "json"),
    ("1e999", b'{"query":"{ build }","variables":{"a":1e999}}', JSON, 400, "json"),
    ("JSON 100,000 deep", b'{"query":"{ build }","variables":{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}}", JSON, 400, "json"),
    ("variables 900 deep", b'{"query":"{ build }","variables":{"a":' + b"[" * 900 + b"]" * 900 + b"}}", JSON, 200, "variables"),
    ("a batch", b'[{"query":"{ build }"},{"query":"{ build }"}]', JSON, 400, "request"),
    ("a number", b"1", JSON, 400, "request"),
    ("a query that is a list", b'{"query":["{ build }"]}', JSON, 400, "request"),
    ("variables that are a list", b'{"query":"{ build }","variables":[1]}', JSON, 400, "request"),
    ("variables that are a text", b'{"query":"{ build }","variables":"{}"}', JSON, 400, "request"),
    ("a name that is a number", b'{"query":"{ build }","operationName":1}', JSON, 400, "request"),
    ("extensions that are a list", b'{"query":"{ build }","extensions":[]}', JSON, 400, "request"),
    ("an unknown operation", b'{"query":"{ __typename }","operationName":"x"}', JSON, 200, "operation"),
    ("text/plain", b'{"query":"{ build }"}', {"content-type": "text/plain"}, 415, "media-type"),
    ("no content type", b'{"query":"{ build }"}', {"content-type": ""}, 415, "media-type"),
    ("a form", b"query={build}", {"content-type": "application/x-www-form-urlencoded"}, 415, "media-type"),
    ("multipart", b'--x\r\n\r\n{"query":"{ build }"}\r\n--x--', {"content-type": "multipart/form-data; boundary=x"}, 415, "media-type"),
    ("UTF-16", '{"query":"{ build }"}'.encode("utf-16"), {"content-type": "application/json; charset=utf-16"}, 415, "media-type"),
    ("a compressed body", b"\x1f\x8b\x08", JSON | {"content-encoding": "gzip"}, 415, "media-type"),
    ("text/html only", b'{"query":"{ build }"}', JSON | {"accept": "text/html"}, 406, "not-acceptable"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "headers", "status", "code"), [row[1:] for row in BODIES], ids=[row[0] for row in BODIES])  # fmt: skip
def test_a_hostile_body_is_refused_by_its_code(
    client: httpx.Client, body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    answer = answered(lambda: client.post("/graphql", content=body, headers=headers))
    assert answer.status_code == status
    coded(answer, code)


@pytest.mark.parametrize("first", ["abc", 1.5, True, [1, 2], {"a": 1}, None, 10**40, -(2**31) - 1])
def test_a_variable_of_the_wrong_type_is_refused(client: httpx.Client, first: Any) -> None:
    body = {"query": "query($first: Int!) { papers(first: $first) { totalCount } }", "variables": {"first": first}}
    answer = answered(lambda: client.post("/graphql", json=body))
    coded(answer, "page-size" if first == 10**40 else "variables")


def test_a_page_that_is_too_large_is_refused_by_its_variable_too(client: httpx.Client) -> None:
    body = {"query": "query($n: Int!) { readings(first: $n) { nodes { id } } }", "variables": {"n": 100_000}}
    assert coded(client.post("/graphql", json=body), "page-size")["extensions"]["where"] == "readings(first:)"


@pytest.mark.parametrize(
    "text", ["' OR '1'='1", "'; DROP TABLE paper; --", '" OR ""="', "%", "_%", "\\", "\u0000", "\u202e", "${jndi:x}", "{{7*7}}", "x" * 50_000]
)  # fmt: skip
@pytest.mark.parametrize("literal", [True, False])
def test_what_looks_like_an_injection_is_a_text_that_matches_nothing(
    client: httpx.Client, text: str, literal: bool
) -> None:
    if literal:
        body: dict[str, Any] = {"query": f"{{ paper(id: {json.dumps(text)}) {{ slug }} }}"}
    else:
        body = {"query": "query($s: ID!) { paper(id: $s) { title } }", "variables": {"s": text}}
    answer = answered(lambda: client.post("/graphql", json=body))
    if "\u0000" in text or len(text) > 1000:  # no text of the base is like that
        assert answer.json()["errors"][0]["extensions"]["code"] == "argument"
    else:
        assert answer.json() == {"data": {"paper": None}}


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("PUT", "/graphql", 405, "method"), ("DELETE", "/graphql", 405, "method"), ("OPTIONS", "/graphql", 405, "method"),
        ("POST", "/healthz", 405, "method"), ("GET", "/nothing", 404, "not-found"), ("GET", "/static/../app", 404, "not-found"),
        ("GET", "/static/%2e%2e/app", 404, "not-found"), ("GET", "/graphql", 400, "request"),
        ("GET", "/graphql?query=%ff", 400, "request"), ("GET", "/graphql?query={build}&variables=NaN", 400, "json"),
        ("GET", "/graphql?query={build}&variables=[]", 400, "request"), ("GET", "/graphql?" + "&".join("a" * 1 for _ in range(60)), 400, "request"),
        ("GET", "/graphql?query=" + "a" * 20_000, 414, "too-large"), ("GET", "/graphql?query=mutation{a}", 405, "method"),
        ("GET", "/graphql?id=nothing", 200, "unknown-document"),
    ],
)  # fmt: skip
def test_a_wrong_verb_path_or_parameter_is_refused(
    client: httpx.Client, method: str, path: str, status: int, code: str
) -> None:
    answer = answered(lambda: client.request(method, path))
    assert answer.status_code == status
    coded(answer, code)


HEAD = b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
CHUNK = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
RAW: list[tuple[str, tuple[bytes, ...], int, str]] = [
    ("a head that never ends", (b"GET / HTTP/1.1\r\nx: ",), 408, "too-slow"),
    ("a head in drops", (b"GET / HTTP/1.1\r\n", *(b"x: y\r\n",) * 5), 408, "too-slow"),
    ("a body that never comes", (HEAD + b"content-length: 100\r\n\r\n{",), 408, "too-slow"),
    ("chunks that never end", (HEAD + b"transfer-encoding: chunked\r\n\r\n1\r\n{\r\n",), 408, "too-slow"),
    ("chunks beyond the limit", (HEAD + b"transfer-encoding: chunked\r\n\r\n" + CHUNK * 20 + b"0\r\n\r\n",), 413, "too-large"),
    ("a head of 40 kB", (b"GET / HTTP/1.1\r\nx: " + b"y" * 40_000 + b"\r\n\r\n",), 431, "too-large"),
    ("2,000 headers", (b"GET / HTTP/1.1\r\n" + b"x: yyyyyyyyyyyyyyyy\r\n" * 2_000 + b"\r\n",), 431, "too-large"),
    ("no HTTP", (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",), 400, "request"),
    ("a negative length", (HEAD + b"content-length: -1\r\n\r\n",), 400, "request"),
    ("two lengths", (HEAD + b"content-length: 1\r\ncontent-length: 2\r\n\r\n",), 400, "request"),
    ("a length and chunks", (HEAD + b"content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",), 400, "request"),
    ("a chunk without a size", (HEAD + b"transfer-encoding: chunked\r\n\r\nzz\r\n",), 400, "request"),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "status", "code"), [row[1:] for row in RAW], ids=[row[0] for row in RAW])
def test_a_connection_that_misbehaves_is_told_so_and_closed(
    server: Any, parts: tuple[bytes, ...], status: int, code: str
) -> None:
    started = time.perf_counter()
    head, _, body = server.raw(*parts, pause=0.05 if len(parts) > 1 else 0).partition(b"\r\n\r\n")
    assert time.perf_counter() - started < 2
    assert int(head.split()[1]) == status
    assert json.loads(body)["errors"][0]["extensions"]["code"] == code


def test_a_hundred_slow_clients_do_not_keep_the_others_waiting(server: Any, client: httpx.Client) -> None:
    import socket

    slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(100)]
    try:
        for one in slow:
            one.sendall(HEAD + b"content-length: 100\r\n\r\n{")
        assert answered(lambda: client.post("/graphql", json={"query": "{ build { id } }"})).status_code == 200
    finally:
        for one in slow:
            one.close()


def test_memory_stays_flat_and_the_server_is_fine_afterwards(server: Any, client: httpx.Client) -> None:
    def everything(mark: int) -> None:
        for _, document, _ in DOCUMENTS:
            client.post("/graphql", json={"query": f"{document}#{mark}"})
        for _, body, headers, *_ in BODIES:
            client.post("/graphql", content=body, headers=headers)

    everything(0)
    before = server.memory()
    for mark in range(1, 3):
        everything(mark)
    assert server.memory() - before < 30  # MB
    assert client.get("/readyz").json()["status"] == "ready"
    assert len(client.post("/graphql", json={"query": "{ build { id } }"}).json()["data"]["build"]["id"]) == 16
    assert b'"status":500' not in server.log.read_bytes()
