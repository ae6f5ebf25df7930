"""What is really enforced, and where."""
