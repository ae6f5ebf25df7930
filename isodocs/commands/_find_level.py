"""The level of classification a user means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.register import Register


def find_level(register: Register, typed: str) -> str:
    """The level as it is spelt in isodocs.yaml; raises IsodocsError with what was probably meant.

    Nothing typed is nothing found. Raises ConfigurationError where the configuration is gone or
    cannot be read as it is: the level that documents have by default may be in it.
    """
    from isodocs.errors import ConfigurationError, IsodocsError
    from isodocs.model.config import PATH
    from isodocs.words import did_you_mean

    config = register.config
    if typed and register.inventory.authority and not config.configured:
        raise ConfigurationError(
            say("it is not known what may be handed on: there is no such file"),
            hint=say(
                "Put it back: `git checkout HEAD -- {path}`. Where there never was one, "
                "begin it with 'organisation: ...'.",
                path=PATH,
            ),
            path=PATH,
        )
    if typed and config.problems:
        first = config.problems[0]
        raise ConfigurationError(
            say("it is not known what may be handed on: {message}", message=first.message),
            hint=first.hint,
            path=PATH,
            line=first.line,
            column=first.column,
        )
    levels = config.classification
    found = levels.level(typed)
    if typed and not found:
        raise IsodocsError(
            say(
                "no level of classification is called {typed!r}.{did_you_mean}",
                typed=typed,
                did_you_mean=did_you_mean(typed, levels.levels),
            ),
            hint=say("The levels, from open to closed: {levels}.", levels=", ".join(levels.levels)),
        )
    return found
