"""What the sources say each edition holds, one module a map, typed apart from the map itself.

`TOP` are the clauses without a parent. `STRUCTURE` counts the sub-clauses of each heading, or lists
their last numbers where these do not run from 1. `DOCUMENTED` lists where the edition asks for
documented information, and with which verb; nowhere else. `MAY_BE_NOT_APPLICABLE` are the clauses
that may be declared so; controls are left out, since each of them may. `CONTROLS`, `AUDITABLE` and
`CLAUSES` are counts. `DOUBTFUL` are the entries still to be confirmed. `TABLES_OF_CLAUSES` are
sources that list clauses only.
"""
