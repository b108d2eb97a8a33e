"""SPEC 1.2: without an address in the set-up file Autodiscover finds it; the password goes nowhere it should not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.wrappers import Response

from syncline.connectors.errors import SignInAgainError, StopRepError, UnavailableError
from syncline.connectors.exchange import ExchangeConnection, ExchangeSettings
from syncline.connectors.exchange.memory import Memory
from syncline.sandbox.exchange import Redirect
from tests.contract.mailbox_stage import CONTACTS, EVENTS
from tests.support.exchange_stage import PASSWORD, REP, ExchangeStage
from tests.support.hosts import Hosts

if TYPE_CHECKING:
    from syncline.connectors.port import Page

DOMAIN = "acme.example"
USUAL = f"autodiscover.{DOMAIN}"
MAIL = f"https://mail.{DOMAIN}/EWS/Exchange.asmx"
POX = "/autodiscover/autodiscover.xml"


@pytest.fixture
def hosts() -> Hosts:
    return Hosts()


class World:
    """A rep's mailbox somewhere in a small internet, and a connection that only knows the domain."""

    def __init__(self, stage: ExchangeStage, hosts: Hosts, **settings: Any) -> None:
        self.stage, self.hosts = stage, hosts
        self.server = stage.server
        self.server.autodiscover.ews_url = MAIL
        hosts.applications[f"mail.{DOMAIN}"] = stage.server
        self.memory = Memory(stage.now)
        self.srv: dict[str, list[str]] = {}
        self.settings = settings

    def connect(self, **settings: Any) -> ExchangeConnection:
        given: dict[str, Any] = {"ews_url": None, "service_account": f"svc@{DOMAIN}", "password": PASSWORD}
        return ExchangeConnection(
            ExchangeSettings(**given | self.settings | settings),
            clock=self.stage.now,
            adapter=self.hosts.adapter,
            srv=lambda name: self.srv.get(name, []),
            memory=self.memory,
        )

    def read(self, address: str = REP, **settings: Any) -> Page:
        mailbox = self.connect(**settings).open(address, {}, installation="here", org_id="00D1")
        return mailbox.changes(EVENTS, None)


@pytest.fixture(params=["basic", "ntlm", "auto"])
def world(stage: ExchangeStage, hosts: Hosts, request: pytest.FixtureRequest) -> World:
    return World(stage, hosts, auth=request.param)


@pytest.fixture
def plain(stage: ExchangeStage, hosts: Hosts) -> World:
    return World(stage, hosts)


class TestWhereItIsLookedFor:
    def test_at_the_usual_host(self, world: World) -> None:
        world.hosts.applications[USUAL] = world.server
        assert world.read().more is False
        assert world.hosts.signed == {f"https://{USUAL}", f"https://mail.{DOMAIN}"}

    def test_beside_a_web_site_of_the_domain(self, world: World) -> None:
        world.hosts.applications[DOMAIN] = world.server
        assert world.read().more is False

    def test_by_plain_xml_where_soap_is_off(self, world: World) -> None:
        def without_soap(environ: Any, start: Any) -> Any:
            off = environ["PATH_INFO"].endswith(".svc")
            return (Response("off", 404) if off else world.server)(environ, start)

        world.hosts.applications[USUAL] = without_soap
        assert world.read().more is False

    def test_behind_a_redirect_over_plain_http_which_gets_no_credentials(self, world: World) -> None:
        world.hosts.web_site(DOMAIN)
        world.server.autodiscover.moved[USUAL] = f"https://mail.{DOMAIN}{POX}"
        world.hosts.plain[USUAL] = world.server
        assert world.read().more is False
        assert world.hosts.signed == {f"https://mail.{DOMAIN}"}

    def test_by_an_srv_record(self, world: World) -> None:
        world.srv[f"_autodiscover._tcp.{DOMAIN}"] = [f"mail.{DOMAIN}"]
        world.hosts.web_site(DOMAIN, status=200)
        assert world.read().more is False

    def test_at_the_address_that_the_set_up_file_names(self, world: World) -> None:
        world.hosts.applications["cas.other.example"] = world.server
        world.read(autodiscover_url=f"https://cas.other.example{POX}")
        assert {url.split("/")[2] for url, _ in world.hosts.asked} == {"cas.other.example", f"mail.{DOMAIN}"}

    def test_a_302_to_another_host_of_the_domain(self, world: World) -> None:
        world.hosts.applications[USUAL] = world.server
        world.server.autodiscover.moved[USUAL] = f"https://mail.{DOMAIN}{POX}"
        assert world.read().more is False

    def test_redirect_url(self, world: World) -> None:
        first = ExchangeStage().server
        first.autodiscover.redirects[DOMAIN] = Redirect(url=f"https://mail.{DOMAIN}{POX}")
        first.password = first._directory.service_password = PASSWORD
        world.hosts.applications[USUAL] = first
        assert world.read().more is False

    def test_redirect_address_to_an_additional_domain(self, world: World) -> None:
        world.server.autodiscover.redirects[REP] = Redirect(address="rep@acme.example.net")
        world.stage.server.add_mailbox("rep@acme.example.net", "secret")
        world.hosts.applications[USUAL] = world.server
        world.hosts.applications["autodiscover.acme.example.net"] = world.server
        assert world.read(additional_domains=frozenset({"acme.example.net"})).more is False


