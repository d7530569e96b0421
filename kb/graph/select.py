"""Which fields a selection asks for: fragments spread, directives decided, the same key asked for twice merged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
)

__all__ = ["Selected", "directive_variables", "fragments_of"]


def fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    """The fragments of a document by name."""
    return {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}


def directive_variables(document: DocumentNode) -> tuple[str, ...]:
    """Variables that ``@skip`` and ``@include`` decide on: a plan is made for each set of their values."""
    found: set[str] = set()

    def visit(selection: SelectionSetNode | None) -> None:
        for one in selection.selections if selection else ():
            for directive in one.directives or ():
                for argument in directive.arguments or ():
                    if isinstance(argument.value, VariableNode):
                        found.add(argument.value.name.value)
            visit(getattr(one, "selection_set", None))

    for definition in document.definitions:
        if isinstance(definition, (OperationDefinitionNode, FragmentDefinitionNode)):
            visit(definition.selection_set)
    return tuple(sorted(found))


@dataclass(frozen=True)
class Selected:
    """How to spread selections of one document; ``applies(condition, type)`` says whether a fragment is for a type."""

    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]
    applies: Callable[[str, str], bool]
    types: dict[str, str] = field(default_factory=dict)

    def fields(self, type_name: str, sets: Iterable[SelectionSetNode]) -> dict[str, list[FieldNode]]:
        """The fields of a type that selection sets ask for, by response key, in the order of the answer."""
        found: dict[str, list[FieldNode]] = {}
        visited: set[str] = set()
        for one in sets:
            self._collect(type_name, one, found, visited)
        return found

    def _collect(
        self, name: str, selection: SelectionSetNode, found: dict[str, list[FieldNode]], visited: set[str]
    ) -> None:
        for one in selection.selections:
            if not self._included(one):
                continue
            if isinstance(one, FieldNode):
                key = one.alias.value if one.alias else one.name.value
                found.setdefault(key, []).append(one)
            elif isinstance(one, InlineFragmentNode):
                if one.type_condition is None or self.applies(one.type_condition.name.value, name):
                    self._collect(name, one.selection_set, found, visited)
            elif isinstance(one, FragmentSpreadNode) and one.name.value not in visited:
                visited.add(one.name.value)
                fragment = self.fragments[one.name.value]
                if self.applies(fragment.type_condition.name.value, name):
                    self._collect(name, fragment.selection_set, found, visited)

    def _included(self, node: Any) -> bool:
        for directive in node.directives or ():
            name = directive.name.value
            if name not in ("skip", "include"):
                continue
            value = directive.arguments[0].value
            given = self.variables[value.name.value] if isinstance(value, VariableNode) else value.value
            if bool(given) is (name == "skip"):
                return False
        return True

    @staticmethod
    def below(nodes: Iterable[FieldNode]) -> list[SelectionSetNode]:
        """The selection sets under the nodes of one key."""
        return [node.selection_set for node in nodes if node.selection_set]
