"""The way from one standard to the next: what changes, what is covered, what is to be done."""
