"""Charts: a picture for page, file and paper, with nothing in it that runs or styles."""

from __future__ import annotations

from collections import Counter

from lxml import etree

from zhiping.reporting import ports

SVG = "{http://www.w3.org/2000/svg}"


def drawn() -> etree._Element:
    series = [ports.Series("提交", [356, 30]), ports.Series("已发布", [345, 0], "excellent")]
    return etree.fromstring(ports.bars("按领域", ["制造", "“专精特新”中小企业"], series))


def test_a_chart_holds_no_script_no_style_and_no_tooltip() -> None:
    parts = list(drawn().iter())
    assert {etree.QName(element).localname for element in parts} == {"svg", "title", "g", "rect", "text"}
    assert [element for element in parts if element.get("style") or "tooltip" in (element.get("class") or "")] == []


def test_it_is_read_aloud_by_its_title() -> None:
    chart = drawn()
    assert (chart.get("role"), chart.findtext(f"{SVG}title")) == ("img", "按领域")


def test_every_number_and_label_is_written_and_every_bar_has_its_colour() -> None:
    chart = drawn()
    texts = sorted(str(text.text) for text in chart.iter(f"{SVG}text"))
    assert texts == sorted(["“专精特新”中小企业", "制造", "30", "356", "0", "345"])
    bars = [bar for bar in chart.iter(f"{SVG}rect") if "chart__bar" in (bar.get("class") or "")]
    assert Counter((bar.get("class"), bar.get("fill")) for bar in bars) == {
        ("chart__bar chart__bar--act", "#0b5d5e"): 2,
        ("chart__bar chart__bar--excellent", "#2f5286"): 2,
    }


def test_the_first_label_and_the_first_series_stand_on_top() -> None:
    tops = {
        (name, float(bar.get("width") or 0) > 100): float(bar.get("y") or 0)
        for name in ("act", "excellent")
        for bar in drawn().iter(f"{SVG}rect")
        if f"--{name}" in (bar.get("class") or "")
    }
    assert sorted(tops, key=lambda key: tops[key]) == [
        ("act", True),
        ("excellent", True),
        ("act", False),
        ("excellent", False),
    ]


def test_bars_are_as_long_as_their_numbers() -> None:
    widths = [float(bar.get("width") or 0) for bar in drawn().iter(f"{SVG}rect") if "--act" in (bar.get("class") or "")]
    assert round(widths[1] / widths[0], 2) == round(356 / 30, 2)


def test_the_widest_label_fits_left_of_its_bar() -> None:
    chart = drawn()
    plot = next(g for g in chart.iter(f"{SVG}g") if g.get("class") == "plot")
    left = float(str(plot.get("transform")).split("(")[1].split(",")[0])
    assert left >= 13 * len("“专精特新”中小企业") - 2 * 13  # the two quotation marks are narrow
