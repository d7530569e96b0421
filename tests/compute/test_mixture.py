"""Mixtures by hand: bases, composite density, void, lithium content, glasses and polymer salts; worst case holds."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from pymatgen.core import Composition

from compute.chemistry.mixture import (
    Basis,
    MixtureError,
    Part,
    _weighted,
    composition_of,
    fractions,
    lithium_content,
    molar_mass_of,
    oxygen_to_lithium,
    polymer_to_salt_mass_ratio,
    theoretical_density,
    void,
)  # fmt: skip

CATHODE = [
    Part("NCM811", 80.0, density=4700.0),
    Part("argyrodite", 17.0, formula="Li6PS5Cl", density=1870.0),
    Part("carbon", 3.0, formula="C", density=1900.0),
]
BOXES = [
    Part("NCM811", (79.5, 80.0, 80.5), density=4700.0),
    Part("Li6PS5Cl", (16.5, 17.0, 17.5), density=(1838.0, 1855.0, 1871.0)),
    Part("C", (2.5, 3.0, 3.5), density=(1800.0, 1900.0, 2000.0)),
]


def test_mass_to_volume_to_mole_by_hand() -> None:
    # 80/4.7 = 17.0213, 17/1.87 = 9.0909, 3/1.9 = 1.5789: 27.6911 in all
    volumes = fractions(CATHODE, "mass", "volume")
    assert [one[1] for one in volumes.values()] == pytest.approx([0.614682, 0.328296, 0.057020], abs=2e-6)
    # 80/97.281 = 0.82236, 17/268.40 = 0.06334, 3/12.011 = 0.24977: 1.13547 in all
    moles = fractions(CATHODE, "mass", "mole")
    assert [one[1] for one in moles.values()] == pytest.approx([0.72425, 0.05578, 0.21997], abs=2e-5)


def test_there_and_back_is_where_it_began() -> None:
    ways: list[Basis] = ["mass", "mole", "volume", "mass"]
    parts = CATHODE
    for given, wanted in pairwise(ways):
        shares = fractions(parts, given, wanted)
        parts = [Part(p.name, shares[p.name], p.formula, p.molar_mass, p.density) for p in parts]
    assert [part.amount[1] for part in parts] == pytest.approx([0.80, 0.17, 0.03])  # type: ignore[index]


def test_density_of_a_dense_composite_by_hand() -> None:
    low, mid, high = theoretical_density(CATHODE, "mass")
    assert low == mid == high == pytest.approx(3611.27, abs=0.01)  # 100 / 27.6911
    halves = [Part("a", 0.5, density=1000.0), Part("b", 0.5, density=3000.0)]
    assert theoretical_density(halves, "volume")[1] == pytest.approx(2000.0)
    assert theoretical_density(halves, "mass")[1] == pytest.approx(1500.0)
    both = [Part("Li2S", 3.0, density=1660.0), Part("P2S5", 1.0, density=2090.0)]
    # (137.826 + 222.27) / (83.028 + 106.349)
    assert theoretical_density(both, "mole")[1] == pytest.approx(1901.48, abs=0.1)


def test_nothing_inside_the_digits_escapes() -> None:
    rng = np.random.default_rng(20240301)
    volumes, dense = fractions(BOXES, "mass", "volume"), theoretical_density(BOXES, "mass")
    for _ in range(500):
        drawn = [
            Part(p.name, rng.uniform(p.amount[0], p.amount[2]), p.formula, None,  # type: ignore[index]
                 p.density if isinstance(p.density, float) else rng.uniform(p.density[0], p.density[2]))  # type: ignore[index]
            for p in BOXES
        ]  # fmt: skip
        for name, (low, _, high) in volumes.items():
            assert low <= fractions(drawn, "mass", "volume")[name][0] <= high
        assert dense[0] <= theoretical_density(drawn, "mass")[0] <= dense[2]
    # the corner itself is reached: densest parts, most of the densest
    corner = [Part("a", 80.5, density=4700.0), Part("b", 16.5, density=1871.0), Part("c", 2.5, density=2000.0)]
    assert dense[2] == pytest.approx(theoretical_density(corner, "mass")[0])


def test_one_sided_stays_one_sided() -> None:
    parts = [Part("a", (5.0, None, math.inf), density=1000.0), Part("b", 1.0, density=3000.0)]
    shares = fractions(parts, "mass", "mass")
    assert shares["a"] == (pytest.approx(5 / 6), None, 1.0)
    assert shares["b"] == (0.0, None, pytest.approx(1 / 6))
    assert theoretical_density(parts, "mass") == (pytest.approx(1000.0), None, pytest.approx(1125.0))
    assert void((1000.0, None, math.inf), 2000.0) == (-math.inf, None, 0.5)


def test_void_is_what_the_dense_material_does_not_fill() -> None:
    assert void((1600.0, 1700.0, 1800.0), (1838.0, None, 1871.0)) == (
        pytest.approx(1 - 1800 / 1838),
        None,
        pytest.approx(1 - 1600 / 1871),
    )
    assert void(3250.0, 3611.11)[1] == pytest.approx(0.1, abs=1e-5)


def test_lithium_of_a_compound_and_of_a_mixture() -> None:
    content = lithium_content("Li6PS5Cl", density=1870.0)
    assert content.mass_fraction[1] == pytest.approx(0.15515, abs=2e-5)  # 6 * 6.94 / 268.4
    assert content.per_volume is not None
    assert content.per_volume[1] == pytest.approx(41803, abs=15)  # 41.80 mol/L
    assert lithium_content("Li").mass_fraction[1] == pytest.approx(1.0)
    mixed = lithium_content(CATHODE)
    # 0.8 * 6.94 / 97.281 + 0.17 * 0.155155
    assert mixed.mass_fraction[1] == pytest.approx(0.083448, abs=2e-5)
    low, _, high = lithium_content(BOXES).mass_fraction
    assert low < 0.083448 < high


def test_a_glass_in_mole_percent_is_a_composition() -> None:
    glass = composition_of([Part("Li2S", 75.0), Part("P2S5", 25.0)], "mole")
    assert glass == pytest.approx({"Li": 1.5, "S": 2.0, "P": 0.5})  # half of Li3PS4
    by_mass = composition_of([Part("Li2S", 38.28), Part("P2S5", 61.72)], "mass")
    assert by_mass == pytest.approx(glass, abs=1e-3)


def test_salt_ratios_of_polymer_electrolytes() -> None:
    # 18 * 44.053 / 287.09
    assert polymer_to_salt_mass_ratio("PEO", "LiTFSI", 18.0)[1] == pytest.approx(2.7620, abs=3e-4)
    assert polymer_to_salt_mass_ratio("PEO", "LiClO4", (20.0, None, math.inf)) == (
        pytest.approx(8.281, abs=2e-3),
        None,
        math.inf,
    )
    assert oxygen_to_lithium("PEO", "LiTFSI", 2.762)[1] == pytest.approx(18.0, abs=2e-3)
    # polypropylene carbonate has three oxygens in 102.09 g/mol
    assert oxygen_to_lithium("PPC", "LiTFSI", 1.0)[1] == pytest.approx(3 * 287.09 / 102.09, abs=2e-3)


def test_molar_masses_are_pymatgen_s() -> None:
    for formula in ("Li6PS5Cl", "Li6.4La3Zr1.4Ta0.6O12", "P2S5"):
        assert molar_mass_of(formula) == pytest.approx(float(Composition(formula).weight) / 1000)


@pytest.mark.parametrize(
    ("parts", "given", "wanted", "said"),
    [
        ([Part("Li2S", 1.0), Part("P2S5", 1.0)], "mass", "volume", "has no density"),
        ([Part("LLZO", 1.0)], "mass", "mole", "is an abbreviation"),
        ([Part("carbon black", 1.0)], "mass", "mole", "give molar_mass"),
        ([Part("Li", -1.0)], "mass", "mole", "its amount is -1"),
        ([Part("Li", 1.0)], "weight", "mole", "no basis named 'weight'"),
        ([Part("Li", 1.0, density=-1.0)], "mass", "volume", "give a density above zero"),
    ],
)
def test_what_is_missing_is_named(parts: list[Part], given: Basis, wanted: Basis, said: str) -> None:
    with pytest.raises(MixtureError) as refused:
        fractions(parts, given, wanted)
    assert said in str(refused.value)


def test_the_other_refusals() -> None:
    with pytest.raises(MixtureError, match="the other way round"):
        oxygen_to_lithium("LiTFSI", "PVDF", 1.0)
    with pytest.raises(MixtureError, match="one-sided"):
        composition_of([Part("Li2S", (1.0, None, math.inf)), Part("P2S5", 1.0)], "mole")
    with pytest.raises(MixtureError, match="above zero"):
        theoretical_density([Part("Li", 0.0, density=534.0)], "mass")


def test_the_middle_of_a_density_is_that_of_the_middles() -> None:
    # 100 / (80/4.7 + 17/1.855 + 3/1.9) = 100 / 27.76467
    assert theoretical_density(BOXES, "mass")[1] == pytest.approx(3601.70, abs=0.02)


def test_shares_of_what_may_have_no_density_or_no_amount() -> None:
    loose = fractions([Part("a", 1.0, density=(0.0, None, 1000.0)), Part("b", 1.0, density=1000.0)], "volume", "mass")
    assert loose["a"] == (0.0, None, 0.5)
    assert loose["b"] == (0.5, None, 1.0)
    none = fractions([Part("a", 0.0, density=1000.0), Part("b", 2.0, density=1000.0)], "mass", "volume")
    assert none == {"a": (0.0, 0.0, 0.0), "b": (1.0, 1.0, 1.0)}


def test_lithium_within_limits_fills_up_from_one_end() -> None:
    # Li2S: 2 / 45.94 g/mol = 43.535 mol/kg; between 40 % and 60 % of it beside carbon
    each = 2000.0 / 45.94
    found = lithium_content([Part("Li2S", (0.4, 0.5, 0.6)), Part("C", (0.4, 0.5, 0.6))])
    assert found.per_mass == pytest.approx((0.4 * each, 0.5 * each, 0.6 * each), rel=1e-3)
    dense = lithium_content("Li2S", density=(1600.0, 1660.0, 1700.0))
    assert dense.per_volume == pytest.approx((1600 * each, 1660 * each, 1700 * each), rel=1e-3)


def test_a_salt_with_two_lithium_counts_both() -> None:
    # 44.053 / (45.94 / 2)
    assert polymer_to_salt_mass_ratio("PEO", "Li2S", 1.0)[1] == pytest.approx(1.9179, abs=5e-4)


@pytest.mark.parametrize("formula", ["LixCoO2", "an unknown glass"])
def test_what_is_no_composition_has_no_lithium_content(formula: str) -> None:
    with pytest.raises(MixtureError):
        lithium_content(formula)


def test_a_mean_of_shares_that_make_a_whole() -> None:
    shares = [(0.1, 0.2, 0.3), (0.2, 0.3, 0.5), (0.2, 0.5, 0.6)]
    # least: 0.3 of 0, the rest of it 0.5 of 1 and 0.2 of 2; most: 0.6 of 2, 0.3 of 1, 0.1 of 0
    assert _weighted(shares, [0.0, 1.0, 2.0]) == pytest.approx((0.9, 1.3, 1.5))
    assert _weighted(shares, [2.0, 1.0, 0.0]) == pytest.approx((0.5, 0.7, 1.1))
