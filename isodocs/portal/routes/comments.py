"""What people say about a draft: to comment on a passage, to answer, to resolve, to open again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.lifecycle.comment import Said, commented, plan_comment, plan_step, the_one
from isodocs.lifecycle.reader import reader
from isodocs.model.comment import CommentAct, Passage
from isodocs.portal.asking import missing
from isodocs.portal.saving import desk
from isodocs.portal.views import addresses, talk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from isodocs.portal.asking import Asking, DeedRoutes


def say(asked: Asking, form: Mapping[str, str]) -> str:
    """Comment on a text, or go on with a comment."""
    deeds, id = asked.deeds, addresses.named(asked.named["id"])
    act, text = form.get("act", ""), form.get("text", "")
    if deeds is None or id not in asked.snapshot.register.entries or act not in list(CommentAct):
        raise missing()

    with desk(deeds, asked.snapshot) as here:
        entry = here.register.entries.get(id)
        if entry is None:
            raise missing()
        said = Said(reader(here.workspace, here.register, deeds.who), deeds.now(), text)
        if act == CommentAct.COMMENT:
            passage = Passage(form.get("passage", ""), form.get("section", ""))
            draft = commented(here.workspace, here.register, entry)
            here.record(plan_comment(draft, entry, said, passage))
        else:
            about = the_one(here.register, entry, form.get("comment", ""))
            here.record(plan_step(here.register, about, CommentAct(act), said))
    return talk.address(entry, form.get("revision", ""), act)


DEEDS: DeedRoutes = (("/documents/{id}/comments", say),)
