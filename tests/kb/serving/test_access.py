"""Who may ask and how often, what runs at once, and what the server tells of itself."""

import re
import threading
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from kb.serving.access import Key, new_key, read_keys
from kb.serving.refusals import STATUS
from kb.serving.settings import Settings, SettingsError, settings_from

Make = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[3]


def line(name: str, secret: str, per_minute: int) -> str:
    return f"{name} sha256:{sha256(secret.encode()).hexdigest()} {per_minute}"


def code(answer: Any) -> str:
    return str(answer.json()["errors"][0]["extensions"]["code"])


def test_without_keys_everybody_is_let_in_and_with_keys_nobody_without(served: Make) -> None:
    assert served().query("{ build }").status_code == 200
    one = served(keys=(line("lab", "open sesame", 100),))
    for headers in ({}, {"x-api-key": "sesame"}, {"authorization": "Bearer "}, {"authorization": "Basic open sesame"}):
        answer = one.query("{ build }", headers=headers)
        assert (answer.status_code, code(answer), answer.headers["www-authenticate"]) == (401, "key", "Bearer")
    for headers in ({"x-api-key": "open sesame"}, {"authorization": "bearer open sesame"}):
        assert one.query("{ build }", headers=headers).status_code == 200
    assert one.ask("GET", "/metrics").status_code == 401
    assert one.ask("GET", "/healthz").status_code == 200
    assert {entry.get("key") for entry in one.log()} == {None, "lab"}
    assert "sesame" not in b"".join(one.lines).decode()


