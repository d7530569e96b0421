"""Every line of the catalogue, held against what a line must be."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from schema import emmo
from schema.quantities import Q
from schema.quantity import Constant, Quantity, UnknownQuantityError, split_key
from schema.units import unit

OWNERS = {
    "material", "electrolyte", "coating", "electrode", "cell", "experiment", "process_step", "layer", "constituent",
}  # fmt: skip
TERMS = Path(__file__).parents[3] / "shared" / "datasets" / "emmo" / "electrochemistry_terms.csv"
QUANTITIES = list(Q)
CONSTANTS = list(Q.constants())


def _name(value: Quantity | Constant) -> str:
    return value.name


@pytest.mark.parametrize("quantity", QUANTITIES, ids=_name)
def test_a_quantity_is_whole(quantity: Quantity) -> None:
    assert quantity.units.factor > 0
    assert quantity.doc.endswith(".")
    assert quantity.doc[0].isupper() or quantity.doc[0].isdigit()
    assert quantity.low < quantity.high
    assert math.isfinite(quantity.low)
    assert math.isfinite(quantity.high)
    assert quantity.of
    assert set(quantity.of) <= OWNERS
    assert len(set(quantity.of)) == len(quantity.of)


@pytest.mark.parametrize("quantity", QUANTITIES, ids=_name)
def test_a_quantity_reads_its_own_unit_and_its_own_bounds(quantity: Quantity) -> None:
    found = quantity.read(f"{quantity.high!r} {quantity.unit}".strip())
    assert found.mid == quantity.units.to_si(quantity.high)
    assert quantity.plausible(found)


@pytest.mark.parametrize("quantity", [one for one in QUANTITIES if one.emmo], ids=_name)
def test_an_iri_is_a_term_of_the_ontology(quantity: Quantity) -> None:
    if not TERMS.exists():
        pytest.skip(f"the list of EMMO terms is not at hand: {TERMS}")
    with TERMS.open(encoding="utf-8", newline="") as file:
        known = {row["label"]: row["iri"] for row in csv.DictReader(file)}
    assert known[quantity.emmo] == quantity.iri


def test_every_term_of_ours_is_a_term_of_the_ontology() -> None:
    if not TERMS.exists():
        pytest.skip(f"the list of EMMO terms is not at hand: {TERMS}")
    with TERMS.open(encoding="utf-8", newline="") as file:
        known = {row["label"]: row["iri"] for row in csv.DictReader(file)}
    assert {label: emmo.iri(label) for label in emmo.TERMS if known.get(label) != emmo.iri(label)} == {}


def test_a_quantity_without_a_term_has_no_iri() -> None:
    assert Q.tensile_strength.iri == ""


def test_the_catalogue_covers_the_field() -> None:
    assert len(QUANTITIES) >= 80


def test_names_are_unique_and_plain() -> None:
    names = [quantity.name for quantity in QUANTITIES] + [constant.name for constant in CONSTANTS]
    assert len(set(names)) == len(names)
    assert [name for name in names if not name.isidentifier() or not name.islower()] == []


def test_no_two_quantities_say_the_same_sentence() -> None:
    sentences = [quantity.doc for quantity in QUANTITIES]
    assert sorted({sentence for sentence in sentences if sentences.count(sentence) > 1}) == []


@pytest.mark.parametrize("constant", CONSTANTS, ids=_name)
def test_a_constant_has_a_unit_and_a_source(constant: Constant) -> None:
    assert unit(constant.unit).factor > 0
    assert constant.source
    assert constant.doc.endswith(".")
    assert constant.si == unit(constant.unit).to_si(constant.value)


def test_the_constants_of_nature_agree_with_each_other() -> None:
    avogadro = 6.02214076e23
    faraday, gas, boltzmann = Q.faraday.si, Q.gas_constant.si, Q.boltzmann.si
    assert gas / avogadro == pytest.approx(boltzmann, rel=1e-9)
    assert faraday / avogadro == pytest.approx(1.602176634e-19, rel=1e-9)


def test_an_unknown_share_is_anything_between_its_limits() -> None:
    lo, mid, hi = Q.unknown_share.box
    assert (lo, hi) == (0.0, 1.0)
    assert math.isnan(mid)
    assert Q.faraday.box == (96485.33212, 96485.33212, 96485.33212)


def test_an_unknown_name_is_answered_with_its_near_match() -> None:
    with pytest.raises(UnknownQuantityError) as raised:
        Q["ionic_conductivty"]
    assert raised.value.what == "no quantity named 'ionic_conductivty'"
    assert raised.value.mend.startswith("did you mean ionic_conductivity")
    assert raised.value.mend.endswith("`kb quantities` lists all")


def test_a_name_like_no_other_gets_the_list() -> None:
    with pytest.raises(UnknownQuantityError) as raised:
        Q["zzzzz"]
    assert raised.value.mend == "`kb quantities` lists all"


@pytest.mark.parametrize("name", ["faraday", "constants", "__module__", "mro"])
def test_what_is_no_quantity_is_not_in_the_catalogue(name: str) -> None:
    assert name not in Q
    with pytest.raises(UnknownQuantityError):
        Q[name]


def test_a_constant_is_found_by_its_name_alone() -> None:
    assert Q.constant("faraday") is Q.faraday
    assert Q.constant("ionic_conductivity") is None
    assert Q.constant("nothing") is None


KEYS = [
    ("thickness", ("thickness", "")),
    ("binding_energy(C-F)", ("binding_energy", "C-F")),
    ("mass_ratio(PVDF-HFP:LLZO)", ("mass_ratio", "PVDF-HFP:LLZO")),
    ("ion_radius( Li+ )", ("ion_radius", "Li+")),
    ("orbital_energy(a(1))", ("orbital_energy", "a(1)")),
    ("thickness(", ("thickness(", "")),
]


@pytest.mark.parametrize(("key", "parts"), KEYS)
def test_a_key_is_a_quantity_and_its_label(key: str, parts: tuple[str, str]) -> None:
    assert split_key(key) == parts
