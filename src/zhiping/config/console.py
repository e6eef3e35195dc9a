"""What is said on the terminal, always in both languages."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

from zhiping.config.problem import Problem, WrongSetting, of_os_error


def say(zh: str, en: str, *, wrong: bool = False) -> None:
    """Print one sentence in both languages at once, whatever the pipe; what is wrong on standard error."""
    print(f"{zh}\n{en}", file=sys.stderr if wrong else sys.stdout, flush=True)


def reporting_problems(act: Callable[[], int]) -> int:
    """Do it; say a problem in two sentences, never as a traceback; return the exit code."""
    try:
        return act()
    except Problem as problem:
        said: Problem = problem
    except OSError as error:
        if error.filename is None:
            raise
        said = of_os_error(error, Path(error.filename))
    except KeyboardInterrupt:
        return 130
    say(f"错误：{said.zh}", f"Error: {said.en}", wrong=True)
    return WrongSetting.EXIT if isinstance(said, WrongSetting) else 1


def padded(text: str, columns: int) -> str:
    """Return the text filled up with blanks to as many columns of a terminal, where a Chinese character takes two."""
    taken = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
    return text + " " * (columns - taken)
