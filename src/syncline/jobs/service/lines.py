"""The thread of an open line: whatever ends it is logged, names nobody, and ends nothing else."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import structlog

from syncline.connectors.errors import ConnectorError
from syncline.jobs.service.defects import told_where
from syncline.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.store.port import Store


@contextmanager
def line(store: Store) -> Iterator[None]:
    """Wrap all that the thread does. Whoever opened the line opens it again."""
    try:
        yield
    except ConnectorError as error:
        structlog.get_logger().info("line broken", code=error.code)
    except StoreError as error:
        structlog.get_logger().warning("line dropped", reason=str(error))
    except Exception as error:  # noqa: BLE001 - the thread ends with it, and its traceback may name people
        structlog.get_logger().error("line dropped by a defect", **told_where(error))
    finally:
        store.disconnect()
