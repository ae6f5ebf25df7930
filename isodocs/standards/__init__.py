"""Standards: their requirement maps, and the clauses people refer to."""
