"""Comparisons, explanations, ledgers and what-ifs in the graph: typed fields, the same by both executors."""

import json
from typing import Any

import pytest

from kb.base import Base
from kb.comparisons import COMPARISONS, compare
from kb.graph.declare import camel
from kb.graph.engine import Engine

NUMBER = "{ __typename text provenance why lo mid hi unit sources { id printed where quote record { id } } contradicted contradictedBy }"
TEXT = "{ text provenance why sources { id } contradicted contradictedBy }"
RECORD = "record { __typename id ... on Electrolyte { family paper { title } } ... on Thing { written } }"


@pytest.fixture(scope="module")
def engines(base: Base) -> tuple[Engine, Engine]:
    return Engine(base), Engine(base, fast=False)


def asked(engines: tuple[Engine, Engine], query: str, **variables: Any) -> dict[str, Any]:
    """The answer, which both executors give."""
    fast, slow = (engine.run(query, variables) for engine in engines)
    assert fast == slow
    answer: dict[str, Any] = json.loads(fast)
    return answer


def planned(engine: Engine, query: str) -> bool:
    """Whether the query runs without the ordinary executor."""
    return engine._planned(engine.prepared(query), {}, None) is not None


TYPED = [one for one in COMPARISONS.values() if one.columns]


@pytest.mark.parametrize("one", TYPED, ids=lambda one: one.name)
def test_each_comparison_has_types_of_its_own(one: Any, engines: tuple[Engine, Engine], base: Base) -> None:
    cells = " ".join(f"{camel(c.name)} {NUMBER if c.number else TEXT}" for c in one.columns)
    query = (
        f"{{ made: {camel(one.name)}(first: 4) {{ __typename name title basis notes totalCount "
        f"pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} columns {{ name unit doc number }} "
        f"lines {{ id label paper about {RECORD} {cells} }} }} }}"
    )
    assert planned(engines[0], query)
    made = asked(engines, query)["data"]["made"]
    table = compare(base, one.name)
    assert (made["__typename"], made["totalCount"]) == (
        camel(one.name)[0].upper() + camel(one.name)[1:],
        len(table.lines),
    )
    assert [line["id"] for line in made["lines"]] == [line.id for line in table.lines[:4]]
    for line, expected in zip(made["lines"], table.lines, strict=False):
        for column, value in zip(one.columns, expected.values, strict=True):
            shown = line[camel(column.name)]
            assert (shown["text"], shown["provenance"].lower()) == (value.text, value.provenance.value)
            assert [source["id"] for source in shown["sources"]] == list(value.sources)
            if column.number:
                assert (shown["lo"], shown["mid"], shown["hi"], shown["unit"]) == (
                    value.lo,
                    value.mid,
                    value.hi,
                    value.unit,
                )


def test_a_number_leads_to_its_quote_and_its_record(engines: tuple[Engine, Engine]) -> None:
    query = """{ electrolytesAtTemperature(temperature: "25 degC", papers: ["nguyen2024"]) { lines { id
        record { ... on Electrolyte { constituents { material { written } } } }
        ionicConductivity { mid unit provenance why sources { where quote record { ... on Reading { value(unit: "S/cm") { mid } } } } } } } }"""
    lines = asked(engines, query)["data"]["electrolytesAtTemperature"]["lines"]
    assert [line["id"] for line in lines] == ["nguyen2024/cse", "nguyen2024/spe"]
    value = lines[0]["ionicConductivity"]
    assert (value["provenance"], value["unit"]) == ("NORMALISED", "mS/cm")
    assert value["mid"] == pytest.approx(1.007, abs=1e-3)
    assert "1.117 mS cm−1" in value["sources"][0]["quote"]
    assert value["sources"][0]["record"]["value"]["mid"] == 0.001117
    assert "LLZT" in {one["material"]["written"] for one in lines[0]["record"]["constituents"]}


