"""The console: nothing from elsewhere, the example operations are valid, and a browser shows it and gets an answer."""

import html
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest

from kb.base import Base
from kb.serving import Settings, engine_of
from kb.serving.cache import Persisted, prepare

ROOT = Path(__file__).resolve().parents[3]
QUERIES = ROOT / "docs" / "queries"
STATIC = ROOT / "kb" / "serving" / "static"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.mark.parametrize("file", sorted(QUERIES.glob("*.graphql")), ids=lambda file: file.stem)
def test_an_example_is_valid_cheap_and_answers_without_errors(base: Base, file: Path) -> None:
    engine = engine_of(base)
    text = file.read_text()
    name, cost = prepare(text, engine.schema, Settings()).operation(None)
    assert name
    assert cost.of({}) < Settings().cost
    assert engine.run(text, None, None, None).startswith(b'{"data":{')
    assert text.startswith("# ")  # what the console says of it
    assert Persisted(QUERIES, 0).known(file.stem) == text


def test_the_page_and_its_files_come_from_here_and_may_load_nothing_from_elsewhere(server: Any) -> None:
    page = httpx.get(server.url)
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy
    links = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert links == ["data:,", "static/console.css", "static/console.js"]
    for link in links[1:]:
        answer = httpx.get(f"{server.url}/{link}", headers={"accept-encoding": "br"})
        assert answer.status_code == 200
        assert answer.content == (STATIC / Path(link).name).read_bytes()
        assert answer.headers["content-encoding"] == "br"
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert not re.findall(r"url\(\s*['\"]?https?:", (STATIC / "console.css").read_text())


def test_the_licences_of_what_is_in_the_bundle_lie_beside_it() -> None:
    text = (STATIC / "LICENSES.txt").read_text()
    for name in ("graphiql", "react", "graphql", "codemirror"):
        assert re.search(rf"^{name} [\d.]+ \(MIT\)$", text, re.MULTILINE)


def test_a_browser_shows_the_console_and_runs_an_example(server: Any, tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no chromium here: the console was not looked at")
    found = subprocess.run(
        [browser, *FLAGS, f"--user-data-dir={tmp_path}", "--virtual-time-budget=8000", "--enable-logging=stderr", "--dump-dom",
         f"{server.url}/?example={min(QUERIES.glob('*.graphql')).stem}&run"],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    shown = html.unescape(re.sub(r"<[^>]+>", "", found.stdout))
    assert "Examples" in shown
    assert '"data"' in shown
    assert '"errors"' not in shown
    assert "Content Security Policy" not in found.stderr
    assert ":CONSOLE" not in found.stderr
