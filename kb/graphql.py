"""The GraphQL schema: root fields over the graph, and one field for each comparison, generated from its declaration."""

from __future__ import annotations

import inspect
from functools import cache
from typing import Annotated, Any

import strawberry
from strawberry.tools import create_type
from strawberry.types import Info

from kb import graphql_readings as r
from kb import graphql_types as t
from kb.base import Base
from kb.comparisons import COMPARISONS, Comparison
from kb.comparisons import compare as make_table
from kb.table import Table
from schema.errors import KbError
from schema.vocabulary import Claim, Provenance, Verdict

__all__ = ["execute", "schema", "sdl"]


@strawberry.type(description="A column of a comparison.")
class ComparisonColumn:
    name: str
    unit: str
    doc: str
    number: bool = strawberry.field(description="Whether its cells hold numbers.")


@strawberry.type(description="One cell of a comparison; a null end is open or absent.")
class ComparisonValue:
    column: str
    text: str
    provenance: Provenance
    why: str = strawberry.field(description="Where the number comes from, in words, or what would be needed.")
    lo: float | None
    mid: float | None
    hi: float | None
    sources: list[strawberry.ID] = strawberry.field(description="Ids of the readings that it leads to.")

    @strawberry.field(description="The readings that it leads to, with their quotes.")
    def readings(self, info: Info) -> list[r.Reading]:
        base = r.base_of(info)
        return [r.made(r.Reading, row) for key in self.sources if (row := base.one("reading", key))]


@strawberry.type(description="One row of a comparison.")
class ComparisonLine:
    id: strawberry.ID
    label: str
    paper: str
    values: list[ComparisonValue]


@strawberry.type(description="A comparison on one stated basis.")
class ComparisonTable:
    name: str
    title: str
    basis: str
    columns: list[ComparisonColumn]
    lines: list[ComparisonLine]
    notes: list[str]


def _as_type(table: Table) -> ComparisonTable:
    columns = [ComparisonColumn(name=c.name, unit=c.unit, doc=c.doc, number=c.number) for c in table.columns]
    lines = [
        ComparisonLine(
            id=strawberry.ID(line.id), label=line.label, paper=line.paper,
            values=[
                ComparisonValue(
                    column=column.name, text=value.text, provenance=value.provenance, why=value.why, lo=value.lo,
                    mid=value.mid, hi=value.hi, sources=[strawberry.ID(one) for one in value.sources],
                )
                for column, value in zip(table.columns, line.values, strict=True)
            ],
        )
        for line in table.lines
    ]  # fmt: skip
    return ComparisonTable(
        name=table.name, title=table.title, basis=table.basis, columns=columns, lines=lines, notes=list(table.notes)
    )


@strawberry.type
class _Fixed:
    @strawberry.field(description="The id of the build that answers: it changes when any record does.")
    def build(self, info: Info) -> str:
        return r.base_of(info).build

    @strawberry.field(description="All papers, or one.")
    def papers(self, info: Info, slug: str | None = None, first: r.First = 100) -> list[t.Paper]:
        rows = [row for row in r.base_of(info).rows("paper") if slug in (None, row["id"])]
        return [r.made(t.Paper, row) for row in r.page(rows, first)]

    @strawberry.field(description="Materials, by family or reduced formula.")
    def materials(
        self, info: Info, family: str | None = None, reduced_formula: str | None = None, first: r.First = 100,
        after: str | None = None,
    ) -> list[t.Material]:  # fmt: skip
        rows = [
            row for row in r.base_of(info).rows("material")
            if family in (None, row["family"]) and reduced_formula in (None, row["reduced_formula"])
        ]  # fmt: skip
        return [r.made(t.Material, row) for row in r.page(rows, first, after)]

    @strawberry.field(description="Electrolytes, by paper, kind or family.")
    def electrolytes(
        self, info: Info, paper: str | None = None, kind: str | None = None, family: str | None = None,
        first: r.First = 100, after: str | None = None,
    ) -> list[t.Electrolyte]:  # fmt: skip
        rows = [
            row for row in _of_paper(info, "electrolyte", paper)
            if kind in (None, row["kind"]) and family in (None, row["family"])
        ]  # fmt: skip
        return [r.made(t.Electrolyte, row) for row in r.page(rows, first, after)]

    @strawberry.field(description="Coatings, interlayers and treatments with their bare controls.")
    def coatings(
        self, info: Info, paper: str | None = None, first: r.First = 100, after: str | None = None
    ) -> list[t.Coating]:
        return [r.made(t.Coating, row) for row in r.page(_of_paper(info, "coating", paper), first, after)]

    @strawberry.field(description="Electrodes.")
    def electrodes(
        self, info: Info, paper: str | None = None, first: r.First = 100, after: str | None = None
    ) -> list[t.Electrode]:
        return [r.made(t.Electrode, row) for row in r.page(_of_paper(info, "electrode", paper), first, after)]

    @strawberry.field(description="Cells, by paper or kind.")
    def cells(
        self, info: Info, paper: str | None = None, kind: str | None = None, first: r.First = 100,
        after: str | None = None,
    ) -> list[t.Cell]:  # fmt: skip
        rows = [row for row in _of_paper(info, "cell", paper) if kind in (None, row["kind"])]
        return [r.made(t.Cell, row) for row in r.page(rows, first, after)]

    @strawberry.field(description="Readings, by quantity, paper and claim; in the order of their ids.")
    def readings(
        self, info: Info, quantity: r.QuantityName | None = None, paper: str | None = None, claim: Claim | None = None,
        first: r.First = 100, after: str | None = None,
    ) -> list[r.Reading]:  # fmt: skip
        rows = _of_paper(info, "reading", paper)
        chosen = [
            row for row in rows
            if (quantity is None or row["quantity"] == quantity.value) and (claim is None or row["claim"] == claim.value)
        ]  # fmt: skip
        return [r.made(r.Reading, row) for row in r.page(chosen, first, after)]

    @strawberry.field(description="Checks, by paper and verdict.")
    def checks(
        self, info: Info, paper: str | None = None, verdict: Verdict | None = None, first: r.First = 100,
        after: str | None = None,
    ) -> list[r.Check]:  # fmt: skip
        rows = [row for row in _of_paper(info, "verdict", paper) if verdict is None or row["verdict"] == verdict.value]
        return [r.made(r.Check, row) for row in r.page(rows, first, after)]

    @strawberry.field(description="The catalogue.")
    def quantities(self, info: Info, search: str = "") -> list[r.QuantityType]:
        rows = r.base_of(info).rows("quantity")
        return [r.made(r.QuantityType, row) for row in rows if search.lower() in f"{row['name']} {row['doc']}".lower()]


