"""`syncline people`: accounts of the pages (7.7). Passwords come from standard input: arguments are seen by all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from syncline.cli.background import with_pages
from syncline.cli.failures import WRONG_USE, CommandError
from syncline.cli.session import session_of

if TYPE_CHECKING:
    from syncline.cli.session import Session
    from syncline.store.port import Store
    from syncline.web.people.models import Person

Username: TypeAlias = Annotated[str, typer.Argument(help="The name that they sign in with.")]
RealName: TypeAlias = Annotated[str | None, typer.Option("--name", help="What they are called.")]
Email: TypeAlias = Annotated[str | None, typer.Option("--email", help="Single sign-on finds the account by it.")]
OfRep: TypeAlias = Annotated[str | None, typer.Option("--rep", help="The rep that they are, if any; '' for none.")]
RoleName: TypeAlias = Annotated[str, typer.Option("--role", help="admin, manager, viewer, analyst or rep.")]
Permissions: TypeAlias = Annotated[
    list[str] | None, typer.Option("--permission", help="One of the guide's permissions; may be given several times.")
]
Password: TypeAlias = Annotated[bool, typer.Option("--password-stdin", help="Read a password from standard input.")]
_SHOWN = ("username", "name", "email", "rep", "permissions", "is_active")


def people(context: typer.Context) -> None:
    """List accounts, with what each may do."""
    with_pages()
    if context.invoked_subcommand is not None:
        return
    session = session_of(context)
    with session.store():
        from syncline.web.people.account_form import told_of  # noqa: PLC0415 - Django has to be set up before
        from syncline.web.people.models import Person  # noqa: PLC0415 - as above

        rows = [told_of(one) for one in Person.objects.order_by("username")]
    session.output.answer({"people": rows})
    table = [[", ".join(row[one]) if one == "permissions" else row[one] for one in _SHOWN] for row in rows]
    session.output.table(_SHOWN, table, empty="There is no account: open the pages to make the first.")


def add(
    context: typer.Context,
    username: Username,
    name: RealName = None,
    email: Email = None,
    rep: OfRep = None,
    role: RoleName = "rep",
    permission: Permissions = None,
    *,
    password_stdin: Password = False,
) -> None:
    """Make an account. Without a password it signs in by single sign-on alone."""
    session = session_of(context)
    said = {"name": name, "email": email, "rep": rep, "permissions": _permissions(role, permission)}
    with session.store() as store:
        from syncline.web.people.models import Person  # noqa: PLC0415 - Django has to be set up before

        _save(session, store, Person(username=username), _known(said), password_stdin=password_stdin)


def change(
    context: typer.Context,
    username: Username,
    name: RealName = None,
    email: Email = None,
    rep: OfRep = None,
    role: RoleName = "",
    permission: Permissions = None,
    active: Annotated[bool | None, typer.Option("--active/--inactive", help="Whether they may come in.")] = None,
    *,
    password_stdin: Password = False,
) -> None:
    """Change what is named of an account, and leave the rest."""
    session = session_of(context)
    said = {
        "name": name,
        "email": email,
        "rep": rep,
        "permissions": _permissions(role, permission),
        "is_active": active,
    }
    with session.store() as store:
        from syncline.web.people.models import Person  # noqa: PLC0415 - Django has to be set up before

        row = Person.objects.filter(username__iexact=username).first()
        if row is None:
            remedy = "syncline people lists all accounts."
            raise CommandError("unknown_person", f"there is no account called {username}", remedy, WRONG_USE)
        _save(session, store, row, _known(said), password_stdin=password_stdin)


def _known(said: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if value is not None}


def _permissions(role: str, named: list[str] | None) -> list[str] | None:
    """Answer what a role and single permissions come to; None where neither is given."""
    from syncline.web.access.permissions import ROLES, Permission, Role  # noqa: PLC0415 - with the pages alone

    try:
        of_role = ROLES[Role(role)][1] if role else frozenset()
        return sorted(of_role | {Permission(one) for one in named or ()}) if role or named else None
    except ValueError as error:
        remedy = f"Roles are {', '.join(Role)}; permissions are {', '.join(Permission)}."
        raise CommandError("usage", str(error), remedy, WRONG_USE) from error


def _save(session: Session, store: Store, row: Person, said: dict[str, Any], *, password_stdin: bool) -> None:
    from syncline.web.access.permissions import ALL  # noqa: PLC0415 - with the pages alone
    from syncline.web.people.account_form import PersonForm, save, told_of  # noqa: PLC0415 - as above

    password = typer.get_text_stream("stdin").readline().rstrip("\r\n") if password_stdin else ""
    before = {name: getattr(row, name) for name in _SHOWN}
    form = PersonForm({**before, **said, "password": password}, person=row, visitor_may=ALL)
    if not form.is_valid():
        problems = [f"{field}: {' '.join(map(str, found))}" for field, found in form.errors.items()]
        raise CommandError("invalid_values", "; ".join(problems), "Mend that and try again.", WRONG_USE)
    save(row, form.cleaned_data, session.hand(), store)
    session.output.answer({"person": told_of(row)})
    session.output.say(f"{row.username} is saved.")
