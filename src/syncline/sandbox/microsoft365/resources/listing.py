"""A page of a listing.

https://learn.microsoft.com/graph/paging
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import quote, urlencode

from syncline.sandbox.microsoft365.call import Call, Reply
from syncline.sandbox.microsoft365.errors import bad_request
from syncline.sandbox.microsoft365.odata.matching import matches
from syncline.sandbox.microsoft365.state.extended import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from syncline.sandbox.microsoft365.odata.options import Options
    from syncline.sandbox.microsoft365.state.extended import Extended

PAGE: Final = 10
"""Resources on a page unless the client wants more or fewer."""
MOST: Final = 1000
Json = dict[str, Any]
T = TypeVar("T")


def page(
    call: Call, options: Options, items: Sequence[T], render: Callable[[T], Json], context: str, *, size: int = PAGE
) -> Reply:  # fmt: skip
    """Answer one page of the items that meet the filter, in the wished order.

    What `render` answers carries what the filter looks at; `singleValueExtendedProperties` among it is shown only when
    expanded. Only what is looked at is rendered.
    """
    wanted = options.top or call.wishes.page_size or size
    if wanted > MOST:
        text = f"Invalid value '{wanted}' for $top query option found. The $top query option's maximum is {MOST}."
        raise bad_request(text, "ErrorInvalidUrlQuery")
    end = options.skip + wanted
    if options.filter is None and not options.order:
        total, shown = len(items), [render(one) for one in items[options.skip : end]]
    else:
        found = [row for row in map(render, items) if options.filter is None or matches(options.filter, row)]
        total, shown = len(found), options.sort(found)[options.skip : end]
    body: Json = {"@odata.context": f"{call.base}/$metadata#{context}"}
    if options.count:
        body["@odata.count"] = total
    if total > end:
        body["@odata.nextLink"] = _next(call, end)
    body["value"] = [options.project(_visible(one, options)) for one in shown]
    return Reply(200, body)


def _next(call: Call, skip: int) -> str:
    query = {name: value for name, value in call.query.items() if name.lower() != "$skip"} | {"$skip": str(skip)}
    path = "/".join(quote(segment, safe="@$'()") for segment in call.segments)
    return f"{call.base}/{path}?{urlencode(query, safe='$')}"


def with_extended(resource: Json, extended: Extended) -> Json:
    """Put an item's extended properties where filters and $expand look for them."""
    return resource | {"singleValueExtendedProperties": [one._asdict() for one in extended.values()]}


def expanded(resource: Json, extended: Extended, options: Options) -> Json:
    """Answer one resource with the extended properties that were asked for, and selected."""
    wanted = [value._asdict() for key, value in extended.items() if key in options.expand]
    return options.project(resource | ({"singleValueExtendedProperties": wanted} if wanted else {}))


def _visible(resource: Json, options: Options) -> Json:
    wanted = [one for one in resource.get("singleValueExtendedProperties", []) if key_of(one["id"]) in options.expand]
    plain = {name: value for name, value in resource.items() if name != "singleValueExtendedProperties"}
    return plain | ({"singleValueExtendedProperties": wanted} if wanted else {})
