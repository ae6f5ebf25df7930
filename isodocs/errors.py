"""The errors a user can meet, each with its place, its reason and its remedy.

    IsodocsError               anything the user can act on
        ConfigurationError     isodocs.yaml or the authority register
            StandardError      a requirement map or a correspondence
        RepositoryError        Git, or what it keeps
            NotARepositoryError
        LifecycleError         a step of a document or record
        PublicationError       the copies of documents
        ProgramMissingError    a package of an extra
        PackError              an evidence pack
        OfficeError            a file of Word or Excel
        CanonicalError         the bytes of a signed file
        StrictYamlError        a block of YAML
        YamlEditError          parsing.yaml_edit
        SshKeyError            statements.ssh_key
        SignatureError         statements.sshsig
        PasskeyError           statements.passkeys
        SealError              statements.seal
        ProvenanceError        statements.provenance
        TimestampError         statements.timestamp
        SigningError           machine.ssh_keygen
        PrintError             rendering.typst

An error that only one module raises is defined there, and the tree names that module.

What is caught within isodocs says only that another way must be taken. No user meets it:

    UnsettledError             live.recheck
    LostError                  machine.archive
    NotKnownError              repository.snapshot
    UnclearError               repository.footprint
    NotSignedYetError          portal.passkeys
    OtherPasskeyError          portal.passkeys
    _NotPlainError             parsing.plain_yaml
    _UnsafeError               packs.archive

Exit codes: 0 no gaps, 1 gaps, 2 wrong usage or configuration (every error above), 3 internal error
(any other exception), 130 interrupted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


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

    @property
    def in_full(self) -> str:
        """What is wrong, where, and what to do next, as one text."""
        from isodocs.words import joined

        return joined(". ", filter(None, (str(self), self.hint)))

    def __str__(self) -> str:
        if not self.place:
            return self.message
        from isodocs.words import joined  # most errors are of a command, and of no place

        return joined(": ", (self.place, self.message))


@contextmanager
def errors_in(path: str) -> Iterator[None]:
    """Say of an error that knows no file that it is about this one."""
    try:
        yield
    except IsodocsError as error:
        error.path = error.path or path
        raise


class ConfigurationError(IsodocsError):
    """`isodocs.yaml`, the authority register or a requirement map cannot be used as it is."""


class StandardError(ConfigurationError):
    """A map or correspondence is missing or not of its form; `others` are more of its faults."""

    others: tuple[StandardError, ...] = ()

    @property
    def all(self) -> tuple[StandardError, ...]:
        """Every fault of the file that was found, this one first."""
        return (self, *self.others)


class StrictYamlError(IsodocsError):
    """A block of YAML is not of the subset that is read; it knows its line and column."""


class RepositoryError(IsodocsError):
    """The Git repository cannot be read or written as asked."""


class NotARepositoryError(RepositoryError):
    """There is no Git repository around the folder, so one may be started there."""


class LifecycleError(IsodocsError):
    """A document cannot take the step asked for (revise, submit, approve ...).

    `field` is the field of a form that the reason is about; empty where it is about the whole.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        path: str = "",
        line: int = 0,
        column: int = 0,
        field: str = "",
    ) -> None:
        super().__init__(message, hint=hint, path=path, line=line, column=column)
        self.field = field


class PublicationError(IsodocsError):
    """A folder of copies that cannot be replaced, or copies that cannot be made."""


class ProgramMissingError(IsodocsError):
    """A package of an extra is not installed."""


class PackError(IsodocsError):
    """An evidence pack that cannot be made, or a file that cannot be read as one."""


class CanonicalError(IsodocsError):
    """The bytes are not canonical JSON of the form expected."""


class OfficeError(IsodocsError):
    """A file of Word or Excel that cannot be read or made."""
