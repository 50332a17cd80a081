"""The bare view that pages are compared with: the same SQL, one template, the same middleware, nothing else."""

from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from jinja2 import Environment, FileSystemLoader

from epep.config.urls import urlpatterns as product

QUERIES: list[tuple[str, Any]] = []
TEMPLATE = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True).get_template("bare.jinja")


def view(_request: HttpRequest) -> HttpResponse:
    """Run the queries of the page that is measured, and draw their rows with one template."""
    rows: list[Any] = []
    with transaction.atomic(), connection.cursor() as cursor:
        for sql, params in QUERIES:
            cursor.execute(sql, params)
            if cursor.description:
                rows += cursor.fetchall()
    return HttpResponse(TEMPLATE.render(rows=rows[:200]))


urlpatterns = [path("bare/", view), *product]
