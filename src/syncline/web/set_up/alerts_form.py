"""The form of the alerts: out of their section of the set-up, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.jobs.alerts.conditions import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

KINDS = {
    Kind.CONNECTION_DOWN: "A connection has been down for a quarter of an hour",
    Kind.KEY_EXPIRES: "A certificate ends within 30 days",
    Kind.REP_FAILING: "A rep has been failing for a day",
    Kind.HELD: "Something is held until a person decides",
}
MAIL = {
    "host": ("Mail server", "smtp.acme.example"),
    "port": ("Port", "587 with STARTTLS, 465 with TLS"),
    "user": ("User", "left empty: without a sign-in"),
    "password_variable": ("Variable that holds the password", "looked up where the workers run; never stored here"),
    "from": ("From", "syncline@acme.example"),
    "to": ("To", "separated by commas"),
}
HOOK = {
    "web_hook": ("Address", "gets a JSON document with text, for a chat or a pager"),
    "web_hook_variable": ("or the variable that holds it", "where the address itself is a secret"),
    "web_hook_secret_variable": ("Variable that holds the key", "signs what is posted, so that the receiver knows us"),
}
ENCRYPTIONS = ("starttls", "tls", "none")


def shown(said: Mapping[str, Any]) -> dict[str, Any]:
    """Answer what the form shows of the section."""
    mail = dict(said.get("mail", {}))
    mail["to"] = ", ".join(mail.get("to", []))
    about = said.get("about", list(KINDS))
    return {
        "kinds": [(kind.value, label, kind.value in about) for kind, label in KINDS.items()],
        "mail": [(key, label, told, mail.get(key, "")) for key, (label, told) in MAIL.items()],
        "hook": [(key, label, told, said.get(key, "")) for key, (label, told) in HOOK.items()],
        "encryptions": ENCRYPTIONS,
        "encryption": mail.get("encryption", "starttls"),
    }


def entered(form: QueryDict) -> dict[str, Any]:
    """Answer the section that a form says; nothing where no way is named."""
    mail = {key: text for key in MAIL if (text := form.get(f"mail_{key}", "").strip())}
    part: dict[str, Any] = {key: text for key in HOOK if (text := form.get(key, "").strip())}
    if mail:
        part["mail"] = _mail(mail, form.get("encryption", ""))
    about = [kind.value for kind in KINDS if kind.value in form.getlist("about")]
    return part | ({"about": about} if part and len(about) < len(KINDS) else {})


def _mail(typed: Mapping[str, str], encryption: str) -> dict[str, Any]:
    mail: dict[str, Any] = dict(typed)
    if "to" in mail:
        mail["to"] = [one.strip() for one in typed["to"].split(",") if one.strip()]
    if typed.get("port", "").isdecimal():
        mail["port"] = int(typed["port"])
    return mail | ({"encryption": encryption} if encryption in ENCRYPTIONS[1:] else {})
