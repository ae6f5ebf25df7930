"""What history shows: every revision, altered records, lost rows, and how texts differ."""