class TestWhatIsRefused:
    """Each of these would hand the service account's password to somebody."""

    def refused(self, world: World, code: str, *never: str, **settings: Any) -> StopRepError:
        with pytest.raises(StopRepError) as caught:
            world.read(**settings)
        assert caught.value.code == code
        assert caught.value.remedy
        assert REP not in str(caught.value)
        for host in never:
            assert not [url for url in world.hosts.signed if host in url]
        return caught.value

    def test_a_redirect_to_a_foreign_host(self, world: World) -> None:
        world.hosts.applications[USUAL] = world.hosts.applications["evil.example"] = world.server
        world.server.autodiscover.moved[USUAL] = f"https://evil.example{POX}"
        error = self.refused(world, "autodiscover_redirect_refused", "evil.example")
        assert "https://evil.example" in str(error)

    def test_a_host_whose_name_only_ends_like_ours(self, world: World) -> None:
        world.hosts.applications[USUAL] = world.hosts.applications["evilacme.example"] = world.server
        world.server.autodiscover.moved[USUAL] = f"https://evilacme.example{POX}"
        self.refused(world, "autodiscover_redirect_refused", "evilacme.example")

    def test_a_redirect_to_plain_http(self, world: World) -> None:
        world.hosts.applications[USUAL] = world.server
        world.hosts.plain[f"mail.{DOMAIN}"] = world.server
        world.server.autodiscover.moved[USUAL] = f"http://mail.{DOMAIN}{POX}"
        self.refused(world, "autodiscover_redirect_refused", "http://")

    def test_a_redirect_over_plain_http_to_a_foreign_host(self, world: World) -> None:
        world.server.autodiscover.moved[USUAL] = f"https://evil.example{POX}"
        world.hosts.plain[USUAL] = world.hosts.applications["evil.example"] = world.server
        self.refused(world, "autodiscover_redirect_refused", "evil.example")

    def test_an_srv_record_to_a_foreign_host(self, world: World) -> None:
        world.srv[f"_autodiscover._tcp.{DOMAIN}"] = ["evil.example"]
        world.hosts.applications["evil.example"] = world.server
        self.refused(world, "autodiscover_redirect_refused", "evil.example")

    def test_another_address_in_a_foreign_domain(self, world: World) -> None:
        world.hosts.applications[USUAL] = world.hosts.applications["autodiscover.evil.example"] = world.server
        world.server.autodiscover.redirects[REP] = Redirect(address="rep@evil.example")
        self.refused(world, "autodiscover_redirect_refused", "evil.example")

    def test_web_services_at_a_foreign_host(self, world: World) -> None:
        world.hosts.applications[USUAL] = world.hosts.applications["evil.example"] = world.server
        world.server.autodiscover.ews_url = "https://evil.example/EWS/Exchange.asmx"
        self.refused(world, "autodiscover_redirect_refused", "evil.example")

    def test_a_certificate_that_proves_nothing(self, world: World) -> None:
        world.hosts.applications[USUAL] = world.server
        world.hosts.untrusted.add(USUAL)
        error = self.refused(world, "autodiscover_failed", DOMAIN)
        assert "certificate" in str(error)

    @pytest.mark.parametrize(
        "redirect",
        [Redirect(address="rep@acme.mail.onmicrosoft.com"), Redirect(url=f"https://autodiscover-s.outlook.com{POX}")],
    )
    def test_a_mailbox_that_was_moved_to_the_cloud_is_named_as_such(self, plain: World, redirect: Redirect) -> None:
        plain.hosts.applications[USUAL] = plain.server
        plain.server.autodiscover.redirects[REP] = redirect
        self.refused(plain, "mailbox_in_microsoft_365", "outlook.com", "onmicrosoft.com")

    def test_who_only_shows_a_web_site_gets_no_password_unasked(self, plain: World) -> None:
        plain.hosts.web_site(DOMAIN)
        plain.hosts.web_site(USUAL)
        self.refused(plain, "autodiscover_failed", DOMAIN, auth="basic")


