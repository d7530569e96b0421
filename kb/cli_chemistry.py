"""The commands that answer questions about formulas and equations, without a base: composition and reaction."""

from __future__ import annotations

from typing import Annotated

import typer

from kb.console import Database, Json, fail, open_base, told

__all__ = ["composition", "reaction"]


@told
def composition(
    formula: Annotated[str, typer.Argument(help="A formula as papers write it, fractions and glasses too.")],
    json: Json = False,
) -> None:
    """Say what a formula is made of, whether its charges balance and how sure that is, and its lithium content.

    Example: kb composition LiNi0.8Co0.1Mn0.1O2
    """
    from kb.build import to_json
    from kb.chemistry import formula_json, formula_text

    typer.echo(to_json(formula_json(formula)) if json else formula_text(formula))


@told
def reaction(
    equation: Annotated[str, typer.Argument(help="An equation as papers print it; ions and e- too.")],
    reduced: Annotated[str | None, typer.Option(help="Potential of the couple that is reduced, in V.")] = None,
    oxidised: Annotated[str | None, typer.Option(help="Potential of the couple that is oxidised, in V.")] = None,
    density: Annotated[list[str] | None, typer.Option(help="A density, as formula=g/cm3; beside the reference data; repeatable.")] = None,
    database: Database = None, json: Json = False,
) -> None:  # fmt: skip
    """Say whether an equation balances and what would, its electrons, free energy and change of volume.

    Example: kb reaction "2Li + ZnO -> Li2O + Zn" --density ZnO=5.606 --density Li2O=2.01 --density Zn=7.14
    """
    from kb.build import to_json
    from kb.chemistry import densities_of, reaction_json, reaction_text
    from schema.quantities import Q

    with open_base(database) as base:
        known = densities_of(base)
    for one in density or []:
        name, _, text = one.partition("=")
        if not text:
            fail(ValueError(f"--density  {one!r} is not formula=g/cm3\n    give it as ZnO=5.606"), 2)
        found = Q.density.read(text if " " in text else f"{text} g cm-3")
        known[name] = (found.lo, found.mid, found.hi)
    if bool(reduced) is not bool(oxidised):
        fail(ValueError("--reduced and --oxidised  belong together\n    give both potentials, or none"), 2)
    made = reaction_json(equation, known, reduced, oxidised)
    typer.echo(to_json(made) if json else reaction_text(made))
