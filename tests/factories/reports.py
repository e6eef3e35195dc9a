"""Outcome reports and evidence as people hand them in: a PDF with text and a picture, and a photo."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path

import typst
from PIL import Image, ImageDraw

from zhiping.documents import queries as documents

SOURCE = """
#let told = json(bytes(sys.inputs.told))
#set page(paper: "a4", margin: 25mm, numbering: "1 / 1")
#set text(font: "Zhiping Song", size: 11pt, lang: "zh")
#align(center)[#text(size: 20pt)[#told.title] \\ #told.unit]
#for (name, words) in told.parts [
  == #name
  #words
]
#figure(image("shop.png", width: 60%, alt: "改善后的现场"), caption: [改善后的现场])
#pagebreak()
== 附表
#table(columns: 3, [月份], [改善前], [改善后], ..range(1, 7).map(n => ([#n 月], [9#calc.rem(n, 3).2%], [98.#n%])).flatten())
"""
PARTS = {
    "现状调查": "按班次、设备和批次分层，把一至六月的记录画成排列图，症结占全部缺陷的七成以上。",
    "原因分析": "从人、机、料、法、环、测六个方面展开，逐条到现场测量确认，得到两条主要原因。",
    "对策与效果": "对策落实到人，连续三个月的数据都达到目标，效益由财务部门核实。",
}


def make_photo() -> bytes:
    """Return a photo of a shop floor, drawn here: light, benches, a person of two shapes."""
    image = Image.new("RGB", (1280, 854), "#b9c4c9")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 560, 1280, 854), fill="#8d8f86")
    for place in range(4):
        pen.rectangle((80 + 300 * place, 430, 300 + 300 * place, 600), fill="#4c6a78", outline="#26363d", width=4)
    pen.ellipse((600, 300, 660, 360), fill="#c9a27e")
    pen.rectangle((585, 360, 675, 560), fill="#27496d")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def make_report(title: str, unit: str) -> bytes:
    """Return an outcome report of two pages: text, a picture, a table."""
    with tempfile.TemporaryDirectory() as folder:
        Image.open(io.BytesIO(make_photo())).save(Path(folder, "shop.png"))
        source = Path(folder, "report.typ")
        source.write_text(SOURCE, encoding="utf-8")
        told = {"title": title, "unit": unit, "parts": list(PARTS.items())}
        return bytes(
            typst.compile(
                str(source),
                root=folder,
                font_paths=[str(found) for found in documents.font_folders()],
                ignore_system_fonts=True,
                format="pdf",
                sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
            )
        )
