"""/composite: up to 25 dependent requests in one, which counts as one; /composite/batch: up to 25 independent ones.

/composite/graph: up to 500 dependent ones in graphs, each of which is carried out whole or not at all.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite.htm
https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_batch.htm
https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_graph.htm
"""

from __future__ import annotations

import re
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qsl

from syncline.sandbox.salesforce.acting import Acting
from syncline.sandbox.salesforce.duplicates import Wishes
from syncline.sandbox.salesforce.errors import RefusedError, bad_json
from syncline.sandbox.salesforce.rest import routes
from syncline.sandbox.salesforce.rest.call import Call, Reply

MOST: Final = 25
MOST_WIDE: Final = 5
MOST_GRAPHS: Final = 75
MOST_NODES: Final = 500
BAD: Final = 400
Json: TypeAlias = dict[str, Any]
_REFERENCE: Final = re.compile(r"@\{([A-Za-z0-9_]+)((?:\.[A-Za-z0-9_]+|\[\d+\])*)\}")
_STEP: Final = re.compile(r"\.([A-Za-z0-9_]+)|\[(\d+)\]")
_WIDE: Final = re.compile(r"/services/data/v[\d.]+/(?:query|queryAll|composite/sobjects)\b")
_HALTED: Final = "The transaction was rolled back since another operation in the same transaction failed."


def composite(call: Call) -> Reply:
    """Answer POST /composite."""
    body = call.object_body()
    requests = _requests(body, "compositeRequest", MOST)
    _check(requests)
    answers = _dependent(call, requests, all_or_none=body.get("allOrNone") is True)
    return Reply(200, _written(answers))


def graph(call: Call) -> Reply:
    """Answer POST /composite/graph."""
    graphs = _requests(call.object_body(), "graphs", MOST_GRAPHS)
    inside = [_requests(one, "compositeRequest", MOST_NODES) for one in graphs]
    if sum(map(len, inside)) > MOST_NODES:
        raise RefusedError("LIMIT_EXCEEDED", f"The number of nodes exceeds the limit of {MOST_NODES}")
    names = [one.get("graphId") for one in graphs]
    if not all(isinstance(name, str) and name for name in names) or len(set(names)) < len(names):
        raise RefusedError("INVALID_INPUT", "Each graph has a graphId of its own")
    results: list[Json] = []
    for name, requests in zip(names, inside, strict=True):
        _check(requests)
        answers = _dependent(call, requests, all_or_none=True)
        worked = all(reply.status < BAD for reply in answers.values())
        results.append({"graphId": name, "graphResponse": _written(answers), "isSuccessful": worked})
    return Reply(200, {"graphs": results})


def _dependent(call: Call, requests: list[Json], *, all_or_none: bool) -> dict[str, Reply]:
    tables = call.acting.state.tables
    start = tables.mark()
    answers: dict[str, Reply] = {}
    for request in requests:
        reply = _answer(call, request, answers)
        answers[request["referenceId"]] = reply
        if reply.status >= BAD and all_or_none:
            tables.roll_back(start)
            answers = {reference: _halted(_HALTED) for reference in (item["referenceId"] for item in requests)}
            answers[request["referenceId"]] = reply
            break
    return answers


def _written(answers: dict[str, Reply]) -> Json:
    return {"compositeResponse": [_entry(reference, reply) for reference, reply in answers.items()]}


def batch(call: Call) -> Reply:
    """Answer POST /composite/batch; each request counts."""
    body = call.object_body()
    requests = _requests(body, "batchRequests", MOST)
    results: list[Json] = []
    failed = False
    for request in requests:
        if failed and body.get("haltOnError") is True:
            refused = RefusedError("BATCH_PROCESSING_HALTED", "Batch processing halted per request", status=412)
            results.append({"statusCode": 412, "result": refused.as_body()})
            continue
        address = f"/services/data/{str(request.get('url', '')).lstrip('/')}"
        reply = _run(call, str(request.get("method", "GET")), address, request.get("richInput"), {})
        failed = failed or reply.status >= BAD
        results.append({"statusCode": reply.status, "result": reply.body})
    call.service.requests.count("composite/batch", max(0, len(requests) - 1))
    return Reply(200, {"hasErrors": failed, "results": results})


