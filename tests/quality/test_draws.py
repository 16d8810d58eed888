"""Drawn sets hide one half of two texts in three, and say which texts belong together."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from bench.variants_draws import draws


def test_a_draw_keeps_both_languages_of_a_third(tmp_path: Path) -> None:
    lines = [{"id": f"n{n}", "corpus": "c", "fi": [f"Lause {n}."], "sv": [f"Mening {n}."]} for n in range(30)]
    lines += [
        {"id": f"o.{n}", "corpus": "d", "fi": ["Yksi", "Kaksi", "Kolme"], "sv": ["Ett", "Två", "Tre"]} for n in range(9)
    ]
    (tmp_path / "p.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    found = {name: (texts, story) for name, texts, story in draws(tmp_path / "p.jsonl", (1,))}
    assert set(found) == {"headlines-1", "leads-1", "chunks-1", "sentences-1"}
    texts, story = found["sentences-1"]
    together = Counter(story.values())
    assert (len(together), sum(n == 2 for n in together.values())) == (30, 10)
    by_id = {t.article_id: t for t in texts}
    for name in together:
        told = [by_id[i].title.split()[1] for i in story if story[i] == name]
        assert len(set(told)) == 1
    lead = found["leads-1"][0][0]
    assert (lead.organisation, bool(lead.title), bool(lead.summary), lead.body) == ("o", True, True, "")


def test_the_same_seed_draws_the_same(tmp_path: Path) -> None:
    (tmp_path / "p.jsonl").write_text(json.dumps({"id": "n", "corpus": "c", "fi": ["A"], "sv": ["B"]}), "utf-8")
    assert list(draws(tmp_path / "p.jsonl", (1, 2))) == list(draws(tmp_path / "p.jsonl", (1, 2)))
