"""The reporting checklist on a few rows written by hand: what is stated, inherited, not stated, not applicable."""

from typing import Any

import pytest

from compute.checklist.findings import Finding, Score, by_item, checklist, records, score
from compute.checklist.items import ITEMS, SOURCES, Item, Way
from compute.checklist.look import Look, Tables
from compute.checklist.missing import Missing, Number, missing_numbers, missing_pairs
from schema.errors import KbError

ROWS = list[dict[str, Any]]


def reading(owner: str, quantity: str, printed: str, claim: str = "measured", **more: Any) -> dict[str, Any]:
    return {"id": f"{owner}/{quantity}", "paper_id": "p", "owner_id": owner, "quantity": quantity, "label": "", "printed": printed,
            "qualifier": "=", "place": "Table 1", "quote": f"a value of {printed}", "claim": claim, "repeats": None} | more  # fmt: skip


def condition(experiment: str, quantity: str, printed: str | None, state: str = "stated") -> dict[str, Any]:
    return {"id": f"{experiment}/at/{quantity}", "paper_id": "p", "experiment_id": experiment, "quantity": quantity, "label": "",
            "state": state, "printed": printed, "place": "Methods", "quote": printed}  # fmt: skip


def experiment(one: str, subject: str, kind: str, method: str, cell: str | None = None, series: str | None = None) -> dict[str, Any]:  # fmt: skip
    return {"id": one, "paper_id": "p", "subject_id": subject, "subject_kind": kind, "cell_id": cell, "method": method,
            "series_id": series, "conventions": "{}"}  # fmt: skip


def layer(cell: str, position: int, role: str, of: str, kind: str) -> dict[str, Any]:
    return {"id": f"{cell}/layer-{position}", "paper_id": "p", "cell_id": cell, "position": position, "role": role, "of_id": of, "of_kind": kind}  # fmt: skip


def part(whole: str, material: str, role: str) -> dict[str, Any]:
    return {"id": f"{whole}/{material}", "paper_id": "p", "whole_id": whole, "whole_kind": "electrode", "material_id": material, "role": role}  # fmt: skip


def a_full_cell(readings: ROWS = [], conditions: ROWS = [], experiments: ROWS = [], **more: ROWS) -> Tables:  # noqa: B006
    """A pressed cell: composite of NCM, LPSCl and carbon, LPSCl pellet, lithium foil; cycled once."""
    return {
        "cell": [{"id": "p/cell", "paper_id": "p", "kind": "full", "format": "mould", "citation": None}],
        "electrolyte": [{"id": "p/se", "paper_id": "p", "kind": "inorganic", "form": "pellet", "citation": None}],
        "electrode": [{"id": name, "paper_id": "p", "citation": None} for name in ("p/ncm-electrode", "p/foil")],
        "material": [{"id": "p/li", "paper_id": "p", "family": "metal", "formula": "Li", "written": "Li"}],
        "layer": [
            layer("p/cell", 1, "positive", "p/ncm-electrode", "electrode"),
            layer("p/cell", 2, "separator", "p/se", "electrolyte"),
            layer("p/cell", 3, "negative", "p/foil", "electrode"),
        ],
        "constituent": [
            part("p/ncm-electrode", "p/ncm", "active_material"), part("p/ncm-electrode", "p/lpscl", "solid_electrolyte"),
            part("p/ncm-electrode", "p/carbon", "conductive_carbon"), part("p/foil", "p/li", "active_material"),
        ],
        "experiment": [experiment("p/cell/cycling", "p/cell", "cell", "galvanostatic_cycling"), *experiments],
        "reading": readings, "condition": conditions, **more,
    }  # fmt: skip


def found(tables: Tables, item: str, record: str = "p/cell") -> Finding:
    return next(one for one in checklist(tables) if one.record_id == record and one.item.id == item)


def test_a_condition_of_the_only_test_is_stated_with_its_id_and_quote() -> None:
    one = found(a_full_cell(conditions=[condition("p/cell/cycling", "temperature", "60 °C")]), "test_temperature")
    assert (one.state, one.lacking) == ("stated", ())
    assert [(made.id, made.printed, made.place, made.quote) for made in one.evidence] == [
        ("p/cell/cycling/at/temperature", "60 °C", "Methods", "60 °C")
    ]


