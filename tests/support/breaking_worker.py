"""`syncline worker` in which nobody foresaw something, while a server does not answer."""

from __future__ import annotations

import sys
import threading

from syncline.cli import main
from syncline.cli.machine import RealMachine
from syncline.jobs.service.service import Service


class ForeseenByNobodyError(Exception):
    """A defect."""


def _break(service: Service) -> None:
    assert service.pool is not None
    service.pool.submit(threading.Event().wait)
    raise ForeseenByNobodyError


if __name__ == "__main__":
    Service.plan = _break  # type: ignore[assignment, method-assign] # what is tried
    sys.exit(main.main(["worker"], RealMachine(), sys.stdout, sys.stderr))
