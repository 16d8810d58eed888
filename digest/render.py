"""An issue to HTML, plain text and Markdown: same issue, same characters."""

from __future__ import annotations

import re
from email.utils import parseaddr
from functools import cache

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from digest.issue import Issue
from digest.story_view import StoryView
from digest.typography import NBSP, bound, markdown, wrapped
from digest.view import letter_view

# A mail client shows what follows the preheader beside the subject unless something invisible fills the line.
_FILLER = Markup("&#847; &zwnj; &nbsp; ") * 20
_HYPHEN_WORD = re.compile(r"(?<= )(-\w{1,60})")
_THOUSANDS = re.compile(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))")
_UNITS = re.compile(
    r"(?<=[0-9]) (?=[^\W\d])|\b(klo|kl\.) (?=[0-9])|\b(ma|ti|ke|to|pe|la|su|mån|tis|ons|tors|fre|lör|sön) (?=[0-9])"
)


def html(issue: Issue) -> str:
    """The letter as one HTML page for mail: tables, styles on every element, dark mode in the head, no image."""
    raw = _page("letter.html.j2", issue)
    # Inlining would drop the head's style, dark mode with it: it goes in afterwards.
    inlined: str = _inliner().inline(raw)
    return inlined.replace("<!--HEAD-STYLE-->", f"<style>{_source('head.css')}</style>", 1) + "\n"


def text(issue: Issue) -> str:
    """The letter as plain text, wrapped at 72 characters."""
    return _page("letter.txt.j2", issue)


def markdown_text(issue: Issue) -> str:
    """The letter as Markdown, for pasting into a newsletter tool."""
    return _page("letter.md.j2", issue)


def _page(template: str, issue: Issue) -> str:
    page = _environment().get_template(template).render(letter=letter_view(issue), filler=_FILLER)
    return re.sub(r"\n{4,}", "\n\n\n", page).strip() + "\n"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("digest"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "bound": bound,
        "kept": lambda value: _UNITS.sub(lambda match: bound(match[0]), value),
        "mailbox": lambda value: parseaddr(value)[1],
        "md": markdown,
        "one_line": _one_line,
        "set": _set,
        "wrap": wrapped,
    }
    return environment


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(
        keep_style_tags=False, keep_link_tags=False, load_remote_stylesheets=False, minify_css=True
    )


@cache
def _source(name: str) -> str:
    loader = _environment().loader
    assert loader is not None
    return loader.get_source(_environment(), name)[0].replace("\n", "")


def _one_line(story: StoryView) -> str:
    return ", ".join([*story.facts, *(date.text for date in story.dates[:1])])


def _set(value: str) -> Markup:
    """Escaped text that breaks neither "8 000" nor after the hyphen of "Agenda 2030 -tavoitteet"."""
    value = _THOUSANDS.sub(NBSP, value)
    return Markup(_HYPHEN_WORD.sub(r'<span style="white-space:nowrap">\1</span>', str(escape(value))))  # noqa: S704
