"""The people of a story, each at an own browser, and the small things that people do on pages."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from django.utils import timezone
from playwright.sync_api import Locator, Page

from tests.factories import sealing
from tests.files.test_store import make_pdf, make_picture, make_portrait
from zhiping.config.demo.answers import answers
from zhiping.core.definition.schema import Definition
from zhiping.core.permissions.actor import Actor
from zhiping.programmes.models import Edition

WAIT = 45_000


def show(edition: Edition, instant: datetime) -> None:
    """Set the edition's clock: the story's next day."""
    Edition.objects.filter(pk=edition.pk).update(clock_shift=instant - timezone.now())


def paper(kind: str) -> str:
    """Return the path of a small real file to upload."""
    content = make_pdf(3) if kind == "pdf" else make_picture("JPEG")
    path = Path(tempfile.mkdtemp()) / f"材料.{kind}"
    path.write_bytes(content)
    return str(path)


def picture() -> str:
    """Return the path of a portrait."""
    path = Path(tempfile.mkdtemp()) / "证件照.jpg"
    path.write_bytes(make_portrait())
    return str(path)


def sealed_sheet(boss: Page, case_id: int) -> str:
    """Fetch the unit's sheet as its administrator, print, seal and photograph it; return the photo's path."""
    pdf = boss.request.get(f"{boss.url.split('/unit/')[0]}/unit/applications/{case_id}/opinion.pdf").body()
    path = Path(tempfile.mkdtemp()) / "盖章页.jpg"
    path.write_bytes(sealing.photographed(pdf))
    return str(path)


@dataclass
class Cast:
    """Opens each person's browser once."""

    open_as: Callable[..., Page]
    pages: dict[int, Page] = field(default_factory=dict)

    def page(self, actor: Actor) -> Page:
        """Return the person's browser window."""
        if actor.user_id not in self.pages:
            self.pages[actor.user_id or 0] = self.open_as(actor)
        return self.pages[actor.user_id or 0]


def hand_in(page: Page) -> None:
    """Confirm the words of the certificate and submit."""
    page.get_by_label("我已逐字核对").check()
    press(page, "提交申报")


def press(page: Page, name: str, *, exact: bool = True) -> None:
    """Press a button of the main part and wait for the answer."""
    unfold(page)
    with page.expect_navigation(timeout=WAIT):
        buttons = page.locator("#main").get_by_role("button", name=name, exact=exact)
        buttons.and_(page.locator(":not(.visually-hidden)")).first.click()


def follow(page: Page, link: Locator) -> None:
    """Follow a link, or press a button that has no name, and wait until the page it leads to stands."""
    with page.expect_navigation(timeout=WAIT):
        link.click()


def fill_in(page: Page, values: Mapping[str, Any]) -> None:
    """Fill every control of the main form from `values`, keyed by control name; lists are rows of a table."""
    flat = _flat(values)
    unfold(page)
    names: list[str] = page.eval_on_selector_all(
        "#main form :is(input,select,textarea)[name]:not([type=hidden]):not([type=file])", "all => all.map(e => e.name)"
    )
    for name in dict.fromkeys(names):
        if name not in flat:
            continue
        control, value = page.locator(f'#main [name="{name}"]'), flat[name]
        kind = control.first.get_attribute("type")
        if kind in ("checkbox", "radio"):
            for one in value if isinstance(value, list) else [value]:
                page.locator(f'#main [name="{name}"][value="{_choice(one)}"]').check()
        elif control.first.evaluate("e => e.tagName") == "SELECT":
            control.first.select_option(str(value))
        else:
            control.first.fill(str(value))


def unfold(page: Page) -> None:
    """Open every folded part of the page."""
    page.eval_on_selector_all("#main details", "all => all.forEach(d => { d.open = true; })")


def _choice(value: Any) -> str:
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else str(value)


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for place, row in enumerate(value):
                found |= {f"{name}-{place}-{column}": cell for column, cell in row.items()}
        else:
            found[name] = value
    return found


def written(definition: Definition, dimensions: dict[str, str], facts: dict[str, str]) -> dict[str, Any]:
    """Return what a person writes into the form of a case."""
    return answers(definition.form_for(dimensions), dimensions, facts, Random(1))


def write_everything(page: Page, application_id: int, values: dict[str, Any]) -> None:
    """Answer the conditions, every section and every required file of a draft, page by page."""
    page.goto(f"/applications/{application_id}/")
    hrefs = page.eval_on_selector_all("#main .tasks a", "all => all.map(a => a.getAttribute('href'))")
    conditions = [h for h in hrefs if "/conditions/" in h]  # once more at the end: answers may open further ones
    for href in [*conditions, *(h for h in hrefs if "/sections/" in h), *conditions]:
        page.goto(href)
        if "/conditions/" in href:
            for radio in page.locator('#main input[type=radio][value="yes"]').all():
                radio.check()
            for day in page.locator("#main input[type=date]").all():
                day.fill("2024-01-15")
            for years in page.locator("#main input[inputmode=numeric], #main input[type=number]").all():
                years.fill("12")
        fill_in(page, values)
        for portrait in page.locator("#main input[type=file]").all():
            portrait.set_input_files(picture())
            press(page, "用这张照片")
            assert page.url.split("#")[0].endswith(href)
            assert page.get_by_role("link", name="已上传的照片").count() == 1
        follow(page, page.locator("#main form .form__buttons button").first)
        assert page.locator("#main [role=alert]").count() == 0, page.locator("#main [role=alert]").inner_text()


def upload(page: Page, application_id: int, rule_id: str, kind: str = "pdf", *, path: str = "") -> None:
    """Hand in a file under a rule: the one at the path, or a small one of this kind."""
    page.goto(f"/applications/{application_id}/files/")
    page.locator(f"#f-{rule_id}").set_input_files(path or paper(kind))
    with page.expect_event("load", timeout=WAIT):  # the script first names the rule in the address, then loads anew
        page.locator(f"#main form:has(#f-{rule_id}) button").first.click()
    assert page.locator("[data-upload-refused]:visible").all_inner_texts() == []
