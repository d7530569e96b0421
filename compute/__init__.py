"""From records to derived numbers and verdicts. Pure: rows and columns in, rows and columns out."""

from compute import formulas  # importing them declares and checks them
from compute.audit import Audited, audit
from compute.check import check
from compute.derive import DerivedValue, DerivedValues, derive
from compute.formula import FORMULAS, DefinitionError, Formula, formula, series_formula
from compute.repeats import check_repeats, check_shares
from compute.statements import check_statements
from compute.verdicts import Checked, Verdicts, Way
from compute.visible import World, world

__all__ = [
    "FORMULAS", "Audited", "Checked", "DefinitionError", "DerivedValue", "DerivedValues", "Formula", "Verdicts", "Way", "World",
    "audit", "check", "check_repeats", "check_shares", "check_statements", "derive", "formula", "formulas", "series_formula",
    "world",
]  # fmt: skip
