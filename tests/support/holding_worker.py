"""A worker that takes jobs and never finishes them, to be killed: `python -m tests.support.holding_worker URL`."""

from __future__ import annotations

import asyncio
import sys
import threading

from syncline.store.opening import prepare_django
from tests.support.django_pages import set_up_django

QUEUE, TASK = "held", "hold"


def main() -> None:
    set_up_django()
    prepare_django(sys.argv[1])
    from syncline.jobs.service.tasks import app  # noqa: PLC0415 - Django has to be set up before

    @app.task(name=TASK, queue=QUEUE)
    def hold() -> None:
        sys.stdout.write("in hand\n")
        sys.stdout.flush()
        threading.Event().wait()

    asyncio.run(_work())


async def _work() -> None:
    from syncline.jobs.service.tasks import app, worker_connector  # noqa: PLC0415 - as above

    with app.replace_connector(worker_connector()) as own:
        async with own.open_async():
            await own.run_worker_async(queues=[QUEUE], name=QUEUE, install_signal_handlers=False)


if __name__ == "__main__":
    main()
