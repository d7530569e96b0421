"""Facts: every printed number, composition and reference value that a formula may use, one row each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from schema.errors import KbError
from schema.quantities import Q

__all__ = ["ACTIVE_FAMILIES", "FACT_COLUMNS", "SOFT", "facts_of", "plain_facts"]

ACTIVE_FAMILIES = ("layered_oxide", "olivine", "spinel", "metal")
"""Families whose lithium is meant to take part in the cell's reaction."""

FACT_COLUMNS = {
    "id": pl.String, "kind": pl.String, "paper_id": pl.String, "owner_id": pl.String, "name": pl.String,
    "quantity": pl.String, "lo": pl.Float64, "mid": pl.Float64, "hi": pl.Float64, "printed": pl.String,
    "place": pl.String, "quote": pl.String, "claim": pl.String, "subject_id": pl.String, "print_lo": pl.Float64,
    "print_hi": pl.Float64, "soft": pl.Boolean, "or_reads": pl.String, "or_lo": pl.Float64, "or_hi": pl.Float64,
}  # fmt: skip
INFINITE = float("inf")
RATES = ["c_rate", "charge_c_rate", "initial_c_rate"]
"""Settings that are rounded also as inputs."""

SOFT = (pl.col("qualifier") == "~").fill_null(value=False) | (pl.col("ambiguity").fill_null("") != "")
"""Whether a print is an "about", or may be read in another way."""


def _ends(low: str, high: str) -> tuple[pl.Expr, pl.Expr]:
    return pl.col(low).fill_null(-INFINITE), pl.col(high).fill_null(INFINITE)


def facts_of(tables: Mapping[str, pl.DataFrame], reference_temperature: str) -> pl.DataFrame:
    """The facts of some tables, and the temperature that conductivities are brought to, with their row number."""
    given = Q.temperature.read(reference_temperature)
    pairs = _with_elements(tables)
    ratios = tables["reading"].filter(pl.col("id").is_in([row["id"] for row, *_ in pairs]))
    parts = [
        _readings(tables["reading"]), _conditions(tables["condition"]), _reference(tables["reference_reading"]),
        plain_facts(_compositions(tables["material"]), "composition"),
        plain_facts(_element_ratios(pairs), "composition"), _ratios(ratios),
        plain_facts([("given/reference_temperature", None, "", "reference_temperature", "temperature", given.mid or 0.0,
                      reference_temperature)], "given"),
    ]  # fmt: skip
    return pl.concat(
        [part.select(pl.col(n).cast(t) for n, t in FACT_COLUMNS.items()) for part in parts]
    ).with_row_index("row")


def _readings(table: pl.DataFrame) -> pl.DataFrame:
    """First prints; as an input, a number is anything that any of its prints says, in any way to read them."""
    table = _rounded_settings(table)
    low, high = _ends("lo", "hi")
    other_low, other_high = _ends("or_lo", "or_hi")
    both = pl.col("or_reads").is_not_null()
    table = table.with_columns(
        SOFT.alias("soft"),
        pl.coalesce("judged_lo", low).alias("print_lo"), pl.coalesce("judged_hi", high).alias("print_hi"), other_low.alias("or_lo"), other_high.alias("or_hi"),
        pl.when(both).then(pl.min_horizontal(low, other_low)).otherwise(low).alias("lo"),
        pl.when(both).then(pl.max_horizontal(high, other_high)).otherwise(high).alias("hi"),
    )  # fmt: skip
    again = (
        table.filter(pl.col("repeats").is_not_null())
        .group_by(pl.col("repeats").alias("id"))
        .agg(pl.col("lo").min().alias("again_lo"), pl.col("hi").max().alias("again_hi"), pl.col("soft").any().alias("again_soft"))
    )  # fmt: skip
    return (
        table.filter(pl.col("repeats").is_null())
        .join(again, on="id", how="left", maintain_order="left")
        .select(
            "id", pl.lit("reading").alias("kind"), "paper_id", "owner_id", _name(), "quantity",
            pl.min_horizontal("lo", "again_lo").alias("lo"), pl.col("mid").fill_null(float("nan")),
            pl.max_horizontal("hi", "again_hi").alias("hi"), pl.coalesce("as_read", "printed").alias("printed"), "place",
            "quote", pl.col("claim").fill_null(""), "subject_id", "print_lo", "print_hi",
            (pl.col("soft") | pl.col("again_soft").fill_null(value=False)).alias("soft"), "or_reads", "or_lo", "or_hi",
        )
    )  # fmt: skip


