"""Who may approve what, and what an approval says: statements and the authority register."""
