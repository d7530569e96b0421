"""What ``schema.composition.understand`` makes of the names that papers use.

Molar masses were summed by hand from IUPAC's abridged standard atomic weights (2021); pymatgen's older
weights of lithium, sulfur and chlorine differ from those in the fifth digit.
"""

from __future__ import annotations

import math
import subprocess
import sys
import time
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.composition import Composed, understand
from schema.composition_rules import SYMBOLS

Amounts: TypeAlias = dict[str, float]
Components: TypeAlias = tuple[tuple[float | None, str], ...]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Loads pymatgen once, so that no single test pays for its import."""
    understand("LiCl")


COMPLETE = [  # text, reduced formula, molar mass
    ("Li6.25La3Zr2Al0.25O12", "Li6.25La3Zr2Al0.25O12", 841.286),
    ("Li0.33La0.55TiO3", "Li0.33La0.55Ti1O3", 174.555),
    (r"\text{Li}_{0.33}\text{La}_{0.55}\text{TiO}_3", "Li0.33La0.55Ti1O3", 174.555),
    (r"$\mathrm{Li}_{0.33} \mathrm{La}_{0.55} \mathrm{TiO}_{3}$", "Li0.33La0.55Ti1O3", 174.555),
    ("Li0·33La0·55TiO3", "Li0.33La0.55Ti1O3", 174.555),
    ("Li6.4La3Zr1.4Ta0.6O12", "Li6.4La3Zr1.4Ta0.6O12", 889.418),
    ("Li6.4La3Zr1.4Ta0.6O12 (LLZTO)", "Li6.4La3Zr1.4Ta0.6O12", 889.418),
    ("LLZTO (Li6.4La3Zr1.4Ta0.6O12)", "Li6.4La3Zr1.4Ta0.6O12", 889.418),
    ("Li5.7PS4.7Cl1.3", "Li5.7P1S4.7Cl1.3", 267.299),
    ("Li<sub>5.7</sub>PS<sub>4.7</sub>Cl<sub>1.3</sub>", "Li5.7P1S4.7Cl1.3", 267.299),
    ("LiNi0.7Co0.15Mn0.15O2", "Li1Mn0.15Co0.15Ni0.7O2", 97.104),
    ("LiNi0.70Co0.15Mn0.15O2", "Li1Mn0.15Co0.15Ni0.7O2", 97.104),
    ("LiNi0.8Co0.1Mn0.1O2", "Li1Mn0.1Co0.1Ni0.8O2", 97.279),
    ("NCM811", "Li1Mn0.1Co0.1Ni0.8O2", 97.279),
    ("NMC-811", "Li1Mn0.1Co0.1Ni0.8O2", 97.279),
    ("NCM622", "Li1Mn0.2Co0.2Ni0.6O2", 96.928),
    ("LiNi1/3Co1/3Mn1/3O2", "Li1Mn0.33333333Co0.33333333Ni0.33333333O2", 96.459),
    ("Li1+xAlxTi2-x(PO4)3 (x = 0.3)", "Li1.3Ti1.7Al0.3P3O12", 383.400),
    ("Li13In3", "Li13In3", 434.68),
    ("Li100In", "Li100In", 808.82),
    ("Li3N", "Li3N", 34.827),
    ("Cu", "Cu", 63.546),
    ("Li2ZrCl5F", "Li2ZrCl5F", 301.352),
    ("Li₂ZrCl₆", "Li2ZrCl6", 317.804),
    ("LiNbO3", "LiNbO3", 147.843),
    ("Li10GeP2S12", "Li10Ge(PS6)2", 588.698),
    ("Li3YCl6", "Li3YCl6", 322.426),
    ("SiO2", "SiO2", 60.083),
    ("LFP", "LiFePO4", 157.755),
    ("LCO", "LiCoO2", 97.871),
    ("LiPF6", "LiPF6", 151.902),
    ("LiTFSI", "LiC2S2N(O2F3)2", 287.073),
    ("litfsi", "LiC2S2N(O2F3)2", 287.073),
    ("LiFSI", "LiS2N(O2F)2", 187.059),
    ("LiDFOB", "LiBC2(O2F)2", 143.764),
    ("In(TFSI)3", "InC6S6N3(O2F3)6", 955.219),
    ("EmimFSI", "H11C6S2N3(O2F)2", 291.287),
    ("[Emim][FSI]", "H11C6S2N3(O2F)2", 291.287),
    ("SN", "H2C2N", 80.090),
    ("succinonitrile/SN", "H2C2N", 80.090),
    ("FEC", "H3C3O3F", 106.052),
    ("EC", "H4(CO)3", 88.062),
    ("DEC", "H10C5O3", 118.132),
    ("DMC", "H2CO", 90.078),
    ("DME", "H5C2O", 90.122),
    ("NMP", "H9C5NO", 99.133),
    ("AIBN", "H3C2N", 164.212),
    ("azidotrimethylsilane C3H9SiN3", "SiH9(CN)3", 115.211),
    ("CuSO4·5H2O", "CuH10SO9", 249.677),
    ("PS4^3-", "PS4", 159.214),
    ("PS₄³⁻", "PS4", 159.214),
    ("[PS4]3-", "PS4", 159.214),
    ("Li+", "Li", 6.94),
    ("Sn", "Sn", 118.71),
    ("In", "In", 114.82),
    ("Ni", "Ni", 58.693),
    ("CO2", "CO2", 44.009),
    ("SiC", "SiC", 40.096),
    ("BN", "BN", 24.817),
    ("CuO", "CuO", 79.545),
    ("NaCl", "NaCl", 58.440),
    ("PbO", "PbO", 223.2),
]


@pytest.mark.parametrize(("text", "reduced", "mass"), COMPLETE, ids=[row[0] for row in COMPLETE])
def test_complete(text: str, reduced: str, mass: float) -> None:
    found = understand(text)
    assert (found.state, found.reason, found.reduced) == ("complete", "", reduced)
    assert found.molar_mass == pytest.approx(mass, rel=2e-4)
    assert found.chemical_system == "-".join(sorted(found.elements))
    assert found.text == text
    assert found.anonymous


def test_amounts_are_as_written() -> None:
    found = understand("LiNi0.8Co0.1Mn0.1O2")
    assert list(found.elements.items()) == [("Li", 1), ("Ni", 0.8), ("Co", 0.1), ("Mn", 0.1), ("O", 2)]
    assert found.anonymous == "A0.1B0.1C0.8DE2"
    assert (found.amount("O"), found.amount("S")) == (2, 0)
    assert understand("LiNi0.8Co0.1Mn0.1O2") == found
    assert hash(understand("LiNi0.8Co0.1Mn0.1O2")) == hash(found)


VARIABLE = [  # text, state, variable, determinate elements, chemical system, range of the variable
    ("Li6-xPS5-xCl1+x", "series", "x", {"P": 1}, "Cl-Li-P-S", (-1, 5)),
    ("Li6−xPS5−xCl1+x", "series", "x", {"P": 1}, "Cl-Li-P-S", (-1, 5)),
    ("Li₆₋ₓPS₅₋ₓCl₁₊ₓ", "series", "x", {"P": 1}, "Cl-Li-P-S", (-1, 5)),
    (r"$\mathrm{Li_{6-x}PS_{5-x}Cl_{1+x}}$", "series", "x", {"P": 1}, "Cl-Li-P-S", (-1, 5)),
    ("Li7-xLa3Zr2-xTaxO12", "series", "x", {"La": 3, "O": 12}, "La-Li-O-Ta-Zr", (0, 2)),
    ("Li0.33La0.56-xYxTiO3", "series", "x", {"Li": 0.33, "Ti": 1, "O": 3}, "La-Li-O-Ti-Y", (0, 0.56)),
    ("Li3xLa2/3-x□1/3-2xTiO3", "series", "x", {"Ti": 1, "O": 3}, "La-Li-O-Ti", (0, 0.6666666667)),
    ("DyxO3", "open", "x", {"O": 3}, "Dy-O", (0, math.inf)),
    ("a-V2O5-x", "open", "x", {"V": 2}, "O-V", (-math.inf, 5)),
    ("V2O5−x", "open", "x", {"V": 2}, "O-V", (-math.inf, 5)),
    ("LixIn", "open", "x", {"In": 1}, "In-Li", (0, math.inf)),
    ("Li/LixIn", "open", "x", {"In": 1}, "In-Li", (0, math.inf)),
    ("In/LixIn", "open", "x", {"In": 1}, "In-Li", (0, math.inf)),
    ("LixLayTiO3", "open", "x,y", {"Ti": 1, "O": 3}, "La-Li-O-Ti", None),
    ("LiPON", "open", "", {}, "Li-N-O-P", None),
    ("(1-x)Li2S-xP2S5", "series", "x", {}, "Li-P-S", (0, 1)),
]


@pytest.mark.parametrize(("text", "state", "variable", "fixed", "system", "limits"), VARIABLE)
def test_open_and_series(
    text: str, state: str, variable: str, fixed: Amounts, system: str, limits: tuple[float, float] | None
) -> None:
    found = understand(text)
    assert (found.state, found.variable, found.elements) == (state, variable, fixed)
    assert (found.chemical_system, found.range()) == (system, limits)
    assert (found.reduced, found.molar_mass, found.anonymous) == (None, None, None)
    assert found.reason
    assert found.amorphous == text.startswith("a-")
    assert found.amount("H") == 0
    assert found.amount("Li") == fixed.get("Li", None if "Li" in system else 0)


def test_member_of_a_series() -> None:
    series = understand("Li6-xPS5-xCl1+x")
    assert series.at(0.3) == understand("Li5.7PS4.7Cl1.3")
    assert series.at(-1).elements == {"Li": 7, "P": 1, "S": 6}
    assert understand("Li7-xLa3Zr2-xTaxO12").at(0.6).reduced == "Li6.4La3Zr1.4Ta0.6O12"
    assert understand("(1-x)Li2S-xP2S5").at(0.25).elements == {"Li": 1.5, "S": 2, "P": 0.5}
    amorphous = understand("a-V2O5-x").at(0.5)
    assert (amorphous.reduced, amorphous.amorphous) == ("V2O4.5", True)
    for x in (6, -1.1, math.inf, math.nan):
        assert series.at(x).state == "unparsed"
    assert understand("LixLayTiO3").at(0.1).state == "unparsed"
    assert understand("LiCl").at(0.1).state == "unparsed"


MIXTURES = [  # text, components, elements per mole of mixture, molar mass
    ("75Li2S-25P2S5", ((75, "Li2S"), (25, "P2S5")), {"Li": 1.5, "S": 2, "P": 0.5}, 90.017),
    ("0.7Li(CB9H10)-0.3Li(CB11H12)", ((0.7, "Li(CB9H10)"), (0.3, "Li(CB11H12)")),
     {"Li": 1, "C": 1, "B": 9.6, "H": 10.6}, 133.412),
    ("0.7Li(CB9H10)–0.3Li(CB11H12)", ((0.7, "Li(CB9H10)"), (0.3, "Li(CB11H12)")),
     {"Li": 1, "C": 1, "B": 9.6, "H": 10.6}, 133.412),
    ("75Li2S·25P2S5", ((75, "Li2S"), (25, "P2S5")), {"Li": 1.5, "S": 2, "P": 0.5}, 90.017),
    ("75 mol% Li2S – 25 mol% P2S5", ((75, "Li2S"), (25, "P2S5")), {"Li": 1.5, "S": 2, "P": 0.5}, 90.017),
    ("xLi2S-(1-x)Li2S", ((None, "Li2S"), (None, "Li2S")), {"Li": 2, "S": 1}, 45.94),
    ("Li2S-P2S5", ((None, "Li2S"), (None, "P2S5")), {}, None),
    ("80 wt% Li3N-20 wt% C", ((None, "Li3N"), (None, "C")), {}, None),
    ("Pt/Ti/SS", ((None, "Pt"), (None, "Ti"), (None, "SS")), {}, None),
    ("Ti/Pt multi-layers", ((None, "Ti"), (None, "Pt")), {}, None),
    ("LiPF6 in EC/DEC", ((None, "LiPF6"), (None, "EC"), (None, "DEC")), {}, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "components", "elements", "mass"), MIXTURES)
def test_mixture(text: str, components: Components, elements: Amounts, mass: float | None) -> None:
    found = understand(text)
    assert (found.state, found.components, found.elements) == ("mixture", components, elements)
    assert found.molar_mass == (None if mass is None else pytest.approx(mass, rel=2e-4))
    assert found.reason


def test_incomplete_parts_leave_the_chemical_system_unsaid() -> None:
    assert understand("Pt/Ti/SS").chemical_system == ""
    assert understand("Pt/Ti").chemical_system == "Pt-Ti"
    assert understand("75Li2S-25P2S5 glass").amorphous


POLYMERS = [  # spelling, elements of the repeat unit, its molar mass
    ("PVDF", {"C": 2, "H": 2, "F": 2}, 64.034),
    ("PVdF", {"C": 2, "H": 2, "F": 2}, 64.034),
    ("PTFE", {"C": 2, "F": 4}, 100.014),
    ("PEO", {"C": 2, "H": 4, "O": 1}, 44.053),
    ("poly(ethylene oxide)", {"C": 2, "H": 4, "O": 1}, 44.053),
    ("PVB", {"C": 8, "H": 14, "O": 2}, 142.198),
    ("PVP/povidone", {"C": 6, "H": 9, "N": 1, "O": 1}, 111.144),
    ("PEEK", {"C": 19, "H": 12, "O": 3}, 288.302),
    ("polyaryletheretherketone", {"C": 19, "H": 12, "O": 3}, 288.302),
]


@pytest.mark.parametrize(("text", "elements", "mass"), POLYMERS)
def test_polymer(text: str, elements: Amounts, mass: float) -> None:
    found = understand(text)
    assert (found.state, found.elements) == ("polymer", elements)
    assert found.molar_mass == pytest.approx(mass, rel=2e-4)
    assert found.long_name


@pytest.mark.parametrize("text", ["PVDF-HFP", "PVdF–HFP", "PEVA", "NBR", "MEMA", "PEGMEMA",
                                  "PEG methyl ether methacrylate (MEMA/PEGMEMA)"])  # fmt: skip
def test_copolymer(text: str) -> None:
    found = understand(text)
    assert (found.state, found.elements, found.molar_mass) == ("polymer", {}, None)
    assert [amount for amount, _ in found.components] == [None, None]
    assert "ratio" in found.reason


@pytest.mark.parametrize("text", ["Super P", "Super C65", "SuperP", "carbon black", "Graphite"])
def test_carbon(text: str) -> None:
    found = understand(text)
    assert (found.state, found.reduced, found.elements, found.molar_mass) == ("named", "C", {"C": 1}, None)


@pytest.mark.parametrize("text", ["stainless steel", "SUS", "SUS316L", "SS304"])
def test_alloy_without_composition(text: str) -> None:
    found = understand(text)
    assert (found.state, found.elements, found.long_name) == ("named", {}, "stainless steel")


@pytest.mark.parametrize("text", ["6Li", "⁶Li", "^6Li"])
def test_isotope(text: str) -> None:
    found = understand(text)
    assert (found.state, found.elements, found.molar_mass) == ("complete", {"Li": 1}, None)
    assert "6Li" in found.long_name


def test_charge_and_polymorph_are_said() -> None:
    names = [understand(text).long_name for text in ("PS4^3-", "β-Li3PS4")]
    assert names == ["ion, charge 3-", "β polymorph"]


UNPARSED = [  # text, what the reason must mention
    ("???", "'???'"), ("", "empty"), ("  ", "empty"), ("Xx2", "'Xx'"), ("12", "'12'"), ("Li" * 5000, "10000"),
    ("Li(((", "bracket"), ("Li()", "')'"), ("Li0", "no atoms"), ("PS43-", "charge"), ("No", "'No'"),
    ("NCM", "abbreviation"), ("LLZO", "'LLZO' is an abbreviation, not a formula; give the formula"),
    ("LPSCl", "abbreviation"), ("LLZT", "abbreviation"), ("LLTO", "abbreviation"), ("SCE", "abbreviation"),
    ("NaSICON", "abbreviation"), ("AL", "abbreviation"), ("LLZO/PEO", "'LLZO'"), ("Ta-doped LLZO", "'doped"),
    ("Li6PS5Cl (Li5.7PS4.7Cl1.3)", "different"), ("Li6-xPS5-xCl1+x (x = 9)", "9"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "mention"), UNPARSED, ids=[row[0][:20] for row in UNPARSED])
def test_unparsed(text: str, mention: str) -> None:
    found = understand(text)
    assert found.state == "unparsed"
    assert mention in found.reason
    assert found == Composed(text, "unparsed", found.reason)


PIECES = [*"()[]-·/+^=x2 ", "Li", "0.5", "P2S5", "PEO", "a-", "in", "1/0"]


@settings(max_examples=60, deadline=1000, database=None)
@given(st.text(max_size=30) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_never_raises(text: str) -> None:
    found = understand(text)
    assert found.text == text
    assert (found.reason == "") == (found.state == "complete")
    assert all(count >= 0 for count in found.elements.values())
    found.at(0.5)


AMOUNTS = st.integers(1, 99_999).map(lambda thousandths: thousandths / 1000)


@settings(max_examples=100, deadline=1000, database=None)
@given(st.dictionaries(st.sampled_from(sorted(SYMBOLS)), AMOUNTS, min_size=2, max_size=6))
def test_amounts_are_kept(elements: Amounts) -> None:
    found = understand("".join(f"{symbol}{amount:g}" for symbol, amount in elements.items()))
    assert found.state == "complete"
    assert list(found.elements) == list(elements)
    assert found.elements == pytest.approx(elements)


def test_import_is_quick_and_late() -> None:
    program = "import sys, schema.composition; sys.exit('pymatgen' in sys.modules)"
    start = time.perf_counter()
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
    assert time.perf_counter() - start < 1
