"""Find the data that travels with isodocs: schemas, requirement maps, the sample repository.

In a wheel they are folders of the package; in a checkout the package holds links to those at the
top level.
"""

from __future__ import annotations

from pathlib import Path

_PLACES = {"schemas": "_schemas", "sample-repo": "_sample_repo"}


def path(name: str) -> Path:
    """Return the directory of the resource `name` (`schemas` or `sample-repo`).

    Raises FileNotFoundError when the installation is incomplete.
    """
    place = Path(__file__).resolve().with_name(_PLACES[name])
    if not place.is_dir():
        raise FileNotFoundError(
            f"the installation lacks its {name!r} folder; install isodocs again"
        )
    return place
