"""Seed files: one CSV file for each model, read and written by the same declaration.

A file is UTF-8 without BOM, LF, comma, with a header; lists are joined by "; "; blank is unknown.
"""

from loneliness.records.seedfiles.columns import Date, Integer, Links, Number, Reference, Text
from loneliness.records.seedfiles.files import SeedError, SeedFile
from loneliness.records.seedfiles.loader import Loader, Outcome
from loneliness.records.seedfiles.lookup import Files

__all__ = [
    "Date",
    "Files",
    "Integer",
    "Links",
    "Loader",
    "Number",
    "Outcome",
    "Reference",
    "SeedError",
    "SeedFile",
    "Text",
]
