"""What the rules check, and why."""
