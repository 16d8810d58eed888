"""The packaged PDFs: made of the texts as they stand, with the letterhead where it troubles readers."""

import io
import re
from datetime import datetime, timedelta

import pdfplumber
import pytest

from demo.letters import FOLDER, divisible, documents
from demo.world import load, night

WORLD = load()
DOCUMENTS = documents(WORLD)
LETTERS = {item.url.rpartition("/")[2]: item for item in WORLD.gold(night(7)) if item.url.endswith(".pdf")}


def pages(content: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(content)) as document:
        return [page.extract_text() for page in document.pages]


def joined(text: str) -> str:
    """A text with its divided words whole again and no white space."""
    return re.sub(r"\s", "", re.sub(r"(?<=\w)-\n", "", text))


def test_packaged_files_are_what_the_texts_make() -> None:
    packaged = {str(path.relative_to(FOLDER)): path.read_bytes() for path in FOLDER.rglob("*.pdf")}
    assert packaged == DOCUMENTS  # else run python -m demo.letters


def test_the_same_texts_give_the_same_bytes() -> None:
    assert documents(WORLD) == DOCUMENTS


def test_there_are_two_letters_five_years_apart() -> None:
    published: list[datetime] = sorted(item.published for item in LETTERS.values())
    assert len(published) == 2
    assert published[1] - published[0] > timedelta(days=5 * 365)


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_holds_its_text_and_a_trilingual_letterhead_within(name: str) -> None:
    item = LETTERS[name]
    first, second = pages(DOCUMENTS[f"kansalaisministerio/{name}"])
    text = joined(first + "\n" + second.removeprefix("2 (2)"))
    for paragraph in (*item.body, item.contact):
        assert joined(paragraph) in text
    head = first.index("Postiosoite")
    assert 0.2 < head / len(first) < 0.7
    assert joined(first).index(joined(item.body[0])) < joined(first).index("Postiosoite")
    for word in ("Postadress", "Postal address", "Puhelin", "Telefon", "Telephone", "Ministeriet för medborgarärenden"):
        assert word in first[head - 150 : head + 500]
    assert first.startswith("1 (2)")
    assert second.startswith("2 (2)")


def test_words_are_divided_at_line_ends() -> None:
    for content in DOCUMENTS.values():
        assert re.search(r"\w-$", "\n".join(pages(content)), flags=re.MULTILINE)


def test_the_invitation_of_the_issue() -> None:
    text = pages(DOCUMENTS["kansalaisministerio/kutsu-yhdistystoiminnan-kuulemistilaisuuteen.pdf"])[0]
    assert "Tiistaina 14.9.2021 klo 13-15" in text
    assert "viimeistään keskiviikkona 8.9.2021" in text


def test_the_strategy_leaflets_have_two_pages() -> None:
    leaflets = [pages(content) for name, content in DOCUMENTS.items() if name.startswith("ylasavo/")]
    assert [len(leaflet) for leaflet in leaflets] == [2, 2]


def test_short_words_addresses_and_numbers_are_not_divided() -> None:
    text = "klo 13-15 kuuleminen@kansalaisministerio.example 14.9.2021 Helsinki"
    assert divisible(text) == text
