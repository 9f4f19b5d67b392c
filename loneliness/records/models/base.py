"""What every record of the register has: history, a version, words to be found by."""

from __future__ import annotations

import functools
import operator
from collections.abc import Sequence
from typing import Any, ClassVar, TypeGuard

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from loneliness.records.text import fold


class History(HistoricalRecords):
    """simple-history, whose rows keep the person who made them (PROTECT, never SET_NULL)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("inherit", True)
        kwargs.setdefault("history_change_reason_field", models.TextField(null=True))
        kwargs.setdefault("excluded_fields", ["search_text"])
        super().__init__(**kwargs)

    def create_history_model(self, model: Any, inherited: bool) -> Any:
        """The history of a model; a past record is made without what is folded for search."""
        made = super().create_history_model(model, inherited)
        made._history_excluded_fields = []
        return made

    def _get_history_user_fields(self) -> dict[str, Any]:
        return {
            "history_user": models.ForeignKey(
                self.user_model or settings.AUTH_USER_MODEL,
                null=True,
                related_name=self.user_related_name,
                on_delete=models.PROTECT,
            )
        }


PLAIN = {"blank", "min_value", "max_value"}


def is_check(constraint: models.BaseConstraint) -> TypeGuard[models.CheckConstraint]:
    """Whether a constraint looks at one row alone."""
    return isinstance(constraint, models.CheckConstraint)


@functools.cache
def every_check(
    model: type[models.Model], exclude: frozenset[str]
) -> models.CheckConstraint | None:
    """The checks of a model that ask for no excluded field, as one; None when there is none."""
    conditions = [one.condition for one in model._meta.constraints if is_check(one)]
    asked = [one for one in conditions if exclude.isdisjoint(one.referenced_base_fields)]  # type: ignore[union-attr]
    if not asked:
        return None
    return models.CheckConstraint(condition=functools.reduce(operator.and_, asked), name="all")


class Explained(models.Model):
    """A row whose empty or excessive fields are refused in the rule's own sentence.

    ``frozen_by`` names the column that freezes a row once it is filled in; ``written_once`` says
    that rows are never changed. ``guards.expected`` asks for both.
    """

    frozen_by: ClassVar[str] = ""
    written_once: ClassVar[bool] = False
    _checks_hold = False

    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Any = None) -> None:
        """Refuse what breaks a constraint; one question asks whether every check holds."""
        together = every_check(type(self), frozenset(exclude or ()))
        self._checks_hold = together is None or self._broken(together, exclude) is None
        super().validate_constraints(exclude=exclude)

    def get_constraints(self) -> list[tuple[type[models.Model], Sequence[models.BaseConstraint]]]:
        """What is asked one by one: without the model's own checks when they hold together."""
        (model, own), *of_parents = super().get_constraints()
        if self._checks_hold:
            own = [one for one in own if not is_check(one)]
        return [(model, own), *of_parents]

    def clean_fields(self, exclude: Any = None) -> None:
        """Check each field; a constraint's own sentence goes before the plain one."""
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as error:
            told = error.error_dict
            raise ValidationError({**told, **self._sentences(told)}) from None

    def _sentences(self, errors: dict[str, list[ValidationError]]) -> dict[str, ValidationError]:
        plain = {name for name, found in errors.items() if all(one.code in PLAIN for one in found)}
        told: dict[str, ValidationError] = {}
        for check in self._meta.constraints:
            if is_check(check):
                named = check.condition.referenced_base_fields & set(errors)  # type: ignore[union-attr]
                broken = self._broken(check) if named and named <= plain else None
                told |= {name: broken for name in named if broken}
        return told

    def _broken(self, check: models.CheckConstraint, exclude: Any = None) -> ValidationError | None:
        try:
            check.validate(type(self), self, exclude=exclude)
        except ValidationError as error:
            return error
        return None


class WebAddress(models.URLField):  # type: ignore[type-arg]
    """A web address; typed without a scheme it is taken to be https."""

    def formfield(self, **kwargs: Any) -> Any:
        """The form field that assumes https."""
        return super().formfield(assume_scheme="https", **kwargs)


class Historic(Explained):
    """A row whose every change is kept, with the person and the reason."""

    history = History()

    class Meta:
        abstract = True


class Record(Historic):
    """A row that people edit: a save with an old version number is refused as stale."""

    version = models.PositiveIntegerField(
        default=1, editable=False, help_text="Goes up by one with every save."
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse a chain of wider or later records that leads back to this one."""
        super().clean()
        for field in self._meta.get_fields():
            if isinstance(field, models.ForeignKey) and field.related_model is type(self):
                self._refuse_circle(field.name)

    def _refuse_circle(self, name: str) -> None:
        above, passed = getattr(self, name), {self.pk}
        if above is not None and above.pk == self.pk:
            return  # the constraint says so in its own sentence
        while above is not None:
            if above.pk in passed:
                raise ValidationError({name: "This would lead in a circle, back to the record."})
            passed.add(above.pk)
            above = getattr(above, name)


class Searchable(models.Model):
    """A row that search finds by words and figures; the text is refreshed with every save."""

    search_fields: ClassVar[tuple[str, ...]] = ()
    searched_with: ClassVar[tuple[str, ...]] = ()  # other records whose words find this one too

    search_text = models.TextField(
        default="", blank=True, editable=False, help_text="Folded words and figures, for search."
    )

    class Meta:
        abstract = True

    def refresh_search_text(self) -> None:
        """Fold what this row can be found by into ``search_text``."""
        self.search_text = fold(*(str(part) for part in self.search_parts()))

    def search_parts(self) -> list[object]:
        """The values this row can be found by."""
        return [getattr(self, name) or "" for name in self.search_fields]


class Working(Explained):
    """A row that helps the work and states no evidence: kept without a history."""

    class Meta:
        abstract = True


class AppendOnly(Explained):
    """A row that is written once: corrections are new rows."""

    written_once: ClassVar[bool] = True

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row; refuse to change an old one."""
        if not self._state.adding:
            raise TypeError(f"A {self._meta.verbose_name} is never changed: add a new one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: what was reported stays readable."""
        raise TypeError(f"A {self._meta.verbose_name} is never deleted: add a new one.")
