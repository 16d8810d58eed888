"""An issue for the web and for pasting: the archive page, and a plain HTML fragment."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256

from digest.issue import Issue
from digest.phrases import phrases
from digest.render import page_of, source
from digest.view import Said

# An archive page's place for links to its neighbours, which come and go after it was written.
NAV_BEGIN, NAV_END = "<!--nav-->", "<!--/nav-->"
FEEDS = (("atom", "application/atom+xml"), ("json", "application/feed+json"))
_CLASS = re.compile(r' class="[^"]*"')
_WHOLE = re.compile(r'<span class="nb">([^<]*)</span>')
_EMPTY_LINES = re.compile(r"\n\s*\n+")


def page(issue: Issue) -> str:
    """The issue as a page of the web archive: one `<style>`, no script, no image, no style attribute.

    Its links to the issue's other files are relative to the week's directory; those to other issues are filled in by
    the archive.
    """
    return _tidy(
        page_of(
            "page.html.j2",
            issue,
            style=style(),
            feeds=FEEDS,
            standing=f"{issue.audience.id}.{issue.language}",
            files=_files(issue),
        )
    )


def fragment(issue: Issue) -> str:
    """The issue's sections as plain HTML without classes or styles, for pasting into a newsletter or a site."""
    # Escaped texts hold no plain quotation mark: nothing but the template's own attributes can match.
    return _tidy(_CLASS.sub("", _WHOLE.sub(r"\1", page_of("fragment.html.j2", issue))))


@cache
def style() -> str:
    """The archive pages' one style sheet."""
    return source("page.css")


def style_hash() -> str:
    """The style sheet's name in a Content-Security-Policy: `'sha256-…'` without its quotes."""
    return f"sha256-{b64encode(sha256(style().encode()).digest()).decode()}"


def _files(issue: Issue) -> list[tuple[Said, str, str]]:
    kinds = (
        ("calendar", "ics", "text/calendar"),
        ("word_file", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("markdown_file", "md", "text/markdown"),
    )
    spoken = [phrases(tongue) for tongue in issue.tongues]
    named = [(tuple((words.language, words[key]) for words in spoken), ending, type_) for key, ending, type_ in kinds]
    own = [(_once(said), f"{issue.name}.{ending}", type_) for said, ending, type_ in named]
    deadlines = tuple((words.language, words["standing_calendar"]) for words in spoken)
    return [*own, (deadlines, f"../{issue.audience.id}.{issue.language}.deadlines.ics", "text/calendar")]


def _once(said: Said) -> Said:
    """The words, once where both languages use the same."""
    return said[:1] if len({text for _, text in said}) == 1 else said


def _tidy(text: str) -> str:
    return _EMPTY_LINES.sub("\n", text).strip() + "\n"
