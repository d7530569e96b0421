"""A client that a generator made from the schema and the documents, asking the running server."""

from __future__ import annotations

import filecmp
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import parse, print_ast, strip_ignored_characters

ROOT = Path(__file__).resolve().parents[3]
GENERATED = ROOT / "tests" / "generated"
STALE = "tests/generated is stale: python tests/generated/make.py"


@pytest.fixture(scope="module")
def generated_module() -> Iterator[Any]:
    sys.path.insert(0, str(GENERATED))
    import typed_client

    yield typed_client
    sys.path.remove(str(GENERATED))


@pytest.fixture(scope="module")
def typed(database: str, generated_module: Any) -> Iterator[Any]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen([str(ROOT / ".venv/bin/kb"), "serve", "--port", str(port), "-d", database], stderr=subprocess.PIPE, cwd=ROOT)  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            httpx.get(f"{url}/healthz", timeout=1)
            break
        except httpx.HTTPError:
            time.sleep(0.1)
    with generated_module.TypedClient(f"{url}/graphql") as client:
        yield client
    process.terminate()
    process.communicate(timeout=10)


def test_an_electrolyte_comes_as_a_typed_object(typed: Any, generated_module: Any) -> None:
    found = typed.choosing_an_electrolyte(at_least="1 mS/cm", temperature="20..30 degC", first=1).electrolytes
    best = found.nodes[0]
    assert found.total_count == 6
    assert (best.id, best.family, best.paper.year) == ("li2024/cl1.6", generated_module.Family.ARGYRODITE, 2024)
    reading = best.readings.nodes[0]
    assert reading.quantity is generated_module.QuantityName.ionic_conductivity
    assert (reading.printed, reading.value.mid, reading.value.unit) == ("8.1 mS cm−1", 8.1, "mS/cm")
    assert reading.conditions[0].state is generated_module.ConditionState.STATED


def test_pages_go_on_by_the_cursor(typed: Any) -> None:
    ids: list[str] = []
    after = None
    while True:
        page = typed.readings_page_by_page(first=10, after=after, unit="S/cm").readings
        ids += [edge.node.id for edge in page.edges]
        assert all(edge.node.value.unit == "S/cm" for edge in page.edges)
        after = page.page_info.end_cursor
        if not page.page_info.has_next_page:
            break
    assert len(ids) == len(set(ids)) == page.total_count == 43


def test_interfaces_come_as_their_own_types(typed: Any) -> None:
    cell = typed.cell_in_full("nguyen2024/li-cse-ncm811-5.2").cell
    kinds = [layer.of.typename__ for layer in cell.stack]
    assert kinds[:4] == ["Material", "Electrode", "Electrolyte", "Electrolyte"]
    assert cell.stack[0].of.composition.reduced_formula == "Al"


def test_a_refusal_is_an_exception_of_the_client(typed: Any, generated_module: Any) -> None:
    with pytest.raises(generated_module.GraphQLClientGraphQLMultiError, match="parsec"):
        typed.choosing_an_electrolyte(at_least="1 parsec")


def test_each_operation_of_the_client_is_one_of_the_documents(generated_module: Any) -> None:
    made = (GENERATED / "typed_client" / "client.py").read_text(encoding="utf-8")
    inside = _definitions(one.split('"""')[0] for one in made.split('gql("""')[1:])
    assert inside == _definitions(
        file.read_text(encoding="utf-8") for file in (ROOT / "docs" / "queries").glob("*.graphql")
    ), STALE


def _definitions(documents: Iterable[str]) -> set[str]:
    return {strip_ignored_characters(print_ast(part)) for one in documents for part in parse(one).definitions}


def test_the_client_is_what_the_generator_makes_today(tmp_path: Path, generated_module: Any) -> None:
    sys.path.insert(0, str(GENERATED))
    import make

    sys.path.remove(str(GENERATED))
    if make.tool() is None:
        pytest.skip("ariadne-codegen is not there")
    make.make(tmp_path)
    names = sorted(one.name for one in (tmp_path / "typed_client").glob("*.py"))
    assert names == sorted(one.name for one in (GENERATED / "typed_client").glob("*.py")), STALE
    _, different, wrong = filecmp.cmpfiles(tmp_path / "typed_client", GENERATED / "typed_client", names, shallow=False)
    assert not different + wrong, STALE
