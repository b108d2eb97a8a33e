"""OpenID Connect by discovery, through allauth: who may come in is decided here, the protocol is theirs.

An account is made beforehand, by an administrator: nobody signs up by themselves. The first sign-in joins the
provider's subject to the account whose e-mail address the provider vouches for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp

from syncline.web.asked import store_of
from syncline.web.people.models import Person
from syncline.web.refusals import nobody_here, not_signed_on

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin
    from django.http import HttpRequest

KIND = "openid_connect"


def providers(request: HttpRequest) -> list[str]:
    """Answer the names of the providers that people may sign in with."""
    return [row.name for row in store_of(request).connections(secrets=False) if row.kind == KIND]


class NoSignUp(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by administrators."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Nobody makes an account by themselves."""
        return False


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Providers out of the set-up, accounts out of ours."""

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:
        """Answer the set-up's providers; the secret is opened here and kept nowhere else."""
        rows = [row for row in store_of(request).connections() if row.kind == KIND]
        apps = [
            SocialApp(
                provider=KIND,
                provider_id=row.name,
                name=row.name,
                client_id=row.settings["client_id"],
                secret=row.secrets["client_secret"],
                settings={"server_url": row.settings["issuer"]},
            )
            for row in rows
        ]
        fits = [app for app in apps if provider in {None, KIND, app.provider_id}]
        return [app for app in fits if client_id in {None, app.client_id}]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 - as above
        """Nobody makes an account by themselves."""
        return False

    def on_authentication_error(self, request: HttpRequest, *_: Any, **__: Any) -> None:
        """Say in our own words that it came to nothing; allauth would look for a page that is not here."""
        raise ImmediateHttpResponse(not_signed_on(request))

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Join a subject that is new here to its account. Whoever has none is told so."""
        if sociallogin.is_existing:
            return
        known = [one.email for one in sociallogin.email_addresses if one.verified]
        person = Person.objects.filter(email__iexact=known[0], is_active=True).first() if known else None
        if person is None:
            raise ImmediateHttpResponse(nobody_here(request))
        sociallogin.connect(request, person)
