"""Versions made before keep from now on, too, the words and grades they stand on.

They are copied as the register has them on the day of the upgrade, and each version gets the
fingerprint of all its inputs. The guards are off meanwhile and stand again with the next migration.
"""

from django.db import migrations

from estimates import calculation
from loneliness.records import guards
from loneliness.records.guards import Guard

GUARDED = (Guard("estimates_revision", "approved_by_id"), Guard("estimates_revisionline"))


def title_of(publication):
    """How a publication is named: as its own model names it."""
    year = f" ({publication.year})" if publication.year else ""
    return f"{publication.title}{year}"


def grade_of(apps, publication):
    """The appraisal in force: the last one confirmed, or the newest while none is."""
    rows = apps.get_model("evidence", "Appraisal").objects.filter(publication=publication)
    confirmed = rows.filter(confirmed_at__isnull=False).order_by("-confirmed_at", "-pk").first()
    return confirmed or rows.order_by("-pk").first()


def copied(apps, line):
    finding, population = line.finding, line.population
    appraisal = grade_of(apps, finding.publication)
    return {
        "rate_quotation": finding.quotation,
        "rate_place": finding.place,
        "rate_source": title_of(finding.publication),
        "rate_period": finding.period,
        "base": finding.base,
        "grade": appraisal.grade if appraisal else "",
        "grade_confirmed": bool(appraisal and appraisal.confirmed_by_id),
        "count_quotation": population.quotation,
        "count_place": population.place,
        "count_source": title_of(population.publication),
        "count_period": population.period or str(population.date or ""),
    }


def inputs_of(line, words):
    percentage = line.percentage.quantize(calculation.Decimal(1).scaleb(-line.decimals))
    return calculation.Inputs(line.position, line.label, line.count, percentage, **words)


def copy(apps, schema_editor):
    """Fill in what each line of a version stands on."""
    for guard in GUARDED:
        guards.lift(schema_editor.connection, guard)
    lines = apps.get_model("estimates", "RevisionLine").objects
    for revision in apps.get_model("estimates", "Revision").objects.all():
        inputs = []
        for line in lines.filter(revision=revision).select_related(
            "finding__publication", "population__publication"
        ):
            words = copied(apps, line)
            lines.filter(pk=line.pk).update(**words)
            inputs.append(inputs_of(line, words))
        severity = "material" if revision.kind == "correction" else ""
        type(revision).objects.filter(pk=revision.pk).update(
            fingerprint=calculation.fingerprint(inputs, revision.total_rule), severity=severity
        )


class Migration(migrations.Migration):
    dependencies = [
        ("estimates", "0005_figures_that_match"),
        ("evidence", "0007_guards"),
    ]
    operations = [migrations.RunPython(copy, migrations.RunPython.noop)]