def _requests(body: Json, name: str, most: int) -> list[Json]:
    requests = body.get(name)
    if not isinstance(requests, list) or not all(isinstance(request, dict) for request in requests):
        raise bad_json(f"The body holds a list {name} at [line:1, column:1]")
    if len(requests) > most:
        raise RefusedError("LIMIT_EXCEEDED", f"The number of subrequests exceeds the limit of {most}")
    return requests


def _check(requests: list[Json]) -> None:
    references = [request.get("referenceId") for request in requests]
    if not all(isinstance(reference, str) and reference for reference in references):
        raise bad_json("Each subrequest has a referenceId at [line:1, column:1]")
    if len(set(references)) < len(references):
        raise RefusedError("INVALID_INPUT", "Duplicate ReferenceId provided. Each referenceId must be unique")
    wide = sum(bool(_WIDE.match(str(request.get("url", "")))) for request in requests)
    if wide > MOST_WIDE:
        message = f"No more than {MOST_WIDE} query and sObject Collections operations are allowed in one request"
        raise RefusedError("LIMIT_EXCEEDED", message)


def _answer(call: Call, request: Json, answers: dict[str, Reply]) -> Reply:
    try:
        address = _resolved(request.get("url", ""), answers)
        body = _resolved(request.get("body"), answers)
    except RefusedError as error:
        return Reply(error.status, error.as_body())
    given = request.get("httpHeaders")
    headers = {name.lower(): str(value) for name, value in given.items()} if isinstance(given, dict) else {}
    return _run(call, str(request.get("method", "GET")), str(address), body, headers)


def _run(call: Call, method: str, address: str, body: object, headers: dict[str, str]) -> Reply:
    """Answer one inner request; one that is refused has written nothing."""
    path, _, text = address.partition("?")
    try:
        base, inside = routes.split(routes.decoded(path), call.service.newest)
    except RefusedError as error:
        return Reply(error.status, error.as_body())
    inner = Call(
        call.service,
        _acting(call, headers),
        method.upper(),
        inside,
        base,
        dict(parse_qsl(text, keep_blank_values=True)),
        headers,
        body,
    )
    try:
        return _answer_inside(inner)
    except RefusedError as error:
        return Reply(error.status, error.as_body())


def _acting(call: Call, headers: dict[str, str]) -> Acting:
    """Answer the user; an inner request may say on its own what it wishes of duplicate rules."""
    told = headers.get("sforce-duplicate-rule-header")
    return Acting(call.acting.state, call.acting.user_id, Wishes.read(told)) if told else call.acting


def _answer_inside(inner: Call) -> Reply:
    if inner.path.startswith(("/composite", "/jobs")) and not inner.path.startswith(
        ("/composite/sobjects", "/composite/tree")
    ):
        raise RefusedError("INVALID_INPUT", "A composite request cannot hold another")
    return routes.answer(inner)


def _resolved(value: Any, answers: dict[str, Reply]) -> Any:
    if isinstance(value, dict):
        return {name: _resolved(inner, answers) for name, inner in value.items()}
    if isinstance(value, list):
        return [_resolved(inner, answers) for inner in value]
    if not isinstance(value, str):
        return value
    whole = _REFERENCE.fullmatch(value)
    if whole:
        return _value(whole, answers)
    return _REFERENCE.sub(lambda found: str(_value(found, answers)), value)


def _value(found: re.Match[str], answers: dict[str, Reply]) -> Any:
    reference, steps = found.groups()
    reply = answers.get(reference)
    value: Any = reply.body if reply and reply.status < BAD else None
    for name, number in _STEP.findall(steps):
        value = _step(value, name, number)
    if value is None:
        wanted = found[0][2:-1]
        message = f"Invalid reference specified. No value for {wanted} found in {reference}"
        raise RefusedError("PROCESSING_HALTED", message)
    return value


def _step(value: Any, name: str, number: str) -> Any:
    if number:
        return value[int(number)] if isinstance(value, list) and int(number) < len(value) else None
    return value.get(name) if isinstance(value, dict) else None


def _halted(message: str) -> Reply:
    return Reply(BAD, RefusedError("PROCESSING_HALTED", message).as_body())


def _entry(reference: str, reply: Reply) -> Json:
    return {"body": reply.body, "httpHeaders": reply.headers, "httpStatusCode": reply.status, "referenceId": reference}
