"""The smallest question that still shows a difference: parts are taken away as long as it stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from graphql import DocumentNode, Node, parse, print_ast
from graphql.language import FragmentDefinitionNode, FragmentSpreadNode, OperationDefinitionNode, VariableNode

from questions.draw import Question

__all__ = ["smallest"]

LISTS = ("selections", "arguments", "directives", "fields", "values", "definitions")


def smallest(asked: Question, shows: Callable[[Question], bool], tries: int = 2000) -> Question:
    """The question with all taken away that can be while ``shows`` holds."""
    best = asked
    changed = True
    while changed and tries > 0:
        changed = False
        for smaller in _smaller(best):
            tries -= 1
            if tries < 0:
                break
            try:
                good = shows(smaller)
            except Exception:  # noqa: BLE001 - what can't even be asked is no smaller question
                good = False
            if good:
                best, changed = smaller, True
                break
    return best


def _smaller(asked: Question) -> Iterator[Question]:
    document = parse(asked.document, no_location=True)
    count = sum(len(getattr(node, name, None) or ()) for node in _nodes(document) for name in LISTS)
    for wanted in range(count):
        tree = deepcopy(document)
        place = 0
        for node in _nodes(tree):
            for name in LISTS:
                parts = getattr(node, name, None) or ()
                if place <= wanted < place + len(parts):
                    kept = [one for n, one in enumerate(parts) if n != wanted - place]
                    if kept or name not in ("selections", "definitions"):
                        _set(node, name, kept)
                        yield _tidy(tree, asked)
                place += len(parts)


def _tidy(tree: DocumentNode, asked: Question) -> Question:
    """Without the fragments and variables that nothing asks for any more."""
    spread = {node.name.value for node in _nodes(tree) if isinstance(node, FragmentSpreadNode)}
    kept = [one for one in tree.definitions if not isinstance(one, FragmentDefinitionNode) or one.name.value in spread]
    _set(tree, "definitions", kept)
    for one in tree.definitions:
        if isinstance(one, OperationDefinitionNode):
            used = {
                node.name.value
                for part in [one.selection_set, *[d for d in tree.definitions if isinstance(d, FragmentDefinitionNode)]]
                for node in _nodes(part)
                if isinstance(node, VariableNode)
            }
            _set(
                one,
                "variable_definitions",
                [v for v in one.variable_definitions or () if v.variable.name.value in used],
            )
    declared = {
        v.variable.name.value
        for one in tree.definitions
        if isinstance(one, OperationDefinitionNode)
        for v in one.variable_definitions or ()
    }
    variables = {key: value for key, value in asked.variables.items() if key in declared}
    return Question(print_ast(tree), variables, asked.operation)


def _set(node: Node, name: str, parts: list[Any]) -> None:
    object.__setattr__(node, name, tuple(parts))  # nodes are frozen; these are copies of our own


def _nodes(node: Any) -> Iterator[Node]:
    if isinstance(node, Node):
        yield node
        for key in node.keys:
            yield from _nodes(getattr(node, key, None))
    elif isinstance(node, (list, tuple)):
        for one in node:
            yield from _nodes(one)