def _of_paper(info: Info, table: str, paper: str | None) -> list[dict[str, Any]]:
    base = r.base_of(info)
    return base.rows(table) if paper is None else base.by(table, "paper_id", paper)


def _comparison_field(one: Comparison) -> Any:
    def resolve(info: Info, **arguments: str) -> ComparisonTable:
        return _as_type(make_table(r.base_of(info), one.name, **arguments))

    parameters = [inspect.Parameter("info", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Info)]
    for argument in one.arguments:
        choices = f" One of {', '.join(argument.choices)}." if argument.choices else ""
        annotation = Annotated[str, strawberry.argument(description=argument.doc + choices)]
        kind = inspect.Parameter.KEYWORD_ONLY
        parameters.append(inspect.Parameter(argument.name, kind, annotation=annotation, default=argument.default))
    resolve.__signature__ = inspect.Signature(parameters, return_annotation=ComparisonTable)  # type: ignore[attr-defined]
    resolve.__annotations__ = {p.name: p.annotation for p in parameters} | {"return": ComparisonTable}
    resolve.__name__ = one.name
    return strawberry.field(resolver=resolve, description=one.doc, name=None)


@cache
def schema() -> strawberry.Schema:
    """The whole schema, made once."""
    fields: list[Any] = []
    for one in COMPARISONS.values():
        field = _comparison_field(one)
        field.python_name = one.name
        fields.append(field)
    compared = create_type("_Compared", fields)
    query = strawberry.type(type("Query", (_Fixed, compared), {}), name="Query", description="What can be asked.")
    types = [t.Material, t.Electrolyte, t.Coating, t.Electrode, t.Cell]
    return _Schema(query=query, types=types)


class _Schema(strawberry.Schema):
    def process_errors(self, errors: list[Any], execution_context: Any = None) -> None:
        """Log only what is our fault: a refused argument is the asker's."""
        internal = [one for one in errors if one.original_error and not isinstance(one.original_error, KbError)]
        if internal:
            super().process_errors(internal, execution_context)


def sdl() -> str:
    """The schema in the schema definition language."""
    return schema().as_str()


def execute(
    base: Base, document: str, variables: dict[str, Any] | None = None, operation: str | None = None
) -> dict[str, Any]:
    """Answer one document from a base: ``{"data": …}`` and, when something is wrong, ``{"errors": […]}``."""
    result = schema().execute_sync(document, variables, context_value={"base": base}, operation_name=operation)
    answer: dict[str, Any] = {"data": result.data}
    if result.errors:
        answer["errors"] = [_error(error) for error in result.errors]
    return answer


def _error(error: Any) -> dict[str, Any]:
    made: dict[str, Any] = dict(error.formatted)
    cause = error.original_error
    if isinstance(cause, KbError):
        made["message"] = f"{cause.where}: {cause.what}"
        made["extensions"] = {"code": cause.code, "where": cause.where, "what": cause.what, "mend": cause.mend}
    elif cause is not None:
        made["message"] = "internal error"  # details stay in the server's log
        made["extensions"] = {"code": "internal"}
    return made
