"""Build the committed faces of the documents from the CJK collections of Debian's fonts-noto-cjk.

Usage: python tools/build_fonts.py /usr/share/fonts/opentype/noto src/zhiping/documents/fonts
Needs fonttools, which nothing at run time needs. Why these faces: docs/decisions/0030-document-fonts.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

SIMPLIFIED_CHINESE = 2
FACES = (
    ("NotoSerifCJK-Regular.ttc", "Zhiping Song", "ZhipingSong.otf", False),
    ("NotoSerifCJK-Bold.ttc", "Zhiping Song Title", "ZhipingSongTitle.otf", True),
    ("NotoSansCJK-Regular.ttc", "Zhiping Hei", "ZhipingHei.otf", False),
)
KOREAN = (
    (0x1100, 0x11FF),
    (0x3130, 0x318F),
    (0x3200, 0x321E),
    (0x3260, 0x327E),
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),
    (0xFFA0, 0xFFDC),
)
SIGNS = (0x0020, 0x024F), (0x2000, 0x206F), (0x2100, 0x218F), (0x2460, 0x24FF), (0x3000, 0x303F), (0xFF00, 0xFFEF)


def _everyday(code: int) -> bool:
    """Tell whether a heading may need it: signs, or a character of GB/T 2312."""
    if any(low <= code <= high for low, high in SIGNS):
        return True
    try:
        chr(code).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def build(source: Path, family: str, target: Path, *, everyday_only: bool) -> None:
    """Write one face: Chinese and Latin, no Korean, no hints, under our own name as the licence asks."""
    font = TTFont(source, fontNumber=SIMPLIFIED_CHINESE, lazy=True, recalcTimestamp=False)
    codes = [c for c in font.getBestCmap() if not any(low <= c <= high for low, high in KOREAN)]
    if everyday_only:
        codes = [c for c in codes if _everyday(c)]
    options = subset.Options(hinting=False, layout_features=["kern", "ccmp"], notdef_outline=True, glyph_names=False)
    options.name_IDs = ["*"]
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    _rename(font, family)
    font.save(target)


def _rename(font: TTFont, family: str) -> None:
    postscript = family.replace(" ", "") + "-Regular"
    names = font["name"]
    for record in list(names.names):
        if record.nameID in (1, 2, 3, 4, 6, 16, 17, 21, 22):
            names.removeNames(nameID=record.nameID)
    for name_id, text in ((1, family), (2, "Regular"), (3, postscript), (4, family), (6, postscript)):
        names.setName(text, name_id, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 400
    font["OS/2"].fsSelection = 0b1000000
    font["head"].macStyle = 0
    cff = font["CFF "].cff
    cff.fontNames[0] = postscript
    top = cff.topDictIndex[0]
    top.FullName, top.FamilyName, top.Weight = family, family, "Regular"


if __name__ == "__main__":
    noto, out = Path(sys.argv[1]), Path(sys.argv[2])
    for collection, family_name, file_name, only in FACES:
        build(noto / collection, family_name, out / file_name, everyday_only=only)
