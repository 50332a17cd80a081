"""One process that measures one database: pages against bare views with the same SQL, in turns.

It reads a number of requests from its standard input, line by line, and answers each with its seconds as JSON.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import django

WARM = 20
Query = tuple[str, Any]


def main() -> None:
    """Serve measurements until the standard input ends."""
    django.setup()
    from django.db import connection

    connection.ensure_connection()
    pages = {name: Page(name, make()) for name, make in _pages().items()}
    for page in pages.values():
        page.run(WARM)
    print("ready", flush=True)
    for line in sys.stdin:
        took = {name: page.run(int(line)) for name, page in pages.items()}
        print(json.dumps(took), flush=True)


class Page:
    """A page and its bare twin."""

    def __init__(self, name: str, ask: Callable[[], Any]) -> None:
        self.name, self.ask = name, ask
        self.queries = _queries_of(ask)

    def run(self, times: int) -> dict[str, float]:
        """Seconds for `times` requests to the page, and to the bare view, taking turns."""
        real = bare = 0.0
        for _ in range(times):
            real += _timed(self.ask)
            bare += _timed(lambda: _bare(self.queries))
        return {"page": real, "bare": bare, "queries": len(self.queries)}


def _timed(do: Callable[[], Any]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def _queries_of(ask: Callable[[], Any]) -> list[Query]:
    """The SQL that one request runs inside its view and after the sign-in was read."""
    from django.db import connection

    seen: list[Query] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append((sql, params))
        return execute(sql, params, many, context)

    ask()
    with ExitStack() as stack:
        stack.enter_context(connection.execute_wrapper(note))
        ask()
    return [query for query in seen if not any(word in query[0].lower() for word in MIDDLEWARE)]


MIDDLEWARE = ("django_session", "savepoint", 'from "person" where "person"."id" =')
"""What runs for the bare view as well, before it, or is the transaction itself."""


CLIENT: Any = None


def _bare(queries: list[Query]) -> None:
    from benchmarks import bare

    bare.QUERIES = queries
    answer = CLIENT.get("/bare/")
    assert answer.status_code == 200


def _pages() -> dict[str, Callable[[], Callable[[], Any]]]:
    return {"home": _home, "plan": _plan, "save a section": _save}


def _signed_in(part: str) -> tuple[Any, Any]:
    """A client signed in as somebody in the middle of the data, and the young person they look after."""
    global CLIENT
    from django.conf import settings
    from django.test import Client

    from epep.record.people import TeamMember

    members = TeamMember.objects.filter(part=part).order_by("pk")
    member = members[random.Random(16).randrange(members.count())]
    client = Client()
    client.force_login(member.person, backend=settings.AUTHENTICATION_BACKENDS[0])
    CLIENT = client
    return client, member


def _home() -> Callable[[], Any]:
    client, _ = _signed_in("social_worker")
    return lambda: _ok(client.get("/"))


def _plan() -> Callable[[], Any]:
    client, member = _signed_in("social_worker")
    plan = member.young_person.plans.get(closure=None)
    return lambda: _ok(client.get(f"/plans/{plan.pk}/"))


def _save() -> Callable[[], Any]:
    from epep.record.plans import Plan, Section

    client, member = _signed_in("social_worker")
    plans = Plan.objects.filter(young_person__team__person=member.person, closure=None, submissions=None)
    plan = plans.order_by("pk")[0]
    address = f"/plans/{plan.pk}/sections/social_care/"

    def save() -> Any:
        section = Section.objects.get(plan=plan, key="social_care")
        typed = {**section.answers, "update": f"Written {time.perf_counter()}", "based_on": section.version}
        answer = client.post(address, typed)
        assert answer.status_code == 302, answer.status_code
        return answer

    return save


def _ok(answer: Any) -> Any:
    assert answer.status_code == 200, answer.status_code
    return answer


if __name__ == "__main__":
    main()
