"""`isodocs processes`: which process feeds which, by the register and by what goes in and out."""

from __future__ import annotations

from tests.helpers.command import invoke
from tests.helpers.company import approved
from tests.helpers.repository import RepositoryBuilder

PROCESSES = """id,title,owner,inputs,outputs,feeds,status
P-1,Sales,quinn,enquiry,Order,,
P-2,Machining,quinn,order; bar,parts,P-3,
P-3,Dispatch,ann,released batch,parcel,,
P-4,Smithy,ann,order,parts,,former
"""
MEASUREMENT = """process,figure,date,value,unit,target,follows
Machining,yield,2024-04-30,91,%,at least 95 %,Guide bush changed
"""


def said(repo: RepositoryBuilder) -> str:
    done = invoke("processes", "--on", "2024-06-01", at=repo.path)
    assert done.exit_code == 0, done.output
    return done.output


def test_it_follows_the_register_and_what_comes_out(repo: RepositoryBuilder) -> None:
    files = {"records/process.csv": PROCESSES, "records/measurement.csv": MEASUREMENT}
    repo.stage({**approved(), **files})
    output = said(repo)
    assert "3 processes, 2 links" in output
    assert "feeds: P-2 Machining: Order\n" in output
    assert "feeds: P-3 Dispatch\n" in output
    assert "yield 91 % on 2024-04-30 (target at least 95 %: missed)" in output
    assert "Smithy" not in output


def test_without_a_register_it_says_how_to_begin_one(repo: RepositoryBuilder) -> None:
    repo.stage(approved())
    assert "isodocs new process" in said(repo)
