"""Whether this process lives, and whether the product is ready: for whatever watches it. Open to all, says little."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

WORKER_SEEN = "SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute')"


def live(request: HttpRequest) -> JsonResponse:
    """GET /health/live: 200 while this process answers at all."""
    return JsonResponse({"live": True})


def ready(request: HttpRequest) -> JsonResponse:
    """GET /health/ready: 200 when the database answers, its tables are up to date and a worker is at work; else 503."""
    found = {"database": False, "migrations": False, "worker": False}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            found["database"] = True
            executor = MigrationExecutor(connection)
            found["migrations"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
            if found["migrations"]:
                found["worker"] = worker_is_at_work()
    except DatabaseError:
        pass  # how far it came is in `found`
    return JsonResponse(found, status=200 if all(found.values()) else 503)


def worker_is_at_work() -> bool:
    """Whether a worker gave a sign of life in the last minute."""
    with connection.cursor() as cursor:
        cursor.execute(WORKER_SEEN)
        return bool(cursor.fetchone()[0])
