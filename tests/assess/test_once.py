"""What follows from a register is worked out once, and is freed with the register."""

from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Event
from time import sleep
from typing import TYPE_CHECKING
from weakref import ref

import pytest

from isodocs.assess.once import once_per_register, once_per_register_and
from isodocs.checking.check import check
from isodocs.model.audit import AuditKind
from isodocs.readiness.readiness import readiness_by_standard
from isodocs.workspace import View, Workspace
from tests.helpers.company import approved, base
from tests.helpers.repository import RepositoryBuilder

if TYPE_CHECKING:
    from isodocs.model.register import Register


_DEEP = 3


@pytest.fixture
def register(repo: RepositoryBuilder) -> Register:
    for path, content in {**base(), **approved()}.items():
        repo.write(path, content)
    return Workspace.open(repo.path).register(View(date(2024, 6, 1)))


class Counted:
    """Functions that say how often they were asked for what."""

    def __init__(self) -> None:
        self.calls: list[object] = []
        calls = self.calls

        @once_per_register
        def word(register: Register, text: str = "", *, loud: bool = False) -> str | None:
            calls.append((register.on, text, loud))
            return text.upper() if loud else text or None

        @once_per_register_and(len)
        def length(register: Register, texts: list[str]) -> tuple[Register, int]:
            calls.append(len(texts))
            return register, len(texts)

        self.word, self.length = word, length


def test_it_is_worked_out_once(register: Register) -> None:
    counted = Counted()
    assert [counted.word(register) for _ in range(3)] == [None] * 3
    assert len(counted.calls) == 1


def test_threads_that_ask_the_same_wait_for_one(register: Register) -> None:
    """And a thread may ask another question, or the same about something else, meanwhile."""
    begun, calls = Event(), []

    @once_per_register
    def depth(register: Register, number: int) -> int:
        calls.append(number)
        if number == _DEEP:
            begun.set()
            sleep(0.2)
        return 1 + depth(register, number - 1) if number else 0

    with ThreadPoolExecutor(8) as threads:
        first = threads.submit(depth, register, _DEEP)
        begun.wait(10)
        others = [threads.submit(depth, register, n) for n in (_DEEP, 1, 0, _DEEP, 2, _DEEP)]
        assert [first.result(10), *(other.result(10) for other in others)] == [3, 3, 1, 0, 3, 2, 3]
    assert sorted(calls) == [0, 1, 2, 3]
    assert not register.being_worked_out


def test_each_argument_has_its_own_result(register: Register) -> None:
    counted = Counted()
    for _ in range(2):
        assert counted.word(register, "a") == "a"
        assert counted.word(register, "b") == "b"
        assert counted.word(register, "a", loud=True) == "A"
    assert len(counted.calls) == 3


def test_a_key_stands_for_what_cannot_be_one(register: Register) -> None:
    counted = Counted()
    assert counted.length(register, ["a"])[1] == counted.length(register, ["b"])[1] == 1
    assert counted.length(register, [])[1] == 0
    assert counted.calls == [1, 0]


def test_another_register_has_its_own(register: Register) -> None:
    counted = Counted()
    same, later = replace(register), replace(register, on=date(2025, 1, 1))
    for each in (register, same, later, later):
        counted.word(each)
    assert [day for day, *_ in counted.calls] == [register.on, register.on, later.on]  # type: ignore[misc]


def test_functions_do_not_share_results(register: Register) -> None:
    one, other = Counted(), Counted()
    one.word(register, "a")
    other.word(register, "a")
    assert len(other.calls) == 1


def test_a_register_is_freed_though_results_refer_to_it(register: Register) -> None:
    copy = replace(register)
    freed = ref(copy)
    Counted().length(copy, [])
    check(copy)
    readiness_by_standard(copy, AuditKind.STAGE_2)
    assert len(copy.worked_out) > 10
    del copy
    gc.collect()
    assert freed() is None
