"""The home page: what needs you, by when, late first; whom you wait for; where your young people's plans stand."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from epep.form.parts import TEAM_PARTS, Part
from epep.protocol.sees import BY_POST_OR_WORK
from epep.record.duties import DutyRow, awaited, owed_by_post, owed_in_teams
from epep.record.meetings import current_meetings
from epep.record.people import WHOLE_AUTHORITY, authorities_of, listed, young_people_around
from epep.record.plans import COPY_POSTS
from epep.record.sharing import Copy, copies_sent_to
from epep.record.submissions import submitted_before
from epep.record.teams import names_of
from epep.web import duties, warm, words
from epep.web.asking import Asking, asking
from epep.web.duties import Asked, asked_of
from epep.web.layout import family_parts, posts_today, team_parts_today
from epep.web.overview import Overview, overview_of
from epep.web.standings import Reader, Row, rows

MOST: Final = 30
"""How many duties are listed; what is due later waits for its turn."""
AWAITED: Final = 6
"""How many people one is shown to be waiting for, each with the first thing they owe."""
SOON: Final = timedelta(weeks=3)
PAGE: Final = 25
WORK: Final = BY_POST_OR_WORK & TEAM_PARTS


@dataclass(frozen=True)
class Home:
    """What the page shows. Parts of it that this person has no use for are empty."""

    day: str
    greeting: str
    lead: str
    needs: list[dict[str, Any]]
    later: list[dict[str, Any]]
    more: bool
    waiting: list[dict[str, Any]]
    young_people: list[Row]
    page: Page[Any]
    q: str
    posts: frozenset[Part]
    parts: frozenset[Part]
    overview: Overview | None
    copies: Page[Copy] | None

    @property
    def sees_everyone(self) -> bool:
        """Whether a post lets them see every young person of the authority."""
        return bool(self.posts & set(WHOLE_AUTHORITY))

    @property
    def runs_it(self) -> bool:
        """Whether they look after the running of epep and nothing else: no plans."""
        return self.posts == {Part.SYSTEM_ADMINISTRATOR} and not self.parts


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what needs whoever is signed in. Asks as many questions of the database for a hundred people as for one."""
    who, posts = asking(request), posts_today(request)
    if family := family_parts(request):
        shown = warm.home_of(who.user, family, who.now)
        return render(request, "pages/home/warm.jinja", {"home": shown})
    return render(request, "pages/home/home.jinja", {"home": _home(who, posts, team_parts_today(request))})


def _home(who: Asking, posts: frozenset[Part], parts: frozenset[Part]) -> Home:
    today = words.london_day(who.now)
    owed = _owed(who, posts, parts)
    own, others = owed[:MOST], _awaited(who, parts)
    found = _asked([*own, *others], who)
    mine = [found[row.pk] for row in own]
    q = who.GET.get("q", "").strip()
    page = _page(who, listed(young_people_around(who.user, today), q))
    heads = authorities_of(who.user, Part.VIRTUAL_SCHOOL_HEAD, today) if Part.VIRTUAL_SCHOOL_HEAD in posts else None
    return Home(
        day=words.day(who.now),
        greeting=f"{words.greeting(who.now)}, {who.user.first_name}",
        lead=_lead(mine, who),
        needs=_groups(mine, who),
        later=[{"title": "Later", "rows": [_need(each, who) for each in mine if each.due > _soon(who)]}],
        more=len(owed) > MOST,
        waiting=_waiting(others, found, who),
        young_people=rows(list(page.object_list), Reader(who.user, posts), who.now),
        page=page,
        q=q,
        posts=posts,
        parts=parts,
        overview=overview_of(heads, who.now) if heads is not None else None,
        copies=_page(who, copies_sent_to(who.user)) if posts & set(COPY_POSTS) else None,
    )


def _page(who: Asking, found: Any) -> Page[Any]:
    return Paginator(found, PAGE).get_page(who.GET.get("page"))


def _owed(who: Asking, posts: frozenset[Part], parts: frozenset[Part]) -> list[DutyRow]:
    """The first duties of this person, soonest first, at most one more than are shown."""
    today = words.london_day(who.now)
    team = list(owed_in_teams(who.user, today)[: MOST + 1]) if parts else []
    post = list(owed_by_post(who.user, today)[: MOST + 1]) if posts else []
    once = {row.pk: row for row in [*team, *post]}
    return sorted(once.values(), key=_when)[: MOST + 1]


