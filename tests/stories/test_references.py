"""What two texts alone name is a hint; what many name is none."""

from __future__ import annotations

from typing import Any

from stories.kept_profiles import kept, read_again
from stories.match import article
from stories.model import Article, Attachment
from stories.profile import profile
from stories.references import references
from stories.structure import ties
from stories.vetoes import HARD, contradictions


def item(name: str, language: str, body: str, **changes: Any) -> Article:
    line = {"id": name, "organisation": "stm", "source": "stm/news", "url": f"https://stm.fi/{language}/{name}"}
    return article(line | {"title": f"Otsikko {name}", "body": body, "language": language} | changes)


FINNISH = item("a", "fi", "Hanke STM045:00/2026 alkaa. Lisätietoja: anna.virta@stm.fi")
SWEDISH = item("b", "sv", "Projektet STM045:00/2026 börjar.")


def test_a_rare_project_is_a_hint_and_a_common_one_is_nothing() -> None:
    assert ties([FINNISH, SWEDISH])["a", "b"].evidence == "only these two name stm045:00/2026"
    many = [item(f"m{n}", "fi", f"Kuuleminen {n}: hanke STM045:00/2026.") for n in range(9)]
    assert ties([FINNISH, SWEDISH, *many]) == {}
    known = {("stm", "project:stm045:00/2026"): {"fi": 10, "sv": 1}}
    assert ties([FINNISH, SWEDISH], known) == {}


def test_another_organisations_reference_is_no_tie() -> None:
    assert ties([FINNISH, item("b", "sv", SWEDISH.body, organisation="thl")]) == {}


def test_a_file_that_every_text_shares_is_no_tie() -> None:
    logo = (Attachment(url="https://stm.fi/images/share.png?w=1200", title=""),)
    texts = [item(f"{code}{n}", code, f"Teksti {n}") for code in ("fi", "sv") for n in range(3)]
    shared = [Article(**{name: getattr(t, name) for name in Article.__slots__} | {"attachments": logo}) for t in texts]
    assert ties(shared) == {}
    assert ties([shared[0], shared[3]])["fi0", "sv0"].evidence.endswith("stm.fi/images/share.png")


def test_different_projects_speak_against_a_pair() -> None:
    other = item("c", "sv", "Projektet STM046:00/2026 börjar.")
    assert contradictions(profile(FINNISH), profile(other))[0][0] == HARD
    assert contradictions(profile(FINNISH), profile(SWEDISH)) == []


def test_a_list_of_many_contacts_refers_to_none_of_them() -> None:
    assert references(item("l", "fi", " ".join(f"nimi{n}@stm.fi" for n in range(40)))) == ()


def test_a_kept_profile_is_the_same_profile() -> None:
    text = item("k", "fi", "Turussa jaettiin 6.11.2026 klo 12 lähes 1,2 miljoonaa euroa palveluseteleitä. " * 3)
    assert read_again(text, kept(profile(text))) == profile(text)
    empty = item("e", "sv", "", title="")
    assert read_again(empty, kept(profile(empty))) == profile(empty)
