"""No page in English says anything of ours in Chinese: what people typed, clauses and papers' numbers may stay."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve

from zhiping.accounts.models import User

pytestmark = [pytest.mark.usefixtures("small_season"), pytest.mark.django_db]

PEOPLE = (
    "",
    "team",
    "unit",
    "recommender",
    "recommender-district1",
    "expert",
    "office",
    "office2",
    "committee",
    "guiding",
)
SAME_FOR_ALL = ("public:", "account", "mfa_", "socialaccount")
CHINESE = re.compile(r"[\u3400-\u9fff]+")
WIDE = re.compile(r"[\u3001\u3002\uff01-\uff5e].*")
"""A comma, a colon or a bracket of Chinese type; right only where Chinese words stand beside it."""
CLAUSE = re.compile(r"[一二三四五六七八九十]*(附件|附录|表|注|第|条)*[一二三四五六七八九十]*条?")
ONE_OF_MANY = re.compile(r"(?<![\d.,:/–-])1 (?!(?:is|was|has)\b)[a-z]{2,}s\b")
"""One of something, called as if it were several."""
OURS = {
    "programmes_edition": "",
    "programmes_frozenrules": "",
    "decision_publicnotice": "",
    "decision_noticeitem": "",
    "decision_publication": "",
    "decision_certificate": "",
    "recommendation_package": "content",
    "screening_finding": "text",
    "journal_entry": "facts",
    "zhiping_messages_message": "",
    "zhiping_messages_outboxmail": "",
    "zhiping_cache": "",
    "procrastinate_jobs": "",
}
"""Tables, or columns of them, that hold texts of ours beside those of people."""
EXAMPLES = {"浦东新区"}
PASSED_BY = ("inbox", "message", "secretariat:objection")
"""What was sent to somebody stays in the language it was written in; who objects is kept where no test reads it."""
SILENT = ("script", "style")


class Words(HTMLParser):
    """Collects what a page says: its text, and what is read out of attributes; not what is marked as Chinese."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.links: list[str] = []
        self._marked: list[tuple[str, bool]] = []
        """The open elements that are not read, or are read again inside of one that is not."""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what attributes say, and where a link leads."""
        given = {name: value or "" for name, value in attrs}
        if tag in SILENT or "lang" in given:
            self._marked.append((tag, tag not in SILENT and given["lang"] == "en"))
        if tag == "a":
            self.links.append(given.get("href", ""))
        if given.get("lang", "en") == "en":
            told = ("placeholder", "aria-label", "title", "alt", "data-label")
            self.said += [given[name] for name in told if name in given]

    def handle_endtag(self, tag: str) -> None:
        """Leave what is not read."""
        if self._marked and self._marked[-1][0] == tag:
            self._marked.pop()

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        if not self._marked or self._marked[-1][1]:
            self.said.append(data)


def typed_by_people() -> set[str]:
    """Return the Chinese words of every column that holds what people typed."""
    found: set[str] = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND data_type IN ('text', 'character varying', 'jsonb') AND table_name NOT LIKE 'pg_%%'"
        )
        for table, column in [row for row in cursor.fetchall() if OURS.get(row[0], "-") not in ("", row[1])]:
            cursor.execute(f'SELECT DISTINCT "{column}"::text FROM "{table}" WHERE "{column}" IS NOT NULL')
            found.update(word for (value,) in cursor.fetchall() for word in CHINESE.findall(value))
    return found


def pages_of(login: str) -> Iterator[tuple[str, Words]]:
    """Follow every link as this person, one page of each address, in English."""
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    if login:
        client.force_login(User.objects.get(username=login))
    start = "/home/" if login else "/"
    seen, known, ahead = Counter[str](), {start}, deque([start])
    while ahead:
        path = ahead.popleft()
        name = _name(path)
        if (
            name is None
            or seen[name]
            or name in PASSED_BY
            or (login not in ("", "team") and name.startswith(SAME_FOR_ALL))
        ):
            continue
        seen[name] += 1
        answer = client.get(path)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        words = Words(answer.content.decode())
        yield path, words
        new = [urlsplit(link).path for link in words.links if link.startswith(("/", "?"))]
        ahead.extend(link for link in dict.fromkeys(new) if link not in known)
        known.update(new)


def _name(path: str) -> str | None:
    try:
        return str(resolve(path).view_name)
    except Resolver404:
        return None


def test_no_english_page_says_anything_of_ours_in_chinese() -> None:
    known = typed_by_people() | EXAMPLES

    visited, left, miscounted = 0, {}, {}
    for login in PEOPLE:
        for path, words in pages_of(login):
            visited += 1
            miscounted |= {said: path for said in words.said if ONE_OF_MANY.search(said)}
            left |= {
                run: f"{login or 'public'} {path}: {said.strip()[:80]}"
                for said in words.said
                for run in CHINESE.findall(said) or WIDE.findall(said)
                if run not in known and not CLAUSE.fullmatch(run)
            }

    assert sorted(left.values()) == []
    assert miscounted == {}
    assert visited > 120
