"""`tanqiao user` and `tanqiao token`: the first accounts, and tokens for programs."""

import click

from data.queries.users import user_by_email
from data.session import unit_of_work
from data.vocabulary import TOTP_REQUIRED_ROLES, Role
from matcher.services import accounts, erasure, tokens
from matcher.services.jurisdictions import KIND_OF_SYSTEM, ensure_jurisdictions
from web.cli.context import open_context


@click.group()
def user() -> None:
    """Accounts of people."""


@user.command("create")
@click.option("--email", required=True, help="E-mail address to log in with.")
@click.option(
    "--role", required=True, type=click.Choice([role.value for role in Role]), help="What they do."
)
@click.option("--organization", required=True, help="Name; made if there is none of this name.")
@click.option("--name", default="", help="Name of the person; default is the e-mail's first part.")
@click.option("--region", "region_code", help="Region code of a bureau officer; none: the country.")
@click.option(
    "--jurisdiction",
    "jurisdiction_code",
    type=click.Choice(sorted(KIND_OF_SYSTEM)),
    help="System of a new recommending unit that is no region's bureau; role bureau_officer.",
)
def create_user(
    email: str,
    role: str,
    organization: str,
    name: str,
    region_code: str | None,
    jurisdiction_code: str | None,
) -> None:
    """Create an account and print its one-time password."""
    context = open_context()
    with unit_of_work(context.sessions) as session:
        ensure_jurisdictions(session)
        made = accounts.create_user(
            session,
            email=email,
            name=name or email.split("@", maxsplit=1)[0],
            role=Role(role),
            organization_name=organization,
            region_code=region_code,
            jurisdiction_code=jurisdiction_code,
            now=context.clock(),
        )
    click.echo(f"{made.email} one-time password: {made.password}")
    click.echo(f"valid until {made.expires_at:%Y-%m-%d %H:%M} UTC; it must be changed at log-in")
    if Role(role) in TOTP_REQUIRED_ROLES:
        click.echo("this role sets up two-step verification at its first log-in")


@user.command("erase")
@click.option("--email", required=True, help="E-mail address of the account.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase_user(email: str, *, yes: bool) -> None:
    """Erase a person: the account, and the name in the organization's forms; for good."""
    context = open_context()
    if not yes:
        click.confirm("This cannot be undone. Erase the account?", abort=True)
    with unit_of_work(context.sessions) as session:
        found = user_by_email(session, email.strip().lower())
        if found is None:
            raise click.ClickException(f"no user has the e-mail {email}")
        erased = erasure.erase_account(session, user_id=found.id, now=context.clock())
    click.echo(
        f"erased; {erased.snapshots} applications as handed in and {erased.forms} forms "
        "named the person"
    )


@click.group()
def token() -> None:
    """Tokens of programs."""


@token.command("create")
@click.option("--email", required=True, help="E-mail address of the user it acts as.")
@click.option("--name", default="command line", help="Name shown on the account page.")
def create_token(email: str, name: str) -> None:
    """Create a token that acts as a user, and print the token alone."""
    context = open_context()
    with unit_of_work(context.sessions) as session:
        found = user_by_email(session, email.strip().lower())
        if found is None:
            raise click.ClickException(f"no user has the e-mail {email}")
        secret = tokens.create_token(session, user_id=found.id, name=name, now=context.clock())
    click.echo(secret)
