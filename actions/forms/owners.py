"""Forms about people: appointing, inviting, leaving, and bodies that end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils import timezone

from actions.models import Board, Holding, Organisation, Person
from actions.vocabulary import Reminders
from loneliness.ui.forms import GovukForm

VACANT = "Nobody yet: the post is vacant"


def day(**kwargs: Any) -> forms.DateField:
    """A field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, **kwargs)


class _OfBodyForm(GovukForm):
    """A form about somebody who works for a body that is not over."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = Q(valid_to=None) | Q(valid_to__gte=timezone.localdate())
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(bodies)


class AppointForm(_OfBodyForm):
    """Who holds which post, from when."""

    name = forms.CharField(max_length=200, label="Name")
    email = forms.EmailField(label="E-mail address")
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), label="Organisation", empty_label="Choose"
    )
    title = forms.CharField(
        max_length=200, label="Post", help_text="The role that owns actions: Public Health lead."
    )
    on = day(
        label="From",
        help_text="First day in the post. Whoever held it before ends the day before.",
    )


class InviteForm(_OfBodyForm):
    """Whom to invite, and as what."""

    name = forms.CharField(max_length=200, label="Name")
    email = forms.EmailField(label="E-mail address")
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), label="Organisation", empty_label="Choose"
    )
    roles = forms.ModelMultipleChoiceField(
        Group.objects.order_by("name"),
        widget=forms.CheckboxSelectMultiple,
        label="Roles",
        help_text="A person may have several.",
    )


class LeaveForm(GovukForm):
    """When somebody leaves, and who takes over each post they hold."""

    last_day = day(label="Last day", help_text="Whoever takes over begins the day after.")

    def __init__(self, *args: Any, person: Person, held: list[Holding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Person.objects.exclude(pk=person.pk).select_related("organisation")
        for holding in held:
            self.fields[f"post_{holding.pk}"] = forms.ModelChoiceField(
                others, required=False, label=str(holding.post), empty_label=VACANT
            )
        self.held = held

    def successors(self) -> dict[int, Person | None]:
        """Who takes over each holding, by its key."""
        return {holding.pk: self.cleaned_data[f"post_{holding.pk}"] for holding in self.held}


class EndForm(GovukForm):
    """When a body ends, and what takes its place."""

    on = day(label="Last day", help_text="Its successor begins the day after.")
    successor = forms.ModelChoiceField(
        Organisation.objects.filter(valid_to=None),
        required=False,
        label="What takes its place",
        empty_label="Nothing: its posts become vacant",
    )
    note = forms.CharField(
        label="Why, with the source",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Such as: merged on 1 April 2027, The Example (Structural Changes) Order 2026.",
    )


class EndBoardForm(GovukForm):
    """When a board ends, and which board takes over."""

    on = day(label="Last day", help_text="Its successor begins the day after.")
    successor = forms.ModelChoiceField(
        Board.objects.filter(valid_to=None),
        required=False,
        label="What takes its place",
        empty_label="Nothing: its actions report to no board that meets",
    )
    reason = forms.CharField(label="Why, with the source", widget=forms.Textarea(attrs={"rows": 3}))


class RemindersForm(GovukForm):
    """What reminders somebody wants."""

    choice = forms.ChoiceField(
        label="What do you want to get?",
        choices=Reminders.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the two."},
        help_text="Calls for updates before a meeting reach you in either case, and so does what "
        "you are told because you lead an action or chair a board.",
    )
