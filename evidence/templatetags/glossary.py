"""Explains the glossary's terms where they stand."""

from django import template

from evidence import selectors
from evidence.models import GlossaryTerm

register = template.Library()


@register.inclusion_tag("evidence/words_explained.html")
def words_explained(*texts: object) -> dict[str, list[GlossaryTerm]]:
    """The terms that stand in the texts, with what they mean."""
    return {"terms": selectors.terms_in(*(str(text) for text in texts))}
