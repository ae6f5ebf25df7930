"""Who did what when, each event with whose word it is."""
