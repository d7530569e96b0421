"""GraphQL, HTTP and the client: one base, one answer, over a real server on loopback."""

import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import kb
from kb.base import Base
from kb.comparisons import COMPARISONS, UnknownComparisonError, compare
from kb.graphql import execute

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def server(database: str) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [str(ROOT / ".venv/bin/kb"), "serve", "--port", str(port), "-d", database], stderr=subprocess.PIPE
    )
    url = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            httpx.get(f"{url}/healthz", timeout=1)
            break
        except httpx.HTTPError:
            time.sleep(0.1)
    yield url
    process.terminate()
    process.communicate(timeout=10)


@pytest.fixture(scope="module")
def remote(server: str) -> Iterator[kb.Client]:
    with kb.connect(server) as connected:
        yield connected


DEEP = """
{ paper(id: "nguyen2024") { title cells { nodes { id written
    stack { position role of { __typename written ... on Material { composition { reducedFormula state elements { element amount } } }
      ... on Electrode { constituents { material { composition { reducedFormula } } } } } }
    readings(first: 500) { nodes { quantity printed quote where value { lo mid hi unit } checks { verdict formula told } } } } } } }
"""


def test_one_query_returns_cells_with_layers_compositions_quotes_and_verdicts(base: Base) -> None:
    paper = execute(base, DEEP)["data"]["paper"]
    cell = next(one for one in paper["cells"]["nodes"] if one["id"] == "nguyen2024/li-cse-ncm811-5.2")
    roles = [layer["role"].lower() for layer in cell["stack"]]
    assert "positive" in roles
    assert roles.index("positive") < roles.index("separator") < roles.index("negative") or roles.index("negative") < roles.index("separator") < roles.index("positive")  # fmt: skip
    retention = next(one for one in cell["readings"]["nodes"] if one["printed"].startswith("69.6"))
    assert retention["quote"]
    assert "INCONSISTENT" in {one["verdict"] for one in retention["checks"]}


def test_a_typo_in_a_quantity_answers_with_the_near_match(base: Base) -> None:
    answer = execute(base, "{ readings(where: {quantity: {eq: ionic_conductivty}}) { nodes { id } } }")
    assert "Did you mean the enum value 'ionic_conductivity'" in answer["errors"][0]["message"]


def test_a_value_comes_in_the_unit_asked_for_and_a_wrong_dimension_is_a_clear_error(base: Base) -> None:
    ask = '{ paper(id: "nguyen2024") { readings(where: {quantity: {eq: ionic_conductivity}}, first: 1) { nodes { value(unit: "%s") { mid unit } } } } }'
    good = execute(base, ask % "S/cm")["data"]["paper"]["readings"]["nodes"][0]["value"]
    assert good["unit"] == "S/cm"
    assert 1e-4 < good["mid"] < 1e-2
    bad = execute(base, ask % "ohm")["errors"][0]
    assert bad["extensions"]["code"] == "unit"
    assert "measured in mS/cm" in bad["message"]


def test_a_page_has_a_bound(base: Base) -> None:
    error = execute(base, "{ readings(first: 100000) { nodes { id } } }")["errors"][0]
    assert error["extensions"]["mend"] == "ask for less, and go on with after"


@pytest.mark.parametrize("name", sorted(COMPARISONS))
def test_every_face_gives_the_same_table(name: str, base: Base, client: kb.Client, remote: kb.Client) -> None:
    given = {one.name: one.example for one in COMPARISONS[name].arguments if one.required}
    table = compare(base, name, **given)
    assert table.lines, "a comparison on the shipped papers has lines"
    assert client.compare(name, **given) == table
    assert remote.compare(name, **given) == table
    assert table.to_polars().to_pandas().equals(remote.compare(name, **given).to_pandas())


def test_arguments_reach_the_comparison_through_every_face(base: Base, remote: kb.Client) -> None:
    warm = compare(base, "electrolytes_at_temperature", temperature="60 degC")
    assert warm.basis.startswith("ionic conductivity at 60 degC")
    assert remote.compare("electrolytes_at_temperature", temperature="60 degC") == warm


def test_every_cell_says_where_its_number_comes_from(base: Base) -> None:
    table = compare(base, "electrolytes_at_temperature")
    for line in table.lines:
        for column, value in zip(table.columns, line.values, strict=True):
            if column.number and value.provenance.value in ("normalised", "derived"):
                assert value.sources, (line.id, column.name)
                assert value.why


def test_the_readings_frame_is_the_same_from_both_sides(client: kb.Client, remote: kb.Client, base: Base) -> None:
    here, there = client.readings(), remote.readings()
    assert here.equals(there)
    assert here.height == len(base.rows("reading"))


def test_refusals_are_exceptions_that_say_what_to_do(
    client: kb.Client, remote: kb.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.client.steps.FIRST_WAIT", 0.001)
    for one in (client, remote):
        with pytest.raises(kb.ClientError, match="ionic_conductivity"):
            one.readings("ionic_conductivty")
        with pytest.raises(UnknownComparisonError, match="did you mean electrolytes_at_temperature"):
            one.compare("electrolytes_at_temperatur")
        with pytest.raises(UnknownComparisonError, match="did you mean temperature"):
            one.compare("electrolytes_at_temperature", temprature="25 degC")
    with pytest.raises(kb.ClientError, match="no answer"), kb.connect("http://127.0.0.1:9") as nobody:
        nobody.query("{ build { id } }")


def test_the_client_builds_the_base_when_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    with kb.connect(str(tmp_path / "new.sqlite")) as fresh:
        assert len(fresh.build) == 16


BAD_REQUESTS = [
    (b"", 400), (b"{", 400), (b"[]", 400), (b'{"query": 1}', 400), (b'{"query": "{ build { id } }", "variables": []}', 400),
    (b'{"query": "{ build { id } }", "variables": [1]}', 400), (b'{"query": "{ build { id } }"}' + b" " * 1_000_001, 413),
]  # fmt: skip


@pytest.mark.parametrize(("body", "status"), BAD_REQUESTS, ids=range(len(BAD_REQUESTS)))
def test_a_bad_request_is_answered_with_a_sentence(server: str, body: bytes, status: int) -> None:
    answer = httpx.post(f"{server}/graphql", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status
    if status != 200:
        assert answer.json()["errors"][0]["extensions"]["mend"]


def test_the_server_answers_get_health_schema_and_console(server: str) -> None:
    assert len(httpx.get(f"{server}/graphql", params={"query": "{ build { id } }"}).json()["data"]["build"]["id"]) == 16
    assert httpx.get(f"{server}/healthz").json()["build"]
    assert "type Query" in httpx.get(f"{server}/schema.graphql").text
    page = httpx.get(server)
    assert page.headers["content-type"].startswith("text/html")
    assert "https://" not in page.text
