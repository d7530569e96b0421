"""What each experiment and record can see: its own readings, its conditions, what it is built on, reference data.

``World`` holds the facts and, for every context (an experiment, process step or record), the fact that it sees under
each name that formulas ask for. Nearer facts hide farther ones. Only printed values, compositions and reference data
are facts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from compute.facts import facts_of
from compute.formula import FORMULAS, PARTS
from compute.on_things import facts_of_things
from compute.tables import Tables, frames
from schema.quantities import Q
from schema.vocabulary import CONVENTIONS, THINGS, Claim

__all__ = ["CLAIMS", "LITHIUM_FACTS", "NOWHERE", "STATED", "UNSTATED", "Near", "World", "names_asked_for", "world"]

SCOPES = {
    "positive": "positive", "working": "positive", "negative": "negative", "counter": "negative",
    "separator": "separator", "coating": "coating",
}  # fmt: skip
ELECTRODE_FACTS = (
    "active_mass_loading", "composite_mass_loading", "electrode_mass_loading", "one_c_capacity_per_active_mass",
    "one_c_current_density", "practical_capacity_per_active_mass", "active_mass_fraction", "areal_capacity",
)  # fmt: skip
OF_THE_SUBJECT = ("activation_energy", "lithium_transference_number")
"""Properties of a record that hold beyond the experiment that found them."""

LITHIUM_FACTS = ("lithium_density", "lithium_molar_mass")
"""Seen only where the record, or a layer of its stack, is lithium metal."""

REFERENCED = ("initial_capacity_per_active_mass", "initial_areal_capacity")
"""By their definition the capacity that a retention refers to."""

NOWHERE = -1
"""The row of a fact that is not seen."""


CLAIMS = tuple(Claim)
"""The kinds of claim, in the order of their codes."""

STATED = sorted({name for names in CONVENTIONS.values() for name in names})
"""Every name of a convention, in the order of their codes."""

UNSTATED = -1
"""The code of a convention that a paper leaves open."""


class Near:
    """How far a fact is from the context that sees it."""

    OWN, DERIVED, PARENT, SUBJECT, CELL, LAYER, ELECTRODE, LITHIUM, SIBLING, GIVEN, UNSEEN = range(11)


@dataclass(frozen=True)
class World:
    """Facts (one row each), contexts, and for each name and context the row of the fact that is seen, and how near it is."""

    facts: pl.DataFrame
    contexts: pl.DataFrame
    names: dict[str, int]
    rows: NDArray[np.int32]
    near: NDArray[np.uint8]
    stated: dict[str, NDArray[np.int16]]

    def seen(self, name: str) -> NDArray[np.int32]:
        """The row of the fact that each context sees under a name, :data:`NOWHERE` where it sees none."""
        found: NDArray[np.int32] = self.rows[self.names[name]]
        return found

    def fact(self, row: int) -> dict[str, Any]:
        """One fact as a dict."""
        return self.facts.row(row, named=True)

    @cached_property
    def limits(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Lowest, middle and highest value of every fact; the extra last row is for a fact that is not there."""
        lo, mid, hi = (np.append(self.facts[name].to_numpy(), np.nan) for name in ("lo", "mid", "hi"))
        return lo, mid, hi

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How many contexts see something under each name."""
        found: NDArray[np.int64] = np.count_nonzero(self.rows != NOWHERE, axis=1)
        return found

    @cached_property
    def soft(self) -> NDArray[np.bool_]:
        """Whether each fact is an "about" or ambiguous; the extra last row is for a fact that is not there."""
        return np.append(self.facts["soft"].to_numpy(), False)

    @cached_property
    def prints(self) -> tuple[NDArray[np.float64], ...]:
        """The ends of each fact as it is judged, and those of the other way to read it (inverted where there is none)."""
        other = pl.col("or_reads").is_not_null()
        ends = self.facts.select(
            "print_lo", "print_hi", pl.when(other).then("or_lo").otherwise(float("inf")).alias("or_lo"),
            pl.when(other).then("or_hi").otherwise(float("-inf")).alias("or_hi"),
        )  # fmt: skip
        return tuple(ends[name].to_numpy() for name in ends.columns)

    @cached_property
    def claims(self) -> NDArray[np.int8]:
        """What kind of claim each fact is, as its place in :data:`CLAIMS`; -1 for none."""
        codes = {str(claim): place for place, claim in enumerate(CLAIMS)}
        found = self.facts["claim"].replace_strict(codes, default=-1, return_dtype=pl.Int8).to_numpy()
        return np.append(found, np.int8(-1))

    @cached_property
    def printed(self) -> NDArray[np.bool_]:
        """Which facts are this paper's own printed numbers, that can be judged."""
        own = (pl.col("kind") == "reading") & (pl.col("claim") != "quoted")
        return self.facts.select(own).to_series().to_numpy()

    @cached_property
    def is_cell(self) -> NDArray[np.bool_]:
        """Which contexts are cells."""
        return self.contexts.select(pl.col("context_id").eq_missing(pl.col("cell_id"))).to_series().to_numpy()

    @cached_property
    def owner(self) -> NDArray[np.int64]:
        """The context that owns each fact, by number; that of no context, and of a fact that is not there, is -1."""
        numbered = self.contexts.select("context_id", pl.row_index("number"))
        joined = self.facts.select("owner_id").join(
            numbered, left_on="owner_id", right_on="context_id", how="left", maintain_order="left"
        )
        return np.append(joined["number"].cast(pl.Int64).fill_null(-1).to_numpy(), -1)


