"""What a document may cost, before it runs: the most values that its answer can hold.

Every field counts one, times the length of every list around it. The length of a page is its ``first``, ``last`` or
``limit``: literal, from a variable, the schema's default, the extension ``page`` of its field in the schema, or
:attr:`Settings.default_page`. A list without such an argument is taken to be as long as its field's extension ``size``
says, else :attr:`Settings.list_size`. A field's extension ``cost`` is added on top.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLArgument,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_composite_type,
    is_interface_type,
    is_object_type,
    type_from_ast,
)

from kb.serving.refusals import RefusedError
from kb.serving.settings import Settings

__all__ = ["Cost", "cost_of"]

PAGE_ARGUMENTS = ("first", "last", "limit")
Values = dict[str, object]
_META = {"__schema", "__type", "__typename"}


@dataclass(frozen=True, slots=True)
class _Page:
    """The length of a page: the largest of its sources. A source is a number, or a variable with its default."""

    where: str
    sources: tuple[int | tuple[str, int], ...]

    @property
    def constant(self) -> bool:
        return all(isinstance(source, int) for source in self.sources)

    def length(self, values: Values, most: int) -> int:
        found = 0
        for source in self.sources:
            number = source if isinstance(source, int) else _whole(values.get(source[0], source[1]), source[1])
            if number > most:
                raise RefusedError(
                    "page-size", self.where, f"{number} records in a page, the most is {most}",
                    "ask for less, and go on with after",
                )  # fmt: skip
            found = max(found, number)
        return found


@dataclass(frozen=True, slots=True)
class _Part:
    """One field: its own weight, then ``length`` times what stands under it."""

    name: str
    weight: float
    length: int | _Page
    parts: tuple[_Part, ...]
    page: _Page | None = None  # that it declares, wherever its length counts
    constant: float | None = None  # when no variable decides

    def value(self, values: Values, most: int) -> float:
        if self.constant is not None:
            return self.constant
        if self.page is not None:
            self.page.length(values, most)
        length = self.length if isinstance(self.length, int) else self.length.length(values, most)
        return self.weight + length * (1 + sum(part.value(values, most) for part in self.parts))


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of one operation as a function of its variables."""

    parts: tuple[_Part, ...]
    limit: int
    page: int

    def of(self, values: Values) -> float:
        """The most values of the answer; raises :class:`RefusedError` over the limit, or for too large a page."""
        total = sum(part.value(values, self.page) for part in self.parts)
        if self.limit and total > self.limit:
            raise RefusedError(
                "cost", "document",
                f"its answer may hold {_grouped(total)} values, the most is {_grouped(self.limit)}; "
                f"{self._heaviest(values)} is the largest part",
                "ask for smaller pages (first), fewer lists inside lists, or fewer fields",
            )  # fmt: skip
        return total

    def _heaviest(self, values: Values) -> str:
        names: list[str] = []
        parts = self.parts
        while parts:
            largest = max(parts, key=lambda part: part.value(values, self.page))
            if not largest.parts and names:
                break
            names.append(largest.name)
            parts = largest.parts
        return ".".join(names)


def _grouped(number: float) -> str:
    return f"{number:,.0f}" if number < 1e15 else "more than 10^15"


