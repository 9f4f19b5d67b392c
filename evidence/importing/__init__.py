"""Reading references that others exported: bytes in, records out, without the database.

A reader accounts for every record of a file: what it cannot read it names, with line and rule.
"""
