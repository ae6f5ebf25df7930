"""Numbers that no file can be named after everywhere."""

from __future__ import annotations

from isodocs.errors import LifecycleError
from isodocs.model.characters import DEVICES
from isodocs.words import say


def refuse_device(id: str, field: str = "") -> None:
    """Raise LifecycleError for a number that names a device on Windows, with any ending.

    No one could check out the file there. `field` is the field of a form that has it.
    """
    if DEVICES.match(id):
        raise LifecycleError(
            say("{id!r} cannot be the name of a file on Windows", id=id),
            hint=say("Choose another number, for example {id}-1.", id=id.partition(".")[0]),
            field=field,
        )
