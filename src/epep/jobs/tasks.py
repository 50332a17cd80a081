"""What the worker does: send, deliver, and what the clock asks for. Each task is thin: the work is beside it.

A task that fails is tried again by `epep.jobs.tries`. Times of the clock's tasks are UTC, as the worker reads them.
"""

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from epep.form.dates import LONDON
from epep.jobs import duties, filing, notices, outside, reminders, rescue
from epep.jobs.tries import Patience, is_last

QUEUE = "epep"
REMIND_FROM, REMIND_UNTIL = 7, 12  # hours of a morning in England


@app.task(name="epep.jobs.tasks.send_notice", queue=QUEUE, retry=Patience(), pass_context=True)
def send_notice(context: JobContext, *, notice_id: int) -> None:
    """Send one notice."""
    notices.send(notice_id, outside.mailer(), last=is_last(context.job.attempts), now=timezone.now())


@app.task(name="epep.jobs.tasks.deliver", queue=QUEUE, retry=Patience(), pass_context=True)
def deliver(context: JobContext, *, delivery_id: int) -> None:
    """Put one filing package in its folder."""
    filing.deliver(delivery_id, last=is_last(context.job.attempts), now=timezone.now())


@app.periodic(cron="0 * * * *")
@app.task(name="epep.jobs.tasks.remind", queue=QUEUE)
def remind(timestamp: int) -> None:  # noqa: ARG001  (when it was due; what counts is now)
    """Every hour, for the day in England may be new: duties of teams that changed, and the morning's reminders.

    Both can be done again without doing anything twice, so a worker that was down at 7am catches up at 8am.
    """
    now = timezone.now()
    duties.settle_changed_teams(now)
    if REMIND_FROM <= now.astimezone(LONDON).hour < REMIND_UNTIL:
        reminders.remind(now)


@app.periodic(cron="*/5 * * * *")
@app.task(name="epep.jobs.tasks.take_over", queue=QUEUE, pass_context=True)
async def take_over(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Every five minutes: what a worker that died was doing is done by another."""
    await rescue.take_over(context.app)


@app.periodic(cron="*/15 * * * *")
@app.task(name="epep.jobs.tasks.find_lost", queue=QUEUE)
def find_lost(timestamp: int) -> None:  # noqa: ARG001
    """Four times an hour: what waits without a job gets one."""
    now = timezone.now()
    for notice_id in rescue.notices_without_job(now):
        send_notice.defer(notice_id=notice_id)
    for delivery_id in rescue.deliveries_without_job(now):
        deliver.defer(delivery_id=delivery_id)


@app.periodic(cron="30 2 * * *")
@app.task(name="epep.jobs.tasks.forget_old_jobs", queue=QUEUE, pass_context=True)
async def forget_old_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Every night: jobs that ended long ago are removed."""
    await rescue.forget_old(context.app)
