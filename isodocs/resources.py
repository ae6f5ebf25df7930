"""Find the data that travels with isodocs: schemas, requirement maps, the sample repository.

In a wheel they are packaged beside the code; in a checkout (plain or editable) they stand at the
top level. Both places are tried, the packaged one first.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_PLACES = {
    "schemas": (_PACKAGE / "_schemas", _PACKAGE.parent / "schemas"),
    "sample-repo": (_PACKAGE / "_sample_repo", _PACKAGE.parent / "sample-repo"),
}


def path(name: str) -> Path:
    """Return the directory of the resource `name` (`schemas` or `sample-repo`).

    Raises FileNotFoundError when the installation is incomplete.
    """
    for place in _PLACES[name]:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"the installation lacks its {name!r} folder; install isodocs again")
