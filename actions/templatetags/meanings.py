"""What the words of the tracker mean, on the page that uses them."""

from django import template

from actions.vocabulary import RAG_MEANING, STATUS_MEANING, Rag, Status

register = template.Library()
DERIVED = (
    ("Complete", "The owner claimed it, and a reviewer who is not the owner has verified it."),
    ("Merged", "Another action has taken it in; it is reported on there."),
)


@register.inclusion_tag("actions/meanings.html")
def what_words_mean() -> dict[str, object]:
    """Every status and rating with its meaning."""
    return {
        "statuses": [
            *((Status(key).label, words) for key, words in STATUS_MEANING.items()),
            *DERIVED,
        ],
        "ratings": [(Rag(key).label, words) for key, words in RAG_MEANING.items()],
    }
