"""The errors a user can meet, each with its place, its reason and its remedy.

Exit codes (design, section 10): 0 no gaps, 1 gaps, 2 wrong usage or configuration,
3 internal error, 130 interrupted.
"""

from __future__ import annotations


class IsodocsError(Exception):
    """Something the user can act on.

    `message` says what is wrong, `hint` what to do next; `path`, `line` and `column` say where
    (1-based, 0 when there is no such place).
    """

    exit_code = 2

    def __init__(
        self, message: str, *, hint: str = "", path: str = "", line: int = 0, column: int = 0
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.path = path
        self.line = line
        self.column = column

    @property
    def place(self) -> str:
        """`path:line:column`, as much of it as is known."""
        parts = [self.path] if self.path else []
        parts += [str(number) for number in (self.line, self.column) if number]
        return ":".join(parts)

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class ConfigurationError(IsodocsError):
    """`isodocs.yaml`, the authority register or a requirement map cannot be used as it is."""


class RepositoryError(IsodocsError):
    """The Git repository cannot be read or written as asked."""


class NotARepositoryError(RepositoryError):
    """There is no Git repository around the folder, so one may be started there."""


class LifecycleError(IsodocsError):
    """A document cannot take the step asked for (revise, submit, approve ...)."""
