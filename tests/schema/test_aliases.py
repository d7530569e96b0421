"""One compound under many names; an abbreviation of several compounds never resolves silently."""

from __future__ import annotations

import pytest

from schema.aliases import ABBREVIATIONS, AmbiguousNameError, candidates, compound_key, meant_by, same_compound
from schema.composition import understand


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("NCM811", "Li10Ni8CoMnO20", True),
        ("NMC811", "LiNi0.8Co0.1Mn0.1O2", True),
        ("Li6.25Al0.25La3Zr2O12", "Li6.25La3Zr2Al0.25O12", True),
        ("Li3PS4", "75Li2S-25P2S5", True),
        ("LiTFSI", "LiN(SO2CF3)2", True),
        ("PEO", "polyethylene oxide", True),
        ("Li6PS5Cl", "Li5.5PS4.5Cl1.5", False),
        ("PEO", "C2H4O", False),  # the polymer isn't its monomer's formula
        ("DMC", "CH2O", False),
        ("DMC", "C3H6O3", None),  # isomers
        ("LLZO", "LLZO", None),  # of two papers
        ("V2O5-x", "V2O5", None),
    ],
)
def test_names_of_one_compound(one: str, other: str, expected: bool | None) -> None:
    assert same_compound(one, other) is expected
    assert same_compound(other, one) is expected


def test_the_key_is_in_whole_numbers() -> None:
    assert compound_key("NCM111") == "Co1Li3Mn1Ni1O6"
    assert compound_key("Li0.33La0.55TiO3") == "La55Li33O300Ti100"
    assert compound_key("LLZO") is None


@pytest.mark.parametrize(
    ("name", "among", "formula"),
    [
        ("LLZO", ["Li6.4La3Zr1.4Ta0.6O12", "Li6PS5Cl"], "Li6.4La3Zr1.4Ta0.6O12"),
        ("LLZO", ["Li7La3Zr2O12", "Li14La6Zr4O24"], "Li14La6Zr4O24"),
        ("LPSCl", ["Li5.5PS4.5Cl1.5"], "Li5.5PS4.5Cl1.5"),
        ("LNO", ["LiNbO3", "LiCoO2"], "LiNbO3"),
        ("NMC", ["NCM622"], "NCM622"),
        ("LIC", [], "Li3InCl6"),
        ("NCM 811", [], "NCM 811"),
    ],
)
def test_a_paper_s_own_formulas_say_what_is_meant(name: str, among: list[str], formula: str) -> None:
    assert meant_by(name, among) == formula


@pytest.mark.parametrize(
    ("name", "among", "said"),
    [
        ("LNO", [], "may stand for LiNbO3 or LiNiO2"),
        ("LPS", [], "may stand for Li3PS4 or Li7P3S11"),
        ("LAGP", [], "may stand for Li1.5Al0.5Ge1.5"),  # one candidate is still a guess
        ("LLZO", ["Li7La3Zr2O12", "Li6.4La3Zr1.4Ta0.6O12"], "may stand for Li7La3Zr2O12 or Li6.4La3Zr1.4Ta0.6O12"),
        ("LLZZ", [], "did you mean LLZO"),
        ("XYW", [], "give the formula"),
    ],
)
def test_an_ambiguous_name_is_refused_with_its_candidates(name: str, among: list[str], said: str) -> None:
    with pytest.raises(AmbiguousNameError) as refused:
        meant_by(name, among)
    assert said in str(refused.value)


def test_every_abbreviation_is_one_and_every_candidate_a_formula() -> None:
    for name, known in ABBREVIATIONS.items():
        assert understand(name).state == "unparsed"
        assert all(understand(one.formula).state == "complete" for one in known)
        assert all(one.source.startswith("10.") for one in known)
    assert next(one.formula for one in candidates("LPSC")) == "Li6PS5Cl"
    assert candidates("PEO") == ()
