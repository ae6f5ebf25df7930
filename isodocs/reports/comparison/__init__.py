"""Two standards side by side."""
