"""The commands that list what the base knows of itself: quantities and formulas."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kb.console import Json, fail, print_table, say, told

__all__ = ["formulas", "quantities"]


@told
def quantities(
    json: Json = False, search: Annotated[str, typer.Option(help="Only those with this word.")] = ""
) -> None:
    """List the catalogue: every quantity with its unit, owner and sentence.

    Example: kb quantities --search capacity
    """
    from kb.build import to_json
    from schema.quantities import Q

    found = [q for q in Q if search.lower() in f"{q.name} {q.doc}".lower()]
    if json:
        keys = ("name", "unit", "of", "low", "high", "exact", "symbol", "doc", "iri")
        typer.echo(to_json([{key: getattr(q, key) for key in keys} for q in found]))
    else:
        print_table(["quantity", "unit", "of", "plausible", "what it is"],
               [[q.name, q.unit, ", ".join(q.of), f"{q.low:g} … {q.high:g}", q.doc] for q in found])  # fmt: skip


@told
def formulas(
    json: Json = False,
    search: Annotated[str, typer.Option(help="Only those with this word.")] = "",
    html: Annotated[Path | None, typer.Option("--html", help="Write the page of all formulas to this file.")] = None,
) -> None:
    """List the formulas: name, equation, what it gives, source; or write their page with equations for a browser.

    Example: kb formulas --search conductivity
    """
    from dataclasses import asdict

    from compute import FORMULAS
    from compute.wording import named
    from kb.build import to_json
    from kb.explain_parts import formula_told

    if html is not None:
        from kb.formulas_page import page

        if json or search:
            fail(ValueError("--html  is the page of all formulas\n    leave out --json and --search"), 2)
        try:
            html.write_text(page(), encoding="utf-8")
        except OSError as error:
            fail(OSError(f"{html}  can't be written: {error.strerror}\n    choose another path"), 2)
        say(f"wrote {html}")
        return
    words = search.lower()
    found = [
        made
        for made in FORMULAS.values()
        if words in f"{made.title} {named(made.gives)} {made.name} {made.gives} {made.says}".lower()
    ]
    if not found:
        fail(ValueError(f"--search {search}  no formula has this word\n    `kb formulas` lists all"), 2)
    if json:
        typer.echo(to_json([{"gives": made.gives, **asdict(formula_told(made.name))} for made in found]))
        return
    rows = [[made.name, formula_told(made.name).equation, named(made.gives), made.source] for made in found]
    print_table(["formula", "equation", "gives", "source"], rows)
