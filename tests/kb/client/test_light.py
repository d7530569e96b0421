"""The client is light: what is heavy is imported when it is used."""

import subprocess
import sys

HEAVY = ("pymatgen", "pandas", "polars", "pyarrow", "strawberry", "graphql", "sqlmodel", "sqlalchemy", "pint", "numpy", "pydantic", "tenacity", "matplotlib")  # fmt: skip


def loaded(code: str) -> set[str]:
    ask = f"{code}\nimport sys; print(' '.join(name for name in {HEAVY!r} if name in sys.modules))"
    found = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    return set(found.stdout.split())


def test_importing_the_package_imports_nothing_heavy() -> None:
    assert loaded("import kb") == set()
    assert loaded("import kb, sys; assert not {'httpx', 'rich'} & set(sys.modules)") == set()


def test_connecting_to_a_server_imports_nothing_heavy() -> None:
    assert loaded("import kb; kb.connect('http://127.0.0.1:9').comparisons()") == set()


def test_a_query_of_a_server_needs_no_frames(server: str) -> None:
    assert loaded(f"import kb; kb.connect({server!r}).query('{{ build {{ id }} }}')") == set()
