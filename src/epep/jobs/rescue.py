"""After a worker that died: what it was doing is done by another, and what has no job any more gets one."""

import contextlib
from datetime import datetime, timedelta

from django.db.models import BigIntegerField, Exists, OuterRef, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone
from procrastinate import App
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException

from epep.record.filing import Delivery
from epep.record.notices import Notice

PATIENCE = timedelta(minutes=15)
KEEP_JOBS = 24 * 7  # hours


async def take_over(app: App) -> int:
    """Start again the jobs of workers that gave no sign of life for 30 seconds; says how many."""
    taken = 0
    for job in await app.job_manager.get_stalled_jobs():
        with contextlib.suppress(ConnectorException):  # another worker took it over in this moment
            await app.job_manager.retry_job(job, retry_at=timezone.now())
            taken += 1
    return taken


async def forget_old(app: App) -> None:
    """Remove jobs that ended more than a week ago. What they did stands in the record."""
    await app.job_manager.delete_old_jobs(
        nb_hours=KEEP_JOBS, include_failed=True, include_cancelled=True, include_aborted=True
    )


def notices_without_job(now: datetime) -> list[int]:
    """The notices (ids) that wait while no job will send them: after a fault of ours, or a job that was deleted."""
    waiting = Notice.objects.filter(sent_at=None, given_up_at=None, made_at__lt=now - PATIENCE)
    return list(waiting.filter(_no_job("send_notice", "notice_id")).values_list("pk", flat=True))


def deliveries_without_job(now: datetime) -> list[int]:
    """The deliveries (ids) that wait while no job will make them."""
    waiting = Delivery.objects.filter(delivered_at=None, given_up_at=None, asked_at__lt=now - PATIENCE)
    return list(waiting.filter(_no_job("deliver", "delivery_id")).values_list("pk", flat=True))


def _no_job(task: str, argument: str) -> Q:
    jobs = ProcrastinateJob.objects.filter(task_name=f"epep.jobs.tasks.{task}", status__in=["todo", "doing"])
    of = Cast(KeyTextTransform(argument, "args"), BigIntegerField())
    return ~Q(Exists(jobs.annotate(of=of).filter(of=OuterRef("pk"))))
