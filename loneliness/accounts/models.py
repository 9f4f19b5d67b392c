"""Accounts: people sign in with their e-mail address."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from loneliness.accounts.roles import STAFF_ROLES

TAKEN = "Somebody already signs in with this e-mail address."
SYSTEM_EMAIL = "chapter-2019@register.invalid"


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the only place that knows the system's own."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create an account; without a password it cannot sign in until one is set by link."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create an account that may do everything (Django's ``createsuperuser``)."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def system(self) -> User:
        """The actor of what came with the chapter: it has no password and cannot sign in."""
        user = self.filter(email=SYSTEM_EMAIL).first()
        return user or self.create_user(SYSTEM_EMAIL, name="chapter 2019", is_active=False)


class User(AbstractBaseUser, PermissionsMixin):
    """An account. Names of owners without an account are kept as persons, not here."""

    email = models.EmailField(
        "e-mail address",
        unique=True,
        error_messages={"unique": TAKEN},
        help_text="The address this person signs in with.",
    )
    name = models.CharField(max_length=200, help_text="As it should stand in the register.")
    is_active = models.BooleanField(
        "may sign in", default=True, help_text="Untick instead of deleting an account."
    )
    is_staff = models.BooleanField(
        "may use the workshop", default=False, help_text="Opens the officers' workshop (admin)."
    )
    date_joined = models.DateTimeField(
        "invited", auto_now_add=True, help_text="When the account was made."
    )

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                name="account_email_unique",
                violation_error_message=TAKEN,
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="account_has_name",
                violation_error_message="Give the person's name.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name shown beside what this person did."""
        return self.name

    def get_short_name(self) -> str:
        """The name the workshop greets by."""
        return self.name

    def has_role(self, role: str) -> bool:
        """Whether the person holds the role; read once for each request."""
        return role in self.role_names

    @property
    def is_staff_of_register(self) -> bool:
        """Whether the person reads the whole register, not only actions of their own."""
        return self.is_superuser or bool(self.role_names & STAFF_ROLES)

    @property
    def role_names(self) -> frozenset[str]:
        """The names of the roles this person holds."""
        if not hasattr(self, "_role_names"):
            self._role_names = frozenset(self.groups.values_list("name", flat=True))
        return self._role_names
