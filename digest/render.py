"""An issue to HTML, plain text and Markdown: same issue, same characters."""

from __future__ import annotations

import re
from email.utils import parseaddr
from functools import cache

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from digest.issue import Issue
from digest.story_view import Telling
from digest.typography import NBSP, bound, markdown, softened, wrapped
from digest.view import letter_view

# A mail client shows what follows the preheader beside the subject unless something invisible fills the line.
_FILLER = Markup("&#847; &zwnj; &nbsp; ") * 20
# "-tavoitteet" stays with the words before it on the page, and neither "10–14" nor "16.–22.11." is torn apart.
_TOGETHER = re.compile(r"((?<= )-\w{1,60}|(?:\b(?:klo|kl\.) )?(?<![\w–])[0-9][0-9.:]{0,11}–[0-9][0-9.:]{0,11})")
_SHORT = 22  # characters that never need a break
_THOUSANDS = re.compile(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))|(?<=[0-9]) (?=(?:euro|€|%))")
_UNITS = re.compile(
    r"(?<=[0-9]) (?=[^\W\d])|\b(klo|kl\.) (?=[0-9])|\b(ma|ti|ke|to|pe|la|su|mån|tis|ons|tors|fre|lör|sön) (?=[0-9])"
)


def html(issue: Issue) -> str:
    """The letter as one HTML page for mail: tables, styles on every element, dark mode in the head, no image."""
    raw = _page("letter.html.j2", issue)
    # Inlining would drop the head's style, dark mode with it: it goes in afterwards.
    inlined: str = _inliner().inline(raw)
    return inlined.replace("<!--HEAD-STYLE-->", f"<style>{source('head.css')}</style>", 1) + "\n"


def text(issue: Issue) -> str:
    """The letter as plain text, wrapped at 72 characters."""
    return _page("letter.txt.j2", issue)


def markdown_text(issue: Issue) -> str:
    """The letter as Markdown, for pasting into a newsletter tool."""
    return _page("letter.md.j2", issue)


def page_of(template: str, issue: Issue, **more: object) -> str:
    """The issue in a template of this room, with further values for it."""
    return str(environment().get_template(template).render(letter=letter_view(issue), **more))


def _page(template: str, issue: Issue) -> str:
    page = page_of(template, issue, filler=_FILLER)
    return re.sub(r"\n{4,}", "\n\n\n", page).strip() + "\n"


@cache
def environment() -> Environment:
    """Jinja with this room's templates: HTML is escaped, a name that is not given is an error."""
    made = Environment(
        loader=PackageLoader("digest"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "bound": bound,
        "kept": lambda value: _UNITS.sub(lambda match: bound(match[0]), softened(value)),
        "mailbox": lambda value: parseaddr(value)[1],
        "md": markdown,
        "one_line": _one_line,
        "set": _set,
        "short_bound": lambda fact: bound(fact) if len(fact) <= _SHORT else softened(fact),
        "whole": _kept_whole,
        "wrap": wrapped,
    }
    return made


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(
        keep_style_tags=False, keep_link_tags=False, load_remote_stylesheets=False, minify_css=True
    )


@cache
def source(name: str) -> str:
    """A style sheet of this room on one line."""
    loader = environment().loader
    assert loader is not None
    return loader.get_source(environment(), name)[0].replace("\n", "")


def _one_line(telling: Telling) -> str:
    told = ", ".join([*telling.known, *(date.text for date in telling.dates[:1])])
    return f"{told}. {telling.update}" if telling.update else told


def _set(value: str) -> Markup:
    """Escaped text that breaks neither "8 000" nor "10–14" nor at the hyphen of "Agenda 2030 -tavoitteet"."""
    return _marked(value, '<span style="white-space:nowrap">')


def _kept_whole(value: str) -> Markup:
    """As `_set`, for pages that allow no style attribute."""
    return _marked(value, '<span class="nb">')


def _marked(value: str, opening: str) -> Markup:
    escaped = str(escape(_THOUSANDS.sub(NBSP, softened(value))))
    return Markup(_TOGETHER.sub(lambda match: f"{opening}{match[1]}</span>", escaped))  # noqa: S704
