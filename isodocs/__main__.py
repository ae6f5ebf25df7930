"""The door: answers at once what is remembered, and loads the command line for all else."""

from __future__ import annotations

import atexit
import gc
import os
import sys

TYPE_CHECKING = False  # as that of `typing`, which takes longer to load than an answer to find
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from isodocs.machine.answers import Call
    from isodocs.repository.next_changes import NextChanges

_COMMANDS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "commands")
_BEFORE_COMMIT = (["hook", "run", "pre-commit"], ["hook", "run", "pre-applypatch"])
_ON_MESSAGE = ["hook", "run", "commit-msg"]
"""It is given the file of the message."""
_DECLARED = {b"\nREMEMBERED = True\n": False, b"\nREMEMBERED_WITH_FOLDER = True\n": True}
"""What a command says whose answers may be remembered, and whether it fills a folder."""


def run() -> None:
    """Run the command line, and end at once; the entry point of the installed `isodocs`.

    The system takes back the memory of a process as a whole. Python would first look at each value
    in it, which takes as long as all else where little is asked.
    """
    try:
        main()
    except SystemExit as ended:
        threads = sys.modules.get("threading")
        if not isinstance(ended.code, int) or (threads and threads.active_count() > 1):
            raise
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(ended.code)


def main() -> None:
    """Run the command line; raises SystemExit."""
    gc.disable()  # looking at many files makes no garbage, only much to look through for it
    try:
        words = sys.argv[1:]
        asked = _asked_before_commit(words)
        if asked:
            sys.exit(_before_commit(words, asked))
        call = _remembered(words)
        found = call.answer(_command_line) if call else None
        if found:
            _print(*found)
        _command_line()(call)
    except KeyboardInterrupt:  # also while the command line is loaded
        sys.stderr.write("interrupted\n")
        sys.exit(130)


def _command_line() -> Callable[[Call | None], None]:
    """Load all else."""
    from isodocs.cli import main as run

    return run


def _asked_before_commit(words: Sequence[str]) -> NextChanges | None:
    """What Git says of the next commit, where a hook is run for one and it is plain."""
    called = words in _BEFORE_COMMIT or (words[:3] == _ON_MESSAGE and len(words) > 3)
    if not called or not _has_standard_streams():
        return None
    from isodocs.checking.left_alone import next_changes

    return next_changes(".")


def _before_commit(words: Sequence[str], asked: NextChanges) -> int:
    """The exit code of a hook; of a commit that brings nothing to any system, little is loaded."""
    from isodocs.checking.left_alone import leaves_all_alone

    if leaves_all_alone(asked):
        return 0
    from isodocs.commands._before_commit import carry_out

    try:
        return carry_out(words, asked)
    except Exception as error:
        from isodocs.cli import failed

        return failed(error)


def _remembered(words: Sequence[str]) -> Call | None:
    """The call that these words are, if what it prints may be remembered."""
    folder, command = _split(words)
    writes = _writes(command)
    if writes is None or not _has_standard_streams():
        return None
    from isodocs.machine import answers

    return answers.call(folder, words, writes=writes)


def _split(words: Sequence[str]) -> tuple[str, Sequence[str]]:
    """The folder to work in, and the words from the command on; none where that is not plain."""
    folder, at = ".", 0
    while at < len(words) and words[at].startswith("-"):
        word = words[at]
        if word in ("-C", "--directory") and at + 1 < len(words):
            at += 1
            folder = words[at]
        elif word == "--language" and at + 1 < len(words):
            at += 1
        elif word.startswith("--directory="):
            folder = word.partition("=")[2]
        elif word != "--traceback" and not word.startswith("--language="):
            return folder, ()
        at += 1
    return folder, words[at:]


def _writes(words: Sequence[str]) -> bool | None:
    """Whether the command, or the one of a group, fills a folder.

    None where it does not say that its answers may be remembered. Only its text is looked at: to
    import it would take longer than the answer.
    """
    path = _COMMANDS
    for word in words[:2]:
        name = word.replace("-", "_")
        path = os.path.join(path, name)
        if not name.isidentifier() or name.startswith("_"):
            return None
        try:
            with open(f"{path}.py", "rb") as file:
                text = file.read()
        except OSError:
            continue  # a group
        return next((writes for said, writes in _DECLARED.items() if said in text), None)
    return None


def _print(code: int, printed: bytes) -> None:
    try:
        sys.stdout.buffer.write(printed)
        sys.stdout.flush()
    except OSError as error:
        from isodocs.cli import failed

        code = failed(error)
    gc.freeze()  # at its end Python collects all the same
    sys.exit(code)


def _has_standard_streams() -> bool:
    """Whether all three are open: else the command line first gives them a place to go."""
    try:
        return all(os.fstat(number) for number in range(3))
    except OSError:
        return False


if __name__ == "__main__":
    run()
