"""The one sequence of all commands that write: open, plan, show, ask, sign, carry out.

A command plans; the options that all of them share, and what is done with the plan, are here.
"""

from __future__ import annotations

import functools
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import click

from isodocs.commands._carry_out import carry_out_and_report, put_line, show
from isodocs.commands._text import confirm
from isodocs.dataclass import immutable
from isodocs.named_tuple import NamedTuple
from isodocs.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from isodocs.lifecycle.plan import Plan
    from isodocs.machine.signing_keys import SigningKey
    from isodocs.model.authority import Person
    from isodocs.model.competence import Employee
    from isodocs.model.register import Register
    from isodocs.statements.seal import SignaturePurpose
    from isodocs.workspace import Workspace

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def writes(*, who: str = "", push: bool = False, signs: bool = True) -> Decorator:
    """The options of a command that writes; it gets them as its first argument, `WritingCommand`.

    They are `--dry-run` and `--commit`; with `who`, which says whose name is recorded, also `--as`,
    `--key` (unless it `signs` nothing) and `--yes`; with `push` also `--push`. It is the decorator
    next to the function.
    """
    deciding = _deciding(who) if who else {}
    if not signs:
        deciding.pop("key", None)
    options = [*deciding.values(), *_WRITING, *((_PUSH,) if push else ())]
    names = ["dry_run", "commit", *deciding, *(["push"] if push else ())]

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @click.pass_context
        @functools.wraps(function)
        def call(ctx: click.Context, /, **values: Any) -> None:
            shared = {name: values.pop(name) for name in names}
            function(WritingCommand(ctx, **shared), **values)

        return functools.reduce(lambda made, option: option(made), reversed(options), call)

    return decorate


def _deciding(who: str) -> dict[str, Decorator]:
    return {
        "person": click.option(
            "--as",
            "person",
            metavar="PERSON",
            default="",
            help=f"{who}, by id; otherwise the person with Git's e-mail address.",
        ),
        "key": click.option(
            "--key",
            type=click.Path(path_type=Path),
            help="Sign with this SSH key (its .pub file); otherwise one of yours that is at hand.",
        ),
        "yes": click.option("-y", "--yes", is_flag=True, help="Do not ask."),
    }


_WRITING: tuple[Decorator, ...] = (
    click.option(
        "-n", "--dry-run", is_flag=True, help="Only show what would be done; write nothing."
    ),
    click.option(
        "--commit",
        is_flag=True,
        help="Commit exactly this at once, if a hook would let it through.",
    ),
)
_PUSH: Decorator = click.option(
    "--push",
    is_flag=True,
    help="Commit, then send the branch with your own `git push`; nothing else uses the network.",
)


SomePerson = TypeVar("SomePerson", "Person", "Employee")


def _as_it_is(plan: Plan) -> Plan:
    return plan


class Signatory(NamedTuple, Generic[SomePerson]):
    """In whose name something is recorded, and the key they sign with; None where they do not."""

    person: SomePerson
    key: SigningKey | None

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the key; empty where there is none."""
        return self.key.fingerprint if self.key else ""


@immutable(frozen=True, slots=True)
class WritingCommand:
    """A command that writes: what its shared options say, and what is done with its plan.

    `person` and `key` are as typed; empty and None are the person and the key at hand.
    """

    ctx: click.Context
    dry_run: bool
    commit: bool
    push: bool = False
    yes: bool = False
    person: str = ""
    key: Path | None = None

    def signatory(self, workspace: Workspace, register: Register) -> Signatory[Person]:
        """Who decides, and with which key; raises IsodocsError for a person or key not known."""
        from isodocs.lifecycle.at_the_keyboard import at_the_keyboard
        from isodocs.lifecycle.own_keys import key_of

        who = at_the_keyboard(workspace, register, self.person)
        return Signatory(who, key_of(workspace, register, who, self.key))

    def decide(
        self,
        workspace: Workspace,
        register: Register,
        plan: Plan,
        by: Signatory[Any],
        purpose: SignaturePurpose,
        *,
        what: str = "this",
        before: str = "",
        note: str = "",
        brief: bool = False,
        into: Callable[[Plan], None] | None = None,
    ) -> None:
        """Record a decision, signed where there is a key.

        `what` names it in the question, `before` comes before that; `note` goes with the plan,
        whose files are counted in `brief`.
        """
        from isodocs.commands._signing_keys import how_recorded
        from isodocs.lifecycle.own_keys import signed

        self.record(
            workspace,
            plan,
            notes=filter(None, (how_recorded(by.key), note)),
            question=say(
                "{before}Record {what} in the name of {name}?",
                before=before,
                what=what,
                name=by.person.name,
            ),
            sign=lambda agreed: signed(register, agreed, by.key, purpose),
            brief=brief,
            into=into,
        )

    def record(
        self,
        workspace: Workspace,
        plan: Plan,
        *,
        notes: Iterable[str] = (),
        question: str = "",
        sign: Callable[[Plan], Plan] = _as_it_is,
        brief: bool = False,
        into: Callable[[Plan], None] | None = None,
    ) -> None:
        """Show the plan, ask `question`, `sign` it, and carry it out; `--dry-run` only shows it.

        `into` carries it out where it does not go into the files that are here.
        """
        show(plan, brief=brief)
        for note in notes:
            put_line(note)
        if self.dry_run:
            put_line(say("Nothing was written (--dry-run)."))
            return
        if question:
            self.ask(question)
        plan = sign(plan)
        if into:
            into(plan)
            return
        carry_out_and_report(self.ctx, workspace, plan, commit=self.commit or self.push)
        if self.push:
            from isodocs.commands._review_branch import send_current

            send_current(workspace)

    def ask(self, question: str) -> None:
        """Ask before something is recorded; `--yes` answers, and a pipe must use it."""
        if self.yes:
            return
        if not can_answer():
            raise click.UsageError(say("not a terminal: pass --yes to confirm"))
        confirm(question)


def can_answer() -> bool:
    """Whether a question would be answered: a pipe must give everything at once."""
    return sys.stdin.isatty()
