"""The whole base in files for others: Parquet, CSV with a data package descriptor, JSON Lines, JSON-LD, SQLite, seeds.

Two bases of the same seeds give the same bytes, whatever machine, order or database they were built on.
"""

from kb.exports.whole import FORMATS, UnknownFormatError, export_all

__all__ = ["FORMATS", "UnknownFormatError", "export_all"]
