"""Sign up, start a draft, write in it, choose the way to the office."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from zhiping.applications import lifecycle, permissions, rules
from zhiping.applications.actions import private, snapshots, voiding
from zhiping.applications.models import Application, Content, SignUp
from zhiping.applications.queries import completeness, entering, route_facts, window_of
from zhiping.asking import prepared
from zhiping.core.calendar import Window
from zhiping.core.definition import routes
from zhiping.core.definition.schema import Definition
from zhiping.core.definition.vocabulary import StageKind
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation, listing
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.permissions.words import Field, Verb
from zhiping.journal import actions as journal
from zhiping.messages import actions as messages
from zhiping.organisations import queries as organisations
from zhiping.organisations.models import Team
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition, Recommender


def _require_of_unit(by: Actor, organisation_id: int) -> None:
    if by.role not in (Role.APPLICANT, Role.UNIT) or by.scope_id != organisation_id:
        raise NotAllowed


def _open_stage(edition: Edition, kind: StageKind, at: datetime) -> None:
    for stage in programmes.definition_of(edition).stages_of(kind):
        window = programmes.window(edition, stage.id)
        rules.check_window(Window(window.opens_at, window.closes_at) if window else Window(None, None), at)


@transaction.atomic
def sign_up(*, edition_id: int, organisation_id: int, team_id: int | None = None, by: Actor, at: datetime) -> SignUp:
    """Sign a unit or one of its teams up to an edition, where the edition has that step.

    Side effects in order: SignUp row; journal entry; message, and mail, to who signs up and to the unit's
    administrators. Signing up twice changes nothing.
    Raises: NotAllowed; NotFound for a team of another unit; RuleViolation("window.not_open" | "window.closed" |
    "team.waiting").
    Source: qc-2022 二.1; site-2023 二(一).
    """
    edition = programmes.get_edition(edition_id)
    _require_of_unit(by, organisation_id)
    _open_stage(edition, StageKind.SIGN_UP, at)
    team = _team_of(organisation_id, team_id) if team_id else None
    found, new = SignUp.objects.get_or_create(
        edition=edition,
        organisation_id=organisation_id,
        team=team,
        defaults={"signed_up_at": at, "signed_up_by_id": by.person_id},
    )
    if new:
        subject = f"organisation:{organisation_id}"
        journal.write("applications.sign_up", subject=subject, edition_key=edition.key, by=by, at=at, team=team_id)
        _tell("applications.signed_up", found, {by.person_id}, at)
    return found


@transaction.atomic
def withdraw_sign_up(*, sign_up_id: int, by: Actor, at: datetime) -> None:
    """Take a sign-up back while signing up is open: whoever signed up, or the unit's administrator.

    Side effects in order: journal entry; message, and mail, to who takes it back, who had signed up and the unit's
    administrators; SignUp row deleted.
    Raises: NotFound; NotAllowed for a colleague's; RuleViolation("window.not_open" | "window.closed" |
    "sign_up.in_use") once an application rests on it. Source: qc-2022 二.1; site-2023 二(一) (自愿).
    """
    own = SignUp.objects.select_for_update(of=("self",), no_key=True).select_related("edition", "organisation", "team")
    found = own.filter(pk=sign_up_id, organisation__in=organisations.identity(by.scope_id or 0)).first()
    if found is None:
        raise NotFound
    if by.role is not Role.UNIT and found.signed_up_by_id != by.user_id:
        raise NotAllowed
    _open_stage(found.edition, StageKind.SIGN_UP, at)
    if entering.rests_on(found):
        raise RuleViolation("sign_up.in_use")
    subject, key = f"organisation:{found.organisation_id}", found.edition.key
    journal.write("applications.withdraw_sign_up", subject=subject, edition_key=key, by=by, at=at, team=found.team_id)
    _tell("applications.sign_up_withdrawn", found, {by.person_id, found.signed_up_by_id}, at, by=by.name)
    found.delete()


def _tell(code: str, signed: SignUp, people: set[int], at: datetime, **facts: str) -> None:
    """Tell these people, and the unit's administrators, what became of a sign-up; each is led to the own desk."""
    who = f"{signed.organisation.name} {signed.team.name}" if signed.team else signed.organisation.name
    heads = set(organisations.people(signed.organisation_id, "unit"))
    for told, link in ((heads, "/unit/applications/"), (people - heads, "/applications/")):
        messages.send(
            code,
            to=told,
            key=f"{code}:{signed.pk}",
            facts={"who": who, "edition": signed.edition.title, "at": at, **facts},
            link=link,
            wording=programmes.wording(signed.edition),
            at=at,
        )