def test_pages_of_lines_go_on_after_the_id_of_a_line(engines: tuple[Engine, Engine], base: Base) -> None:
    query = "query($after: ID) { rateCapability(first: 7, after: $after) { totalCount lines { id } pageInfo { hasNextPage endCursor } } }"
    ids: list[str] = []
    after = None
    while True:
        page = asked(engines, query, after=after)["data"]["rateCapability"]
        ids += [line["id"] for line in page["lines"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert ids == [line.id for line in compare(base, "rate_capability").lines]
    assert page["totalCount"] == len(ids)


def test_any_comparison_can_be_asked_for_by_name(engines: tuple[Engine, Engine]) -> None:
    query = """{ comparisons { name field columns { name } arguments { name required choices default } }
        comparison(name: quantity_across_papers, arguments: [{name: "quantity", value: "activation_energy"}, {name: "papers", value: "kim"},
          {name: "papers", value: "tan2021"}]) { name lines { label record { id } values { column text unit } } } }"""
    made = asked(engines, query)["data"]
    assert [one["name"] for one in made["comparisons"]] == list(COMPARISONS)
    assert {one["label"] for one in made["comparison"]["lines"]} >= {"perovskite", "composite"}
    fields = {one["field"] for one in made["comparisons"]}
    assert fields <= set(engines[0].graph.roots)


def test_an_explanation_is_typed_down_to_the_quotes(engines: tuple[Engine, Engine]) -> None:
    query = """{ explanation(id: "lim2022/li-5min/stripping-cycled/lithium_loss#lithium_loss") { kind printed { id } derived { id }
        judged { verdict strength formula { equation } inputs { id means { lo hi unit } quote derivation { id } } computed { words } gap { size kind } tried { verdict } } } }"""
    assert planned(engines[0], query)
    (judged,) = asked(engines, query)["data"]["explanation"]["judged"]
    assert (judged["verdict"], judged["strength"], judged["gap"]["kind"]) == ("INCONSISTENT", "certain", "factor")
    # 1.60 and 1.33 mAh/cm2, each to its last digit: 16.3 to 17.45 % lost, and 17.8 % printed
    assert judged["gap"]["size"] == pytest.approx(17.75 / 17.445, rel=1e-3)
    assert judged["computed"]["words"] == "16.3 to 17.45 %"


def test_a_ledger_a_checklist_and_a_what_if_are_typed(engines: tuple[Engine, Engine]) -> None:
    query = """{ ledger(cell: "lim2022/full-7.2-0min") { experiment levels { of measure lo mid hi unit } layers { of record }
          missing { level names } mayBeGiven given { name printed quote } claims { id levels { level agrees } } }
        checklist(paper: "tan2021") { share stated records { record items { state evidence { id quote } } } leastReported { item stated } missingNumbers { told numbers { record } } }
        whatIf(cell: "lim2022/full-7.2-5min", changes: [{name: "negative_thickness", value: "20 um"}]) {
          changes { name quantity to } values { name how before { mid } after { mid } effect effectKind restsOn } verdicts { id before after } } }"""
    assert planned(engines[0], query)
    made = asked(engines, query)["data"]
    stack = next(one for one in made["ledger"]["levels"] if (one["of"], one["measure"]) == ("stack without collectors", "specific energy"))  # fmt: skip
    assert (round(stack["lo"], 2), stack["mid"], round(stack["hi"], 2)) == (25.8, None, 38.03)
    assert {"level": "cell with packaging", "names": ["packaging"]} in made["ledger"]["missing"]
    assert made["checklist"]["share"] == pytest.approx(made["checklist"]["stated"] / 91, abs=1e-3)
    ratio = next(one for one in made["whatIf"]["values"] if one["how"].startswith("n to p by foil") or "foil alone" in one["how"])  # fmt: skip
    assert ratio["effect"] == pytest.approx([2.0, 2.0])
    assert made["whatIf"]["changes"] == [{"name": "negative_thickness", "quantity": "thickness", "to": "20 um"}]


def test_records_stand_side_by_side(engines: tuple[Engine, Engine], base: Base) -> None:
    query = """{ compare(ids: ["nguyen2024/cse", "kim/sce-1-1"], quantities: [ionic_conductivity, thickness], at: {temperature: "20..60 degC"}, basis: REPORTED) {
        basis notes columns { name unit } lines { id record { __typename } values { column text mid unit contradicted } } } }"""
    assert planned(engines[0], query)
    made = asked(engines, query)["data"]["compare"]
    assert [one["values"][0]["mid"] for one in made["lines"]] == [1.117, 0.17]
    given: Any = {
        "ids": ["nguyen2024/cse", "kim/sce-1-1"],
        "quantities": ["ionic_conductivity", "thickness"],
        "at": {"temperature": "20..60 degC"},
    }
    assert made["basis"] == compare(base, "records_side_by_side", basis="reported", **given).basis


REFUSED = [
    ('{ compare(ids: ["nguyen2024/cse"], quantities: [thickness]) { basis } }', "records", "1 records"),
    (f"{{ compare(ids: {json.dumps([f'kim/{n}' for n in range(21)])}, quantities: [thickness]) {{ basis }} }}", "records", "21 records"),
    ('{ compare(ids: ["nguyen2024/cse", "nguyen2024/sp"], quantities: [thickness]) { basis } }', "unknown-record", "no record"),
    ('{ compare(ids: ["nguyen2024/cse", "nguyen2024/spe"], quantities: [thickness], at: {temperature: "20 g"}) { basis } }', "filter", "unit"),
    ('{ electrolytesAtTemperature(temperature: "25 ohm") { basis } }', "unit", "not a unit of temperature"),
    ('{ electrolytesAtTemperature(temperature: "> 25 degC") { basis } }', "temperature", "no middle"),
    ('{ rateCapability(papers: ["nobody"]) { basis } }', "unknown-paper", "no paper"),
    ("{ rateCapability(first: 501) { basis } }", "page", "1 to 500"),
    ('{ rateCapability(after: "nowhere") { basis } }', "page", "no line"),
    ('{ ledger(cell: "lim2022/full-7.2-0mn") { cell } }', "stack", "no cell of that id"),
    ('{ ledger(cell: "nowhere/cell") { cell } }', "stack", "no cell of that id"),
    ('{ checklist(paper: "nobody") { paper } }', "unknown-paper", "no paper"),
    ('{ explanation(id: "lim2022/li-5min") { id } }', "nothing-to-explain", "no verdict"),
    ('{ explanation(id: "nowhere") { id } }', "nothing-to-explain", "nothing of that id"),
    ('{ whatIf(cell: "lim2022/full-7.2-5min", changes: []) { cell } }', "page", "0 changes"),
    ('{ whatIf(cell: "lim2022/full-7.2-5min", changes: [{name: "negative_thicknes", value: "20 um"}]) { cell } }', "what-if", "knows no such name"),
    ('{ whatIf(cell: "lim2022/full-7.2-5min", changes: [{name: "negative_thickness", value: "20 g"}]) { cell } }', "unit", "not a unit of thickness"),
    ('{ comparison(name: rate_capability, arguments: [{name: "test", value: "all"}]) { basis } }', "unknown-comparison", "no argument"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "code", "words"), REFUSED)
def test_a_mistake_is_told_with_its_code(query: str, code: str, words: str, engines: tuple[Engine, Engine]) -> None:
    answer = asked(engines, query)
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == code
    assert words in error["message"]
    assert error["extensions"]["mend"]


@pytest.mark.parametrize("query", ['{ compare(ids: ["a", "b"], quantities: [ionic]) { basis } }', "{ cellsByEnergyAndBalance(level: CELL) { basis } }"])  # fmt: skip
def test_a_wrong_enum_is_refused_before_anything_runs(query: str, engines: tuple[Engine, Engine]) -> None:
    assert "does not exist in" in asked(engines, query)["errors"][0]["message"]


def test_every_type_and_field_is_described(engines: tuple[Engine, Engine]) -> None:
    from graphql import GraphQLEnumType, GraphQLNamedType

    bare = []
    for name, kind in engines[0].schema.type_map.items():
        if name.startswith("__"):
            continue
        assert isinstance(kind, GraphQLNamedType)
        bare += [name] * (not kind.description)
        if isinstance(kind, GraphQLEnumType):
            bare += [f"{name}.{key}" for key, value in kind.values.items() if not value.description]
        for key, field in getattr(kind, "fields", {}).items():
            bare += [f"{name}.{key}"] * (not field.description)
            bare += [f"{name}.{key}({arg})" for arg, made in getattr(field, "args", {}).items() if not made.description]
    assert bare == []
