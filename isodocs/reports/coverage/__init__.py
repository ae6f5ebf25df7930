"""What each clause of a standard rests on."""
