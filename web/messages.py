"""Texts of refusals: message code -> English message id, translated when it is shown.

Texts of match reasons and exclusions live in `data.vocabulary.messages`. Values are named in the
message as `%(name)s`. Every author may add rows for the codes their use cases raise.
"""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

FIELD_MESSAGES: Final[Mapping[str, Any]] = {
    "required": _l("Please fill in this field."),
    "too_long": _l("Please use at most %(max)s characters."),
    "too_short": _l("Please use at least %(min)s characters."),
    "too_small": _l("The value must be at least %(min)s."),
    "too_large": _l("The value must be at most %(max)s."),
    "too_many_items": _l("Please give at most %(max)s entries."),
    "too_few_items": _l("Please give at least %(min)s entries."),
    "not_text": _l("This must be text."),
    "not_a_number": _l("This must be a number."),
    "not_an_integer": _l("This must be a whole number."),
    "not_a_boolean": _l("This must be true or false."),
    "not_a_date": _l("This must be a date such as 2026-06-30."),
    "not_an_instant": _l("This must be a date and time such as 2026-06-30T08:00:00+08:00."),
    "not_a_list": _l("This must be a list."),
    "not_an_object": _l("This must be an object with named fields."),
    "not_in_list": _l("This is not one of the allowed values: %(expected)s."),
    "not_in_future": _l("This must lie in the future."),
    "bad_format": _l("This does not have the expected form."),
    "control_character": _l("This contains characters that are not allowed."),
    "unknown_field": _l("There is no such field."),
    "unknown_code": _l("This code is not known."),
    "bad_cursor": _l("This cursor is not one that a list returned."),
    "invalid": _l("This value is not valid."),
    "unreadable_field": "%(text)s",
    "bad_email": _l("Please enter an e-mail address such as name@example.com."),
    "email_taken": _l("There is an account with this e-mail address already."),
    "bad_credit_code": _l(
        "This unified social credit code is not valid: please check its 18 characters."
    ),
    "credit_code_taken": _l("An organization with this unified social credit code is registered."),
    "organization_taken": _l(
        "An organization of this name is registered. Please ask its users for an account."
    ),
    "unknown_region": _l("There is no such region code."),
    "search_without_condition": _l("Please search for words or choose a filter first."),
    "text_without_words": _l("Please describe the need in words, at least two letters."),
    "coordinates_incomplete": _l("Please give both latitude and longitude."),
    "not_a_position": _l("This is not a position on Earth."),
    "address_ambiguous": _l("This address fits several places: %(candidates)s. Please choose one."),
    "address_not_found": _l("This address was not recognized. Please name city and county."),
    "number_taken": _l("One of your needs has this number already."),
    "indicator_twice": _l("This code stands in the list twice."),
    "region_of_others": _l("This region is not within your jurisdiction."),
    "round_reason_required": _l(
        "Scores are still missing. Please write why the round is closed all the same."
    ),
    "consent_needed": _l("Please tick the box, or we may not keep your name and contact."),
    "not_yours": _l("This record does not belong to your organization."),
    "not_negative": _l("The value must not be negative."),
    "not_all_zero": _l("At least one weight must be greater than zero."),
    "choose_place": _l("Several places have this name. Please choose one."),
    "not_positive": _l("The value must be greater than zero."),
    "in_past": _l("This date has passed."),
    "not_before_from": _l("The end must not lie before the beginning."),
    "choose_one": _l("Please choose one of the entries."),
    "reason_required": _l("Please choose a reason."),
    "reason_needed": _l("Please choose a reason: the project is stalled or declined."),
    "evidence_required": _l("Please add evidence first; without it nothing can be verified."),
    "both_readings": _l("Please give both figures, a year before and a year now."),
    "not_answerable": _l("This stage cannot be reported here."),
    "between": _l("The value must lie between %(low)s and %(high)s."),
    "file_empty": _l("The file is empty."),
    "file_too_large": _l("The file is larger than %(max_mb)s MB."),
    "file_kind": _l("Files of this type are not accepted; please use one of: %(kinds)s."),
    "file_not_its_kind": _l("The content of the file is not what its name says."),
    "too_many_files": _l("There are %(limit)s files already."),
    "too_many_drafts": _l("Your organization has %(limit)s drafts already."),
    "file_unreadable": _l("The file cannot be read: %(reason)s"),
    "file_too_heavy": _l(
        "Reading the file took too long or too much memory. Please split it into smaller files."
    ),
    "rows_rejected": _l(
        "Nothing was imported: some rows have faults. Please correct the file, or choose to skip "
        "those rows."
    ),
    "needs_other_field": _l("Please give the unit beside it as well: %(other_en)s."),
    "range_reversed": _l("The lower bound is above the upper bound."),
    "form_incomplete": _l("Required fields are still empty; the list below leads to each of them."),
    "picture_needed": _l("A diagram must be a picture: .png or .jpg."),
    "case_gone": _l("This case was removed by somebody else meanwhile."),
    "must_accept": _l("Please tick this box to go on."),
    "password_too_short": _l("Please use at least %(min)s characters."),
    "password_too_common": _l("This password is easy to guess. Please choose another one."),
    "password_too_uniform": _l(
        "Please mix at least three of: small letters, capitals, digits, other characters."
    ),
    "password_used_before": _l("Please choose a password that you have not used lately."),
    "passwords_differ": _l("The two passwords are not the same."),
    "unknown_user": _l("There is no account with this e-mail address."),
    "wrong_password": _l("This is not your present password."),
    "batch_code_taken": _l("There is a batch with this code already."),
    "batch_not_open": _l("This batch does not take applications today."),
    "batch_not_national": _l("An entry of a local catalogue goes upward to a national batch."),
    "batch_of_other_region": _l("This local catalogue is for owners of its own region."),
    "unit_of_other_region": _l("This bureau recommends only owners of its own region."),
    "wrong_code": _l("This code is not right, or it was used already. Please enter the next one."),
}
"""Rules that one field may break."""