def _rounded_settings(table: pl.DataFrame) -> pl.DataFrame:
    """A setting is exact as an input; where it is judged it was rounded: ``judged_lo``, ``judged_hi``.

    A rate is rounded as an input too: 0.33 C may be a third.
    """
    exact = [one.name for one in Q if one.exact]
    keys = ["quantity", "printed", "as_read", "unit"]
    settings = table.filter(pl.col("quantity").is_in(exact)).select(*keys).unique()
    rows = [(*row, *_as_rounded(*row)) for row in settings.iter_rows()]
    kinds = dict.fromkeys(keys, pl.String) | {"judged_lo": pl.Float64, "judged_hi": pl.Float64}
    judged = pl.DataFrame(rows, schema=kinds, orient="row")
    made = table.join(judged, on=keys, how="left", nulls_equal=True, maintain_order="left")
    rate = pl.col("quantity").is_in(RATES)
    return made.with_columns(
        pl.when(rate).then(pl.coalesce("judged_lo", "lo")).otherwise("lo").alias("lo"),
        pl.when(rate).then(pl.coalesce("judged_hi", "hi")).otherwise("hi").alias("hi"),
    )


def _as_rounded(
    quantity: str, printed: str, as_read: str | None, unit: str | None
) -> tuple[float | None, float | None]:
    rounded = replace(Q[quantity], exact=False)
    text = as_read or printed
    for way in (text, f"{text} {unit}"):  # a point of a list stands without its unit
        try:
            found = rounded.read(way)
        except KbError:
            continue
        return found.lo, found.hi
    return None, None  # words: what was understood of them on loading stays


def _name() -> pl.Expr:
    label = pl.col("label").fill_null("")
    return pl.when(label == "").then(pl.col("quantity")).otherwise(pl.format("{}({})", "quantity", label)).alias("name")


def _conditions(table: pl.DataFrame) -> pl.DataFrame:
    table = table.filter(pl.col("state").fill_null("stated") == "stated")
    table = _rounded_settings(table.with_columns(pl.lit(None, pl.String).alias("as_read")))
    low, high = _ends("lo", "hi")
    return table.select(
        "id", pl.lit("condition").alias("kind"), "paper_id", pl.col("experiment_id").alias("owner_id"), _name(), "quantity",
        low.alias("lo"), pl.col("mid").fill_null(float("nan")), high.alias("hi"), "printed", "place", "quote",
        pl.lit("").alias("claim"), pl.lit(None, pl.String).alias("subject_id"), low.alias("print_lo"),
        high.alias("print_hi"), (pl.col("qualifier") == "~").fill_null(value=False).alias("soft"),
        pl.lit(None, pl.String).alias("or_reads"), pl.lit(-INFINITE).alias("or_lo"), pl.lit(INFINITE).alias("or_hi"),
    )  # fmt: skip


def _reference(table: pl.DataFrame) -> pl.DataFrame:
    low, high = _ends("lo", "hi")
    return table.select(
        "id", pl.lit("reference").alias("kind"), pl.lit(None, pl.String).alias("paper_id"),
        pl.col("material_id").alias("owner_id"), pl.col("quantity").alias("name"), "quantity", low.alias("lo"),
        pl.col("mid").fill_null(float("nan")), high.alias("hi"), "printed", pl.col("source").alias("place"),
        pl.lit(None, pl.String).alias("quote"), pl.lit("").alias("claim"), pl.lit(None, pl.String).alias("subject_id"),
        low.alias("print_lo"), high.alias("print_hi"), pl.lit(value=False).alias("soft"),
        pl.lit(None, pl.String).alias("or_reads"), pl.lit(-INFINITE).alias("or_lo"), pl.lit(INFINITE).alias("or_hi"),
    )  # fmt: skip


Plain = tuple[str, str | None, str, str, str, float, str]


