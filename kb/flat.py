"""Each kind of record as flat rows: the columns that frames and bulk tables have, from the declarations of the graph.

One list of columns says both what a GraphQL document selects and what SQL reads, so that a page and a bulk download
give the same frame. Lists and pages of other records have no place in a row; their ids lead to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache

from kb.graph.declare import Column, Embed, Entity, Listed, One, Polymorphic
from kb.graph.entities import THINGS
from kb.graph.entities_data import DATA
from kb.graph.plain import PLAIN
from schema.errors import KbError, near
from schema.quantities import Q

__all__ = ["CONDITIONS", "FLAT", "FlatColumn", "FlatTable", "UnknownBulkTableError", "flat_table", "snake"]

_KINDS = {"ID": "text", "String": "text", "Int": "int", "Float": "float", "Boolean": "bool", "[String!]!": "list"}
_FUNCTIONS = {"bool({0})": "bool", "json_list({0})": "json_list"}
_FIRST = (
    "id",
    "name",
    "paper_id",
    "quantity",
    "label",
    "value",
    "lo",
    "hi",
    "qualifier",
    "unit",
    "printed",
    "conditions",
)
_UNIT_OF = re.compile(r"UNIT\[(\{\d\})\]")
_PER_MOLE = re.compile(r"per_mole\((\{\d\})\)")

_STATED = "c.quantity || '=' || coalesce(c.printed, c.state)"
CONDITIONS = {
    "sqlite": f"(SELECT group_concat(x, '; ') FROM (SELECT {_STATED} AS x FROM condition c WHERE c.experiment_id = t.owner_id ORDER BY c.id))",
    "postgresql": f"""(SELECT string_agg({_STATED}, '; ' ORDER BY c.id COLLATE "C") FROM condition c WHERE c.experiment_id = t.owner_id)""",
}
"""The conditions of a reading as words, by dialect: what stands for a column whose ``sql`` is CONDITIONS."""


class UnknownBulkTableError(KbError):
    """A table that is not there to be had as a whole."""

    code = "unknown-table"


@dataclass(frozen=True)
class FlatColumn:
    """One column of flat rows.

    ``path`` leads to it in a record of the graph, ``sql`` is its expression over the table ``t``, ``kind`` is text,
    conditions, int, float, bool, list or word (of a closed list, written as the database holds it: ``words``). ``then`` is what
    is done to what the database holds: bool, json_list, per_mole, or unit (of the quantity that it holds). A number
    is in ``unit``, or in that which the column ``unit_in`` names.
    """

    name: str
    path: tuple[str, ...]
    sql: str
    kind: str
    doc: str
    words: tuple[str, ...] = ()
    then: str = ""
    unit: str = ""
    unit_in: str = ""


@dataclass(frozen=True)
class FlatTable:
    """All flat rows of one kind of record; ``field`` is that of Query which pages them, empty where there is none."""

    name: str
    entity: Entity
    columns: tuple[FlatColumn, ...]
    field: str


def snake(name: str) -> str:
    """``subjectKind`` as a column is called."""
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()


def flat_table(name: str) -> FlatTable:
    """The table of a name; raises :class:`UnknownBulkTableError`."""
    if name not in FLAT:
        raise UnknownBulkTableError(repr(name), "no table of that name", near(name, FLAT) or ", ".join(FLAT))
    return FLAT[name]


def _columns(entity: Entity) -> tuple[FlatColumn, ...]:
    made: dict[str, FlatColumn] = {}
    intervals = [one for one in entity.members if isinstance(one, Embed) and one.type.startswith("Interval")]
    own_value = any(one.name == "value" for one in intervals)
    for member in entity.members:
        if isinstance(member, Column):
            found = _plain(member, "printed_unit" if member.name == "unit" and own_value else snake(member.name))
            made[found.name] = found
        elif isinstance(member, Embed):
            parts = _interval(member) if member in intervals else _parts(member)
            made |= {one.name: one for one in parts if one.name not in made}
    taken = {one.sql for one in made.values()}
    for member in entity.members:
        if isinstance(member, (One, Polymorphic)) and f"t.{member.key}" not in taken:
            name = f"{snake(member.name)}_id"
            sql = f"t.{member.key}"
            if isinstance(member, One) and member.null:  # the key may lead to a record of another kind
                target = _tables()[member.entity]
                sql = f'(SELECT o.id FROM "{target}" o WHERE o.id = t.{member.key})'
            made[name] = FlatColumn(name, (member.name, "id"), sql, "text", f"The id of: {member.doc}")
    for other in (*THINGS, *DATA) if not _paged(entity) else ():  # a row of a list says which record the list is of
        for member in other.members:
            if isinstance(member, Listed) and member.entity == entity.name and not member.through:
                doc = f"The id of the record whose {member.name} it is among."
                made.setdefault(member.remote, FlatColumn(member.remote, (), f"t.{member.remote}", "text", doc))
    if entity.name == "Reading":
        doc = "The conditions of its experiment, in words: temperature=30 °C; operating_pressure=not stated."
        made["conditions"] = FlatColumn("conditions", ("conditions",), "CONDITIONS", "conditions", doc)
    first = [name for name in _FIRST if name in made]
    return tuple(made[name] for name in (*first, *(name for name in made if name not in first)))


def _tables() -> dict[str, str]:
    return {one.name: one.table for one in (*THINGS, *DATA)}


def _paged(entity: Entity) -> bool:
    return entity.is_node or entity.key == "name"


def _plain(member: Column, name: str) -> FlatColumn:
    sql, kind = f"t.{member.columns[0]}", _KINDS.get(member.type) or _KINDS.get(member.type.rstrip("!"), "word")
    words: tuple[str, ...] = ()
    if member.enum is not None:
        words = tuple(_word(one) for one in member.enum)
    return FlatColumn(name, (member.name,), sql, kind, member.doc, words, _FUNCTIONS.get(member.code, ""))


def _word(member: Enum) -> str:
    return str(getattr(member.value, "value", member.value))


def _sql(code: str, columns: tuple[str, ...]) -> str:
    made = re.sub(r"\{(\d)\}", lambda found: f"t.{columns[int(found[1])]}", code)
    return made.replace(" is None", " IS NULL").replace("==", "=")


def _interval(member: Embed) -> tuple[FlatColumn, ...]:
    """value, lo, hi and their unit; of another name than ``value``, each with that name before it."""
    own = member.name == "value"
    name = snake(member.name)
    unit_name = "unit" if own or "unit" in member.columns else f"{name}_unit"
    called = {"mid": name, "lo": "lo" if own else f"{name}_lo", "hi": "hi" if own else f"{name}_hi"}
    words = {"mid": "its middle", "lo": "its lowest value", "hi": "its highest value"}
    made = []
    for part in ("mid", "lo", "hi"):
        sql = _sql(member.parts[part], member.columns)
        doc = f"{member.doc} Here {words[part]}; null where there is none."
        made.append(FlatColumn(called[part], (member.name, part), sql, "float", doc, unit_in=unit_name))
    quantity = _UNIT_OF.fullmatch(member.parts["unit"])
    sql = _sql(quantity[1] if quantity else member.parts["unit"], member.columns)
    if member.absent:
        sql = f"CASE WHEN {_sql(member.absent, member.columns)} THEN NULL ELSE {sql} END"
    units = tuple(dict.fromkeys(one.unit for one in Q))
    if quantity:
        made.append(
            FlatColumn(unit_name, (member.name, "unit"), sql, "word", "The unit of the interval.", units, "unit")
        )
    return tuple(made)


def _parts(member: Embed) -> tuple[FlatColumn, ...]:
    """The scalars of a composition; what is a list of objects has no place in a row."""
    made = []
    fields = PLAIN[member.type.rstrip("!")].by_name
    for part, code in member.parts.items():
        field = fields[part]
        kind = _KINDS.get(field.type.rstrip("!"))
        if kind is None:
            continue
        mole = _PER_MOLE.fullmatch(code)
        name = snake(part) if part not in ("state", "reason") else f"{snake(member.name)}_{part}"
        made.append(
            FlatColumn(
                name, (member.name, part), _sql(mole[1] if mole else code, member.columns), kind, field.doc,
                then="per_mole" if mole else "", unit="g/mol" if mole else "",
            )
        )  # fmt: skip
    return tuple(made)


@cache
def _all() -> Mapping[str, FlatTable]:
    made = {}
    for entity in (*THINGS, *DATA):
        field = entity.plural if _paged(entity) else ""
        made[snake(entity.plural)] = FlatTable(snake(entity.plural), entity, _columns(entity), field)
    return made


FLAT: Mapping[str, FlatTable] = _all()
"""Every table of flat rows by its name, which is that of the field of Query: ``readings``, ``process_steps``."""
