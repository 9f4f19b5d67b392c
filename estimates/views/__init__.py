"""Pages of the estimates."""