class TestWhatGoesWrong:
    def test_nothing_there(self, plain: World) -> None:
        with pytest.raises(StopRepError) as caught:
            plain.read()
        assert caught.value.code == "autodiscover_failed"
        assert f"no host is called {USUAL}" in str(caught.value)

    def test_circles_end(self, plain: World) -> None:
        plain.hosts.applications[USUAL] = plain.server
        plain.server.autodiscover.moved[USUAL] = f"https://{USUAL}{POX}"
        plain.hosts.web_site(DOMAIN)
        with pytest.raises(StopRepError) as caught:
            plain.read()
        assert caught.value.code == "autodiscover_failed"
        assert len(plain.hosts.asked) < 12

    def test_addresses_in_circles_end(self, plain: World) -> None:
        other = "rep@other.acme.example"
        plain.server.autodiscover.redirects |= {REP: Redirect(address=other), other: Redirect(address=REP)}
        plain.hosts.applications[USUAL] = plain.hosts.applications["autodiscover.other.acme.example"] = plain.server
        with pytest.raises(StopRepError, match="circles"):
            plain.read()

    def test_a_wrong_password_is_tried_at_one_address_only(self, world: World) -> None:
        world.hosts.applications |= {USUAL: world.server, DOMAIN: world.server}
        with pytest.raises(SignInAgainError) as caught:
            world.read(password="wrong")
        assert caught.value.code == "exchange_sign_in_refused"
        assert world.hosts.signed == {f"https://{USUAL}"}

    def test_a_mailbox_that_nobody_knows(self, plain: World) -> None:
        plain.hosts.applications[USUAL] = plain.server
        with pytest.raises(StopRepError) as caught:
            plain.read("nobody@acme.example")
        assert caught.value.code == "mailbox_not_found"

    def test_silent_hosts_are_asked_once(self, plain: World) -> None:
        plain.hosts.silent |= {USUAL, DOMAIN}
        with pytest.raises(UnavailableError) as caught:
            plain.read()
        assert caught.value.code == "autodiscover_unavailable"
        assert len(plain.hosts.asked) == 3


class TestWhatIsRemembered:
    def test_a_domain_is_asked_once_a_day_for_all_its_reps(self, plain: World) -> None:
        plain.hosts.applications[USUAL] = plain.server
        for name in ("one", "two", "three"):
            plain.server.add_mailbox(f"{name}@{DOMAIN}", "secret")
            plain.read(f"{name}@{DOMAIN}")
        asked = [url for url, _ in plain.hosts.asked if USUAL in url]
        assert len(asked) == 2, "one question, and the server's for credentials"
        plain.stage.clock.advance(timedelta(days=1))
        plain.read()
        assert len([url for url, _ in plain.hosts.asked if USUAL in url]) == 4

    def test_a_server_that_moved_is_found_again(self, plain: World) -> None:
        plain.hosts.applications[USUAL] = plain.server
        plain.read()
        new = f"mail2.{DOMAIN}"
        plain.hosts.applications[new] = plain.hosts.applications.pop(f"mail.{DOMAIN}")
        plain.server.autodiscover.ews_url = f"https://{new}/EWS/Exchange.asmx"
        with pytest.raises(Exception, match=f"mail.{DOMAIN}"):
            plain.read()
        assert plain.read().more is False

    def test_a_failure_is_not_remembered_for_long(self, plain: World) -> None:
        for _ in range(3):
            with pytest.raises(StopRepError):
                plain.read()
        before = len(plain.hosts.asked)
        plain.hosts.applications[USUAL] = plain.server
        plain.stage.clock.advance(timedelta(minutes=2))
        assert plain.read().more is False
        assert before == 3, "the reps of a domain do not each wait for hosts that are not there"

    def test_opening_a_mailbox_asks_nobody(self, plain: World) -> None:
        mailbox = plain.connect().open(REP, {}, installation="here", org_id="00D1")
        assert plain.hosts.asked == []
        assert mailbox.known(CONTACTS) is None
