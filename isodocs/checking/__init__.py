"""Run the rules and put their gaps in order; decide what a hook lets through."""
