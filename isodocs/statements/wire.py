"""The data types of the SSH wire format (RFC 4251, section 5), read strictly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.errors import IsodocsError


def shown(data: bytes) -> str:
    """A field for a message: quoted, what is not ASCII escaped, a long one cut."""
    return repr(data[:64].decode("ascii", "backslashreplace"))


class WireReader:
    """Takes field after field from `data`; whatever does not fit raises `error`.

    `where` names the thing that is read, for the message; `hint` says what to do about it.
    """

    __slots__ = ("_at", "_data", "_error", "_hint", "_where")

    def __init__(self, data: bytes, where: str, error: type[IsodocsError], hint: str) -> None:
        self._data = data
        self._at = 0
        self._where = where
        self._error = error
        self._hint = hint

    def fail(self, what: str, *, hint: str = "") -> IsodocsError:
        """An error about the thing that is read."""
        message = say("{where} {what}", where=say(self._where), what=what)
        return self._error(message, hint=hint or self._hint)

    def take(self, count: int, field: str) -> bytes:
        """Exactly `count` bytes."""
        end = self._at + count
        if end > len(self._data):
            raise self.fail(say("ends within {field}", field=say(field)))
        taken = self._data[self._at : end]
        self._at = end
        return taken

    def byte(self, field: str) -> int:
        """One byte."""
        return self.take(1, field)[0]

    def uint32(self, field: str) -> int:
        """A number of four bytes, the highest first."""
        return int.from_bytes(self.take(4, field))

    def string(self, field: str) -> bytes:
        """Bytes preceded by their count."""
        # Written out for speed: most fields are strings. A count that is cut off fails as well,
        # since then already `start` is behind the end.
        start = self._at + 4
        end = start + int.from_bytes(self._data[self._at : start])
        if end > len(self._data):
            raise self.fail(say("ends within {field}", field=say(field)))
        self._at = end
        return self._data[start:end]

    def positive(self, field: str, below: int) -> int:
        """An mpint from 1 to `below` - 1, in its shortest form.

        A zero byte may be in front only where the next byte would read as a minus sign.
        """
        raw = self.string(field)
        number = int.from_bytes(raw)
        if not 0 < number < below or len(raw) != number.bit_length() // 8 + 1:
            raise self.fail(
                say(
                    "has a number out of range or not in its shortest form in {field}",
                    field=say(field),
                )
            )
        return number

    def end(self) -> None:
        """Nothing may be left."""
        if self._at != len(self._data):
            raise self.fail(
                say("has {count} bytes too many at its end", count=len(self._data) - self._at)
            )
