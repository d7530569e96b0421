"""Changes to a cell: read from words, and put into a copy of the world so that only that cell sees them."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from compute.facts import FACT_COLUMNS
from compute.visible import ELECTRODE_FACTS, NOWHERE, SCOPES, Near, World
from schema.errors import KbError, near
from schema.quantities import Q

__all__ = ["Change", "WhatIfError", "in_world", "read_change", "removed", "value_of"]

SIDES = {"separator": "separator", "electrolyte": "separator", "lithium": "negative", "negative": "negative",
         "anode": "negative", "foil": "negative", "coating": "coating", "buffer": "coating", "interlayer": "coating"}  # fmt: skip
WORDED = re.compile(rf"^(?:a |an |the )?(?P<value>\S+\s*\S+)\s+(?P<part>{'|'.join(SIDES)})$", re.IGNORECASE)
RESERVOIR = re.compile(r"^no (lithium|li) (reservoir|foil|excess)$", re.IGNORECASE)
AT = re.compile(r"^at (?P<value>.+)$", re.IGNORECASE)


class WhatIfError(KbError):
    """A change that can't be made, or from which nothing follows."""

    code = "what-if"


@dataclass(frozen=True)
class Change:
    """What a cell is told to be: the name under which it sees a quantity, and lo, mid, hi in SI; None where it is removed.

    A chosen number is exact as written; ``20 ± 1 um``, ``~20 um``, ``10 to 20 um`` and ``> 20 um`` are what they say.
    """

    name: str
    quantity: str
    printed: str = ""
    value: tuple[float, float, float] | None = None

    def __str__(self) -> str:
        return f"{self.name} = {self.printed}" if self.value else f"{self.name} removed"


def read_change(text: str, quantities: Mapping[str, str], seen: Iterable[str] = ()) -> Change:
    """One change: ``name=value``, ``name=`` or ``remove name``; or ``20 um separator``, ``at 25 degC``, ``no lithium reservoir``.

    ``quantities`` are the names that may be changed; ``seen`` those that the cell sees, which a wrong one is compared with.
    Raises :class:`WhatIfError`, or the errors of a quantity that is read.
    """
    words = text.strip()
    if RESERVOIR.match(words):
        words = "negative_thickness=0 um"
    elif "=" not in words and (found := AT.match(words)):
        words = f"temperature={found['value']}"
    elif "=" not in words and (found := WORDED.match(words)):
        words = f"{SIDES[found['part'].lower()]}_thickness={found['value']}"
    name, equals, value = (part.strip() for part in words.partition("="))
    gone = name.removeprefix("remove ").strip()
    if not equals and gone == name:
        raise WhatIfError(repr(text), "is no change", "write name=value, name= or 'remove name'")
    name = gone.replace(" ", "_")
    if name not in quantities:
        raise WhatIfError(repr(name), *_unknown(name, quantities, sorted(seen)))
    quantity = quantities[name]
    return value_of(name, quantity, value) if value else Change(name, quantity)


def _unknown(name: str, quantities: Mapping[str, str], seen: Sequence[str]) -> tuple[str, str]:
    if name in Q:
        return "nothing follows from it: no formula and no ledger asks for it", f"the cell sees {', '.join(seen)}"
    hint = near(name, seen) or near(name, quantities) or f"the cell sees {', '.join(seen)}"
    return "the cell knows no such name", hint


def value_of(name: str, quantity: str, text: str) -> Change:
    """A change to a value, as written."""
    found = replace(Q[quantity], exact=True).read(text)
    mid = math.nan if found.mid is None else found.mid
    return Change(name, quantity, text, (found.lo, mid, found.hi))


def removed(changes: Iterable[Change]) -> frozenset[str]:
    """The names that are taken away, with the other names of the same thing."""
    names = {one.name for one in changes if one.value is None}
    return frozenset(names | {other for name in names for other in _twins(name)})


