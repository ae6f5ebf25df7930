"""What is really enforced here, and where: looked at, never run."""
