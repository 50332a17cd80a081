"""The worker: takes jobs from the database and does them until it is asked to stop."""

import asyncio

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

AT_ONCE = 2  # jobs: while one waits for a mail server, another goes on
LET_FINISH = 20  # seconds that running jobs get after SIGTERM; then they are aborted, and done again later


def run() -> None:
    """Works until SIGTERM or SIGINT; jobs that run then may finish."""
    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("the worker runs on Django's own database settings")
    asyncio.run(_work(connector))


async def _work(connector: DjangoConnector) -> None:
    worker = app.with_connector(connector.get_worker_connector())
    async with worker.open_async():
        await worker.run_worker_async(concurrency=AT_ONCE, shutdown_graceful_timeout=LET_FINISH)