def test_a_key_has_a_rate_of_its_own(served: Make) -> None:
    one = served(keys=(line("slow", "a", 2), line("fast", "b", 100)))
    answers = [one.query("{ build }", headers={"x-api-key": "a"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert code(answers[2]) == "rate"
    assert answers[2].headers["retry-after"] in ("30", "31")  # two a minute
    assert one.query("{ build }", headers={"x-api-key": "b"}).status_code == 200


def test_a_bucket_fills_up_again_but_not_beyond_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    key = Key("lab", 60)
    assert [key.take() for _ in range(61)] == [0.0] * 60 + [1.0]
    now[0] += 2
    assert [key.take() for _ in range(3)] == [0.0, 0.0, 1.0]
    now[0] += 10_000
    assert [key.take() for _ in range(61)] == [0.0] * 60 + [1.0]


def test_those_without_a_key_can_be_let_in_by_their_address(served: Make) -> None:
    one = served(keys=(line("lab", "a", 9),), anonymous_per_minute=1)
    assert [one.query("{ build }").status_code for _ in range(2)] == [200, 429]
    assert one.query("{ build }", headers={"x-api-key": "wrong"}).status_code == 401


def test_keys_are_read_from_a_file_that_holds_hashes_only(tmp_path: Path) -> None:
    secret, written = new_key("lab", 30)
    assert secret not in written
    file = tmp_path / "keys"
    file.write_text(f"# who may ask\n\n{written}\n")
    found = read_keys(Settings(keys_file=str(file)))
    assert {(digest, key.name, key.per_minute) for digest, key in found.items()} == {
        (sha256(secret.encode()).hexdigest(), "lab", 30)
    }
    for wrong in ("lab", "lab sha256:12 3", f"lab sha256:{'g' * 64} 3", f"lab {'a' * 64} 0", f"lab {'a' * 64} x"):
        file.write_text(wrong)
        with pytest.raises(SettingsError, match=f"{file}:1"):
            read_keys(Settings(keys_file=str(file)))
    with pytest.raises(SettingsError, match="can't be read"):
        read_keys(Settings(keys_file=str(tmp_path / "none")))


def test_settings_come_from_pairs_over_options_over_the_environment() -> None:
    environment = {
        "KB_SERVE_TIMEOUT": "3",
        "KB_SERVE_CORS": "https://a, https://b",
        "KB_SERVE_CONSOLE": "off",
        "PATH": "x",
    }
    found = settings_from(["page=7", "timeout=0.5"], environment, cost=9, keys_file=None)
    assert (found.timeout, found.page, found.cost, found.cors) == (0.5, 7, 9, ("https://a", "https://b"))
    assert not found.console
    assert found.keys_file == ""
    for pair, said in (
        ("tiemout=1", "did you mean timeout"), ("page=x", "no number"), ("page=0", "no number"), ("page", "no value"),
        ("console=perhaps", "neither true nor false"), ("timeout=nan", "no number"), ("timeout=inf", "no number"),
    ):  # fmt: skip
        with pytest.raises(SettingsError, match=said):
            settings_from([pair], {})
    assert settings_from(["cost=0", "queue=0"], {}).cost == 0


def test_beyond_the_places_the_answer_is_503_with_a_time_to_wait(served: Make) -> None:
    one = served(concurrency=1, queue=1, timeout=5)
    asked = [("POST", "/graphql", {"json": {"query": "{ wait }"}})]
    one.engine.go_on.set()
    one.query("{ wait }")  # read and remembered
    one.engine.go_on.clear()
    threading.Timer(0.3, one.engine.go_on.set).start()
    answers = one.all(asked * 4)
    assert sorted(answer.status_code for answer in answers) == [200, 200, 503, 503]
    busy = next(answer for answer in answers if answer.status_code == 503)
    assert (code(busy), busy.headers["retry-after"]) == ("busy", "1")
    assert one.app.operations.places.taken == 0
    assert one.query("{ build }").status_code == 200


def test_an_operation_that_takes_too_long_is_answered_and_keeps_its_place_until_it_ends(served: Make) -> None:
    one = served(concurrency=1, queue=1, timeout=0.1)
    answer = one.query("{ wait }")
    assert answer.json()["data"] is None
    assert code(answer) == "timeout"
    assert one.app.operations.places.taken == 1
    one.engine.go_on.set()
    assert one.query("{ build }").json()["data"]  # waited for the place
    assert one.app.operations.places.taken == 0


def test_an_unexpected_exception_is_an_id_that_stands_in_the_log_and_no_variable_does(served: Make) -> None:
    one = served()
    answer = one.query("query Q($text: String) { break echo(text: $text) }", variables={"text": "my variable"})
    assert answer.status_code == 500
    assert code(answer) == "internal"
    mark = re.search(r"error ([0-9a-f]{12})", answer.text)
    assert mark
    assert "ZeroDivision" not in answer.text
    entry = one.log()[0]
    assert (entry["error"], entry["kind"], entry["operation"], entry["code"]) == (
        mark[1],
        "ZeroDivisionError",
        "Q",
        "internal",
    )
    assert any(frame.endswith(" run") for frame in entry["frames"])
    assert "my variable" not in b"".join(one.lines).decode()


def test_a_line_of_the_log_says_who_asked_what_by_its_hash_and_how_it_went(served: Make) -> None:
    one = served()
    one.query("query Q { build }")
    one.ask("GET", "/graphql", params={"query": '{ echo(text: "private") }'})
    first, second = one.log()
    assert set(first) == {"time", "method", "path", "status", "ms", "bytes", "operation", "document"}
    assert first["document"] == sha256(b"query Q { build }").hexdigest()
    assert (first["operation"], first["bytes"], first["path"]) == ("Q", 36, "/graphql")
    assert second["path"] == "/graphql"  # without its query string
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", first["time"])
    quiet = served(access_log=False)
    quiet.query("{ build }")
    assert quiet.log() == []


def test_the_metrics_are_in_the_text_format_of_prometheus(served: Make) -> None:
    one = served()
    one.query("{ build }")
    one.query("{ nothing }")
    one.ask("GET", "/a/path/of/somebody's")
    answer = one.ask("GET", "/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    form = r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+'
    for row in answer.text.splitlines():
        assert row.startswith(("# HELP kb_", "# TYPE kb_")) or re.fullmatch(form, row), row
    for row in (
        'kb_build_info{build="b1"} 1', 'kb_requests_total{path="/graphql",method="POST",status="200"} 2',
        'kb_requests_total{path="other",method="GET",status="404"} 1', 'kb_refused_total{code="validation"} 1',
        'kb_refused_total{code="not-found"} 1', 'kb_request_seconds_count{path="/graphql"} 2', "kb_document_misses_total 2",
        'kb_request_seconds_bucket{path="/graphql",le="+Inf"} 2', "kb_operations_in_place 0",
    ):  # fmt: skip
        assert row in answer.text.splitlines()


def test_ready_is_more_than_healthy(served: Make) -> None:
    one = served()
    assert one.ask("GET", "/healthz").json() == {"status": "ok", "build": "b1"}
    assert one.ask("GET", "/readyz").json() == {"status": "ready", "build": "b1"}
    broken = served()
    broken.engine.run = lambda *_: 1 / 0
    answer = broken.ask("GET", "/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "not ready")
    assert broken.ask("GET", "/healthz").status_code == 200


def test_every_code_of_the_server_is_documented() -> None:
    documented = set(re.findall(r"`([a-z-]+)`", (ROOT / "kb" / "errors.md").read_text()))
    assert set(STATUS) | {"timeout", "setting"} <= documented