def test_what_nobody_states_is_not_stated_and_a_condition_that_says_so_was_looked_for() -> None:
    assert found(a_full_cell(), "operating_pressure").looked_for is False
    said = a_full_cell(conditions=[condition("p/cell/cycling", "operating_pressure", None, "not stated")])
    assert (found(said, "operating_pressure").state, found(said, "operating_pressure").looked_for) == ("not stated", True)  # fmt: skip


def test_a_condition_that_does_not_apply_is_not_applicable() -> None:
    said = a_full_cell(conditions=[condition("p/cell/cycling", "temperature", None, "not applicable")])
    assert found(said, "test_temperature").state == "not applicable"


def test_a_loading_of_the_electrode_is_inherited_by_the_cell() -> None:
    one = found(a_full_cell([reading("p/ncm-electrode", "active_mass_loading", "12.6 mg cm−2")]), "active_loading")
    assert (one.state, one.evidence[0].of) == ("inherited", "p/ncm-electrode")


def test_a_loading_without_its_basis_does_not_count() -> None:
    tables = a_full_cell([reading("p/ncm-electrode", "electrode_mass_loading", "9.4 mg cm−2")])
    assert found(tables, "active_loading").state == "not stated"


def test_what_a_paper_quotes_of_others_is_not_stated_for_its_own_cell() -> None:
    tables = a_full_cell([reading("p/cell/cycling", "capacity_retention", "80 %"), reading("p/foil", "thickness", "30 um", "quoted")])  # fmt: skip
    assert found(tables, "negative_reserve").state == "not stated"


def test_mass_and_diameter_stand_for_the_thickness_of_an_electrolyte() -> None:
    mass = reading("p/se", "solid_electrolyte_mass", "150 mg", "setting")
    assert found(a_full_cell([mass]), "electrolyte_thickness").state == "not stated"
    both = found(a_full_cell([mass, reading("p/cell", "diameter", "13 mm", "setting")]), "electrolyte_thickness")
    assert [one.printed for one in both.evidence] == ["150 mg", "13 mm"]


def test_two_of_three_fractions_are_all_but_two_of_three_parts_are_not() -> None:
    owners = ("p/ncm-electrode/p/ncm", "p/ncm-electrode/p/lpscl")
    fractions = [reading(owner, "mass_fraction", "40 %") for owner in owners]
    parts = [reading(owner, "mass_parts", "40") for owner in owners]
    assert found(a_full_cell(fractions), "electrode_composition").state == "inherited"
    assert found(a_full_cell(parts), "electrode_composition").state == "not stated"


def test_a_rate_beside_its_current_says_what_1_C_means() -> None:
    rate = condition("p/cell/cycling", "c_rate", "0.1 C")
    assert found(a_full_cell(conditions=[rate]), "one_c").state == "not stated"
    assert found(a_full_cell(), "one_c").state == "not applicable"
    both = a_full_cell(conditions=[rate, condition("p/cell/cycling", "current", "3 μA")])
    assert [one.printed for one in found(both, "one_c").evidence] == ["0.1 C", "3 μA"]


def test_a_second_test_without_its_temperature_makes_it_stated_in_part() -> None:
    tables = a_full_cell(
        conditions=[condition("p/cell/cycling", "temperature", "60 °C")],
        experiments=[experiment("p/cell/eis", "p/cell", "cell", "eis")],
    )
    one = found(tables, "test_temperature")
    assert (one.state, one.lacking) == ("stated in part", ("p/cell/eis",))


def test_points_inherit_from_their_series_unless_they_say_that_it_is_not_stated() -> None:
    series = experiment("p/cell/rate", "p/cell", "cell", "rate_test")
    points = [experiment(f"p/cell/rate/{name}", "p/cell", "cell", "rate_test", series="p/cell/rate") for name in "ab"]
    tables = a_full_cell(
        conditions=[
            condition("p/cell/rate", "temperature", "25 °C"), condition("p/cell/cycling", "temperature", "25 °C"),
            condition("p/cell/rate/b", "temperature", None, "not stated"),
        ],
        experiments=[series, *points],
    )  # fmt: skip
    assert found(tables, "test_temperature").lacking == ("p/cell/rate/b",)


