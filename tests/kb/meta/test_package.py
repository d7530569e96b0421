"""The package is light to import, and a stranger's script runs."""

import subprocess
import sys
from pathlib import Path

import pytest

from kb import meta

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = ROOT / "docs" / "examples" / "coatings.py"


def test_importing_it_costs_nothing() -> None:
    heavy = ("polars", "numpy", "scipy", "pandas", "matplotlib", "statsmodels", "strawberry", "pymatgen")
    code = f"import sys, kb, kb.meta; print([m for m in {heavy} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_every_name_is_there_and_says_what_it_is() -> None:
    for name in meta.__all__:
        assert getattr(meta, name).__doc__
    with pytest.raises(AttributeError, match="pol"):
        meta.pol  # noqa: B018


def test_the_strangers_script_answers_in_under_20_lines(
    database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [line for line in SCRIPT.read_text().splitlines() if line and not line.startswith("#")]
    assert len(lines) < 20
    monkeypatch.setenv("KB_DATABASE_URL", f"sqlite:///{database}")
    exec(compile(SCRIPT.read_text(), str(SCRIPT), "exec"), {})
    told = capsys.readouterr().out
    assert "capacity_retention, coated over bare: too few: 1 paper with a number" in told
    assert "LiPON, heterogeneous buffer layer: 54% to 79%, factor 1.463 (tan2021)" in told
    assert "in 2 papers" in told
    assert "2 limits not used" in told