@transaction.atomic
def start(
    *,
    edition_id: int,
    organisation_id: int,
    dimensions: dict[str, str],
    team_id: int | None = None,
    person_name: str = "",
    recommender_id: int | None = None,
    direct_route: str = "",
    by: Actor,
    at: datetime,
) -> Application:
    """Start a draft for a team, an organisation or a person of the unit, on its way to the office.

    Side effects in order: Application and Content rows; journal entry. A draft takes no place in any quota.
    Args: dimensions: an option id for every dimension of the edition; direct_route: "direct.<rule id>" or "".
    Raises: NotAllowed; RuleViolation("window.not_open" | "window.closed" | "dimension.unknown" |
    "applicant.wrong_kind" | "team.waiting" | "sign_up.missing" | "sign_up.other_team" | "route.not_open" |
    "recommender.missing").
    Source: requirements C1, C2, D4; definitions/<programme>/<year>/programme.yaml#applicants, #route.
    """
    edition = programmes.get_edition(edition_id)
    _require_of_unit(by, organisation_id)
    definition = programmes.definition_of(edition)
    _open_stage(edition, StageKind.APPLICATION, at)
    _check_dimensions(definition, dimensions)
    kind = _applicant_kind(definition, dimensions, team_id, person_name)
    team = _team_of(organisation_id, team_id) if team_id else None
    _check_signed_up(edition, definition, organisation_id, team_id)
    application = Application(
        edition=edition,
        applicant=kind,
        organisation=organisations.get(organisation_id),
        team=team,
        person_name=person_name.strip(),
        category=dimensions.get("category", ""),
        domain=dimensions.get("domain", ""),
        dimensions=dimensions,
        state_since=at,
        created_at=at,
        created_by_id=by.person_id,
    )
    _set_route(application, definition, recommender_id, direct_route)
    application.save()
    Content.objects.create(application=application, answers=_known_already(application))
    journal.write("applications.start", subject=f"application:{application.pk}", edition_key=edition.key, by=by, at=at)
    return application


def _check_dimensions(definition: Definition, chosen: dict[str, str]) -> None:
    for name, options in definition.dimensions.items():
        if chosen.get(name) not in {option.id for option in options}:
            raise RuleViolation("dimension.unknown", dimension=name)
    if set(chosen) - set(definition.dimensions):
        raise RuleViolation("dimension.unknown", dimension=", ".join(sorted(set(chosen) - set(definition.dimensions))))


def _applicant_kind(definition: Definition, chosen: dict[str, str], team_id: int | None, person_name: str) -> str:
    kinds = definition.applicant_kinds(chosen)
    kind = "team" if team_id else "person" if person_name.strip() else "organisation"
    if kind not in kinds:
        raise RuleViolation("applicant.wrong_kind", **listing("kinds", map(str, kinds)))
    return kind


def _team_of(organisation_id: int, team_id: int) -> Team:
    team = _team.first(team_id, organisation_id)
    if team is None:
        raise NotFound
    if team.is_waiting:
        raise RuleViolation("team.waiting", name=team.name)
    return team


@prepared
def _team(team_id: int, organisation_id: int) -> QuerySet[Team]:
    return Team.objects.filter(pk=team_id, organisation_id=organisation_id)


def _known_already(application: Application) -> dict[str, Any]:
    """Return the answers that the register gives, so that names agree with it to the letter."""
    known = {"organisation": application.organisation.name, "team": application.team.name if application.team else ""}
    fields = completeness.form_of(application).fields()
    return {f.id: known[f.fills_from] for f in fields if f.fills_from is not None and known.get(f.fills_from)}


def _check_signed_up(edition: Edition, definition: Definition, organisation_id: int, team_id: int | None) -> None:
    """Refuse who has not signed up: the unit signs up for all of its teams, a team for itself.

    Source: qc-2022 二表1 (活动报名的责任单位是“各自愿申报单位”), 附件2 (小组的报名表); site-2023 二(一).
    """
    if not definition.stages_of(StageKind.SIGN_UP) or entering.covers(edition, organisation_id, team_id):
        return
    if team_id is not None and entering.is_signed_up(edition, organisation_id):
        raise RuleViolation("sign_up.other_team")
    raise RuleViolation("sign_up.missing")


def _set_route(application: Application, definition: Definition, recommender_id: int | None, direct_route: str) -> None:
    """Choose recommender, virtual recommender or direct way; the definition says which are open to this unit."""
    chosen = _standing_recommender.first(recommender_id, application.edition_id) if recommender_id else None
    if recommender_id and chosen is None:
        raise NotFound
    if definition.stages_of(StageKind.RECOMMENDATION) and chosen is None and not direct_route:
        raise RuleViolation("recommender.missing")
    application.recommender, application.direct_route = chosen, direct_route
    if direct_route:
        routes.way(definition, direct_route, route_facts(application))
    elif chosen is not None and chosen.is_virtual:
        routes.way(definition, routes.VIRTUAL, route_facts(application))


