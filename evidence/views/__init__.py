"""Pages of the evidence register."""
