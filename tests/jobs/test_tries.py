"""How often and how long the worker tries."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from procrastinate.jobs import Job

from epep.jobs.tries import WAITS, Patience, is_last


def job(tries_before: int) -> Job:
    return Job(id=1, queue="epep", lock=None, queueing_lock=None, task_name="send_notice", attempts=tries_before)


def test_tries_go_on_for_about_three_days_ever_less_often() -> None:
    assert timedelta(days=2, hours=20) < sum(WAITS, timedelta()) < timedelta(days=3)
    assert all(sooner <= later for sooner, later in pairwise(WAITS))
    assert WAITS[0] <= timedelta(minutes=1)


def test_each_wait_is_that_of_the_table_and_after_the_last_there_is_none() -> None:
    for before, wait in enumerate(WAITS):
        decision = Patience().get_retry_decision(exception=OSError(), job=job(before))
        assert decision
        assert decision.retry_at
        assert abs(decision.retry_at - datetime.now(UTC) - wait) < timedelta(seconds=5)
        assert not is_last(before)
    assert is_last(len(WAITS))
    assert Patience().get_retry_decision(exception=OSError(), job=job(len(WAITS))) is None
