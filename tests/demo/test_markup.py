"""The little markup of the sample texts."""

from time import process_time

from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from demo.markup import blocks, inline, plain


def test_a_list_may_follow_its_leading_sentence() -> None:
    parts = blocks("Vaadimme, että\n- yksi\n- kaksi\n  jatkuu\n\n## Otsikko\nTeksti **lihava**.")
    assert [(part.kind, part.lines()) for part in parts] == [
        ("paragraph", ("Vaadimme, että",)),
        ("list", ("yksi", "kaksi jatkuu")),
        ("heading", ("Otsikko",)),
        ("paragraph", ("Teksti lihava.",)),
    ]


def test_links_and_bold_words_become_elements_and_the_rest_is_escaped() -> None:
    assert inline('**<b>** & [a "b"](https://a.example/?x=1&y=2)') == (
        '<strong>&lt;b&gt;</strong> &amp; <a href="https://a.example/?x=1&amp;y=2">a &#34;b&#34;</a>'
    )


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1))
def test_html_says_the_same_as_the_plain_text(text: str) -> None:
    assert BeautifulSoup(f"<p>{inline(text)}</p>", "html.parser").get_text() == plain(text)


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    words = "".join(line for part in blocks(text) for line in part.texts)
    assert {letter for letter in words if letter.isalnum()} == {letter for letter in text if letter.isalnum()}


def test_a_long_line_of_brackets_takes_no_time() -> None:
    start = process_time()
    inline("[" * 20_000 + "**" * 20_000)
    assert process_time() - start < 2
