"""What is remembered of documents: parsing, validation and cost by their text, and the persisted ones by id."""

from __future__ import annotations

import math
import re
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Generic, TypeVar

from graphql import (
    ASTValidationRule,
    FloatValueNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    MaxIntrospectionDepthRule,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    specified_rules,
    validate,
)

from kb.serving.cost import Cost, cost_of
from kb.serving.limits import check_structure, read_document
from kb.serving.refusals import RefusedError
from kb.serving.settings import Settings

__all__ = ["MOST_ERRORS", "Persisted", "Prepared", "Remembered", "default_documents", "prepare"]

MOST_ERRORS = 10  # of validation: each may cost a search for near matches
V = TypeVar("V")


class Remembered(Generic[V]):
    """A least-recently-used cache with a budget of bytes; for one thread."""

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self.held = self.hits = self.misses = 0
        self._values: OrderedDict[str, tuple[V, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: str) -> V | None:
        """The value of a key, now the youngest."""
        found = self._values.get(key)
        if found is None:
            self.misses += 1
            return None
        self.hits += 1
        self._values.move_to_end(key)
        return found[0]

    def put(self, key: str, value: V, size: int) -> None:
        """Remember a value, and forget the oldest beyond the budget."""
        if size > self.budget:
            return
        self.held += size - self._values.pop(key, (None, 0))[1]
        self._values[key] = (value, size)
        while self.held > self.budget:
            self.held -= self._values.popitem(last=False)[1][1]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that was read once: the costs of its operations, or why it is refused."""

    text: str
    id: str  # the SHA-256 of the text
    operations: dict[str, Cost]
    kinds: dict[str, str]
    refused: RefusedError | None = None

    def operation(self, name: str | None) -> tuple[str, Cost]:
        """The operation of a name, or the only one; raises :class:`RefusedError`."""
        if self.refused is not None:
            raise self.refused.with_traceback(None)
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.items()))
        if name is None:
            raise RefusedError("operation", "operationName", "the document has several operations",
                               f"name one of {', '.join(sorted(self.operations))}")  # fmt: skip
        if name not in self.operations or not name:
            raise RefusedError("operation", f"operationName {name[:100]!r}", "the document has no such operation",
                               f"name one of {', '.join(sorted(self.operations)) or 'its operations'}")  # fmt: skip
        return name, self.operations[name]


class FiniteNumbersRule(ASTValidationRule):
    """Numbers that a double can't hold are no numbers."""

    def enter_float_value(self, node: FloatValueNode, *_: Any) -> None:
        """Report a literal such as 1e999."""
        if not math.isfinite(float(node.value)):
            self.report_error(GraphQLError("Number is too large.", node))


def prepare(text: str, schema: GraphQLSchema, settings: Settings) -> Prepared:
    """Parse, limit, validate and cost a document; what is wrong with it is remembered, too."""
    key = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    kinds: dict[str, str] = {}
    try:
        document = read_document(text, settings)
        check_structure(document, settings)
        for one in document.definitions:
            if isinstance(one, OperationDefinitionNode):
                kinds[one.name.value if one.name else ""] = one.operation.value
        _check_kinds(kinds)
        rules = [*specified_rules, FiniteNumbersRule]
        if MaxIntrospectionDepthRule not in rules:
            rules.append(MaxIntrospectionDepthRule)
        if not settings.introspection:
            rules.append(NoSchemaIntrospectionCustomRule)
        errors = validate(schema, document, rules, max_errors=MOST_ERRORS)
        if errors:
            refused = [_invalid(error) for error in errors]
            refused[0].more = refused[1:]
            return Prepared(text, key, {}, kinds, refused[0])
        fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
        operations = {
            one.name.value if one.name else "": cost_of(schema, one, fragments, settings)
            for one in document.definitions
            if isinstance(one, OperationDefinitionNode)
        }
    except RefusedError as error:
        error.__cause__ = error.__context__ = None  # what is remembered holds no frames
        return Prepared(text, key, {}, kinds, error.with_traceback(None))
    except RecursionError:
        deep = RefusedError("document-depth", "document", "it is nested too deep", "ask in several steps, by id")
        return Prepared(text, key, {}, kinds, deep)
    return Prepared(text, key, operations, kinds)


def _check_kinds(kinds: dict[str, str]) -> None:
    if not kinds:
        raise RefusedError("operation", "document", "it holds no operation", "add a query")
    other = next((kind for kind in kinds.values() if kind != "query"), None)
    if other:
        raise RefusedError("operation", other, "the base is read-only: it answers queries", "ask a query")


def _invalid(error: GraphQLError) -> RefusedError:
    places = [{"line": one.line, "column": one.column} for one in error.locations or ()][:5]
    where = f"line {places[0]['line']}, column {places[0]['column']}" if places else "document"
    return RefusedError(
        "validation", where, error.message, "mend the document; the schema stands at /schema.graphql",
        locations=places, message=error.message,
    )  # fmt: skip


class Persisted:
    """Documents known by an id: those of a folder from the start, those that clients store while it runs (APQ)."""

    def __init__(self, folder: Path | None, budget: int) -> None:
        self.examples: list[dict[str, str]] = []
        self.by_id: dict[str, str] = {}
        self._stored: Remembered[str] = Remembered(budget)
        for file in sorted(folder.glob("*.graphql")) if folder else ():
            text = file.read_text(encoding="utf-8")
            key = sha256(text.encode()).hexdigest()
            self.by_id[file.stem] = self.by_id[f"sha256:{key}"] = self.by_id[key] = text
            said = re.match(r"(?:#[^\n]*\n)*", text)
            words = " ".join(line.lstrip("# ") for line in (said[0] if said else "").splitlines())
            self.examples.append({"name": file.stem, "id": f"sha256:{key}", "about": words, "query": text})

    def known(self, key: str) -> str | None:
        """The document of an id (``sha256:…`` or its bare digits) or a name."""
        return self.by_id.get(key) or self._stored.get(key.removeprefix("sha256:"))

    def store(self, key: str, text: str) -> None:
        """Remember a client's document; raises :class:`RefusedError` when the hash is not its own."""
        if sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != key:
            raise RefusedError("request", "extensions.persistedQuery", "the hash is not that of the query",
                               "send the SHA-256 of the query's UTF-8 text", message="provided sha does not match query")  # fmt: skip
        self._stored.put(key, text, len(text) + 200)


def default_documents() -> Path | None:
    """``docs/queries`` of this folder, else the one that stands beside the package."""
    beside = Path(__file__).resolve().parents[2] / "docs" / "queries"
    return next((one for one in (Path("docs/queries"), beside) if one.is_dir()), None)
