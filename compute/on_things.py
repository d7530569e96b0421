"""The facts of each record by name: its own, its active material's, reference density, lithium's constants."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

__all__ = ["facts_of_things"]


def facts_of_things(tables: Mapping[str, pl.DataFrame], facts: pl.DataFrame, names: set[str]) -> pl.DataFrame:
    """``owner_id``, ``name``, ``row``: one fact a name of every record, limited to the names that are asked for."""
    own = _one_a_name(facts)
    parts, main = _main_materials(tables)
    active = pl.concat(
        [
            parts.filter("is_main").join(own, left_on="material_id", right_on="owner_id").select("whole_id", "name", "row"),
            parts.filter("is_main").join(own, left_on="id", right_on="owner_id").select("whole_id", "name", "row"),
        ]
    ).select(pl.col("whole_id").alias("owner_id"), ("active_" + pl.col("name")).alias("name"), "row")  # fmt: skip
    # a constituent's own fact comes after its material's, and so hides it
    active = active.unique(["owner_id", "name"], keep="last", maintain_order=True)
    reference = tables["reference_material"].select(pl.col("id").alias("reference_id"), "reduced_formula")
    known = main.join(
        tables["material"].select(pl.col("id").alias("material_id"), "reduced_formula"), on="material_id"
    ).join(reference, on="reduced_formula")
    of_reference = (
        known.filter("alone")
        .join(own, left_on="reference_id", right_on="owner_id")
        .select("owner_id", "name", "row")
        .join(own, on=["owner_id", "name"], how="anti")  # what the paper prints hides it
    )
    metal = known.filter(pl.col("reduced_formula") == "Li")
    lithium = pl.concat(
        [
            metal.join(own, left_on="reference_id", right_on="owner_id").select("owner_id", "name", "row"),
            metal.join(own.filter(pl.col("name") == "molar_mass"), left_on="material_id", right_on="owner_id").select(
                "owner_id", "name", "row"
            ),
        ]
    ).select("owner_id", ("lithium_" + pl.col("name")).alias("name"), "row")
    found = pl.concat([own, active, of_reference, lithium]).filter(pl.col("name").is_in(sorted(names)))
    return found.unique(["owner_id", "name"], keep="first", maintain_order=True)


def _one_a_name(facts: pl.DataFrame) -> pl.DataFrame:
    """The fact that an owner shows under a name: a reading before a condition, then the first by id."""
    own = facts.select("owner_id", "name", "row", "kind", "id")
    several = own.filter(pl.struct("owner_id", "name").is_duplicated())
    first = several.sort("kind", "id", descending=[True, False]).unique(
        ["owner_id", "name"], keep="first", maintain_order=True
    )
    single = own.join(several.select("row"), on="row", how="anti") if several.height else own
    return pl.concat([single, first]).select("owner_id", "name", "row")


def _main_materials(tables: Mapping[str, pl.DataFrame]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The parts of each whole, whether one is its only active material; and the one material that a record mainly is."""
    is_active = pl.col("role") == "active_material"
    parts = tables["constituent"].with_columns(
        pl.len().over("whole_id").alias("count"), is_active.sum().over("whole_id").alias("active")
    )
    only = (pl.col("count") == 1) | ((pl.col("active") == 1) & is_active)
    parts = parts.with_columns(only.alias("is_main"))
    wholes = parts.filter("is_main").select(
        pl.col("whole_id").alias("owner_id"), "material_id", (pl.col("count") == 1).alias("alone")
    )
    alone = pl.lit(value=True).alias("alone")
    materials = tables["material"].select(pl.col("id").alias("owner_id"), pl.col("id").alias("material_id"), alone)
    made_of = tables["coating_material"].with_columns(pl.len().over("coating_id").alias("count"))
    coated = made_of.filter(pl.col("count") == 1).select(pl.col("coating_id").alias("owner_id"), "material_id", alone)
    # a bare control is what it is on
    bare = tables["coating"].join(made_of, left_on="id", right_on="coating_id", how="anti").select(
        pl.col("id").alias("owner_id"), "on_id"
    )  # fmt: skip
    main = pl.concat([materials, wholes, coated]).unique("owner_id", keep="last", maintain_order=True)
    on = bare.join(main, left_on="on_id", right_on="owner_id").select("owner_id", "material_id", "alone")
    return parts, pl.concat([main, on])
