"""SOAP undelete: records out of the recycle bin, each with its own result.

https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_undelete.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from syncline.sandbox.salesforce import recycle
from syncline.sandbox.salesforce.acting import Acting
from syncline.sandbox.salesforce.errors import RefusedError, forbidden
from syncline.sandbox.salesforce.ids import long_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.sandbox.salesforce.service import Service

_ANSWER: Final = """<?xml version="1.0" encoding="UTF-8"?>\
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com">\
<soapenv:Body><undeleteResponse>{results}</undeleteResponse></soapenv:Body></soapenv:Envelope>"""
_MOST: Final = 200


def undelete(service: Service, session: str, ids: Sequence[str]) -> str:
    """Bring records back as the session's user, in one API request. Raises RefusedError for the call as a whole."""
    acting = Acting(service.state, service.sessions.user(session))
    service.requests.count("soap/undelete")
    if len(ids) > _MOST:
        raise RefusedError("EXCEEDED_ID_LIMIT", f"record limit reached. cannot submit more than {_MOST} records")
    return _ANSWER.format(results="".join(_result(acting, one) for one in ids))


def _result(acting: Acting, record_id: str) -> str:
    try:
        _bring_back(acting, record_id)
    except RefusedError as error:
        told = f"<message>{escape(error.message)}</message><statusCode>{error.code}</statusCode>"
        return f"<result><errors>{told}</errors><id>{escape(record_id)}</id><success>false</success></result>"
    return f"<result><id>{long_id(record_id)}</id><success>true</success></result>"


def _bring_back(acting: Acting, given: str) -> None:
    record_id = long_id(given)
    objects = acting.state.schema.objects.values()
    sobject = next((one for one in objects if record_id and one.prefix == record_id[:3]), None)
    if sobject is None or record_id is None:
        raise RefusedError("INVALID_ID_FIELD", "invalid record id")
    row = acting.state.tables[sobject.name].rows.get(record_id)
    if row is not None and not acting.deletes(sobject, row):
        raise forbidden()
    recycle.undelete(acting, sobject, record_id)