def _when(row: DutyRow) -> tuple[Any, ...]:
    return (row.due_on, duties.ORDER.index(row.duty.what), row.plan_id)


def _awaited(who: Asking, parts: frozenset[Part]) -> list[DutyRow]:
    return list(awaited(who.user, WORK, words.london_day(who.now))[:MOST]) if parts & WORK else []


def _asked(found: list[DutyRow], who: Asking) -> dict[int, Asked]:
    """Each duty in words, by its row."""
    plans = {row.plan_id for row in found}
    meetings, before = current_meetings(plans), submitted_before(plans)
    return {row.pk: asked_of(row, meetings.get(row.plan_id), who.now, returned=row.plan_id in before) for row in found}


def _lead(mine: list[Asked], who: Asking) -> str:
    """One sentence or two: how much there is to do this week, and how much of it is late."""
    week = [each for each in mine if each.due <= _sunday(who)]
    late = sum(each.late for each in week)
    if not mine:
        return "Nothing needs you today."
    if not week:
        return "Nothing needs you this week."
    many = f"{words.count(len(week), 'thing needs', 'things need')} you this week."
    if not late:
        return f"{many} Nothing is late."
    if late == len(week):
        return f"{words.count(late, 'thing needs', 'things need')} you. {'It is' if late == 1 else 'All are'} late."
    return f"{many} {late} of them {'is' if late == 1 else 'are'} late."


def _groups(mine: list[Asked], who: Asking) -> list[dict[str, Any]]:
    """The duties as the component `needs` takes them: late, this week (to Sunday), and the three weeks after that."""
    sunday = _sunday(who)
    late = [_need(each, who) for each in mine if each.late]
    week = [_need(each, who) for each in mine if not each.late and each.due <= sunday]
    soon = [_need(each, who) for each in mine if sunday < each.due <= _soon(who)]
    return [
        {"title": "Late", "rows": late, "late": True},
        {"title": "This week", "rows": week},
        {"title": "After that", "rows": soon},
    ]


def _sunday(who: Asking) -> date:
    today = words.london_day(who.now)
    return today + timedelta(days=6 - today.weekday())


def _soon(who: Asking) -> date:
    """The last day of what is listed at once; what is due after it is folded away."""
    return _sunday(who) + SOON


def _need(each: Asked, who: Asking) -> dict[str, str]:
    when = words.days_late(each.due, who.now) or words.near_day(each.due, who.now)
    on = f"due {words.short_day(each.due)}" if each.late else words.short_day(each.due)
    return {"when": when, "on": on, "text": each.title, "href": each.href, "why": each.why, "button": each.button}


def _waiting(others: list[DutyRow], found: dict[int, Asked], who: Asking) -> list[dict[str, Any]]:
    """What others owe, as the component `waiting` takes it, person by person; by part where nobody plays it."""
    keys = [(row.young_person_id, row.authority_id, row.part) for row in others]
    names = names_of(keys, words.london_day(who.now)) if keys else {}
    by_name: dict[str, list[DutyRow]] = {}
    for row in others:
        people = names.get((row.young_person_id, row.part), [])
        by_name.setdefault(" or ".join(people) or f"Nobody yet: {row.duty.part.words}", []).append(row)
    return [_awaited_of(name, owed, found, who) for name, owed in list(by_name.items())[:AWAITED]]


def _awaited_of(name: str, owed: list[DutyRow], found: dict[int, Asked], who: Asking) -> dict[str, Any]:
    """The first thing that somebody owes, and how many more there are."""
    first, more = owed[0], len(owed) - 1
    each = found[first.pk]
    due = "" if each.late else f" Due {duties.by_when(first.due_on, who.now)}."
    return {
        "name": name,
        "text": f"{each.owes}.{due}",
        "more": f"And {words.count(more, 'more thing')}." if more else "",
        "late": words.days_late(first.due_on, who.now),
        "link": {"href": reverse("plan", args=[first.plan_id]), "text": "See the plan"},
    }


urlpatterns: list[URLPattern] = [path("", home, name="home")]
