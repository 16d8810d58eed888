from __future__ import annotations

from digest.audience_file import find_audience
from digest.explain import explained
from digest.select import select
from digest.week import Week
from tests.digest.sample import ENTRIES, OCCASIONS, WEEK, entry, many

JARJESTOT = find_audience("jarjestot")


def test_every_story_offered_is_explained_in_the_letters_order_then_what_did_not_fit_then_what_is_out() -> None:
    told = entry("kerrottu")
    offered = [*ENTRIES, *many(60), told]
    issue = select(
        offered, OCCASIONS, audience=JARJESTOT, week=WEEK, language="sv", told={"kerrottu": Week("2026-W46")}
    )
    rows = explained(issue, offered)
    assert [row.story_id for row in rows if row.position] == list(issue.story_ids)
    assert [row.position for row in rows if row.position] == list(range(1, len(issue.story_ids) + 1))
    places = [row.place for row in rows]
    assert len(rows) == len(offered)
    assert places == sorted(places, key=lambda place: {"overflow": 1, "out": 2}.get(place, 0))
    assert rows[-1].reasons == ("it was in the letter of 2026-W46",)
    assert all(row.reasons and row.title and row.published for row in rows)
    (full,) = [row for row in rows if row.story_id == issue.overflow[0].entry.story_id]
    assert "the section is full" in full.reasons[0]


def test_a_title_is_shown_in_the_editions_language_where_there_is_one() -> None:
    titles = {
        language: {
            row.story_id: row.title
            for row in explained(select(ENTRIES, OCCASIONS, audience=JARJESTOT, week=WEEK, language=language), ENTRIES)
        }
        for language in ("fi", "sv")
    }
    assert titles["sv"]["pohjoismaat"] == ENTRIES[0].versions["sv"].title
    assert titles["fi"]["pohjoismaat"] == ENTRIES[0].versions["fi"].title
    assert titles["fi"]["seminarium"] == "Seminariedagar om frivilligarbete i glesbygden"
