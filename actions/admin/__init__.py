"""The action tracker in the officers' workshop."""

from actions.admin import people, services, work

__all__ = ["people", "services", "work"]