PROBLEM_MESSAGES: Final[Mapping[str, Any]] = {
    "forbidden": _l("Your account may not do this."),
    "session_only": _l("This works only in the browser, after logging in; not with a token."),
    "csrf_failed": _l(
        "The page was open too long, or the request came from another site. "
        "Please go back, reload the page and try again."
    ),
    "password_change_required": _l("Please change your first password before going on."),
    "second_factor_required": _l("Please set up two-step verification before going on."),
    "organization_not_approved": _l("Your organization is not approved yet."),
    "reauthentication_required": _l("Please enter your password again before this change."),
    "too_many_requests": _l("That were many requests in a short time. Please wait a little."),
    "too_many_attempts": _l("Too many failed attempts. Please wait %(minutes)s minutes."),
    "too_many_searches": _l("You keep %(limit)s searches already. Please delete one first."),
    "too_many_tokens": _l("You have %(limit)s tokens already. Please revoke one first."),
    "already_decided": _l("Someone else decided on this organization a moment ago."),
    "changed_meanwhile": _l("Someone else changed this record meanwhile. Please look again."),
    "last_system_admin": _l("The last active system administrator cannot be deactivated."),
    "already_enrolled": _l("Two-step verification is set up already."),
    "not_enrolled": _l("Two-step verification is not set up."),
    "initial_password_expired": _l(
        "Your first password has expired. Please ask your administrator for a new one."
    ),
    "role_posts_no_demands": _l("Your role does not post needs."),
    "role_opens_no_leads": _l("Your role does not introduce technologies."),
    "role_moves_no_leads": _l("Your role does not move leads."),
    "demand_closed": _l("This need is closed."),
    "technology_without_owner": _l("The owner of this technology has no account here yet."),
    "technology_not_published": _l("This technology is not published."),
    "lead_already_open": _l("There is a lead for this need and this technology already."),
    "too_many_open_leads": _l(
        "Your organization has %(limit)s open leads on this technology already."
    ),
    "final_stage": _l("This lead has ended."),
    "already_there": _l("The lead is in this stage already."),
    "already_proposed": _l("Your side has proposed this stage already."),
    "waits_for_confirmation": _l("A proposed stage waits to be confirmed first."),
    "waits_for_other_side": _l("The lead waits for the other side."),
    "wrong_side": _l("Your side may not make this move."),
    "not_a_next_stage": _l("The lead cannot go to this stage from where it stands."),
    "reason_required": _l("Please give a reason."),
    "evidence_required": _l("Please attach evidence of the tonnes first."),
    "nothing_proposed": _l("No stage is proposed."),
    "role_imports_not": _l("Your role does not import such records."),
    "imports_busy": _l("Other files are being read at the moment. Please try again shortly."),
    "draft_is_submitted": _l("This application has been submitted; it can no longer be changed."),
    "draft_is_in_use": _l(
        "It was submitted before, or parks have dealt with it: its history must stay, so it cannot "
        "be deleted."
    ),
    "too_many_drafts": _l("Your organization has %(limit)s drafts already."),
    "too_many_cases": _l("A technology may have at most %(limit)s cases."),
    "role_writes_no_applications": _l("Your role does not write applications."),
    "file_gone": _l("This file is no longer stored here as it was uploaded."),
    "follow_up_cancelled": _l("This question has been withdrawn."),
    "application_running": _l("An application of this technology is running already."),
    "technology_not_a_draft": _l("This technology is not a draft that could be handed in."),
    "technology_listed_nationally": _l("This technology stands in the national catalogue already."),
    "no_part_in_application": _l("Your organization has no part in this application."),
    "no_part_in_check": _l("This step of the yearly check is for another side."),
    "role_runs_no_batches": _l("Your organization compiles no catalogue."),
    "application_ended": _l("This application has ended."),
    "application_already_there": _l("The application is in this state already."),
    "application_wrong_side": _l("This step is for another side of the application."),
    "application_not_a_next_state": _l("The application cannot go there from where it stands."),
    "application_note_required": _l("Please give the reason in words."),
    "application_opinion_required": _l("Please write the opinion of the recommending unit."),
    "application_completeness_required": _l("Please confirm that the form was found complete."),
    "application_notice_date_required": _l("Please give the last day of the public notice."),
    "application_reason_required": _l("Please choose a reason."),
    "application_notice_too_short": _l("The public notice must run for at least five days."),
    "application_notice_running": _l(
        "The public notice is still running; the entry can be published after its last day."
    ),
    "application_comments_open": _l(
        "Comments on the public notice wait for an answer. Please answer them first."
    ),
    "indicators_frozen": _l("Scoring has begun in this batch. Its indicators stay as they are."),
    "round_unfinished": _l("This review has a round that is not closed yet."),
    "round_without_applications": _l("No application of this batch waits for this round."),
    "round_opened_already": _l("This round is open already."),
    "round_without_experts": _l(
        "Some applications have no expert yet. Please propose or add experts first."
    ),
    "round_not_open": _l("This round is not open."),
    "round_closed": _l("This round is closed. Nothing in it can be changed."),
    "scores_are_shown": _l(
        "All scores are in and may be seen, so the experts of this round stay as they are."
    ),
    "scores_are_in": _l("The scores were handed in and are final."),
    "expert_asked_already": _l("This expert was asked for this application already."),
    "expert_in_conflict": _l(
        "This expert has a conflict of interest with this application and may not score it."
    ),
    "expert_without_room": _l(
        "This expert has as many applications of this round as agreed (%(capacity)s)."
    ),
    "expert_unavailable": _l("This expert is not available until the round is due."),
    "declared_already": _l("The declaration for this application was made already."),
    "declaration_first": _l("Please declare first whether you have a conflict of interest."),
    "application_left_review": _l("This application is no longer in this review."),
    "notice_closed": _l("The public notice ended on %(day)s. Comments are no longer taken."),
    "too_many_comments": _l("This application has too many comments. Please write to the bureau."),
    "application_round_open": _l("Experts are still scoring this application."),
    "wrong_log_in": _l("E-mail address or password is not right."),
    "own_account": _l("You cannot do this to your own account."),
    "malformed_json": _l("The request body is not valid JSON."),
    "unsupported_media_type": _l("Please send JSON with Content-Type: application/json."),
    "database_busy": _l("The database is busy. Please try again in a few seconds."),
    "still_loading": _l("The service has just started and is still loading. Please try again."),
}
"""Refusals of a whole request."""


