"""The plan: what is to be done, by owner and week."""
