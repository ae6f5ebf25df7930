"""Protected branches: whether there are any, and what keeps them so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.model.config import PATH, Config
from isodocs.model.diagnosis import Health, Line
from isodocs.repository import refs
from isodocs.words import agreed, listed, say

if TYPE_CHECKING:
    from isodocs.model.authority import AuthorityHistory
    from isodocs.repository.git import Git
    from isodocs.repository.tree import Snapshot

_PIPELINES = (".github/workflows/", ".gitea/workflows/", ".forgejo/workflows/", ".circleci/")
_PIPELINE_FILES = (
    ".gitlab-ci.yml",
    "azure-pipelines.yml",
    "Jenkinsfile",
    "bitbucket-pipelines.yml",
)
_REMOTES = "refs/remotes/"


def protection(git: Git, config: Config, authority: AuthorityHistory | None) -> Iterator[Line]:
    """Which branches are protected, seen against those that are here."""
    topic = say("protected branches")
    protected = {name.casefold() for name in config.protected_branches}
    names = listed(config.protected_branches) or "none"
    change = say("Name it in {path}: 'protected-branches: [...]'", path=PATH)
    here = {_short(name).casefold() for name in refs.branches(git)}
    current = refs.current_branch(git)
    unborn = git.is_bare and current is not None and refs.head(git) is None
    if current and not unborn:
        here.add(current.casefold())
    there = [name for name in config.protected_branches if name.casefold() in here]
    if there:
        verb = agreed(len(there), "is", "are")
        yield Line(
            topic, Health.OK, say("{listed} {verb} protected", listed=listed(there), verb=verb)
        )
    else:
        fact = say(
            "{path} protects {names}, and there is no such branch here", path=PATH, names=names
        )
        yield Line(topic, Health.MISSING, fact, change)
    for remote, default in _defaults(git).items():
        if default.casefold() not in protected:
            fact = say(
                "{default}, the default branch of {remote}, is not protected",
                default=default,
                remote=remote,
            )
            yield Line(topic, Health.MISSING, fact, change)
    if unborn and here:
        yield Line(
            topic,
            Health.WEAK,
            say(
                "HEAD names {current}, and there is no such branch: a clone gets "
                "nothing, and a new branch is judged by all that are protected instead "
                "of by the default one",
                current=current,
            ),
            f"git symbolic-ref HEAD refs/heads/{(there or sorted(here))[0]}",
        )
    elif current is None and not git.is_bare:
        yield Line(
            topic,
            Health.WEAK,
            say("you are on no branch, so nothing here is protected"),
            "git switch main",
        )
    elif current and current.casefold() not in protected and git.is_bare:
        fact = say(
            "HEAD names {current}, which is not protected: anyone may push what clones begin at",
            current=current,
        )
        yield Line(topic, Health.WEAK, fact, change)
    elif current and current.casefold() not in protected:
        fact = say(
            "you are on {current}, which is not protected: approvals may still be missing there",
            current=current,
        )
        yield Line(topic, Health.OK, fact)
    bound = authority is not None and bool(authority.current.controlled)
    if bound:
        yield Line(
            topic, Health.OK, say("the owners of the authority register bind {path}", path=PATH)
        )
    else:
        yield Line(
            topic,
            Health.WEAK,
            say(
                "anyone who may push {path} can take the protection away, from the next push on",
                path=PATH,
            ),
            say("The owners bind it: isodocs authority propose, with 'bind-layout: true'"),
        )


def pipeline(snapshot: Snapshot) -> Line:
    """Whether a pipeline seems to run isodocs; whether it really does is not seen from here."""
    topic = "pipeline"
    paths = [
        path for path in snapshot.entries if path.startswith(_PIPELINES) or path in _PIPELINE_FILES
    ]
    for path, file in snapshot.read(paths, limit=1 << 20, refused={}):
        if b"isodocs" in file.data:
            return Line(
                topic,
                Health.UNKNOWN,
                say(
                    "{path} names isodocs; whether it runs, and stops a merge, is "
                    "decided elsewhere",
                    path=path,
                ),
                say("Make it a required check of the protected branch on the forge"),
            )
    return Line(
        topic,
        Health.UNKNOWN,
        say("no pipeline here names isodocs; what else a forge runs cannot be seen"),
        say("Run isodocs check in the pipeline, and require it before a merge"),
    )


def _short(name: str) -> str:
    """The branch of a remote one: `main` of `origin/main`."""
    return name.partition("/")[2] or name


def _defaults(git: Git) -> dict[str, str]:
    """The branch that each remote's HEAD stands for, as it was seen when it was cloned."""
    found = {}
    for name, target in refs.symbolic(git).items():
        if name.startswith(_REMOTES) and name.endswith("/HEAD"):
            remote = name.removeprefix(_REMOTES).removesuffix("/HEAD")
            found[remote] = target.removeprefix(f"{_REMOTES}{remote}/")
    return found
