"""The cost of a document: counted by hand, before it runs."""

from typing import Any

import graphql
import pytest
from graphql import GraphQLField

from kb.serving.cache import prepare
from kb.serving.refusals import RefusedError
from kb.serving.settings import Settings

SCHEMA = graphql.build_schema("""
type Query { build: String items(first: Int = 10): [Item!]! papers(first: Int = 20, last: Int): Papers! plain: [Item!]! names: [String!]!
  any: Any unbounded(limit: Int): [Item!]! dear: String }
type Papers { totalCount: Int edges: [Edge!]! nodes: [Item!]! }
type Edge { cursor: String node: Item! }
type Item { id: ID! name: String items(first: Int = 10): [Item!]! papers(first: Int!): Papers! }
union Any = Item | Edge
""")
SCHEMA.type_map["Query"].fields["dear"].extensions["cost"] = 500  # type: ignore[attr-defined]
SIZED: GraphQLField = SCHEMA.type_map["Item"].fields["items"]  # type: ignore[attr-defined]


def cost(text: str, variables: dict[str, Any] | None = None, **settings: Any) -> float:
    return prepare(text, SCHEMA, Settings(**settings)).operation(None)[1].of(variables or {})


@pytest.mark.parametrize(
    ("text", "variables", "expected"),
    [
        ("{ build }", {}, 1),
        ("{ build __typename }", {}, 2),
        ("{ items { id } }", {}, 10 * 2),  # the items, and a field of each
        ("{ items(first: 3) { id name } }", {}, 3 * 3),
        ("{ items(first: 3) { id items { id } } }", {}, 3 * (1 + 1 + 10 * 2)),
        ("{ plain { id } }", {}, 10 * 2),  # no page: Settings.list_size
        ("{ names }", {}, 10),
        ("{ papers { totalCount } }", {}, 2),
        ("{ papers { totalCount edges { cursor node { id } } } }", {}, 1 + 1 + 20 * (1 + 1 + 2)),  # a page multiplies once
        ("{ papers(first: 5) { nodes { papers(first: 2) { nodes { id } } } } }", {}, 1 + 5 * (1 + 1 + 2 * 2)),
        ("{ papers(first: 2, last: 7) { nodes { id } } }", {}, 1 + 7 * 2),
        ("query($n: Int) { items(first: $n) { id } }", {"n": 4}, 4 * 2),
        ("query($n: Int) { items(first: $n) { id } }", {}, 10 * 2),  # the schema's default
        ("query($n: Int = 6) { items(first: $n) { id } }", {}, 6 * 2),  # the operation's
        ("query($n: Int) { items(first: $n) { items(first: $n) { id } } }", {"n": 3}, 3 * (1 + 3 * 2)),
        ("query($n: Int) { items(first: $n) { id } }", {"n": "many"}, 10 * 2),  # the engine refuses it
        ("query($n: Int) { items(first: $n) { id } }", {"n": -5}, 0),
        ("{ unbounded { id } }", {}, 50 * 2),  # no default: Settings.default_page
        ("{ dear }", {}, 501),
        ("{ any { ... on Item { id name } ... on Edge { cursor } __typename } }", {}, 5),
        ("{ ...f } fragment f on Query { a: items(first: 2) { ...g } } fragment g on Item { id }", {}, 4),
        ("{ items(first: 2) { ... @include(if: false) { id } } }", {}, 4),  # the worst case
    ],
)  # fmt: skip
def test_the_cost_is_the_most_values_that_the_answer_can_hold(
    text: str, variables: dict[str, Any], expected: float
) -> None:
    assert cost(text, variables) == expected


def test_a_field_can_say_how_long_its_list_is(monkeypatch: pytest.MonkeyPatch) -> None:
    plain: GraphQLField = SCHEMA.type_map["Query"].fields["plain"]  # type: ignore[attr-defined]
    monkeypatch.setitem(plain.extensions, "size", 3)
    assert cost("{ plain { id } }") == 6


def test_over_the_limit_the_message_tells_cost_limit_culprit_and_how_to_mend() -> None:
    with pytest.raises(RefusedError) as refused:
        cost("{ build items(first: 100) { items(first: 100) { id } } }", cost=20_000)
    assert refused.value.code == "cost"
    # 1 + 100 * (1 + 100 * 2)
    assert (
        refused.value.what == "its answer may hold 20,101 values, the most is 20,000; items.items is the largest part"
    )
    assert "first" in refused.value.mend
    assert cost("{ items(first: 100) { items(first: 100) { id } } }", cost=0) == 20_100  # no limit


def test_a_page_has_a_limit_whether_literal_or_variable() -> None:
    with pytest.raises(RefusedError, match="51 records in a page, the most is 50"):
        cost("{ items(first: 51) { id } }", page=50)
    with pytest.raises(RefusedError, match="51 records in a page, the most is 50"):
        cost("query($n: Int) { items(first: $n) { id } }", {"n": 51}, page=50)
    with pytest.raises(RefusedError, match="51 records in a page, the most is 50"):
        cost("query($n: Int) { papers(first: $n) { totalCount } }", {"n": 51}, page=50)


def test_the_greatest_cost_there_is_is_still_a_number() -> None:
    with pytest.raises(RefusedError, match="more than 10\\^15"):
        cost("{ items(first: 500)" + "{ items(first: 500)" * 10 + "{ id }" + "}" * 10 + "}")


def test_the_standard_introspection_costs_less_than_the_limit() -> None:
    assert cost(graphql.get_introspection_query(input_value_deprecation=True)) < Settings().cost
