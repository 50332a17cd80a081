"""People: authorities, providers, young people, those around them, and who plays which part from when to when."""

from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from epep.form.answers import one_line
from epep.form.parts import AUTHORITY_PARTS, TEAM_PARTS, Part

PART_LENGTH = 40


class Authority(models.Model):
    """A council. Its settings are in the file of the same slug (`epep.protocol.local`)."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)

    class Meta:
        db_table = "authority"

    def __str__(self) -> str:
        return self.slug


class Provider(models.Model):
    """A school, college, training provider or employer, as one authority knows it."""

    class Kind(models.TextChoices):
        """What sort of place it is."""

        SCHOOL = "school", "School sixth form"
        COLLEGE = "college", "College"
        TRAINING = "training", "Training provider"
        EMPLOYER = "employer", "Employer"
        OTHER = "other", "Other"

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="providers")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    urn = models.CharField(max_length=6, blank=True)
    ukprn = models.CharField(max_length=8, blank=True)

    class Meta:
        db_table = "provider"
        constraints = [
            models.UniqueConstraint("authority", Lower("name"), name="provider_once_an_authority"),
        ]

    def __str__(self) -> str:
        return f"provider {self.pk}"


class PersonManager(BaseUserManager["Person"]):
    """Finds people by their e-mail address, as sign-in does, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person with this e-mail address; raises `Person.DoesNotExist`."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who takes part. With an e-mail address and a password they can sign in; a parent has neither."""

    name = models.CharField(max_length=200)
    email = models.EmailField(null=True, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        db_table = "person"
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_an_email")]

    def __str__(self) -> str:
        return f"person {self.pk}"

    @property
    def first_name(self) -> str:
        """What to call them: "Priya" for Priya Nair, "Ms Adeyemi" for Ms Adeyemi."""
        first, _, rest = self.name.partition(" ")
        return self.name if first.rstrip(".") in {"Ms", "Mr", "Mrs", "Miss", "Mx", "Dr"} and rest else first


class YoungPerson(models.Model):
    """A looked-after young person. `person` is their own sign-in, when they have one."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="young_people")
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    preferred_name = models.CharField(max_length=100, blank=True)
    date_of_birth = models.DateField()
    mosaic_id = models.CharField(max_length=20)
    upn = models.CharField(max_length=13, blank=True)
    uln = models.CharField(max_length=10, blank=True)
    provider = models.ForeignKey(Provider, models.PROTECT, null=True, blank=True, related_name="young_people")

    class Meta:
        db_table = "young_person"
        constraints = [
            models.UniqueConstraint(fields=["authority", "mosaic_id"], name="one_young_person_a_mosaic_id"),
        ]

    def __str__(self) -> str:
        return f"young person {self.pk}"

    @property
    def name(self) -> str:
        """What they like to be called, with their family name."""
        return f"{self.known_as} {self.family_name}"

    @property
    def known_as(self) -> str:
        """What they like to be called."""
        return self.preferred_name or self.given_name

    @property
    def short_name(self) -> str:
        """ "Kai M.", for lists."""
        return f"{self.known_as} {self.family_name[:1]}."

    def age_on(self, day: date) -> int:
        """Age in whole years on `day`."""
        had_birthday = (day.month, day.day) >= (self.date_of_birth.month, self.date_of_birth.day)
        return day.year - self.date_of_birth.year - (not had_birthday)


def on(day: date, path: str = "") -> Q:
    """Holds on `day`: started, and not ended before it. `path` leads to the row, as "young_person__team__"."""
    started, open_ended = Q((f"{path}starts_on__lte", day)), Q((f"{path}ends_on__isnull", True))
    return started & (open_ended | Q((f"{path}ends_on__gte", day)))


class TeamMember(models.Model):
    """One person in the team around one young person, playing one part, from a day to a day (both included)."""

    young_person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="team")
    person = models.ForeignKey(Person, models.PROTECT, related_name="teams")
    part = models.CharField(max_length=PART_LENGTH, choices=[(p.value, p.value) for p in Part if p in TEAM_PARTS])
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "team_member"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="team_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["young_person", "person", "part", "starts_on"], name="team_member_once_a_start"
            ),
        ]
        indexes = [models.Index(fields=["person", "young_person"], name="team_of_person")]


class Post(models.Model):
    """A person's part for a whole authority, such as its Virtual School administrator, from a day to a day."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="posts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    part = models.CharField(max_length=PART_LENGTH, choices=[(p.value, p.value) for p in Part if p in AUTHORITY_PARTS])
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "post"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="post_ends_after_it_starts"
            ),
            models.UniqueConstraint(fields=["authority", "person", "part", "starts_on"], name="post_once_a_start"),
        ]


