"""Whatever refuses a form, what a person typed is still on the page that answers (bad input loses nothing).

Every form with room for words, on every page that a role reaches in the demo season, is sent with each of its buttons
while the journal refuses to be written: so every act that would go through is refused too, at its very end.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve
from lxml import html

from zhiping.accounts.models import User
from zhiping.core.errors import RuleViolation
from zhiping.journal.models import Entry

pytestmark = pytest.mark.django_db
ROLES = {"": "/", "team": "/home/", "unit": "/home/", "recommender": "/home/", "expert": "/home/"} | {
    "office": "/home/", "committee": "/home/", "guiding": "/home/"
}  # fmt: skip
OF_EACH = 3
WORDS = "打了很久的字"
TYPED = {
    "number": "1",
    "date": "2022-06-01",
    "datetime-local": "2022-06-01T09:00",
    "email": "a@b.example",
    "tel": "13900000001",
}
NOT_OURS = ("account", "mfa", "socialaccount", "set_language", "switch-role", "demo-clock")
DISCARD = ("remove",)  # buttons that throw away on purpose
KEPT_NOWHERE = {"password", "csrfmiddlewaretoken", "code"}


def _name(path: str) -> str:
    try:
        return str(resolve(path).view_name)
    except Resolver404:
        return ""


def _pages(client: Client, start: str) -> Iterator[tuple[str, html.HtmlElement]]:
    """Follow links; give the first pages of each address."""
    seen, known, ahead = Counter[str](), {start}, deque([start])
    while ahead:
        path = ahead.popleft()
        name = _name(path)
        if not name or name.startswith(NOT_OURS) or seen[name] >= OF_EACH:
            continue
        seen[name] += 1
        answer = client.get(path)
        if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"] or answer.streaming:
            continue
        page = html.fromstring(answer.content.decode())
        yield path, page
        for link in page.xpath("//main//a/@href | //nav//a/@href"):
            parts = urlsplit(str(link))
            where = parts.path or path
            if not parts.netloc and where not in known:
                known.add(where)
                ahead.append(where)


def _filled(form: html.HtmlElement) -> tuple[dict[str, list[str]], list[str]]:
    """Return what a person sends who fills in every control, and the names of the free texts among it."""
    sent: dict[str, list[str]] = {}
    words: list[str] = []
    for control in form.xpath(".//*[self::input or self::textarea or self::select][@name][not(@disabled)]"):
        name, kind = control.get("name"), control.get("type", "text")
        if control.xpath("ancestor::fieldset[@disabled] | ancestor::template") or kind in ("file", "submit"):
            continue
        if control.tag == "select":
            values = [o.get("value", "") for o in control.xpath(".//option") if o.get("value")]
            sent[name] = values[:1]
        elif kind in ("radio", "checkbox"):
            sent.setdefault(name, [control.get("value", "on")])
        elif kind == "hidden":
            sent.setdefault(name, []).append(control.get("value", ""))
        elif control.tag == "textarea" or kind in ("text", "search"):
            is_words = control.get("inputmode") is None and int(control.get("maxlength") or 99) >= len(WORDS) + 3
            sent[name] = [f"{WORDS}{len(words)}" if is_words else "1"]
            if is_words and name not in KEPT_NOWHERE:
                words.append(name)
        else:
            sent[name] = [TYPED.get(kind, "1")]
    return sent, words


def _buttons(form: html.HtmlElement) -> list[dict[str, str]]:
    found = form.xpath(".//button[not(@type) or @type='submit'][not(@disabled)]")
    named = [{b.get("name"): b.get("value", "")} for b in found if b.get("name") not in (None, *DISCARD)]
    return named + [{}] * any(not b.get("name") for b in found)


def _controls_of(answer: str) -> str:
    """Return the text that stands in controls, where it can be sent again, or is quoted for its writer."""
    page = html.fromstring(answer)
    return "\n".join(page.xpath("//textarea//text() | //input/@value | //blockquote//text()"))


def _lost(client: Client, path: str, form: html.HtmlElement) -> Iterator[str]:
    sent, words = _filled(form)
    target = urlsplit(form.get("action") or path).path or path
    for button in _buttons(form) if words else []:
        with transaction.atomic():
            answer = client.post(target, {**sent, **button})
            if answer.status_code == 302:  # kept without the journal, as a draft is: then it stands in its place
                answer = client.get(path)
            body = answer.content.decode()
            transaction.set_rollback(True)
        kept = _controls_of(body) if "html" in answer.headers["Content-Type"] else body
        lost = [name for name in words if sent[name][0] not in kept]
        if lost:
            yield f"{_name(path)} {button}: {answer.status_code} loses {lost}"


@pytest.fixture
def the_journal_refuses(small_season: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Let no act be written down, hence none be done."""
    refused: list[str] = []

    def save(entry: Entry, *_args: object, **_more: object) -> None:
        refused.append(entry.act)
        raise RuleViolation("reason.missing")

    with monkeypatch.context() as patched:
        patched.setattr(Entry, "save", save)
        yield refused


def test_what_was_typed_stays_on_the_page_whatever_refuses_it(
    the_journal_refuses: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    lost: list[str] = []
    forms = 0
    for who, start in ROLES.items():
        client = Client()
        if who:
            client.force_login(User.objects.get(username=who))
        for path, page in _pages(client, start):
            for form in page.xpath("//form[translate(@method,'POST','post')='post']"):
                if _name(urlsplit(form.get("action") or path).path or path).startswith(NOT_OURS):
                    continue
                forms += 1
                lost += [f"{who}: {one}" for one in _lost(client, path, form)]
    with capsys.disabled():
        print(f"\nforms: {forms}, acts refused: {len(set(the_journal_refuses))} kinds")  # noqa: T201

    assert not lost, "\n".join(sorted(set(lost)))
    assert len(set(the_journal_refuses)) > 18
