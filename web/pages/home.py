"""The public home page; who is logged in sees their role's next actions first."""

from typing import Any

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from data.clock import local_day
from data.queries import demands, home_actions
from data.queries.home_numbers import HomeNumbers, home_numbers
from data.reference.taxonomy import taxonomy, technology_types
from data.vocabulary import Role
from matcher.services import access
from matcher.services.actor import Actor
from matcher.services.waiting import waiting_for
from web.access import Access, allow, current_actor
from web.extensions import now, read_only
from web.i18n import current_language
from web.presenters.home_waiting import waiting_lines

bp = Blueprint("home", __name__)

RECENT = 4
Link = dict[str, Any]


@bp.get("/")
@allow(Access.PUBLIC)
def home() -> ResponseReturnValue:
    """Show what the service is and holds; first what the caller may want to do next."""
    actor = current_actor()
    with read_only() as session:
        numbers = home_numbers(session)
        recent = _recent_needs(session, actor)
        actions = _actions(session, actor) if actor else []
        lines = _waiting(session, actor) if actor else []
    return render_template(
        "home/home.html",
        actions=[action for action in actions if action["url"]],
        waiting=lines,
        recent=recent,
        numbers=_numbers(numbers),
        categories=_categories(numbers),
        post_url=link("demand_form.new"),
    )


def _waiting(session: Session, actor: Actor) -> list[Link]:
    found = waiting_for(session, actor, today=local_day(now()))
    return waiting_lines(found, actor)


def link(endpoint: str, **values: Any) -> str | None:  # noqa: ANN401 - URL values
    """Return the address of a page, None where this installation has no such page."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None


def _recent_needs(session: Session, actor: Actor | None) -> list[Link]:
    if actor is None or actor.role not in access.POSTING_ROLES:
        return []
    found = demands.page(session, readable=access.demands_readable_by(actor), limit=RECENT)
    return [
        {
            "title": one.title,
            "url": link("matches.show", demand_id=one.id),
            "status": one.status.label(current_language()),
            "on": one.created_at,
        }
        for one in found
    ]


def _actions(session: Session, actor: Actor) -> list[Link]:
    """Return the caller's next steps, the most urgent first."""
    waiting = home_actions.waiting_leads(session, actor.organization_id)
    due = home_actions.open_questions(session, actor.organization_id)
    by_role = {
        Role.PARK_MANAGER: _poster_actions,
        Role.ENTERPRISE_USER: _poster_actions,
        Role.TECHNOLOGY_OWNER: _owner_actions,
        Role.BUREAU_OFFICER: _bureau_actions,
        Role.SYSTEM_ADMIN: _system_actions,
        Role.SECURITY_ADMIN: lambda *_counts: [
            _action(
                _("Log-ins"), _("Who logged in, from where, what failed."), "account_log_ins.index"
            )
        ],
        Role.AUDIT_ADMIN: lambda *_counts: [
            _action(
                _("Audit trail"),
                _("Who did what, and whether the chain is whole."),
                "account_audit.index",
            )
        ],
        Role.EXPERT: lambda *_counts: [
            _action(
                _("My reviews"),
                _("Only applications that were assigned to you."),
                "my_reviews.index",
            ),
            _action(_("Technologies"), _("Read the published catalogue."), "catalogue.index"),
        ],
    }
    return by_role[actor.role](waiting, due)


def _action(title: str, text: str, endpoint: str, **values: Any) -> Link:  # noqa: ANN401
    return {"title": title, "text": text, "url": link(endpoint, **values)}


def _poster_actions(waiting: int, due: int) -> list[Link]:
    return [
        _action(
            _("Post a need"),
            _("Write what you want to change in your own words; matches appear within a second."),
            "demand_form.new",
        ),
        _action(
            _("My needs"),
            _("Open needs, their matches, and what came of them."),
            "demands.index",
        ),
        _leads_action(waiting, due),
    ]


def _owner_actions(waiting: int, due: int) -> list[Link]:
    return [
        _leads_action(waiting, due),
        _action(
            _("My technologies"),
            _(
                "Write the application form here, page by page, or hand in one you have in Word or "
                "Excel. It is saved as you type."
            ),
            "technology_drafts.index",
        ),
        _action(
            _("My applications"),
            _("Where each application stands, and what is asked of you."),
            "applications.index",
        ),
        _action(
            _("Needs that fit"),
            _(
                "Open needs your technologies were ranked for; posters stay unnamed "
                "until both agree."
            ),
            "demands.index",
        ),
        _action(
            _("Technologies"),
            _("See your entries as parks see them, and what is missing."),
            "catalogue.index",
        ),
    ]


def _bureau_actions(_waiting: int, _due: int) -> list[Link]:
    return [
        _action(
            _("Applications"),
            _("What was handed in, by state, and what waits for your decision."),
            "applications.index",
        ),
        _action(
            _("Expert reviews"),
            _("Rounds, who has scored, and the minutes."),
            "review_rounds.index",
        ),
        _action(
            _("Funnel"),
            _("What came of the introductions in your region, with honest bounds."),
            "reports.funnel",
        ),
        _action(
            _("Organizations"), _("Registrations that wait for a decision."), "organizations.index"
        ),
        _action(_("Introductions"), _("Every introduction of your region."), "leads.index"),
        _action(_("Needs"), _("The needs of your region and their matches."), "demands.index"),
    ]


def _system_actions(_waiting: int, _due: int) -> list[Link]:
    return [
        _action(_("Users"), _("Accounts, roles and first passwords."), "users.index"),
        _action(
            _("Organizations"), _("Registrations that wait for a decision."), "organizations.index"
        ),
    ]


def _leads_action(waiting: int, due: int) -> Link:
    parts = []
    if waiting:
        parts.append(
            ngettext(
                "%(num)s introduction waits for your answer.",
                "%(num)s introductions wait for your answer.",
                waiting,
            )
        )
    if due:
        parts.append(
            ngettext("%(num)s question on progress is open.", "%(num)s questions are open.", due)
        )
    text = " ".join(parts) or _("Nothing waits for you; see how each one is going.")
    return _action(_("Introductions"), text, "leads.index") | {"is_urgent": bool(parts)}


def _numbers(numbers: HomeNumbers) -> list[Link]:
    types = len(set(numbers.technologies_by_type) & set(technology_types()))
    catalogue = link("catalogue.index")
    return [
        {"label": _("Published technologies"), "value": numbers.technology_count, "url": catalogue},
        {
            "label": _("Types covered"),
            "value": f"{types} / {len(technology_types())}",
            "url": "#types",
        },
        {
            "label": _("Open needs"),
            "value": numbers.open_demand_count,
            "url": link("demands.index"),
        },
        {"label": _("Introductions"), "value": numbers.lead_count, "url": link("leads.index")},
        {
            "label": _("In operation or verified"),
            "value": numbers.realized_count,
            "url": link("leads.index", reached="commissioned"),
        },
    ]


def _categories(numbers: HomeNumbers) -> list[Link]:
    language, counts = current_language(), numbers.technologies_by_type
    return [
        {
            "label": category.label(language),
            "count": sum(counts.get(one.code, 0) for one in category.types),
            "url": link("catalogue.index", category=category.code),
            "types": [
                {
                    "label": one.label(language),
                    "count": counts.get(one.code, 0),
                    "url": link("catalogue.index", type=one.code),
                }
                for one in category.types
            ],
        }
        for category in taxonomy()
    ]