@prepared
def _standing_recommender(recommender_id: int, edition_id: int) -> QuerySet[Recommender]:
    return Recommender.objects.filter(pk=recommender_id, edition_id=edition_id, disqualified_at__isnull=True).order_by()


@transaction.atomic
def choose_route(
    *, application_id: int, recommender_id: int | None, direct_route: str = "", by: Actor, at: datetime
) -> Application:
    """Change the way a draft takes to the office.

    Raises: NotFound; NotAllowed; RuleViolation("route.not_open" | "recommender.missing").
    """
    application = lifecycle.lock(application_id)
    permissions.require(by, application, Verb.EDIT, Field.CONTENT)
    _set_route(application, programmes.definition_of(application.edition), recommender_id, direct_route)
    application.save(update_fields=["recommender", "direct_route"])
    subject = f"application:{application.pk}"
    journal.write("applications.choose_route", subject=subject, edition_key=application.edition.key, by=by, at=at)
    return application


@transaction.atomic
def save_answers(
    *,
    application_id: int,
    answers: dict[str, Any],
    base: dict[str, Any] | None = None,
    revision: int,
    by: Actor,
    at: datetime,
) -> Content:
    """Keep what somebody wrote, whole or half; two editors are merged by field.

    Side effects in order: Content row, revision + 1; Application.title from the form's title field; private values
    encrypted and masked; a snapshot written or continued; a standing opinion of the unit voided when the content changed.
    Args: answers: the fields this page shows, by id; other fields stay. base: what this page was filled from;
    revision: the revision it was filled from. Without a base every answer that differs counts as changed by both.
    Raises: NotFound; NotAllowed; RuleViolation("window.closed" | "window.not_open");
    RuleViolation("draft.changed_elsewhere", clashes={field: (mine, theirs)}) — then nothing is overwritten.
    """
    application = lifecycle.lock(application_id)
    permissions.require(by, application, Verb.EDIT, Field.CONTENT)
    _check_writable(application, at)
    content = lifecycle.lock_content(application)
    application.content = content
    before = completeness.current_hash(application)
    mine = private.set_apart(application, completeness.form_of(application), answers, at)
    if content.revision != revision:
        theirs = {name: content.answers.get(name) for name in mine}
        merged = rules.merge({name: (base or {}).get(name) for name in mine}, theirs, mine)
        if merged.clashes:
            raise RuleViolation("draft.changed_elsewhere", clashes=merged.clashes, revision=content.revision)
        mine = merged.answers
    content.answers = {k: v for k, v in {**content.answers, **mine}.items() if v not in (None, "", [])}
    content.revision += 1
    content.saved_at, content.saved_by_id = at, by.user_id
    content.save(update_fields=["answers", "revision", "saved_at", "saved_by"])
    _set_title(application)
    snapshots.keep(application, by=by, at=at)
    if completeness.current_hash(application) != before:
        voiding.void_endorsement(application, by=by, at=at)
    return content


def _check_writable(application: Application, at: datetime) -> None:
    for stage in programmes.definition_of(application.edition).stages_of(StageKind.APPLICATION):
        rules.check_window(window_of(application, stage.id), at)


def _set_title(application: Application) -> None:
    title = str(application.content.answers.get(completeness.form_of(application).title_field, ""))[:120]
    if title != application.title:
        application.title = title
        application.save(update_fields=["title"])


@transaction.atomic
def answer_eligibility(*, application_id: int, answers: dict[str, Any], by: Actor, at: datetime) -> Content:
    """Keep the answers to the conditions of applying, by rule id: true, false, a date as text or years.

    Side effects in order: Content row; a standing opinion of the unit voided when an answer changed; journal entry.
    Raises: NotFound; NotAllowed; RuleViolation("window.closed" | "window.not_open" | "eligibility.unknown" |
    "eligibility.bad_answer").
    Source: excellence-2024 附件1 第五条、第六条.
    """
    application = lifecycle.lock(application_id)
    permissions.require(by, application, Verb.EDIT, Field.CONTENT)
    _check_writable(application, at)
    known = {rule.id for rule in programmes.definition_of(application.edition).eligibility}
    if set(answers) - known:
        raise RuleViolation("eligibility.unknown", rules=", ".join(sorted(set(answers) - known)))
    for rule in programmes.definition_of(application.edition).eligibility:
        if rule.id in answers:
            rules.check_condition_answer(str(rule.test), answers[rule.id], label=rule.label)
    content = lifecycle.lock_content(application)
    given = {**content.eligibility, **answers}
    changed = given != content.eligibility
    content.eligibility = given
    content.save(update_fields=["eligibility"])
    if changed:
        voiding.void_endorsement(application, by=by, at=at)
    journal.write(
        "applications.answer_eligibility",
        subject=f"application:{application.pk}",
        edition_key=application.edition.key,
        by=by,
        at=at,
        rules=sorted(answers),
    )
    return content