def names_asked_for() -> list[str]:
    """Every name that some formula asks for or gives."""
    asked = {name for made in FORMULAS.values() for name in (made.gives, made.along, *made.required, *made.optional)}
    return sorted(name for name in asked if name and Q.constant(name) is None)


def world(tables: Tables, reference_temperature: str = "25 degC") -> World:
    """The world of some tables: rows as :mod:`ingest.rows` makes them, or frames with the same columns."""
    given = frames(tables)
    facts = facts_of(given, reference_temperature)
    contexts = _contexts(given)
    names = {name: place for place, name in enumerate(names_asked_for())}
    rows = np.full((len(names), contexts.height), NOWHERE, dtype=np.int32)
    near = np.full(rows.shape, Near.UNSEEN, dtype=np.uint8)
    for distance, seen in _seen(given, facts, contexts, names):  # from the farthest to the nearest
        known = seen.join(
            pl.DataFrame({"name": list(names), "place": list(names.values())}, schema={"name": pl.String, "place": pl.Int64}),
            on="name", maintain_order="left",
        )  # fmt: skip
        at = known["place"].to_numpy(), known["number"].to_numpy()
        rows[at] = known["row"].to_numpy()
        near[at] = distance
    stated = _conventions(given, contexts)
    for name in REFERENCED:  # printed beside the retention as what it refers to: then the reference is stated
        own = near[names[name]] == Near.OWN
        own &= stated["retention_reference"] == UNSTATED
        stated["retention_reference"][own] = STATED.index("initial")
    return World(facts, contexts, names, rows, near, stated)


