"""Formulas and equations asked of the command line."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from kb.cli import app


def answered(*words: str) -> str:
    """What a command prints."""
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == 0, result.output
    return result.output


def test_a_fractional_formula_balances_by_one_mean_state() -> None:
    made = json.loads(answered("composition", "LiNi0.8Co0.1Mn0.1O2", "--json"))
    assert made["molar_mass_g_per_mol"] == pytest.approx(97.282, abs=0.01)  # 6.94 + 46.95 + 5.893 + 5.494 + 31.998
    assert made["charge"]["verdict"] == "balanced"
    assert "2.875" in answered("composition", "LiNi0.8Co0.1Mn0.1O2")


def test_a_charged_formula_says_so() -> None:
    assert "charge: charged" in answered("composition", "Li5.5PS4Cl1.5")


def test_an_equation_is_balanced_or_mended(database: str) -> None:
    words = answered("reaction", "Li + ZnO -> Li2O + Zn", "-d", database)
    assert "not balanced" in words
    assert "balanced it reads: 2 Li + ZnO → Li2O + Zn" in words
    assert "electrons transferred: 2" in words


def test_free_energy_and_volume_follow(database: str) -> None:
    given = ["--density", "ZnO=5.606", "--density", "Li2O=2.01", "--density", "Zn=7.14", "-d", database]
    potentials = ["--reduced", "-0.34 V", "--oxidised", "-3.04 V"]
    made = json.loads(answered("reaction", "2Li + ZnO -> Li2O + Zn", *given, *potentials, "--json"))
    assert made["free_energy_kj_per_mol"][1] == pytest.approx(-2 * 96.48533212 * 2.70)
    # molar volumes: 2 x 13.0 + 14.52 before, 14.87 + 9.16 after
    assert made["volume_change"][1] == pytest.approx((14.866 + 9.157) / (2 * 12.996 + 14.519) - 1, abs=1e-3)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--density", "ZnO"], "is not formula=g/cm3"),
        (["--reduced", "-0.34 V"], "belong together"),
    ],
)
def test_misuse_is_said(database: str, words: list[str], says: str) -> None:
    result = CliRunner().invoke(app, ["reaction", "2Li + ZnO -> Li2O + Zn", *words, "-d", database])
    assert result.exit_code == 2
    assert says in result.output