def test_a_spread_over_cells_is_a_measured_value_with_plus_minus() -> None:
    assert found(a_full_cell([reading("p/cell/cycling", "capacity_retention", "80 %")]), "replicates").state == "not stated"  # fmt: skip
    given = reading("p/cell/cycling", "capacity_retention", "80 ± 2 %", qualifier="±")
    assert found(a_full_cell([given]), "replicates").state == "stated"


def test_settings_of_the_impedance_are_taken_from_the_experiment_that_holds_them() -> None:
    tables = a_full_cell(
        [
            reading("p/se/sigma", "ionic_conductivity", "1 mS/cm"),
            *(reading("p/se/eis", name, "1 Hz", "setting") for name in ("lowest_frequency", "highest_frequency")),
        ],
        experiments=[
            experiment("p/se/sigma", "p/se", "electrolyte", "eis"), experiment("p/se/eis", "p/se", "electrolyte", "eis")
        ],
    )  # fmt: skip
    one = found(tables, "frequency_range", "p/se")
    assert (one.state, {made.of for made in one.evidence}) == ("inherited", {"p/se/eis"})
    assert found(tables, "pellet_density", "p/se").state == "not stated"


@pytest.mark.parametrize(("kind", "form"), [("polymer", "membrane"), ("inorganic", "thin_film"), ("liquid", "liquid")])
def test_no_pressing_is_asked_of_what_is_not_pressed(kind: str, form: str) -> None:
    tables = {**a_full_cell(), "electrolyte": [{"id": "p/se", "paper_id": "p", "kind": kind, "form": form, "citation": None}]}  # fmt: skip
    assert found(tables, "fabrication_pressure").state == "not applicable"


def test_cells_of_other_papers_and_untested_cells_are_not_asked() -> None:
    quoted = {**a_full_cell(), "cell": [{"id": "p/cell", "paper_id": "p", "kind": "full", "format": "coin", "citation": "[59]"}]}  # fmt: skip
    assert checklist(quoted) == []
    assert checklist({**a_full_cell(), "experiment": []}) == []
    only = a_full_cell([reading("p/cell/cycling", "capacity_retention", "80 %", "quoted")])
    assert checklist(only) == []


def test_the_score_counts_applicable_items_and_the_least_reported_come_first() -> None:
    tables = a_full_cell(conditions=[condition("p/cell/cycling", "temperature", "60 °C")])
    findings = checklist(tables)
    # asked of a cycled full cell without retention, impedance or energy: 18 items; 1 C and the liquid don't apply;
    # stated are the housing and the temperature
    assert len(findings) == 18
    assert score(findings) == Score(2, 0, 16)
    assert score(findings).share == 2 / 16
    order = [(item.id, made.stated) for item, made in by_item(findings)]
    assert order[-2:] == [("cell_format", 1), ("test_temperature", 1)]
    assert {stated for _, stated in order[:-2]} == {0}


def test_nothing_applicable_has_no_share() -> None:
    assert score([]).share is None


def test_every_item_cites_known_sources_and_a_typo_is_refused() -> None:
    assert len({item.id for item in ITEMS}) == len(ITEMS)
    assert {key for item in ITEMS for key in item.sources} == set(SOURCES)
    assert all(source.doi.startswith("10.") for source in SOURCES.values())
    with pytest.raises(KbError, match="did you mean operating_pressure"):
        Way(("operating_presure",), ("test",))
    with pytest.raises(KeyError):
        Item("x", "x", ("full cell",), ("cycling",), (), ("nobody1900",))


def verdict(output: str, context: str, missing: str, kind: str = "untestable") -> dict[str, Any]:
    return {"id": f"{output}#check", "paper_id": "p", "verdict": kind, "formula": "f", "context_id": context, "output_id": output, "missing": missing}  # fmt: skip


