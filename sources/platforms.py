"""Where the publishing systems of Finnish organisations put an article, its lead and its date.

Each line is a fact about a system's own templates (WordPress, Liferay, Drupal, STT Info, Joomla, …); a site's own
selectors in the registry come first, and a page of none of these is read by its shape.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import cast

from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.etree import _Element

# In order: the first that holds enough text wins, so whole articles come before mere bodies.
_ARTICLE = (
    "article.release, div.release, .release__content, .pressrelease, .prs-release",  # STT Info and its kin
    "[itemtype*='schema.org/NewsArticle'], [itemtype*='schema.org/Article'], [itemtype*='schema.org/BlogPosting']",
    ".journal-content-article, .asset-full-content, .asset-content, .portlet-journal-content .portlet-body",  # Liferay
    "article.node--view-mode-full, .node--view-mode-full, article.node, .node-full",  # Drupal
    "article.type-post, article.hentry, .hentry, article.post, .single-post article, .type-page",  # WordPress
    ".item-page, .com-content-article, .blog-item",  # Joomla
    "[itemprop='articleBody'], .article-body, .entry-content, .wp-block-post-content, .post-content, .node__content",
)
_LEAD = (
    "[itemprop='description']:not(meta), .ingress, .ingressi, .lead, .lead-text, .leadtext, .lede, .entry-summary, "
    ".article__lead, .article-lead, .release__leadtext, .field--name-field-lead, .field--name-field-ingress, "
    ".preamble, .asset-summary, .excerpt, .intro, .introtext, .johdanto, .standfirst"
)
_DATE = (
    "[itemprop='datePublished'], time.published, time.entry-date, .published time, .entry-date, .posted-on time, "
    "time[pubdate], .date-published, .publish-date, .publication-date, .julkaisupaiva, .release__date, .release-date"
)
_MODIFIED = "[itemprop='dateModified'], time.updated, time.modified, .date-modified, .last-modified"


@cache
def _compiled(selector: str) -> CSSSelector | None:
    try:
        return CSSSelector(selector, translator="html")
    except (SelectorError, etree.XPathError):
        return None


def matches(root: etree._Element, selector: str) -> list[etree._Element]:
    """The elements that a CSS selector names, in reading order; none for a selector that cannot be read."""
    compiled = _compiled(selector[:500])
    try:
        found = compiled(root) if compiled is not None else []
    except etree.XPathError:
        return []
    return cast("list[_Element]", found) if isinstance(found, list) else []  # a CSS selector names elements only


def is_selector(selector: str) -> bool:
    """Whether a CSS selector of the registry can be used."""
    return _compiled(selector[:500]) is not None


def article_places(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Where a known system may have put the article, the likeliest first, with the selector that found it."""
    for selector in _ARTICLE:
        for element in matches(root, selector):
            yield selector.split(",")[0], element


def lead_in(root: etree._Element) -> etree._Element | None:
    """The element of an article that is marked as its lead."""
    return next(iter(matches(root, _LEAD)), None)


def date_spots(root: etree._Element) -> list[etree._Element]:
    """Elements that a system marks as the date of publication."""
    return matches(root, _DATE)


def modified_spots(root: etree._Element) -> list[etree._Element]:
    """Elements that a system marks as the date of the last change."""
    return matches(root, _MODIFIED)