def plain_facts(rows: list[Plain] | pl.DataFrame, kind: str) -> pl.DataFrame:
    """Facts that are exact: id, paper, owner, name, quantity, value in SI, as shown."""
    made = rows if isinstance(rows, pl.DataFrame) else pl.DataFrame(
        rows, schema=["id", "paper_id", "owner_id", "name", "quantity", "mid", "printed"], orient="row",
        schema_overrides={n: FACT_COLUMNS[n] for n in ("id", "paper_id", "owner_id", "name", "quantity", "mid", "printed")},
    )  # fmt: skip
    empty = [pl.lit(None, FACT_COLUMNS[n]).alias(n) for n in ("place", "quote", "subject_id", "or_reads")]
    open_ends = [pl.lit(-INFINITE).alias("or_lo"), pl.lit(INFINITE).alias("or_hi")]
    value = [pl.col("mid").alias(n) for n in ("lo", "hi", "print_lo", "print_hi")]
    words = [pl.lit(kind).alias("kind"), pl.lit("").alias("claim"), pl.lit(value=False).alias("soft")]
    return made.with_columns(*empty, *open_ends, *value, *words).select(list(FACT_COLUMNS))


def _compositions(table: pl.DataFrame) -> pl.DataFrame:
    """Molar mass and lithium per formula unit, from the formula that the paper prints; each kind of material once."""
    known = table.filter((pl.col("molar_mass") > 0) & (pl.col("parse_state") == "complete"))
    keys = ["formula", "name", "family", "elements", "molar_mass"]
    rows: list[tuple[Any, ...]] = []
    for formula, name, family, elements, mass in known.select(keys).unique(maintain_order=True).iter_rows():
        own = (formula, name, family, elements, mass)
        rows.append((*own, "molar_mass", mass, f"{mass * 1000:.6g} g/mol, of {formula or name}"))
        amount = float(json.loads(elements).get("Li", 0))
        if amount and family in ACTIVE_FAMILIES:
            rows.append((*own, "lithium_per_formula", amount, f"{amount:g}, of {formula}"))
    kinds = {
        **dict.fromkeys(keys, pl.String),
        "molar_mass": pl.Float64,
        "quantity": pl.String,
        "mid": pl.Float64,
        "printed": pl.String,
    }
    made = known.join(pl.DataFrame(rows, schema=kinds, orient="row"), on=keys, nulls_equal=True)
    return made.select(
        pl.format("{}/composition/{}", "id", "quantity").alias("id"), "paper_id", pl.col("id").alias("owner_id"),
        pl.col("quantity").alias("name"), "quantity", "mid", "printed",
    )  # fmt: skip


ELEMENT_RATIO = (
    (pl.col("quantity") == "mass_ratio") & (pl.col("subject_kind") == "material")
    & pl.col("label").fill_null("").str.contains(":") & pl.col("repeats").is_null()
)  # fmt: skip


Pair = tuple[dict[str, Any], list[str], dict[str, float], str]


def _with_elements(tables: Mapping[str, pl.DataFrame]) -> list[Pair]:
    """Weight ratios of two elements of a formula: the reading, both symbols, the amounts, the formula."""
    named = tables["material"].select(pl.col("id").alias("subject_id"), "elements", "formula")
    found = []
    for row in tables["reading"].filter(ELEMENT_RATIO).join(named, on="subject_id").iter_rows(named=True):
        elements = {symbol: float(amount) for symbol, amount in json.loads(row["elements"]).items()}
        pair = [part.strip() for part in row["label"].split(":")]
        if len(pair) == 2 and all(part in elements for part in pair):
            found.append((row, pair, elements, row["formula"]))
    return found


def _element_ratios(pairs: list[Pair]) -> list[Plain]:
    """Amounts and atomic masses for each such ratio, in a context of the reading's own."""
    made: list[Plain] = []
    for row, pair, elements, formula in pairs:
        from pymatgen.core import Element

        for part, symbol in zip(("first", "second"), pair, strict=True):
            mass, amount = float(Element(symbol).atomic_mass) / 1000, elements[symbol]
            base, paper, owner = f"{row['id']}/composition/{part}", row["paper_id"], row["id"]
            shown = f"{amount:g} {symbol} in {formula}"
            made.append((f"{base}_amount", paper, owner, f"{part}_amount", "amount", amount, shown))
            shown = f"{mass * 1000:.6g} g/mol"
            made.append((f"{base}_atomic_mass", paper, owner, f"{part}_atomic_mass", "atomic_mass", mass, shown))
    return made


def _ratios(table: pl.DataFrame) -> pl.DataFrame:
    """Weight ratios again, each as the own number of its own context."""
    own = _readings(table)
    return own.with_columns(pl.col("id").alias("owner_id"), pl.lit("mass_ratio").alias("name"))
