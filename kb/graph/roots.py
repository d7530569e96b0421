"""The fields of Query: pages and single records of every kind, any record by its id, and what functions answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kb.graph.declare import Arg, Entity
from schema.vocabulary import THINGS

if TYPE_CHECKING:
    from kb.base import Base

__all__ = ["Root", "roots_of"]


@dataclass(frozen=True)
class Root:
    """One field of Query. ``how`` says how it is answered: page, one, node, nodes or call."""

    name: str
    how: str
    type: str
    doc: str
    entity: Entity | None = None
    args: tuple[Arg, ...] = ()
    call: Callable[[Base, Mapping[str, Any]], Any] | None = None


def _build(base: Base, _: Mapping[str, Any]) -> dict[str, Any]:
    from kb.graph.store import store_of

    store = store_of(base.engine)
    counts = {
        name: store.run(f'SELECT count(*) FROM "{table}"')[0][0]
        for name, table in (("papers", "paper"), ("readings", "reading"), ("checks", "verdict"))
    }
    version = store.run("SELECT version FROM build")[0][0]
    return {"id": base.build, "version": version, **counts}


def roots_of(entities: Sequence[Entity], calls: Sequence[Root] = ()) -> tuple[Root, ...]:
    """All fields of Query, in order."""
    made = [
        Root("build", "call", "Build!", "The build of the base that answers.", call=_build),
        Root("node", "node", "Node", "Any record by its id; null where there is none.", args=(Arg("id", "ID!", "The id."),)),
        Root("nodes", "nodes", "[Node]!", "Up to 100 records by their ids, in that order; null where there is none.", args=(Arg("ids", "[ID!]!", "The ids."),)),
    ]  # fmt: skip
    for entity in entities:
        if entity.is_node or entity.key == "name":
            word = "name" if entity.key == "name" else "id"
            kind = "String!" if word == "name" else "ID!"
            single = entity.name[0].lower() + entity.name[1:]
            made.append(
                Root(
                    entity.plural,
                    "page",
                    f"{entity.name}Connection!",
                    f"Pages of {_words(entity.plural).strip()}.",
                    entity,
                )
            )
            if entity.table in THINGS:
                made.append(
                    Root(
                        f"{single}Facets",
                        "facets",
                        "[Facet!]!",
                        f"Groups of {_words(entity.plural).strip()}, the largest first, and the statistics of a quantity in each.",
                        entity,
                    )
                )
            made.append(Root(single, "one", entity.name, f"{_article(single)} {_words(single).strip()} by its {word}; null where there is none.", entity, (Arg(word, kind, f"Its {word}."),)))  # fmt: skip
    return (*made, *calls)


def _words(name: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name)


def _article(name: str) -> str:
    return "An" if name[0] in "aeiou" else "A"
