"""Action plans of partners as their sheets give them: read, understood, compared; no database."""