def test_the_number_that_unlocks_most_comes_first_and_belongs_to_the_shared_electrode() -> None:
    tables = a_full_cell(
        experiments=[experiment("p/cell/rate", "p/cell", "cell", "rate_test")],
        verdict=[
            verdict("a", "p/cell/cycling", "positive_active_mass_loading"),
            verdict("b", "p/cell/rate", "active_mass_loading"),
            verdict("c", "p/cell/rate", "initial_capacity_per_active_mass"),
            verdict("d", "p/cell/rate", "negative_thickness, area"),
            verdict("e", "p/cell/rate", "", "consistent"),
        ],
    )
    assert missing_numbers(tables) == [
        Missing("p", (Number("p/ncm-electrode", "active_mass_loading"),), ("a", "b"), ("a#check", "b#check")),
        Missing("p", (Number("p/cell/rate", "initial_capacity_per_active_mass"),), ("c",), ("c#check",)),
    ]
    assert missing_pairs(tables) == [
        Missing("p", (Number("p/cell", "area"), Number("p/foil", "thickness")), ("d",), ("d#check",))
    ]


def test_a_fraction_of_the_active_material_belongs_to_that_constituent() -> None:
    tables = a_full_cell(verdict=[verdict("a", "p/ncm-electrode", "active_mass_fraction")])
    assert missing_numbers(tables)[0].numbers == (Number("p/ncm-electrode/p/ncm", "mass_fraction"),)


def test_one_name_lacked_twice_by_two_checks_of_a_claim_is_one_claim() -> None:
    rows = [verdict("a", "p/cell", "area"), {**verdict("a", "p/cell", "area"), "id": "a#other"}]
    made = missing_numbers(a_full_cell(verdict=rows))
    assert [(one.claims, len(one.verdicts)) for one in made] == [(("a",), 2)]


@pytest.mark.parametrize(
    ("subject", "kind", "method", "quantity", "kinds"),
    [
        ("p/cell", "cell", "galvanostatic_cycling", "", {"cycling"}),
        ("p/cell", "cell", "galvanostatic_cycling", "capacity_retention", {"cycling", "retention"}),
        ("p/cell", "cell", "rate_test", "", {"rate"}),
        ("p/cell", "cell", "plating_stripping", "", {"plating"}),
        ("p/cell", "cell", "critical_current_test", "", {"critical current"}),
        ("p/cell", "cell", "eis", "", {"impedance"}),
        ("p/se", "electrolyte", "eis", "", {"conductivity"}),
        ("p/se", "electrolyte", "dc_polarisation", "ionic_conductivity", {"conductivity"}),
        ("p/se", "electrolyte", "dc_polarisation", "electronic_conductivity", {"electronic"}),
        ("p/se", "electrolyte", "dc_polarisation", "lithium_transference_number", {"transference"}),
        ("p/se", "electrolyte", "arrhenius_fit", "", {"arrhenius"}),
        ("p/se", "electrolyte", "dc_polarisation", "activation_energy", {"arrhenius"}),
    ],
)
def test_an_experiment_is_a_test_by_its_method_and_by_what_it_found(
    subject: str, kind: str, method: str, quantity: str, kinds: set[str]
) -> None:
    readings = [reading("p/x", quantity, "1")] if quantity else []
    tables = a_full_cell(readings) | {"experiment": [experiment("p/x", subject, kind, method)]}
    made = {test.id: test.kinds for record in records(Look(tables), tables) for test in record.tests}
    assert made == {"p/x": kinds}


def test_an_item_of_one_kind_of_test_lacks_nothing_in_another() -> None:
    rate = experiment("p/cell/rates", "p/cell", "cell", "rate_test")
    known = [condition("p/cell/cycling", "temperature", "60 °C")]
    both = found(a_full_cell(conditions=known, experiments=[rate]), "test_temperature")
    asked = set(both.item.tests)
    assert (("p/cell/rates",) if "rate" in asked else ()) == both.lacking
    retention = next(
        item
        for item in ITEMS
        if item.each_test and "cell" in " ".join(item.of) and not {"rate", "cycling"} <= set(item.tests)
    )
    tests = [
        one
        for one in checklist(a_full_cell(experiments=[rate]))
        if one.item.id == retention.id and one.record_id == "p/cell"
    ]
    for one in tests:
        expected = {"p/cell/rates": "rate", "p/cell/cycling": "cycling"}
        assert set(one.lacking) <= {test for test, kind in expected.items() if kind in retention.tests}
