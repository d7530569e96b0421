"""From records to derived numbers and verdicts. Pure: rows and columns in, rows and columns out."""

# Importing a module of formulas declares and checks them.
from compute import cell, electrode, matter, transport
from compute.check import Checked, check
from compute.derive import DerivedValue, derive
from compute.formula import FORMULAS, DefinitionError, Formula, formula, series_formula
from compute.statements import check_repeats, check_shares, check_statements
from compute.visible import World, world

__all__ = [
    "FORMULAS", "Checked", "DefinitionError", "DerivedValue", "Formula", "World", "cell", "check", "check_repeats",
    "check_shares", "check_statements", "derive", "electrode", "formula", "matter", "series_formula", "transport",
    "world",
]  # fmt: skip
