"""How often and how long the worker tries: about three days, ever less often, then the list of what was not sent."""

from datetime import timedelta

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

WAITS: tuple[timedelta, ...] = (
    *(timedelta(minutes=2**n) for n in range(8)),  # 1 minute, 2, 4 … 128: the first four hours and a quarter
    *(timedelta(hours=6) for _ in range(11)),
)
"""How long to wait after each try: 20 tries over three days, less two hours."""


def is_last(tries_before: int) -> bool:
    """Whether a try is the last, when a job was tried `tries_before` times before it."""
    return tries_before >= len(WAITS)


class Patience(BaseRetryStrategy):
    """Tells the worker to try again by `WAITS`, whatever went wrong."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:  # noqa: ARG002
        """When to try next; None after the last try."""
        if is_last(job.attempts):
            return None
        return RetryDecision(retry_in={"seconds": int(WAITS[job.attempts].total_seconds())})