def field_message(rule: str, values: Mapping[str, Any] | None = None) -> str:
    """Return the text of one field's problem in the language of the request."""
    message = FIELD_MESSAGES.get(rule)
    return _filled(message if message is not None else FIELD_MESSAGES["invalid"], values)


def problem_message(code: str, values: Mapping[str, Any] | None = None) -> str | None:
    """Return the text of a refusal in the language of the request, or None if it has none."""
    message = PROBLEM_MESSAGES.get(code)
    return None if message is None else _filled(message, values)


def _filled(message: object, values: Mapping[str, Any] | None) -> str:
    text = str(message)
    try:
        return text % dict(values or {}) if "%(" in text else text
    except KeyError:
        return text.partition("%(")[0].rstrip(" :,")


def status_title(status: int) -> str:
    """Return the short name of an HTTP error in the language of the request."""
    titles = {
        400: gettext("Bad request"),
        401: gettext("Please log in"),
        403: gettext("Not allowed"),
        404: gettext("Page not found"),
        405: gettext("Method not allowed"),
        409: gettext("Conflict"),
        413: gettext("Too large"),
        415: gettext("Unsupported format"),
        422: gettext("Some entries need correction"),
        429: gettext("Too many requests"),
        503: gettext("Not ready yet"),
    }
    return str(titles.get(status) or gettext("Something went wrong"))
