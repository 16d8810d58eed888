"""Texts that pages carry as data: their own is read, others are not, and no data does harm."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from sources.extract import read_page
from stories.model import Reading
from tests.sources.test_extract import fetched

TEXT = "<p>Kahvila siirtyi kadun toiselle puolelle.</p><p>Ovet ovat auki joka arki-ilta, ja kahvi maksaa euron.</p>" * 2
OTHER = {"title": "Jono kasvoi", "slug": "jono", "body": TEXT.replace("Kahvila", "Ruokajono")}


def read(data: object, title: str = "Kahvila muutti", path: str = "uutiset/kahvila-muutti") -> Reading:
    script = f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script>'
    page = f"<html><head><title>{title}</title></head><body><div id='__next'>Ladataan…</div>{script}</body></html>"
    return read_page(fetched(page, url=f"https://sivusto.example/{path}"))


def test_the_own_text_is_found_by_address_or_title() -> None:
    own = {
        "heading": "Kahvila muutti",
        "slug": "kahvila-muutti",
        "content": TEXT,
        "publishedAt": "2026-03-02T08:00:00Z",
    }
    reading = read({"props": {"related": [OTHER], "post": own}})
    assert reading.title == "Kahvila muutti"
    assert reading.body.startswith("Kahvila siirtyi kadun toiselle puolelle.")
    assert reading.published_at is not None
    assert "Ruokajono" not in reading.body


def test_blocks_of_an_editor_are_paragraphs() -> None:
    words = "Ovet ovat auki joka arki-ilta, ja kahvi maksaa euron kupilta."
    blocks = [
        {"_type": "block", "children": [{"text": f"{number}. {words} "}, {"text": "Tervetuloa."}]} for number in "12"
    ]
    body = read({"post": {"title": "Kahvila muutti", "body": blocks}}).body
    assert body == f"1. {words} Tervetuloa.\n\n2. {words} Tervetuloa."


def test_other_news_is_not_the_pages_own() -> None:
    assert read({"props": {"related": [OTHER]}}).failure is not None


@given(
    st.recursive(
        st.none() | st.text() | st.integers(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["title", "slug", "body", "children", "text", "content"]), inner)
        ),
        max_leaves=20,
    )
)
def test_no_data_raises(data: object) -> None:
    read(data)
    read({"title": "Kahvila muutti", "body": data})
