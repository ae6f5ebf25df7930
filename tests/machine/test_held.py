"""What a process holds in memory from one reading to the next."""

from __future__ import annotations

from isodocs.machine.held import Held


def test_what_is_asked_for_stays_and_the_rest_is_let_go() -> None:
    held = Held()
    held.put(b"a", "A")
    held.put(b"b", "B")
    held.let_go()
    assert held.get(b"a") == "A"
    held.let_go()
    assert (held.get(b"a"), held.get(b"b")) == ("A", None)
