"""What Git says when it fails, in words that say what to do."""

from __future__ import annotations

from pathlib import Path

from isodocs.errors import NotARepositoryError, RepositoryError


def escaped(text: str) -> str:
    """`text` with everything unprintable, undecodable bytes included, as backslash escapes."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def partial_hint() -> str:
    """What to do about a partial clone."""
    from isodocs.words import say

    return say(
        "This is a partial clone, and isodocs never fetches by itself. "
        "Clone the repository whole: `git clone` without `--filter`."
    )


def last_line(stderr: bytes) -> str:
    """The reason that Git gives, safe to print."""
    lines = [line for line in stderr.decode("utf-8", "surrogateescape").split("\n") if line.strip()]
    # After "fatal:" Git often adds advice; the reason is the line that says so.
    fatal = [line for line in lines if line.startswith(("fatal:", "error:"))]
    return escaped((fatal or lines or [""])[-1].strip())


def refuse_other_place(directory: Path, top: Path) -> None:
    """Refuse files elsewhere: anyone who wrote the configuration would choose what is looked at."""
    if not directory.resolve().is_relative_to(top.resolve()):
        from isodocs.words import say

        raise RepositoryError(
            say(
                "{escaped} is a repository whose files are elsewhere, in {escaped_2}: "
                "core.worktree in its configuration says so",
                escaped=escaped(str(directory.absolute())),
                escaped_2=escaped(str(top)),
            ),
            hint=say("Take that out: `git config --unset core.worktree`."),
        )


def no_folder(directory: Path) -> RepositoryError:
    """The error for a folder that is not there."""
    from isodocs.words import say

    return RepositoryError(
        say("there is no folder {escaped}", escaped=escaped(str(directory))),
        hint=say("Check the spelling."),
    )


def no_repository(directory: Path) -> NotARepositoryError:
    """The error for a folder in no repository."""
    from isodocs.words import say

    return NotARepositoryError(
        say("{escaped} is not in a Git repository", escaped=escaped(str(directory.absolute()))),
        hint=say("Go to your repository, or start one there: `isodocs init`."),
    )


def not_found(directory: Path, reason: str) -> RepositoryError:
    """The error for a repository that Git cannot open, by the reason that it gives."""
    from isodocs.words import say

    place = escaped(str(directory.absolute()))
    if "dubious ownership" in reason:
        return RepositoryError(
            say("{place} belongs to another user, so Git will not trust it", place=place),
            hint=say(
                "If you do trust it: `git config --global --add safe.directory <its top folder>`."
            ),
        )
    if "safe.bareRepository" in reason or "must be run in a work tree" in reason:
        return RepositoryError(
            say(
                "{place} is in a bare repository or inside a .git folder: there are no files here",
                place=place,
            ),
            hint=say("Clone the repository and work in the clone; on a server, use the hook."),
        )
    if "not a git repository" in reason:
        return no_repository(directory)
    return RepositoryError(
        say(
            "Git cannot open the repository around {place}: {part}",
            place=place,
            part=reason or say("its answer makes no sense"),
        ),
        hint=say("Try `git status` there; its message says more."),
    )