def _whole(value: object, default: int) -> int:
    """A page length out of a variable; whatever is no number is for the engine to refuse."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return default
    return int(value)


def _digits(text: str) -> int:
    """A literal whole number; what has more digits than any page is not read digit by digit."""
    return int(text) if len(text) <= 18 else 10**18


def cost_of(
    schema: GraphQLSchema, operation: OperationDefinitionNode, fragments: dict[str, FragmentDefinitionNode],
    settings: Settings,
) -> Cost:  # fmt: skip
    """The cost of a valid operation; raises :class:`RefusedError` when a page is too large whatever the variables."""
    defaults = {
        one.variable.name.value: _digits(one.default_value.value)
        for one in operation.variable_definitions or ()
        if isinstance(one.default_value, IntValueNode)
    }
    reader = _Reader(schema, fragments, settings, defaults)
    root = schema.query_type
    return Cost(reader.parts(operation.selection_set, root, None), settings.cost, settings.page)


class _Reader:
    def __init__(
        self, schema: GraphQLSchema, fragments: dict[str, FragmentDefinitionNode], settings: Settings,
        defaults: dict[str, int],
    ) -> None:  # fmt: skip
        self.schema, self.fragments, self.settings, self.defaults = schema, fragments, settings, defaults

    def parts(self, selections: SelectionSetNode, parent: Any, page: _Page | None) -> tuple[_Part, ...]:
        """The fields of a selection on a type; ``page`` when the type is a connection, whose lists are that long."""
        found: list[_Part] = []
        for selection in selections.selections:
            if isinstance(selection, FieldNode):
                found.append(self.part(selection, parent, page))
            elif isinstance(selection, InlineFragmentNode):
                on = selection.type_condition
                kind = type_from_ast(self.schema, on) if on else parent
                found += self.parts(selection.selection_set, kind, page)
            elif isinstance(selection, FragmentSpreadNode):
                fragment = self.fragments[selection.name.value]
                kind = type_from_ast(self.schema, fragment.type_condition)
                found += self.parts(fragment.selection_set, kind, page)
        return tuple(found)

    def part(self, node: FieldNode, parent: Any, page: _Page | None) -> _Part:
        name = node.name.value
        field = self._field(parent, name)
        if field is None:  # __typename
            return _Part(name, 1.0, 0, (), constant=1.0)
        own = self._page(node, field)
        extra = float(field.extensions.get("cost", 0))
        kind = get_named_type(field.type)
        length: int | _Page
        below: _Page | None = None
        if _is_list(field):
            length = own or page or int(field.extensions.get("size", self.settings.list_size))
        else:
            length = 1
            below = own if own and isinstance(kind, GraphQLObjectType) else None
        parts = self.parts(node.selection_set, kind, below) if node.selection_set and is_composite_type(kind) else ()
        return self._folded(_Part(name, extra, length, parts, own))

    def _folded(self, part: _Part) -> _Part:
        pages = [one for one in (part.length, part.page) if isinstance(one, _Page)]
        if any(not one.constant for one in pages) or any(one.constant is None for one in part.parts):
            return part
        return replace(part, constant=part.value({}, self.settings.page))

    def _field(self, parent: Any, name: str) -> GraphQLField | None:
        if name in _META:
            meta = {"__schema": self.schema.query_type, "__type": self.schema.query_type}.get(name)
            return self.schema.get_field(meta, name) if meta else None
        return parent.fields[name] if is_object_type(parent) or is_interface_type(parent) else None

    def _page(self, node: FieldNode, field: GraphQLField) -> _Page | None:
        declared = [name for name in PAGE_ARGUMENTS if name in field.args]
        if not declared:
            return None
        given = {one.name.value: one.value for one in node.arguments or ()}
        sources: list[int | tuple[str, int]] = []
        for name in declared:
            value = given.get(name)
            usual = _default(field.args[name]) or field.extensions.get("page")
            if isinstance(value, IntValueNode):
                sources.append(_digits(value.value))
            elif isinstance(value, VariableNode):
                variable = value.name.value
                sources.append((variable, self.defaults.get(variable, usual or self.settings.default_page)))
            elif usual is not None:
                sources.append(usual)
        return _Page(f"{node.name.value}({declared[0]}:)", tuple(sources) or (self.settings.default_page,))


def _default(argument: GraphQLArgument) -> int | None:
    """The default of a page argument: a value, or a literal when the schema comes from a definition."""
    declared = argument.default
    for value in (argument.default_value, declared.value if declared else None):
        if isinstance(value, int):
            return value
    literal = declared.literal if declared else None
    return _digits(literal.value) if isinstance(literal, IntValueNode) else None


def _is_list(field: GraphQLField) -> bool:
    kind = field.type
    if isinstance(kind, GraphQLNonNull):
        kind = kind.of_type
    return isinstance(kind, GraphQLList)
