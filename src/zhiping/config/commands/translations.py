"""Compile the English texts and list those that are missing."""

from __future__ import annotations

import argparse

from zhiping.config import translations

HELP = "编译英文文本，列出缺少的 / compile the English texts, list the missing ones"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the form in which missing texts are printed."""
    parser.add_argument("--po", action="store_true", help="以 po 格式列出缺少的 / list missing ones as po entries")


def run(options: argparse.Namespace) -> int:
    """Compile; print what is missing or wrong; exit 1 when anything is."""
    translations.compile_all()
    missing, wrong = translations.missing(), [*translations.faulty(), *translations.unwrapped()]
    for text in missing:
        if options.po:
            context = f'msgctxt "{text.context}"\n' if text.context else ""
            escaped = text.msgid.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            print(f'#: {text.place}\n{context}msgid "{escaped}"\nmsgstr ""\n')
        else:
            print(f"{text.place}: {text.msgid}")
    for line in wrong:
        print(line)
    print(f"缺少 {len(missing)} / missing {len(missing)}; 有误 {len(wrong)} / wrong {len(wrong)}")
    return 1 if missing or wrong else 0
