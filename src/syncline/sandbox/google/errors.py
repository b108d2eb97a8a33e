"""What a request is refused with, in both of the shapes in which Google's services say so.

The Calendar API answers a list of errors with domain and reason
(https://developers.google.com/workspace/calendar/api/guides/errors), the People API a `google.rpc.Status`
(https://cloud.google.com/apis/design/errors#http_mapping), which also carries such a list.
"""

from __future__ import annotations

from typing import Any, Final

_STATUS: Final = {
    400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND",
    409: "ALREADY_EXISTS", 429: "RESOURCE_EXHAUSTED", 500: "INTERNAL", 503: "UNAVAILABLE",
}  # fmt: skip


class ApiError(Exception):
    """A refusal. `reason` is the Calendar API's word, `status` the name of a google.rpc.Code."""

    def __init__(
        self,
        code: int,
        reason: str,
        message: str,
        *,
        domain: str = "global",
        location: str = "",
        location_type: str = "parameter",
        status: str = "",
        details: tuple[dict[str, Any], ...] = (),
        headers: tuple[tuple[str, str], ...] = (),
        extended_help: str = "",
    ) -> None:
        super().__init__(message)
        self.code = code
        self.reason = reason
        self.message = message
        self.domain = domain
        self.location = location
        self.location_type = location_type
        self.status = status or _STATUS.get(code, "UNKNOWN")
        self.details = details
        self.headers = headers
        self.extended_help = extended_help

    def calendar_body(self) -> dict[str, Any]:
        """Answer the body as the Calendar API writes it; what concerns the project's set-up has a status too."""
        entry = {"domain": self.domain, "reason": self.reason, "message": self.message}
        if self.location:
            entry |= {"locationType": self.location_type, "location": self.location}
        if self.extended_help:
            entry["extendedHelp"] = self.extended_help
        error: dict[str, Any] = {"errors": [entry], "code": self.code, "message": self.message}
        if self.details:
            error |= {"status": self.status, "details": list(self.details)}
        return {"error": error}

    def people_body(self) -> dict[str, Any]:
        """Answer the body as the People API writes it."""
        entry = {"message": self.message, "domain": self.domain, "reason": self.reason}
        error: dict[str, Any] = {"code": self.code, "message": self.message, "errors": [entry], "status": self.status}
        if self.details:
            error["details"] = list(self.details)
        return {"error": error}


def error_info(reason: str, domain: str = "googleapis.com", **metadata: str) -> dict[str, Any]:
    """Answer a google.rpc.ErrorInfo: https://cloud.google.com/apis/design/errors#error_info."""
    made: dict[str, Any] = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": domain}
    return made | ({"metadata": metadata} if metadata else {})


def invalid(message: str, location: str = "") -> ApiError:
    """A value that the service does not take."""
    return ApiError(400, "invalid", message, location=location)


def required(message: str) -> ApiError:
    """A value that is missing."""
    return ApiError(400, "required", message)


def not_found(message: str = "Not Found") -> ApiError:
    """There is no such thing, or the caller may not know of it."""
    return ApiError(404, "notFound", message)


def unauthenticated() -> ApiError:
    """The access token is missing, unknown or past its time."""
    challenge = 'Bearer realm="https://accounts.google.com/", error="invalid_token"'
    return ApiError(
        401, "authError", "Invalid Credentials", location="Authorization", location_type="header",
        headers=(("WWW-Authenticate", challenge),),
    )  # fmt: skip


def not_enabled(service: str, title: str, project: str) -> ApiError:
    """The project has not switched the API on.

    https://cloud.google.com/apis/docs/troubleshooting and
    https://support.google.com/googleapi/answer/6158841
    """
    page = f"https://console.developers.google.com/apis/api/{service}/overview?project={project}"
    message = (
        f"{title} has not been used in project {project} before or it is disabled. Enable it by visiting {page} then "
        "retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and "
        "retry."
    )
    links = {
        "@type": "type.googleapis.com/google.rpc.Help",
        "links": [{"description": "Google developers console API activation", "url": page}],
    }
    info = error_info("SERVICE_DISABLED", consumer=f"projects/{project}", service=service)
    return ApiError(
        403, "accessNotConfigured", message, domain="usageLimits", details=(links, info),
        extended_help="https://console.developers.google.com",
    )  # fmt: skip


def scope_missing(service: str, scopes: frozenset[str]) -> ApiError:
    """The token was made for other scopes than the method needs."""
    challenge = (
        f'Bearer realm="https://accounts.google.com/", error="insufficient_scope", scope="{" ".join(sorted(scopes))}"'
    )
    return ApiError(
        403, "insufficientPermissions", "Request had insufficient authentication scopes.",
        details=(error_info("ACCESS_TOKEN_SCOPE_INSUFFICIENT", service=service),),
        headers=(("WWW-Authenticate", challenge),),
    )  # fmt: skip


def not_a_calendar_user() -> ApiError:
    """The user has no Calendar service: https://developers.google.com/workspace/calendar/api/guides/errors."""
    return ApiError(403, "notACalendarUser", "The user must be signed up for Google Calendar.", domain="calendar")


def forbidden(message: str = "The caller does not have permission") -> ApiError:
    """The caller may not do that."""
    return ApiError(403, "forbidden", message)
