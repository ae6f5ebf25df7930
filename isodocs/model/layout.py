"""Where a repository keeps what isodocs reads; asked before anything else is loaded."""

from __future__ import annotations

CONFIG = "isodocs.yaml"
RECORDS = "records/"
APPROVALS = ".isodocs/approvals/"
DELEGATIONS = ".isodocs/delegations/"
CONFIRMATIONS = ".isodocs/confirmations/"
COMMENTS = ".isodocs/comments/"
AUTHORITY = ".isodocs/authority/"
STANDARDS = ".isodocs/standards/"
CORRESPONDENCES = ".isodocs/correspondence/"
WAIVERS = ".isodocs/waivers/"
BASELINE = ".isodocs/baseline/"
BASELINE_RECORDED = f"{BASELINE}recorded.json"


def begins_a_system(path: str) -> bool:
    """Whether a file at this path makes the folder that it is in, or is below, a system."""
    return path.rpartition("/")[2] == CONFIG or f"/{AUTHORITY}" in f"/{path}"
