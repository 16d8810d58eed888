"""Texts that are sealed before a feed is parsed come out as if they had not been."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources import sealing
from sources.feeds import read_feed
from sources.items import Listed
from stories.model import Source

SOURCE = Source(name="esimerkki/feed", organisation="esimerkki", kind="feed", url="https://esimerkki.example/feed")
LONG = "<p>Järjestöjen yhteinen päivä pidetään Kuopiossa, ja mukaan mahtuu kaikki.</p>\r\n" * 12
FEED = """<?xml version="1.0" encoding="{charset}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>T</title>
<item><title><![CDATA[{title}]]></title><link>https://esimerkki.example/1</link>
<description>{before}<![CDATA[{description}]]></description>
<content:encoded><![CDATA[{content}]]>{after}</content:encoded></item></channel></rss>"""


def read(document: bytes) -> Listed:
    return read_feed(document, url=SOURCE.url, source=SOURCE)


def unsealed(document: bytes) -> Listed:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "_LONG", 10**9)
        return read(document)


TEXTS = st.one_of(
    st.just(LONG),
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), max_size=30
    ).map(lambda text: text.replace("]]>", "") * 40),
)


@given(
    title=TEXTS,
    description=TEXTS,
    content=TEXTS,
    before=st.sampled_from(["", " ", "alku "]),
    after=st.sampled_from(["", "\n", "loppu"]),
)
def test_reads_the_same(title: str, description: str, content: str, before: str, after: str) -> None:
    document = FEED.format(
        charset="utf-8", title=title, description=description, content=content, before=before, after=after
    )
    assert read(document.encode()) == unsealed(document.encode())


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "utf-8"])
@pytest.mark.parametrize("extra", ["", "\x96", "ä €"[:2]])
def test_reads_the_same_in_every_charset(charset: str, extra: str) -> None:
    text = (LONG + extra) * 2
    document = FEED.format(charset=charset, title="T", description=text, content=text, before="", after="")
    body = document.encode(charset, "ignore")
    assert read(body) == unsealed(body)


@pytest.mark.parametrize(
    "kind", ['type="html"', 'type="text"', 'type="application/octet-stream"', 'mode="base64" type="text/html"', ""]
)
def test_content_of_atom_keeps_its_type(kind: str) -> None:
    body = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>T</title><id>x</id>
<link href="https://esimerkki.example/1"/><content {kind}><![CDATA[{LONG}]]></content></entry></feed>""".encode()
    assert read(body) == unsealed(body)


def test_long_texts_are_really_taken_out() -> None:
    document = FEED.format(charset="utf-8", title=LONG, description=LONG, content=LONG, before="", after="").encode()
    found = sealing.sealed(document, "utf-8")
    assert len(found.texts) == 2
    assert found.document.count(b"Kuopiossa") == LONG.count("Kuopiossa")  # the title's
    assert "kooste-" not in read(document).items[0].content


def test_a_feed_that_writes_marks_gets_its_own_words_back() -> None:
    content = "kooste-" + "0" * 32 + "-0 " + LONG
    document = FEED.format(charset="utf-8", title="T", description="d", content=content, before="", after="").encode()
    assert read(document).items[0].content == unsealed(document).items[0].content
