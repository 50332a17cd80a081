"""`epep verify`: re-checks everything that can be re-checked, and says what is wrong and where, a line each."""

import sys
from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from tqdm import tqdm

from epep.jobs import duties
from epep.jobs.findings import Finding
from epep.jobs.verify_duties import check_duties
from epep.jobs.verify_filing import check_deliveries
from epep.jobs.verify_locks import check_locks
from epep.jobs.verify_submissions import check_none_disappeared, check_submissions
from epep.record.filing import Delivery
from epep.record.plans import Plan
from epep.record.submissions import Submission


def run(*, repair_duties: bool = False) -> int:
    """Check everything, print what is wrong, and give the exit code: 0 when nothing is, else 1.

    `repair_duties` first makes the duties projection anew from the facts; it repairs nothing else.
    """
    now = timezone.now()
    if repair_duties:
        changed = duties.rebuild(now)
        print(f"The duties of {_count(changed, 'plan')} were not as the facts say, and are now.")
    submissions = Submission.objects.count()
    packages = Delivery.objects.exclude(delivered_at=None).count()
    plans = Plan.objects.count()
    wrong = 0
    with tqdm(total=submissions + packages + plans, unit="", desc="Checking", disable=None, file=sys.stderr) as bar:
        for findings in _everything(now):
            for finding in findings:
                wrong += 1
                bar.write(str(finding), file=sys.stdout)
            bar.update()
    looked_at = f"{_count(submissions, 'submission')}, {_count(packages, 'filing package')}, {_count(plans, 'plan')}"
    print(f"Checked {looked_at} and the locks on the tables: {_count(wrong, 'thing') if wrong else 'nothing'} wrong.")
    return 1 if wrong else 0


def _everything(now: datetime) -> Iterator[list[Finding]]:
    yield check_locks()
    yield check_none_disappeared()
    yield from check_submissions()
    yield from check_deliveries()
    yield from check_duties(now)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
