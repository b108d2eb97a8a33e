"""What a job is refused for: the codes of the Bulk API, which are not those of REST.

https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/asynch_api_reference_errors.htm
"""

from __future__ import annotations


class JobError(Exception):
    """`code` and `message` as the Bulk API says them; the newer one says the code in capitals."""

    def __init__(self, code: str, message: str, *, status: int = 400) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.status = status
