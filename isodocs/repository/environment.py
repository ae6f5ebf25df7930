"""The environment in which Git runs, so that no program named by a repository ever does.

Sources of the rules: git(1) "Environment Variables", git-config(1), githooks(5), and
git-receive-pack(1) "Quarantine Environment".
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # as that of `typing`, which takes long to load
if TYPE_CHECKING:
    from collections.abc import Mapping

# Chosen by the user, not by the repository: where the user's own configuration and limits are.
_KEPT = (
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CEILING_DIRECTORIES",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
)

# What Git sets for a hook. Without the quarantine variables a hook cannot see the pushed objects;
# without the index a partial commit would be judged by the wrong one.
_KEPT_IN_HOOK = (
    "GIT_QUARANTINE_PATH",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
)
_PATHS_IN_HOOK = ("GIT_OBJECT_DIRECTORY", "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")

_FIXED = {
    # Objects are what their names say: no replacement, no graft, nothing fetched on demand.
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    # A Git that does not know GIT_NO_LAZY_FETCH tries to fetch and finds every transport closed.
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_PAGER": "cat",
    "PAGER": "cat",
    "LC_ALL": "C",
    "LANGUAGE": "C",
}

# Settings given like this outrank those of every configuration file.
_SETTINGS = (
    ("core.fsmonitor", "false"),
    ("core.hooksPath", os.devnull),
    ("core.attributesFile", os.devnull),
    ("core.alternateRefsCommand", "false"),
    ("core.sshCommand", "false"),
    ("core.askPass", "false"),
    ("credential.helper", ""),
    ("diff.external", ""),
    ("diff.ignoreSubmodules", "none"),
    ("gc.auto", "0"),
    # What is written is UTF-8; another encoding would be claimed for it, not used.
    ("i18n.commitEncoding", "UTF-8"),
    ("maintenance.auto", "false"),
    ("log.showSignature", "false"),
    ("protocol.allow", "never"),
)
_NO_EMBEDDED_BARE = ("safe.bareRepository", "explicit")


def scrubbed(
    inherited: Mapping[str, str], *, hook: bool = False, bare: bool = False
) -> dict[str, str]:
    """The environment for Git, made from the inherited one.

    `hook` says that Git itself started us and that the variables it set can be trusted, `bare`
    that someone named a folder that may be a bare repository, so that none is found by chance.
    """
    env = {name: value for name, value in inherited.items() if not name.startswith("GIT_")}
    kept = _KEPT + _KEPT_IN_HOOK if hook else _KEPT
    env.update((name, inherited[name]) for name in kept if name in inherited)
    if hook:
        # They may be relative to the folder in which the hook was started; we run elsewhere.
        env.update(
            (name, os.path.join(os.getcwd(), env[name])) for name in _PATHS_IN_HOOK if name in env
        )
    # A relative entry would be looked up inside the repository, where anyone can put a `git`.
    entries = env.get("PATH", os.defpath).split(os.pathsep)
    env["PATH"] = os.pathsep.join(entry for entry in entries if os.path.isabs(entry))
    env.update(_FIXED)
    settings = _SETTINGS if bare or "GIT_DIR" in env else (*_SETTINGS, _NO_EMBEDDED_BARE)
    env["GIT_CONFIG_COUNT"] = str(len(settings))
    for number, (key, value) in enumerate(settings):
        env[f"GIT_CONFIG_KEY_{number}"] = key
        env[f"GIT_CONFIG_VALUE_{number}"] = value
    return env