def in_world(
    world: World, contexts: NDArray[np.int64], changes: Sequence[Change], owner: str,
    derived: Mapping[str, Collection[str]] | None = None,
) -> World:  # fmt: skip
    """A copy of the world in which just these contexts see the changes, as facts of kind ``assumed``.

    A change takes the place of what a context sees, also under the fact's other names; what none of the contexts sees is
    added to all of them, and takes the place of what was ``derived`` there (quantity to contexts). Nothing else sees it.
    """
    start = world.facts.height
    fresh = [name for one in changes if (name := one.name) not in world.names]
    names = {**world.names, **{name: len(world.names) + n for n, name in enumerate(dict.fromkeys(fresh))}}
    more = (len(names) - len(world.names), world.rows.shape[1])
    rows = np.vstack([world.rows, np.full(more, NOWHERE, dtype=world.rows.dtype)])
    distance = np.vstack([world.near, np.full(more, Near.UNSEEN, dtype=world.near.dtype)])
    ids = world.contexts["context_id"].to_numpy()[contexts]
    far = np.where(ids == owner, Near.OWN, Near.CELL)
    before = rows.copy()
    for number, one in enumerate(changes):
        new, unseen = (NOWHERE, True) if one.value is None else (start + number, False)
        place = names[one.name]
        here = before[place, contexts]
        if (here == NOWHERE).all():
            if one.value is not None:
                took = np.isin(ids, list((derived or {}).get(one.name, ())))
                _add(one.name, names, (rows, distance), contexts, np.where(took, Near.DERIVED, far), new)
            continue
        for context, row in zip(contexts[here != NOWHERE], here[here != NOWHERE], strict=True):
            same = [at for name, at in names.items() if before[at, context] == row and _one_part(name, one.name)]
            rows[same, context] = new
            if unseen:
                distance[same, context] = Near.UNSEEN
    return replace(world, facts=_with_facts(world.facts, changes, owner), names=names, rows=rows, near=distance)


def _add(
    name: str, names: Mapping[str, int], seen: tuple[NDArray[np.int32], NDArray[np.uint8]],
    contexts: NDArray[np.int64], distances: NDArray[Any], new: int,
) -> None:  # fmt: skip
    rows, near_ = seen
    for one in (name, *(twin for twin in _twins(name) if twin in names)):
        free = rows[names[one], contexts] == NOWHERE
        rows[names[one], contexts[free]] = new
        layer = Near.LAYER if _scope(one) else Near.ELECTRODE
        near_[names[one], contexts[free]] = layer if _scope(one) or one != name else distances[free]


def _scope(name: str) -> str:
    first = name.partition("_")[0]
    return first if first in SCOPES.values() and name not in Q else ""


def _one_part(one: str, other: str) -> bool:
    """Whether two names of a fact can mean one part: the lithium of a symmetric cell is on both sides, and only one is meant."""
    return not (_scope(one) and _scope(other)) or _scope(one) == _scope(other)


def _twins(name: str) -> list[str]:
    """Other names of the same thing: what the positive electrode shows is seen with and without its part."""
    rest = name.removeprefix("positive_")
    if rest != name:
        return [rest] if rest in ELECTRODE_FACTS else []
    return [f"positive_{name}"] if name in ELECTRODE_FACTS else []


def _with_facts(facts: pl.DataFrame, changes: Sequence[Change], owner: str) -> pl.DataFrame:
    none = (math.nan, math.nan, math.nan)
    made = [
        {
            "id": f"{owner}/assumed/{one.name}", "kind": "assumed", "paper_id": owner.partition("/")[0], "owner_id": owner,
            "name": one.name, "quantity": one.quantity, **dict(zip(("lo", "mid", "hi"), one.value or none, strict=True)),
            "printed": one.printed, "place": "what-if", "claim": "", "print_lo": (one.value or none)[0],
            "print_hi": (one.value or none)[2], "soft": False, "or_lo": -math.inf, "or_hi": math.inf,
        }
        for one in changes
    ]  # fmt: skip
    added = pl.DataFrame(
        {name: [row.get(name) for row in made] for name in FACT_COLUMNS}, schema=FACT_COLUMNS
    ).with_row_index("row", offset=facts.height)
    return pl.concat([facts, added.cast(facts.schema)])
