"""Attachments of an application for an expert who scores it (decision 0155)."""

from sqlalchemy.orm import Session

from data.models import Attachment
from data.queries.review_rounds import Task
from matcher.services import review_access
from matcher.services.actor import Actor
from matcher.services.applications import files as application_files
from matcher.services.errors import NotFoundError
from matcher.services.expert_review.sheets import may_see_form


def files(session: Session, task: Task) -> list[Attachment]:
    """Return the files an expert sees beside the form: none before declaring no conflict."""
    return application_files.handed_in(session, task.application) if may_see_form(task) else []


def file(session: Session, *, actor: Actor, assignment_id: int, file_id: int) -> Attachment:
    """Return one file of an application that was assigned to the actor.

    Raises
    ------
    NotFoundError
        If it is not the actor's assignment, no conflict was declared away, or there is no such
        file to show.
    """
    task = review_access.own_task(session, actor, assignment_id)
    if not may_see_form(task):
        raise NotFoundError("attachment", file_id)
    return application_files.one_of(files(session, task), file_id)
