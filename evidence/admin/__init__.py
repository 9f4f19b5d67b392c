"""The evidence in the officers' workshop."""

from evidence.admin import findings, people, publications

__all__ = ["findings", "people", "publications"]
