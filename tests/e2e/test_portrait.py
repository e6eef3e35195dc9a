"""A person moves and enlarges the portrait before it is sent; the server keeps exactly that part."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.conftest import shoot
from tests.factories import drafts
from tests.web.clients import edition_showing
from zhiping.applications.models import Attachment
from zhiping.files import queries as files

pytestmark = [pytest.mark.django_db(transaction=True)]
KEY = "excellence/2024"


def test_the_part_that_was_chosen_with_the_sliders_is_kept(open_as: Callable[..., Page], tmp_path: Path) -> None:
    draft = drafts.begin(edition_showing(drafts.APPLYING[KEY], KEY), category="experience")
    page = open_as(draft.author, phone=True)
    picture = Image.new("RGB", (2000, 1400), "red")
    picture.paste("blue", (1000, 0, 2000, 1400))
    picture.save(tmp_path / "证件照.png")

    page.goto(f"/applications/{draft.case.pk}/sections/person/")
    page.get_by_label("照片").first.set_input_files(tmp_path / "证件照.png")
    page.get_by_label("左右").fill("1")
    shoot(page, "portrait-phone")
    page.get_by_role("button", name="用这张照片").click()
    expect(page.locator(".ask__photo img")).to_be_visible()

    kept = Image.open(io.BytesIO(files.open_stored(Attachment.objects.get().file).read()))
    assert (kept.size, kept.convert("RGB").getpixel((20, 300))[2] > 220) == ((413, 579), True)  # type: ignore[index]
