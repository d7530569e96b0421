"""What a document may look like, found out before it is validated: size, nesting, breadth, fragments that explode.

Every walk here is iterative and stops at its limit, so that the worst document costs no more than the largest good one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    parse,
)

from kb.serving.refusals import RefusedError
from kb.serving.settings import Settings

__all__ = ["check_nesting_of_variables", "check_structure", "read_document"]

# strings and comments first, so that a bracket inside them is none
_PIECES = re.compile(r'"""(?:\\"""|(?!""").)*+"""|"(?:\\.|[^"\\\n\r])*+"|#[^\n\r]*+|[{}()\[\]]', re.DOTALL)
_OPEN, _CLOSE = frozenset("{(["), frozenset("})]")


def read_document(text: str, settings: Settings) -> DocumentNode:
    """Parse a document within its limits of bytes, nesting and tokens; raises :class:`RefusedError`."""
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > settings.document_bytes:
        raise RefusedError(
            "document-size", "document", f"{size} bytes, the most is {settings.document_bytes}",
            "ask for less at a time, and pass values as variables",
        )  # fmt: skip
    _check_brackets(text, settings.nesting)
    try:
        return parse(text, max_lexical_tokens=settings.tokens, max_comments=settings.tokens)
    except GraphQLError as error:
        if "tokens" in error.message or "comments" in error.message:
            raise RefusedError(
                "document-size", "document", f"more than {settings.tokens} tokens",
                "ask for less at a time, and pass values as variables",
            ) from error  # fmt: skip
        places = [{"line": one.line, "column": one.column} for one in error.locations or ()]
        where = f"line {places[0]['line']}, column {places[0]['column']}" if places else "document"
        raise RefusedError(
            "syntax", where, error.message, "mend the document", locations=places, message=error.message
        ) from error


def _check_brackets(text: str, most: int) -> None:
    depth = 0
    for piece in _PIECES.finditer(text):
        first = text[piece.start()]
        if first in _OPEN:
            depth += 1
            if depth > most:
                raise _too_deep(f"brackets nested more than {most} deep")
        elif first in _CLOSE:
            depth -= 1


def _too_deep(what: str) -> RefusedError:
    return RefusedError("document-depth", "document", what, "ask in several steps, by id")


class _Counts:
    """What a walk has counted so far; refuses as soon as one is too much."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.selections = self.aliases = self.directives = 0

    def add(self, selection: SelectionNode) -> None:
        self.selections += 1
        self.directives += len(selection.directives or ())
        self.aliases += isinstance(selection, FieldNode) and selection.alias is not None
        self.check()

    def check(self) -> None:
        most = self.settings
        if self.selections > most.selections:
            raise _too_broad(f"more than {most.selections} fields, fragments counted wherever they are used")
        if self.aliases > most.aliases:
            raise RefusedError(
                "document-aliases", "document", f"more than {most.aliases} aliases",
                "ask for a list, or send several documents",
            )  # fmt: skip
        if self.directives > most.directives:
            raise _too_broad(f"more than {most.directives} directives")


def _too_broad(what: str) -> RefusedError:
    return RefusedError("document-breadth", "document", what, "ask for fewer fields at a time")


def check_structure(document: DocumentNode, settings: Settings) -> None:
    """Refuse what is too deep, too broad, repeats itself or runs in circles; raises :class:`RefusedError`."""
    if len(document.definitions) > settings.definitions:
        raise _too_broad(f"more than {settings.definitions} operations and fragments")
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    counts = _Counts(settings)
    for one in (*operations, *fragments.values()):
        counts.directives += len(one.directives or ())
        for variable in one.variable_definitions or ():
            counts.directives += len(variable.directives or ())
    counts.check()
    used: set[str] = set()
    for operation in operations:
        _walk(operation.selection_set, fragments, counts, used, frozenset(), root=True)
    for name, fragment in fragments.items():  # one that nothing uses is validated all the same
        if name not in used:
            used.add(name)
            _walk(fragment.selection_set, fragments, counts, used, frozenset([name]), root=False)


Seen = dict[str, "Seen"]  # of one selection: the sub-selections of each response key, merged as the spec merges them


def _walk(
    start: SelectionSetNode, fragments: dict[str, FragmentDefinitionNode], counts: _Counts, used: set[str],
    chain: frozenset[str], *, root: bool,
) -> None:  # fmt: skip
    settings = counts.settings
    top: Seen = {}
    repeats: dict[tuple[int, str], int] = {}
    stack: list[tuple[SelectionSetNode, int, frozenset[str], Seen]] = [(start, 1, chain, top)]
    while stack:
        selections, depth, chain, seen = stack.pop()
        for selection in selections.selections:
            counts.add(selection)
            if isinstance(selection, FieldNode):
                key = (selection.alias or selection.name).value
                place = (id(seen), key)
                repeats[place] = repeats.get(place, 0) + 1
                if repeats[place] > settings.repeats:
                    raise _too_broad(f"{key[:60]!r} stands more than {settings.repeats} times in one selection")
                below = seen.setdefault(key, {})
                if root and seen is top and len(top) > settings.root_fields:
                    raise _too_broad(f"more than {settings.root_fields} fields at the root")
                if depth > settings.depth:
                    raise _too_deep(f"fields nested more than {settings.depth} deep")
                if selection.selection_set:
                    stack.append((selection.selection_set, depth + 1, chain, below))
            elif isinstance(selection, InlineFragmentNode):
                stack.append((selection.selection_set, depth, chain, seen))
            elif isinstance(selection, FragmentSpreadNode):
                name = selection.name.value
                if name in chain:
                    raise RefusedError(
                        "fragment-cycle", f"fragment {name[:60]}", "it leads back to itself", "spell the levels out"
                    )
                used.add(name)
                if name in fragments:  # an unknown one is validation's to report
                    stack.append((fragments[name].selection_set, depth, chain | {name}, seen))


def check_nesting_of_variables(variables: dict[str, object], most: int) -> None:
    """Refuse values nested so deep that reading them would exhaust the stack; raises :class:`RefusedError`."""
    level: Iterable[object] = variables.values()
    for _ in range(most):
        below: list[object] = []
        for value in level:
            if isinstance(value, dict):
                below += value.values()
            elif isinstance(value, list):
                below += value
        if not below:
            return
        level = below
    raise RefusedError("variables", "variables", f"values nested more than {most} deep", "pass flatter values")