class Missing(Exception):
    """There is no such thing, or it is none of yours: the two are told apart by nobody."""


WHOLE_AUTHORITY = (Part.VIRTUAL_SCHOOL_ADMINISTRATOR, Part.VIRTUAL_SCHOOL_HEAD)
"""The posts that see every young person of their authority."""


def parts_in(person: Person, young_person: YoungPerson, today: date) -> frozenset[Part]:
    """The parts `person` plays for `young_person` today, in the team or by a post in the authority."""
    team = TeamMember.objects.filter(on(today), young_person=young_person, person=person).values_list("part", flat=True)
    posts = Post.objects.filter(on(today), authority=young_person.authority_id, person=person)
    return frozenset(Part(part) for part in team.union(posts.values_list("part", flat=True)))


def posts_of(person: Person, today: date) -> frozenset[Part]:
    """The parts `person` plays for a whole authority today."""
    return frozenset(
        Part(part) for part in Post.objects.filter(on(today), person=person).values_list("part", flat=True)
    )


def authorities_of(person: Person, part: Part, today: date) -> models.QuerySet[Authority]:
    """The authorities in which `person` holds the post `part` today."""
    return Authority.objects.filter(pk__in=Post.objects.filter(on(today), person=person, part=part).values("authority"))


def young_people_for(person: Person, today: date) -> models.QuerySet[YoungPerson]:
    """The young people whose team `person` is in today, and all of an authority whose post sees everyone."""
    team = TeamMember.objects.filter(on(today), person=person).exclude(part=Part.PARENT).values("young_person")
    posts = Post.objects.filter(on(today), person=person, part__in=WHOLE_AUTHORITY).values("authority")
    return YoungPerson.objects.filter(Q(pk__in=team) | Q(authority__in=posts))


def young_people_around(person: Person, today: date) -> models.QuerySet[YoungPerson]:
    """The young people in whose team `person` is today, whatever posts they hold."""
    team = TeamMember.objects.filter(on(today), person=person).exclude(part=Part.PARENT).values("young_person")
    return YoungPerson.objects.filter(pk__in=team)


def young_people_in(authorities: models.QuerySet[Authority]) -> models.QuerySet[YoungPerson]:
    """All young people of these authorities."""
    return YoungPerson.objects.filter(authority__in=authorities)


def listed(young_people: models.QuerySet[YoungPerson], text: str = "") -> models.QuerySet[YoungPerson]:
    """`young_people` by family name, with their provider; of those, the ones whose names or Mosaic number fit `text`.

    Every word of `text` must be found in one of the names, or begin the Mosaic number.
    """
    for word in one_line(text).split()[:5]:
        names = Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(preferred_name__icontains=word)
        young_people = young_people.filter(names | Q(mosaic_id__istartswith=word))
    return young_people.select_related("provider", "authority").order_by("family_name", "given_name", "pk")


def team_parts_of(person: Person, today: date) -> frozenset[Part]:
    """The parts `person` plays in any team today."""
    found = TeamMember.objects.filter(on(today), person=person).values_list("part", flat=True).distinct()
    return frozenset(Part(part) for part in found)


def young_person_for(person: Person, young_person_id: int, today: date) -> YoungPerson:
    """The door to a young person. Raises `Missing` when there is none or it is none of theirs."""
    found = young_people_for(person, today).select_related("authority", "provider").filter(pk=young_person_id).first()
    if found is None:
        raise Missing
    return found


def team_of(young_person: YoungPerson, today: date) -> models.QuerySet[TeamMember]:
    """Who plays which part in the team today, oldest first."""
    return young_person.team.filter(on(today)).select_related("person").order_by("starts_on", "pk")


def playing(young_person: YoungPerson, parts: frozenset[Part], today: date) -> list[tuple[Person, Part]]:
    """Who plays any of `parts` for `young_person` today, team and authority, each (person, part) once."""
    found = [(member.person, Part(member.part)) for member in team_of(young_person, today) if member.part in parts]
    posts = Post.objects.filter(on(today), authority=young_person.authority_id, part__in=parts).select_related("person")
    return list(dict.fromkeys(found + [(post.person, Part(post.part)) for post in posts.order_by("pk")]))
