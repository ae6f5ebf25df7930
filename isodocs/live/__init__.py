"""A system that is watched: what changes in its folders, and what a check of it then finds."""
