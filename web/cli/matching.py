"""`tanqiao match`: a need on the command line, ranked technologies out."""

import json
from typing import Any

import click

from data.session import reading
from data.vocabulary.messages import message_text
from matcher.services.match_requests import DEFAULT_LIMIT, MAX_LIMIT, MatchRequest, Site
from matcher.services.matching import match as run_match
from web.cli.context import open_context
from web.presenters.match import presented


@click.command()
@click.argument("text")
@click.option("--site", "address", help="Address of the need, e.g. 山西省临汾市.")
@click.option(
    "--limit", type=click.IntRange(1, MAX_LIMIT), default=DEFAULT_LIMIT, help="Matches shown."
)
@click.option("--json", "as_json", is_flag=True, help="Print the API's response.")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", help="Of the texts.")
def match(text: str, address: str | None, limit: int, as_json: bool, language: str) -> None:
    """Rank the catalogue's technologies for a need, best first."""
    context = open_context()
    request = MatchRequest(text=text, site=Site(address=address), limit=limit)
    runtime = context.runtime
    with reading(context.sessions) as session:
        found = run_match(session, runtime, request, language=language, now=context.clock())
    answer = presented(found, language)
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    _print(answer, language)


def _print(answer: dict[str, Any], language: str) -> None:
    click.echo(f"{answer['eligible_count']} eligible, {answer['excluded_count']} excluded")
    for item in answer["matches"]:
        technology = item["technology"]
        distance = "" if item["distance_km"] is None else f"  {item['distance_km']:.0f} km"
        click.echo(f"{item['rank']:>3}. {item['score']:.3f}  {technology['name']}{distance}")
        for reason in item["reasons"][:3]:
            click.echo(f"       {message_text(reason['code'], reason['values'], language)}")