def _contexts(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    none = pl.lit(None, pl.String)
    parts = [
        tables[kind].select(pl.col("id").alias("context_id"), "paper_id", none.alias("parent_id"), pl.col("id").alias("subject_id"),
                            (pl.col("id") if kind == "cell" else none).alias("cell_id"))
        for kind in THINGS
    ]  # fmt: skip
    of_cell = pl.when(pl.col("subject_kind") == "cell").then(pl.col("subject_id"))
    parts.append(
        tables["experiment"].select(
            pl.col("id").alias("context_id"), "paper_id", pl.col("series_id").alias("parent_id"), "subject_id",
            pl.coalesce("cell_id", of_cell).alias("cell_id"),
        )
    )  # fmt: skip
    parts.append(
        tables["process_step"].select(
            pl.col("id").alias("context_id"), "paper_id", none.alias("parent_id"), pl.col("of_id").alias("subject_id"),
            none.alias("cell_id"),
        )
    )  # fmt: skip
    ratio = (pl.col("quantity") == "mass_ratio") & (pl.col("label").fill_null("") != "") & pl.col("repeats").is_null()
    parts.append(
        tables["reading"].filter(ratio).select(
            pl.col("id").alias("context_id"), "paper_id", none.alias("parent_id"), pl.col("id").alias("subject_id"),
            none.alias("cell_id"),
        )
    )  # fmt: skip
    return pl.concat(parts).sort("context_id").with_row_index("number")


def _seen(
    tables: Mapping[str, pl.DataFrame], facts: pl.DataFrame, contexts: pl.DataFrame, names: Mapping[str, int]
) -> list[tuple[int, pl.DataFrame]]:
    """Which context (``number``) sees which fact (``row``) under which name, from the farthest to the nearest."""
    plain = {*names, *map(_without_parts, names)}
    useful = facts.filter(pl.col("name").is_in(sorted(plain)))
    things = facts_of_things(tables, useful, set(names) | {_without_scope(name) for name in names})
    layers = (
        tables["layer"]
        .with_columns(pl.col("role").replace_strict(SCOPES, default=None).alias("scope"))
        .filter(pl.col("scope").is_not_null())
    )
    here = contexts.select("number", "context_id", "parent_id", "subject_id", "cell_id")
    # what a layer itself is said to be (its thickness in this cell) is nearer than what it is made of
    of_layers = pl.concat(
        [
            layers.select("cell_id", "scope", pl.col("of_id").alias("owner_id"), (pl.col("position") * 2 + 1).alias("order")),
            layers.select("cell_id", "scope", pl.col("id").alias("owner_id"), (pl.col("position") * 2).alias("order")),
        ]
    ).join(things, on="owner_id")  # fmt: skip
    # written from the last to the first layer, so that the first is what is seen
    in_stack = (
        here.filter(pl.col("cell_id").is_not_null())
        .join(of_layers, on="cell_id")
        .sort("order", descending=True, maintain_order=True)
    )
    scoped = in_stack.with_columns((pl.col("scope") + "_" + pl.col("name")).alias("name"))
    positive = in_stack.filter(pl.col("name").is_in(ELECTRODE_FACTS) & (pl.col("scope") == "positive"))
    lithium = in_stack.filter(pl.col("name").is_in(LITHIUM_FACTS))
    given = facts.filter(pl.col("kind") == "given").select("name", "row")
    unique = (
        useful.filter(pl.col("name").is_in(OF_THE_SUBJECT) & (pl.col("claim") != "quoted"))
        .group_by("subject_id", "name")
        .agg(pl.col("row").first(), pl.len().alias("count"))
        .filter(pl.col("count") == 1)
    )

    def through(link: str) -> pl.DataFrame:
        return here.filter(pl.col(link).is_not_null()).join(things, left_on=link, right_on="owner_id")

    found = [
        (Near.GIVEN, here.join(given, how="cross")), (Near.SIBLING, here.join(unique, on="subject_id")),
        (Near.LITHIUM, lithium), (Near.ELECTRODE, positive), (Near.LAYER, scoped), (Near.CELL, through("cell_id")),
        (Near.SUBJECT, through("subject_id")), (Near.PARENT, through("parent_id")), (Near.OWN, through("context_id")),
    ]  # fmt: skip
    return [(distance, frame.select("number", "name", "row")) for distance, frame in found]


def _without_scope(name: str) -> str:
    scope, _, rest = name.partition("_")
    return rest if scope in SCOPES.values() and rest else name


def _without_parts(name: str) -> str:
    part, _, rest = name.partition("_")
    return name if name in Q else (_without_parts(rest) if part in PARTS and rest else name)


def _conventions(tables: Mapping[str, pl.DataFrame], contexts: pl.DataFrame) -> dict[str, NDArray[np.int16]]:
    """For each group of conventions, what each context's paper states, as its place in :data:`STATED`."""
    polarity = tables["electrode"].select(pl.col("id").alias("of_id"), "polarity")
    first_cycle = (  # what lithiates a negative material is its discharge
        tables["layer"]
        .filter(pl.col("role").is_in(["working", "positive"]))
        .join(polarity, on="of_id")
        .sort("cell_id", "position")
        .unique("cell_id", keep="last", maintain_order=True)
        .select(
            pl.col("cell_id").alias("subject_id"),
            pl.when(pl.col("polarity") == "negative")
            .then(STATED.index("half_cell"))
            .otherwise(STATED.index("full_cell"))
            .alias("way"),
        )
    )
    experiments = (
        contexts.select("number", pl.col("context_id").alias("id"))
        .join(tables["experiment"].select("id", "subject_id", "conventions"), on="id")
        .join(first_cycle, on="subject_id", how="left")
    )
    said: dict[str, dict[str, str]] = {text: json.loads(text or "{}") for text in experiments["conventions"].unique()}
    stated = {group: np.full(contexts.height, UNSTATED, dtype=np.int16) for group in CONVENTIONS}
    stated["first_cycle"][experiments["number"].to_numpy()] = experiments["way"].fill_null(UNSTATED).to_numpy()
    for text, groups in said.items():
        if not groups:
            continue
        numbers = experiments.filter(pl.col("conventions").eq_missing(pl.lit(text)))["number"].to_numpy()
        for group, name in groups.items():
            stated[group][numbers] = STATED.index(name)
    return stated
