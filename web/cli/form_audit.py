"""`tanqiao audit-form`: what does not agree in an application form, before it is handed in."""

import json
from pathlib import Path
from typing import Any

import click

from data.clock import system_clock
from data.forms import FormRefusedError
from data.importers import UnreadableFileError
from data.settings import Settings
from matcher.services.form_audits import audit_row
from matcher.services.stated_forms import Unread, stated_forms
from web.presenters.form_audit import presented_audit

CLEAN, FOUND, UNREADABLE = 0, 1, 2


@click.command("audit-form")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print the API's response for each form.")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", help="Of the texts.")
@click.pass_context
def audit_form(context: click.Context, file: Path, as_json: bool, language: str) -> None:
    """Audit the application forms in a file: 0 clean, 1 findings, 2 unreadable."""
    audited, is_unreadable = _audited(file, language)
    if as_json:
        click.echo(json.dumps(audited, ensure_ascii=False, indent=2))
    else:
        for form in audited:
            _print(form)
    if is_unreadable:
        context.exit(UNREADABLE)
    context.exit(FOUND if any(form["findings"] for form in audited) else CLEAN)


def _audited(file: Path, language: str) -> tuple[list[dict[str, Any]], bool]:
    now = system_clock(Settings().clock_offset_seconds)()
    audited: list[dict[str, Any]] = []
    is_unreadable = False
    try:
        for form in stated_forms(file):
            if isinstance(form, Unread):
                is_unreadable = True
                click.echo(form.text(language), err=True)
                continue
            for doubt in form.doubts:
                click.echo(f"{doubt.field}: {doubt.text(language)}", err=True)
            audit = audit_row(form.row, now=now, has_appraisal_evidence=form.has_appraisal_evidence)
            answer = presented_audit(audit, language)
            audited.append({"external_id": form.external_id, "name": form.row.name, **answer})
    except (UnreadableFileError, FormRefusedError) as error:
        click.echo(error.text(language), err=True)
        is_unreadable = True
    except OSError as error:
        click.echo(str(error), err=True)
        is_unreadable = True
    return audited, is_unreadable


def _print(form: dict[str, Any]) -> None:
    click.echo(f"{form['external_id']} {form['name']}: {len(form['findings'])}")
    for finding in form["findings"]:
        index = finding["case_index"]
        where = "" if index is None else f"[{index + 1}] "
        click.echo(f"  {finding['severity_label']}  {where}{finding['field_label']}")
        click.echo(f"      {finding['text']}")
        for corrections in (finding["likely"], *finding["alternatives"]):
            if corrections:
                click.echo(f"      → {'; '.join(one['text'] for one in corrections)}")
    for costs in form["costs"]:
        for name, formula in costs["formulas"].items():
            if formula:
                click.echo(f"  [{costs['case_index'] + 1}] {name}: {formula}")
