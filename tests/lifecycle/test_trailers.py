"""The trailer of a commit message, whatever Git takes for a comment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.lifecycle.trailers import MessageCleanup, with_trailers

DOCUMENT = "SOP-001 rev 2 (draft)"
LINE = f"Document: {DOCUMENT}"


def help_of_git(mark: str = "#") -> str:
    said = ("Please enter the commit message.", "", "On branch main", "")
    return "\n" + "".join(f"{mark} {line}".rstrip() + "\n" for line in said)


def scissors(mark: str = "#") -> str:
    return f"{mark} {'-' * 24} >8 {'-' * 24}\n{mark} Do not change it.\ndiff --git a/x b/x\n+Text\n"


def added(message: str, *comments: str, cleanup: str = "", edited: bool = True) -> str:
    habits = MessageCleanup(comments, cleanup, edited)
    return with_trailers(message.encode(), (DOCUMENT,), habits).decode()


@pytest.mark.parametrize("mark", ["#", ";", "//", "⁑⁕⁑", "%"])
@pytest.mark.parametrize("told", [True, False], ids=["configured", "on the command line"])
def test_an_empty_message_stays_empty(mark: str, told: bool) -> None:
    configured = (mark,) if told else ()
    for message in (help_of_git(mark), "\n" + help_of_git(mark) + scissors(mark)):
        assert added(message, *configured) == message
        assert added(message, *configured, edited=False) == message


@pytest.mark.parametrize("mark", ["#", ";", "//"])
def test_it_stands_above_comments_and_scissors(mark: str) -> None:
    message = "Draft it\n" + help_of_git(mark) + scissors(mark)
    above, found, _ = added(message, mark).partition(f"\n{help_of_git(mark)[1:]}")
    assert found
    assert above == f"Draft it\n\n{LINE}\n"
    assert added("Draft it\n" + scissors(mark), cleanup="scissors").startswith(
        f"Draft it\n\n{LINE}\n{mark} ---"
    )


def test_a_number_of_an_issue_is_no_comment_without_an_editor() -> None:
    assert added("#12 mend it\n", edited=False) == f"#12 mend it\n\n{LINE}\n"
    assert added("Mend it\n\n#12\n", edited=False) == f"Mend it\n\n#12\n\n{LINE}\n"
    assert added("#12 mend it\n", ";") == f"#12 mend it\n\n{LINE}\n"
    chosen = "#12 mend it\n" + help_of_git(";")
    assert added(chosen, "auto").startswith(f"#12 mend it\n\n{LINE}\n")


def test_where_git_would_drop_it_a_number_is_a_comment() -> None:
    message = "#12 mend it\n" + help_of_git()
    assert added(message) == message  # Git aborts this commit
    assert added("#12 mend it\n", cleanup="strip", edited=False) == "#12 mend it\n"
    assert added("#12\n", "auto") == "#12\n"
    assert added("#12\n", cleanup="scissors") == f"#12\n\n{LINE}\n"


def test_a_message_in_another_script_is_no_comment() -> None:
    assert added("修正\n", edited=False) == f"修正\n\n{LINE}\n"
    assert added("修正\n" + help_of_git()).startswith(f"修正\n\n{LINE}\n")


def test_it_joins_trailers_that_are_there() -> None:
    signed = "Mend it\n\nCo-authored-by: Quinn <quinn@example.com>\n"
    assert added(signed) == f"{signed}{LINE}\n"
    assert added(added(signed)) == added(signed)
    assert added("Fix: the lathe\n") == f"Fix: the lathe\n\n{LINE}\n"
    assert added("Mend it\n\nNote: this\nand that\n").endswith(f"and that\n\n{LINE}\n")


@given(
    st.text(st.sampled_from("a#; \n-:12"), max_size=30),
    st.sampled_from(["#", ";", "auto", ""]),
    st.booleans(),
)
def test_what_is_written_is_kept(text: str, mark: str, edited: bool) -> None:
    """Lines are only added, once, and never to a message that has no text."""
    made = added(text, mark, edited=edited)
    kept = [line for line in made.split("\n") if line != LINE]
    assert [x for x in kept if x] == [x for x in text.split("\n") if x]
    assert made.count(LINE) == (0 if made == text else 1)
    assert added(made, mark, edited=edited) == made
    if not text.strip():
        assert made == text
