"""Take the manual's pictures: serve a demo season, walk to each page as who is named, keep what stands there.

Usage: scripts/pictures [ID …]: all of docs/manual/pictures.toml, or those named.
"""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import typst
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
MANUAL = ROOT / "docs" / "manual"
HOME = ROOT / "var" / "pictures"
PASSWORD = "zhiping-demo"  # noqa: S105 -- the demo prints it
WIDTH, HEIGHT = 1366, 768
COLOURS = 96
FORM_DOTS = 100


@contextmanager
def served() -> Iterator[str]:
    """Serve the season and give its address; end it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"ZHIPING_HOME": str(HOME), "PORT": str(port)}
    HOME.mkdir(parents=True, exist_ok=True)
    address, command = f"http://127.0.0.1:{port}", [ROOT / ".venv" / "bin" / "zhiping", "demo"]
    with (HOME / "demo.log").open("w") as log, subprocess.Popen(command, env=environment, stdout=log) as site:
        try:
            _wait_for(address, site)
            yield address
        finally:
            site.terminate()


def _wait_for(address: str, site: subprocess.Popen[bytes]) -> None:
    while site.poll() is None:
        try:
            with urlopen(f"{address}/healthz"):  # noqa: S310 -- our own address
                return
        except URLError:
            time.sleep(1)
    raise SystemExit(f"the demo did not start: {HOME / 'demo.log'}")


class People:
    """The browsers of the people in the pictures: each signs in once, for more than so many a minute are refused."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self.known: dict[str, BrowserContext] = {}

    def page_of(self, who: str, height: int) -> Page:
        """Return a page of a person, or of nobody, as high as is wanted."""
        if who not in self.known:
            self.known[who] = self.browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
            if who:
                with closing(self.known[who].new_page()) as page:
                    _sign_in(page, self.address, who)
        page = self.known[who].new_page()
        page.set_viewport_size({"width": WIDTH, "height": height})
        return page


def taken(people: People, picture: dict[str, Any]) -> Image.Image:
    """Walk to the page and take it, with few colours, because a page has few."""
    address = people.address
    page = people.page_of(picture.get("who", ""), picture.get("height", HEIGHT))
    page.goto(address + picture["path"])
    for selector in picture.get("click", ()):
        page.locator(selector).first.click()
        page.wait_for_load_state()
    page.wait_for_load_state("networkidle")
    shot = _of_form(page, address, picture["form"]) if "form" in picture else page.screenshot()
    page.close()
    return Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS)


def _of_form(page: Page, address: str, number: int) -> bytes:
    """Draw a page of the official form of the case that is open, filled in, from its PDF."""
    case = page.url.removeprefix(f"{address}/cases/").partition("/")[0]
    pdf = page.request.get(f"{address}/applications/{case}/form.pdf").body()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "form.pdf").write_bytes(pdf)
        source = Path(folder, "page.typ")
        source.write_text(f'#set page(width: auto, height: auto, margin: 0pt)\n#image("form.pdf", page: {number})\n')
        return bytes(typst.compile(str(source), root=folder, format="png", ppi=FORM_DOTS, ignore_system_fonts=True))


def _sign_in(page: Page, address: str, who: str) -> None:
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", PASSWORD)
    page.locator("#main form button").first.click()
    page.wait_for_load_state()


def main(chosen: list[str]) -> int:
    """Take all pictures, or the chosen ones."""
    listed = tomllib.loads((MANUAL / "pictures.toml").read_text("utf-8"))["picture"]
    wanted = [one for one in listed if not chosen or one["id"] in chosen]
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROME"], args=["--no-sandbox"])
        people = People(browser, address)
        for picture in wanted:
            image = taken(people, picture)
            image.save(MANUAL / "pictures" / f"{picture['id']}.png", optimize=True)
            print(picture["id"], flush=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
