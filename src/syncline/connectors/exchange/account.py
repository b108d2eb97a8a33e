"""One mailbox as seen through a connection: makes calls as the rep."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from exchangelib.account import Identity
from exchangelib.credentials import IMPERSONATION
from exchangelib.services.common import EWSAccountService

from syncline.connectors.errors import (
    BadAnswerError,
    RetryLaterError,
    StopConnectionError,
    ThrottledError,
    UnavailableError,
)
from syncline.connectors.exchange.answer import read_answer
from syncline.connectors.exchange.old_servers import name
from syncline.connectors.exchange.refusals import error_of, general
from syncline.connectors.unreachable import unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import timedelta

    from syncline.connectors.exchange.anchor import Anchor
    from syncline.connectors.exchange.answer import Answer, Message
    from syncline.connectors.exchange.line import Line
    from syncline.connectors.exchange.lines import Lines
    from syncline.connectors.exchange.names import Names
    from syncline.connectors.exchange.settings import ExchangeSettings
    from syncline.connectors.exchange.soap import Element
    from syncline.connectors.exchange.watch import Watch


class _Envelope(EWSAccountService):  # type: ignore[misc] # exchangelib has no types
    """exchangelib's envelope: version, impersonation, the header that finds the mailbox's own server."""

    def headers(self) -> dict[str, str]:
        """Answer the HTTP headers."""
        headers: dict[str, str] = self._extra_headers()
        return headers


class Account:
    """Carries what exchangelib's services ask of an account, without its folder tree and its calls at start."""

    access_type = IMPERSONATION
    default_timezone = None
    affinity_cookie = None

    def __init__(
        self, address: str, lines: Lines, settings: ExchangeSettings, watch: Watch, *, anchor: Anchor | None = None
    ) -> None:
        """`address` may be a proxy address of the mailbox. `anchor` leads several mailboxes to one server."""
        self.primary_smtp_address = address
        self.identity: Any = Identity(smtp_address=address)
        self.settings = settings
        self._lines = lines
        self._watch = watch
        self._anchor = anchor

    @property
    def protocol(self) -> Line:
        """The line to the mailbox's server; the first question may have to find it. Raises what finding it raises."""
        return self._lines.line(self.primary_smtp_address)

    @cached_property
    def _envelope(self) -> _Envelope:
        return _Envelope(account=self)

    @property
    def version(self) -> Any:
        """The version to ask for: the oldest that has all we use, so that every supported server answers alike."""
        return self.protocol.config.version

    @property
    def names(self) -> Names:
        """What is known of the directory."""
        return self._lines.names

    @property
    def clock_offset(self) -> timedelta:
        """How far the server's clock is ahead of ours."""
        return self._watch.offset

    def call(self, payload: Element) -> Answer:
        """Make one call; the payload's name is the operation's. Its messages may still be refusals.

        Raises the errors of `connectors.errors`; a refusal of the whole call raises what its code means.
        """
        answer = self.attempt(payload)
        if answer.fault is not None:
            raise error_of(answer.fault, operation_of(payload))
        return answer

    def attempt(self, payload: Element) -> Answer:
        """Make one call as `call` does, but answer a refusal of its content (`Answer.fault`) instead of raising it."""
        operation = operation_of(payload)
        self._lines.pauses.obey(self.primary_smtp_address)
        answer = self._asked(payload, self.version.api_version)
        self._watch.check(answer)
        self._heed(answer, operation)
        if answer.fault is not None and general(answer.fault):
            error = error_of(answer.fault, operation)
            raise name(self._asked, error) if error.code == "unsupported_version" else error
        return answer

    def _heed(self, answer: Answer, operation: str) -> None:
        """Take note of how long the server wants this mailbox left alone."""
        for message in (*answer.messages, answer.fault):
            if message is not None and message.after:
                error = error_of(message, operation)
                if isinstance(error, RetryLaterError):
                    self._lines.pauses.heed(error, self.primary_smtp_address)

    def _asked(self, payload: Element, version: str) -> Answer:
        operation = operation_of(payload)
        data: bytes = self._envelope.wrap(content=payload, api_version=version)
        self._watch.count(operation)
        try:
            return self._exchange(data, operation)
        except (BadAnswerError, StopConnectionError, UnavailableError, ThrottledError) as error:
            if isinstance(error, RetryLaterError):
                self._lines.pauses.heed(error)
            self._lines.forget(self.primary_smtp_address)
            raise

    def hanging(self, payload: Element) -> Iterator[bytes]:
        """Make a call whose answer stays open and answer its pieces as they come.

        Raises as `call` does, and `OSError` when the line breaks.
        """
        operation = operation_of(payload)
        line = self.protocol
        data: bytes = self._envelope.wrap(content=payload, api_version=self.version.api_version)
        self._watch.count(operation)
        yield from line.hang(data, self._headers(), operation)

    def _headers(self) -> dict[str, str]:
        headers = self._envelope.headers()
        return headers if self._anchor is None else headers | self._anchor.headers()

    def _exchange(self, data: bytes, operation: str) -> Answer:
        line = self.protocol
        try:
            response = line.post(data, self._headers())
        except OSError as error:
            raise unreachable(error, operation, line.server) from error
        if self._anchor is not None:
            self._anchor.learn(response)
        return read_answer(response, operation, line.server)


def operation_of(payload: Element) -> str:
    """Answer an operation's name."""
    return str(payload.tag).rpartition("}")[2]


def expect(answer: Answer, operation: str) -> Message:
    """Answer the only message of an answer. Raises what it means if it is a refusal."""
    message = matched(answer, 1, operation)[0]
    if not message.ok:
        raise error_of(message, operation)
    return message


def matched(answer: Answer, asked: int, operation: str) -> list[Message]:
    """Answer the messages, one for each thing asked. Raises `BadAnswerError` if there are more or fewer."""
    if len(answer.messages) != asked:
        raise BadAnswerError(f"{operation} answered {len(answer.messages)} messages to {asked} questions")
    return answer.messages
