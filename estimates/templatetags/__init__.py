"""Template tags of the estimates."""
