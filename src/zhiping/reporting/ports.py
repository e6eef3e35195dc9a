"""Charts as SVG, drawn by pygal: the same on the page, in a file and on paper.

What pygal adds for its own viewer (style sheet, script, tooltips) is taken out: the page's style sheet dresses the
chart, so that it follows large type, high contrast and print, and nothing inline breaks the content policy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

ROW, BAR_GAP, FOOT = 22, 12, 20
TYPE = 13
PER_LETTER = 0.6  # what pygal reckons a letter's width to be, in parts of its size
HALF_DIGIT = TYPE / 2  # so far beyond the end of a bar pygal centres its number
WIDTH = 560
WIDE = 0x2E80  # from here on characters are as wide as high
SVG = "{http://www.w3.org/2000/svg}"
COLOURS = {"act": "#0b5d5e", "benchmark": "#7a5c12", "excellent": "#2f5286", "progress": "#4a5b4c"}
"""The tokens a series may have, with what they are where no style sheet is."""
BESIDE = 4  # from the end of a bar to its number
INK = "#1b2430"
FACES = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Noto Sans SC, sans-serif"
_NOISE = frozenset({"script", "style", "desc", "defs", "title"})
_NOISY_CLASSES = frozenset({"guide", "tooltip", "tooltip-overlay"})


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of bars: its name in the legend, a number for each label. colour: a key of COLOURS."""

    name: str
    values: Sequence[float]
    colour: str = "act"


def bars(title: str, labels: Sequence[str], series: Sequence[Series]) -> str:
    """Draw horizontal bars, the first label on top, the number at the end of each bar.

    Args: title: what the chart says in a sentence, read aloud instead of it.
    """
    import pygal  # noqa: PLC0415 -- slow import, most processes never need it
    from pygal.style import Style  # noqa: PLC0415 -- slow import, most processes never need it

    height = len(labels) * (ROW * len(series) + BAR_GAP) + FOOT
    chart = pygal.HorizontalBar(
        css=[],
        js=[],
        no_prefix=True,
        show_legend=False,
        width=WIDTH,
        height=height,
        margin=8,
        margin_left=_extra(labels),
        margin_right=48,
        spacing=4,
        print_values=True,
        print_values_position="top",
        show_x_guides=False,
        show_y_labels=True,
        show_x_labels=True,
        style=Style(
            font_family="inherit",
            label_font_size=TYPE,
            major_label_font_size=TYPE,
            value_font_size=TYPE,
            background="none",
            plot_background="none",
        ),
    )
    chart.x_labels = list(reversed(labels))
    for one in series:
        chart.add(one.name, list(reversed(one.values)))
    return _plain(chart.render_tree(), title, [one.colour for one in series])


def _extra(labels: Sequence[str]) -> int:
    """Return what must stand left of the labels beyond what pygal reckons, which knows only narrow letters."""
    widest = max((_width(label) for label in labels), default=0)
    longest = max((len(label) for label in labels), default=0)
    return max(8, round(widest - longest * TYPE * PER_LETTER) + 12)


def _width(label: str) -> float:
    return sum(TYPE if ord(letter) >= WIDE else TYPE * PER_LETTER for letter in label)


def _plain(tree: etree._Element, title: str, colours: Sequence[str]) -> str:
    """Take out what is not the picture, and dress what remains by attributes, which need no style sheet."""
    from lxml import etree  # noqa: PLC0415 -- slow import, most processes never need it

    tree = etree.fromstring(etree.tostring(tree))  # pygal makes it without the names of its own name space
    for element in list(tree.iter()):
        parent = element.getparent()
        if parent is not None and _is_noise(element):
            parent.remove(element)
    for place, colour in enumerate(colours):
        dress = {"class": f"chart__bar chart__bar--{colour}", "fill": COLOURS[colour]}
        for bar in tree.iterfind(f".//{SVG}g[@class='series serie-{place} color-{place}']//{SVG}rect"):
            bar.attrib.update(dress)
    for text in tree.iterfind(f".//{SVG}text"):
        text.attrib.update({"class": "", "font-size": str(TYPE), "fill": INK})
    for number in tree.iterfind(f".//{SVG}g[@class='plot text-overlay']//{SVG}text"):
        number.set("text-anchor", "start")
        number.set("x", str(float(number.get("x", "0")) - HALF_DIGIT + BESIDE))
    for text in tree.iterfind(f".//{SVG}g[@class='axis y']//{SVG}text"):
        text.set("text-anchor", "end")
    for ground in tree.iterfind(f".//{SVG}rect[@class='background']"):
        ground.set("fill", "none")
    tree.attrib.pop("id", None)
    tree.attrib.update({"class": "chart", "role": "img", "font-family": FACES})
    named = etree.Element(f"{SVG}title")
    named.text = title
    tree.insert(0, named)
    etree.cleanup_namespaces(tree)
    return str(etree.tostring(tree, encoding="unicode"))


def _is_noise(element: etree._Element) -> bool:
    if not isinstance(element.tag, str):
        return True
    name, classes = element.tag.rpartition("}")[2], element.get("class") or ""
    return name in _NOISE or not _NOISY_CLASSES.isdisjoint(classes.split()) or classes.startswith("axis x")
