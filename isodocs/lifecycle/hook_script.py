"""The text of a hook: how it is written, and what one that is there shows.

A hook runs in the top folder of a work tree that someone else may have filled, so nothing of that
folder may be on Python's path: Python starts isolated (`-I`: python(1), "Command line"), which
leaves out the current folder, PYTHON* variables and the user's own site-packages. It also starts
without `site` (`-S`), which takes longer than all that most commits need: the hook names the
folders in which isodocs and its libraries are, and no `.pth` file of anyone is read.
"""

from __future__ import annotations

import ast
import re
import shlex
import site
import sys
from importlib.util import find_spec
from pathlib import Path

from isodocs.expressions import expression

MARK = "# installed by isodocs"
KEPT = ".before-isodocs"
"""What an existing hook is renamed to; ours runs it first and stops when it fails."""
LEGACY = ".legacy"
"""What pre-commit and its like rename a hook to that they find, and run before their own."""

_START = (
    "import os, sys; "
    "sys.path += {paths}; "
    "top = os.path.join(os.path.realpath(os.curdir), ''); "
    "sys.path[:] = [p for p in sys.path"
    " if not os.path.join(os.path.realpath(p), '').startswith(top)]; "
    "from isodocs.__main__ import run; run()"
)
_PATHS = expression(r"sys[.]path [+]= ([(].*?[)]);")
_LIBRARIES = ("click", "cryptography", "git", "markdown_it", "yaml")
_INTERPRETER = expression(r"^if \[ (?:! )?-x (.+) \]; then$", re.MULTILINE)
_OURS = expression(r"^[^#\n]*\bisodocs\b[^#\n]*\bhook run ([a-z-]+)", re.MULTILINE)
_FRAMEWORK = expression(
    r"^[^#\n]*\bhook-impl\b.*^[^#\n]*(?:pre_commit|pre-commit|prek)\b", re.M | re.S
)

_IN_FRAMEWORK = expression(
    r"""^[ \t]*(?:-[ \t]+)?id:[ \t]*['"]?isodocs['"]?[ \t]*(?:#.*)?$""", re.M
)
_BY_FRAMEWORK = ("pre-commit", "pre-merge-commit")
"""The stages of the hook `isodocs` in `.pre-commit-hooks.yaml`."""


def script(name: str, python: str, paths: tuple[str, ...] = ()) -> str:
    """The hook's text. It runs the kept hook, if any, with the same arguments and input.

    `paths` are the folders in which `python` finds isodocs and its libraries. Where that
    interpreter is gone, the operation stops with a remedy: a hook that silently passes protects
    nothing, and a program of the same name that is found on the PATH may be anyone's.
    """
    start = shlex.quote(_START.format(paths=paths))
    python = shlex.quote(python)
    return f"""#!/bin/sh
{MARK}; `isodocs hook uninstall` takes it away again
hook="$0{KEPT}"
check() {{
    {python} -I -S -c {start} hook run {name} "$@"
}}
if [ ! -x {python} ]; then
    echo "isodocs is not installed at "{python}" any more, so this hook cannot check anything." >&2
    echo "Install it, then run: isodocs hook install (or remove the hook file $0)" >&2
    exit 1
fi
if [ -x "$hook" ]; then
    case {name} in
    pre-push|pre-receive)
        input=$(command -p cat; echo .); input=${{input%.}}
        printf %s "$input" | "$hook" "$@" || exit $?
        printf %s "$input" | check "$@"
        exit $? ;;
    esac
    "$hook" "$@" || exit $?
fi
check "$@"
"""


def library_folders() -> tuple[str, ...]:
    """Where isodocs and what it needs are found, beside Python's own library.

    That is the environment it is installed into, and whatever is installed editable or by the user
    for themselves. The folder of isodocs comes last: as a checkout it holds more than isodocs.
    """
    folders = [folder for folder in site.getsitepackages() if Path(folder).is_dir()]
    for name in _LIBRARIES:
        spec = find_spec(name)
        if spec and spec.origin:
            folders.append(str(Path(spec.origin).parents[1]))
    return tuple(dict.fromkeys([*folders, str(package_folder())]))


def package_folder() -> Path:
    """The folder that holds the package which is running."""
    return Path(__file__).absolute().parents[2]


def inside(top: Path, python: str) -> Path | None:
    """What of the running installation lies in the work tree `top`; None when nothing does.

    Anyone who may push could replace or add a file there, and each commit would run it.
    """
    prefix, package = Path(sys.prefix), package_folder()
    for place in (Path(python), prefix, package, *map(Path, library_folders())):
        for folder in (place.absolute(), place.resolve()):
            if folder.is_relative_to(top):
                return folder
    return None


def interpreter(text: str) -> str | None:
    """The interpreter that a hook of ours runs."""
    for match in _INTERPRETER.finditer(text):
        try:
            words = shlex.split(match[1])
        except ValueError:
            continue
        if len(words) == 1 and words[0] != "$hook":
            return words[0]
    return None


def is_current(text: str, name: str) -> bool:
    """Whether this is the text that this version of isodocs writes."""
    python = interpreter(text)
    found = _PATHS.search(text)
    try:
        # In the shell's quotes a quote of Python's is written as '"'"'.
        paths = ast.literal_eval(found[1].replace("'\"'\"'", "'")) if found else None
    except (ValueError, SyntaxError):
        return False
    return python is not None and paths is not None and text == script(name, python, paths)


def is_isolated(text: str) -> bool:
    """Whether every start of Python in a hook of ours is isolated."""
    starts = [line for line in text.splitlines() if "hook run" in line and "#" not in line[:1]]
    return bool(starts) and all(" -I " in line for line in starts)


def calls(text: str, name: str) -> bool:
    """Whether a hook that is not ours calls `isodocs hook run NAME`."""
    return any(match[1] == name for match in _OURS.finditer(text))


def runs_configured(text: str, name: str, config: str) -> bool:
    """Whether another tool's hook runs our hook of `.pre-commit-hooks.yaml`, by its `config`."""
    framework = MARK not in text and _FRAMEWORK.search(text) is not None
    return framework and name in _BY_FRAMEWORK and _IN_FRAMEWORK.search(config) is not None


def runs_legacy(text: str, name: str) -> bool:
    """Whether another tool's hook runs the one that it has put aside.

    pre-commit and prek do so without saying it; others name the file.
    """
    named = any(
        name + LEGACY in line and not line.lstrip().startswith("#") for line in text.splitlines()
    )
    return MARK not in text and (named or _FRAMEWORK.search(text) is not None)
