"""What the words of the tracker mean, on the page that uses them."""

from django import template

from actions.vocabulary import DERIVED_MEANING, RAG_MEANING, STATUS_MEANING, STATUSES, Rag

register = template.Library()


@register.inclusion_tag("actions/meanings.html")
def what_words_mean() -> dict[str, object]:
    """Every status and rating with its meaning."""
    meaning = {**STATUS_MEANING, **DERIVED_MEANING}
    return {
        "statuses": [(word, meaning[key]) for key, word in STATUSES],
        "ratings": [(Rag(key).label, words) for key, words in RAG_MEANING.items()],
    }
