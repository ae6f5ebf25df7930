"""Which versions of isodocs.yaml commits have, whatever the lines of their history."""

from __future__ import annotations

from isodocs.history.past_settings import _InForce
from isodocs.model.graph import CommitGraph


def test_a_merge_has_what_either_line_last_said() -> None:
    """0 - 1 - 3 - 5 is the branch, 2 - 4 a line of its own that is merged by 5."""
    graph = CommitGraph.of([(), (0,), (0,), (1,), (2,), (3, 4)])
    versions = _InForce([(0, "first"), (1, "ours"), (4, "theirs")], graph)
    assert [versions.at(order) for order in range(-1, 7)] == [
        set(),
        {"first"},
        {"ours"},
        {"first"},
        {"ours"},
        {"theirs"},
        {"ours", "theirs"},
        {"ours", "theirs"},
    ]
