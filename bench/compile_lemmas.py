"""Compiles the tables of lemmas that `stories` ships from those of simplemma (MIT; stories/data/lemmas/SOURCES.md).

python -m bench.compile_lemmas
"""

from __future__ import annotations

import lzma
from pathlib import Path

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from stories.lemma_tables import LANGUAGES, written

OUT = Path(__file__).parent.parent / "stories" / "data" / "lemmas"


def main() -> None:
    """Writes one file a language and says how large it is."""
    for language in sorted(LANGUAGES):
        lemmas = DefaultDictionaryFactory().get_dictionary(language)
        path = OUT / f"{language}.bin.xz"
        path.write_bytes(lzma.compress(written(dict(lemmas)), preset=9))
        print(language, len(lemmas), "forms", path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
