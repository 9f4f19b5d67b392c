"""A new edition: all of it or nothing, each figure beside the one before."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from evidence import services
from evidence.models import Finding, Measure, Publication
from evidence.services.editions import Edition, NewFigure, NewWording, next_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def old():
    return Publication.objects.get(key="dcms-cls-2016-17")


def figure_beside(finding, value="9", **given):
    percentage = Decimal(value)
    given = {"quotation": f"{value}%", "place": "Table 2"} | given
    return NewFigure(earlier=finding, percentage=percentage, decimals=0, **given)


def edition(old, *figures, **given):
    new = next_edition(old, title="Community Life Survey: 2024/25", year=2025)
    return Edition(
        **{"old": old, "publication": new, "period": "2024/25", "figures": figures} | given
    )


def test_figures_are_entered_beside_the_old_ones(old, officer):
    earlier = old.findings.percentages().first()
    new = services.enter_edition(edition(old, figure_beside(earlier, base=170000)), by=officer)
    made = new.findings.get()
    assert (made.earlier, made.measure, made.group) == (earlier, earlier.measure, earlier.group)
    assert (made.stated, made.period, made.base) == ("9%", "2024/25", 170000)
    assert (made.interval_state, made.quoted_from) == ("not-looked-for", "source")
    assert (new.publisher, new.sampling) == (old.publisher, old.sampling)
    assert not new.appraisals.exists()
    old.refresh_from_db()
    assert (old.standing, old.replaced_by) == ("newer-edition", new)
    assert earlier.lines.exists() == Finding.objects.get(pk=earlier.pk).lines.exists()


def test_an_interval_carries_its_source(old, officer):
    earlier = old.findings.percentages().first()
    figure = figure_beside(earlier, interval_low=Decimal(8), interval_high=Decimal(10))
    new = services.enter_edition(edition(old, figure, interval_source="Table 2b"), by=officer)
    made = new.findings.get()
    assert (made.interval_state, made.interval_source) == ("recorded", "Table 2b")


def test_other_words_are_another_measure(old, officer):
    earlier = old.findings.percentages().first()
    wording = NewWording(earlier.measure, "How often do you feel lonely?")
    new = services.enter_edition(
        edition(old, figure_beside(earlier), wordings=[wording]), by=officer
    )
    measure = new.findings.get().measure
    assert measure != earlier.measure
    assert (measure.wording, measure.measures) == (wording.wording, earlier.measure.measures)


def test_a_bad_figure_leaves_nothing_behind(old, officer):
    first, second = old.findings.percentages()[:2]
    figures = figure_beside(first), figure_beside(second, quotation="")
    with pytest.raises(ValidationError, match="a finding without them is refused"):
        services.enter_edition(edition(old, *figures), by=officer)
    assert not Publication.objects.filter(title__contains="2024/25").exists()
    assert not Finding.objects.filter(earlier=first).exists()


def test_the_same_edition_is_not_entered_twice(old, officer):
    first, second = old.findings.percentages()[:2]
    new = services.enter_edition(edition(old, figure_beside(first)), by=officer)
    with pytest.raises(ValidationError, match="choose it as the new edition instead"):
        services.enter_edition(edition(old, figure_beside(second)), by=officer)
    with pytest.raises(ValidationError, match="was entered from this edition already"):
        services.enter_edition(edition(old, figure_beside(first), publication=new), by=officer)
    services.enter_edition(edition(old, figure_beside(second), publication=new), by=officer)
    assert new.findings.count() == 2


def test_a_withdrawn_edition_stays_withdrawn(old, officer):
    old.standing = "withdrawn"
    services.enter(old, by=officer)
    services.enter_edition(edition(old, figure_beside(old.findings.percentages()[0])), by=officer)
    old.refresh_from_db()
    assert old.standing == "withdrawn"


def test_only_an_officer_enters_one(old, reviewer):
    with pytest.raises(PermissionDenied):
        services.enter_edition(edition(old), by=reviewer)
    assert Measure.objects.filter(code__contains="2024").count() == 0
