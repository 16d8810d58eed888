"""What stands on all pages of a site is learnt and cut; what a text says itself never is."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from sources.articles import article, without_furniture
from sources.refrains import MOST_PAGES, page_print, refrains_of, remembered, without_refrains
from stories.model import Article, Item, Organisation

NOW = datetime(2026, 11, 23, 0, 15, tzinfo=UTC)
GUILD = Organisation(
    id="kilta", kind="association", region="FI", website="https://kilta.example/", name={"fi": "Sorvarien kilta ry"}
)
TOPICS = ["kahviosta", "verstaasta", "pihasta", "saunasta", "kuorosta", "retkestä", "laiturista", "hyllystä"]
BOX = "Verstaan varaukset\n\nVaraa sorvi illaksi: 15 euroa kerralta."


def text(topic: str) -> str:
    return (
        f"Kilta päätti syyskokouksessaan {topic} ja sen tulevista remonteista.\n\n"
        f"Rahat {topic} kerättiin myyjäisissä, joissa kävi paljon väkeä."
    )


def told(number: int, body: str, language: str = "fi") -> Article:
    item = Item(source="kilta/uutiset", url=f"https://kilta.example/{number}", title=f"Uutinen {number}", content=body)
    found = article(item, None, GUILD, seen_at=NOW)
    assert found.body == body
    return found


def bodies(texts: list[str], before: tuple[str, ...] = ()) -> tuple[list[str], tuple[str, ...]]:
    cleaned, prints, _ = without_furniture([told(n, body) for n, body in enumerate(texts)], before, GUILD)
    return [found.body for found in cleaned], prints


def test_a_box_on_every_page_is_cut_and_the_article_judged_again() -> None:
    articles = [told(n, f"{text(topic)}\n\n{BOX}") for n, topic in enumerate(TOPICS[:3])]
    cleaned, _, notes = without_furniture(articles, (), GUILD)
    assert [found.body for found in cleaned] == [text(topic) for topic in TOPICS[:3]]
    assert all(new.content_hash != old.content_hash for new, old in zip(cleaned, articles, strict=True))
    assert any("Verstaan varaukset" in note for note in notes)


def test_two_pages_are_too_few_and_a_third_night_is_enough() -> None:
    first, prints = bodies([f"{text(topic)}\n\n{BOX}" for topic in TOPICS[:2]])
    assert all(body.endswith(BOX) for body in first)
    third = told(9, f"{text(TOPICS[2])}\n\n{BOX}")
    cleaned, later, _ = without_furniture([third], prints, GUILD)
    assert cleaned[0].body == text(TOPICS[2])
    assert len(later) == 3
    again, _, notes = without_furniture([told(10, f"{text(TOPICS[3])}\n\n{BOX}")], later, GUILD)
    assert (again[0].body, notes) == (text(TOPICS[3]), ())


def test_a_page_read_on_three_nights_is_one_page() -> None:
    prints: tuple[str, ...] = ()
    for ending in ("Kahvit.", "Teet.", "Mehut."):
        cleaned, prints, _ = without_furniture([told(1, f"{text('pihasta')}\n\n{ending}")], prints, GUILD)
        assert cleaned[0].body.startswith(text("pihasta"))
    assert len(prints) == 1


def test_counters_fold_their_numbers_and_dates_do_not() -> None:
    counted, _ = bodies([f"{text(topic)}\n\nKäyntejä sivulla {4_100 + n}" for n, topic in enumerate(TOPICS[:4])])
    assert counted == [text(topic) for topic in TOPICS[:4]]
    dated = [f"{text(topic)}\n\nHakuaika päättyy {n + 3}.12.2026 klo 16.15." for n, topic in enumerate(TOPICS[:4])]
    assert bodies(dated)[0] == dated
    timed = [f"{text(topic)}\n\nOvet avataan klo {n + 10}" for n, topic in enumerate(TOPICS[:4])]
    assert bodies(timed)[0] == timed


def test_a_line_between_a_texts_own_lines_is_never_cut() -> None:
    said = [f"{text(topic)}\n\nTervetuloa mukaan!\n\nTerveisin {topic} vastaava työryhmä." for topic in TOPICS[:5]]
    assert bodies(said)[0] == said


def test_contacts_stay_and_an_offices_card_goes() -> None:
    contact = "Lisätietoja:\n\nMaija Sorvari, puh. 050 000 0000\n\nmaija@kilta.example"
    with_box = [f"{text(topic)}\n\n{contact}\n\n{BOX}" for topic in TOPICS[:4]]
    assert bodies(with_box)[0] == [f"{text(topic)}\n\n{contact}" for topic in TOPICS[:4]]
    card = "Yhteystiedot\n\nSorvarien kilta ry, Lastukatu 4, 70100 Kuopio\n\ntoimisto@kilta.example"
    assert bodies([f"{text(topic)}\n\n{card}" for topic in TOPICS[:4]])[0] == [text(topic) for topic in TOPICS[:4]]


def test_each_language_has_its_own_refrains() -> None:
    finnish = [page_print(f"f{n}", "fi", f"{text(topic)}\n\n{BOX}") for n, topic in enumerate(TOPICS[:3])]
    swedish = [
        page_print(f"s{n}", "sv", f"Gillet beslöt om {topic}.\n\nBoka svarven") for n, topic in enumerate(TOPICS[:4])
    ]
    refrains = refrains_of([*finnish, *swedish])
    assert without_refrains(f"{text('saunasta')}\n\n{BOX}", refrains["fi"])[0] == text("saunasta")
    assert len(refrains["sv"]) == 1


def test_a_box_that_left_the_site_is_forgotten() -> None:
    old = [page_print(f"o{n}", "fi", f"Vanha {n}\n\n{BOX}") for n in range(30)]
    new = [
        page_print(f"n{n}", "fi", f"Uusi {n} asia {TOPICS[n % 8]}\n\nLoppu {TOPICS[n % 8]}") for n in range(MOST_PAGES)
    ]
    assert len(refrains_of(remembered((), old))["fi"]) == 2
    assert not refrains_of(remembered(old, new))["fi"]


def test_a_text_of_refrains_alone_stays() -> None:
    assert bodies([BOX] * 5)[0] == [BOX] * 5


@given(st.lists(st.text(max_size=300), max_size=8), st.lists(st.text(max_size=40), max_size=4))
def test_nothing_but_refrains_is_lost(pages: list[str], strange: list[str]) -> None:
    prints = remembered((), [page_print(str(n), "fi", body) for n, body in enumerate(pages)])
    refrains = refrains_of(prints).get("fi", frozenset())
    for body in [*pages, *strange]:
        left, cut = without_refrains(body, refrains)
        if not cut:
            assert left == body
        else:
            before, after = body.split("\n"), left.split("\n")
            assert sorted(filter(str.strip, before)) == sorted(filter(str.strip, [*after, *cut]))
