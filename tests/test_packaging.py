"""The four packages are ours alone, installed under their own names, and nothing private is in the repository."""

import re
import subprocess
from importlib.metadata import metadata, packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("name", ["kb", "schema", "ingest", "compute"])
def test_each_package_belongs_to_this_distribution_alone(name: str) -> None:
    assert set(packages_distributions()[name]) == {"solid-state-kb"}


def test_the_distribution_says_its_licences() -> None:
    assert metadata("solid-state-kb")["License-Expression"] == "MIT AND CC-BY-4.0"


def test_the_lock_file_is_hashed_and_names_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    pinned = re.findall(r"^([a-z0-9._-]+)==", lock, re.MULTILINE)
    assert len(pinned) > 40
    assert "://" not in lock
    for block in re.split(r"\n(?=[a-z])", lock):
        assert "--hash=sha256:" in block, block[:80]


def test_no_module_is_longer_than_it_should_be() -> None:
    long = {
        file.name: len(file.read_text().splitlines())
        for package in ("kb", "schema", "ingest", "compute")
        for file in (ROOT / package).glob("*.py")
        if len(file.read_text().splitlines()) > 320
    }
    assert set(long) <= {"quantities.py", "seed.py", "tables.py", "rows.py", "vocabulary.py"}  # fmt: skip


def test_no_page_loads_anything_from_elsewhere() -> None:
    for file in (ROOT / "kb" / "serving" / "static").glob("*.html"):
        assert not re.findall(r"""(?:src|href)=["']https?://""", file.read_text())


def test_the_command_answers_help_quickly_without_heavy_imports() -> None:
    code = "import sys, kb.cli; print([m for m in ('pymatgen', 'polars', 'strawberry', 'sqlmodel', 'pandas', 'pint') if m in sys.modules])"
    found = subprocess.run([str(ROOT / ".venv/bin/python"), "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
