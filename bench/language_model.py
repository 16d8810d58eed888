"""Compiles the spelling model that `stories.language_spelling` ships: word lists in, one small table out.

Bags of one to eight words are drawn from each language's own lists (wordfreq's frequencies, simplemma's forms,
langdetect's profiles as letter chains, locale names of CLDR, a bilingual lexicon) and a logistic regression over
hashed letter groups learns to tell the languages apart. Every draw is seeded: the same lists give the same table.

    python bench/language_model.py --lexicon DIR    # DIR holds fi-sv.tsv.gz and fi-se.tsv.gz
"""

from __future__ import annotations

import argparse
import bisect
import collections
import gzip
import itertools
import json
import random
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import babel.localedata
import numpy as np
import wordfreq
from langdetect.detector_factory import PROFILES_DIRECTORY
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from stories.language_spelling import CLASSES, SIZE, slots
from stories.language_words import letters

Draw = Callable[[], str]
HERE = Path(__file__).parent
OTHERS = (
    *("fr", "es", "it", "pt", "nl", "pl", "hu", "cs", "ro", "tr", "id"),
    *("is", "lv", "lt", "sh", "ca", "fil", "sk", "sl", "ms", "vi"),
)
UNLISTED = ("sq", "cy", "sw", "af")  # langdetect knows them, wordfreq does not
# Bags a language, in thousands: more where the news is, and where two languages are close.
SHARES: Mapping[str, float] = {
    "fi": 70, "sv": 70, "en": 60, "se": 45, "smn": 14, "sms": 14, "nb": 28, "nn": 22, "da": 44, "et": 40, "de": 35,
    "so": 18, **dict.fromkeys((*OTHERS, *UNLISTED), 2.6),
    **dict.fromkeys(("fr", "es", "nl", "is", "hu", "it", "pl"), 5.0),
}  # fmt: skip
SAMI = set("abcdefghijklmnoprstuvzáčđŋšŧžåäöøæ")
CLDR = (
    *("languages", "territories", "scripts", "months", "days", "quarters", "eras"),
    *("unit_patterns", "date_fields", "currency_names"),
)
rng = random.Random(7)


def words(text: str) -> list[str]:
    """The words of a text as the model meets them: lower case, letters only."""
    return [word for word in letters(text.lower()).split(" ") if word]


def weighted(weights: Mapping[str, float], power: float = 1.0) -> Draw:
    """Draws words by frequency; a power below 1 lifts the rare ones."""
    names = list(weights)
    sums = list(itertools.accumulate(weights[name] ** power for name in names))
    return lambda: names[min(bisect.bisect(sums, rng.random() * sums[-1]), len(names) - 1)]


def evenly(names: Sequence[str]) -> Draw:
    """Draws each word equally often."""
    return lambda: rng.choice(names)


def mixed(*parts: tuple[Draw, float]) -> Draw:
    """Draws from several lists by share."""
    sums = list(itertools.accumulate(share for _, share in parts))

    def draw() -> str:
        source, _ = parts[bisect.bisect(sums, rng.random() * sums[-1])]
        return source()

    return draw


def ranked(text: str) -> Draw:
    """Draws from words in order of frequency (Zipf)."""
    return weighted({word: 1 / (at + 6) for at, word in enumerate(dict.fromkeys(words(text)))})


def chained(grams: Mapping[str, float]) -> Draw:
    """Draws invented words from a profile's 2- and 3-grams: each letter follows the two before it."""
    following: dict[str, dict[str, float]] = collections.defaultdict(dict)
    for gram, count in grams.items():
        low = gram.lower()
        if (len(low) == 3 and low[1] != " ") or (len(low) == 2 and low[0] == " " != low[1]):
            nexts = following[low[:-1]]
            nexts[low[-1]] = nexts.get(low[-1], 0) + count
    steps = {before: weighted(nexts) for before, nexts in following.items()}

    def draw() -> str:
        word = " " + steps[" "]()
        while len(word) < 16 and not word.endswith(" ") and (step := steps.get(word[-2:])):
            word += step()
        return word.strip()

    return draw


def grams_of(names: Iterable[str]) -> dict[str, float]:
    """A profile of our own, for languages that have none."""
    counts: collections.Counter[str] = collections.Counter()
    for name in names:
        whole = f" {name} "
        counts.update(whole[at : at + size] for size in (2, 3) for at in range(len(whole) - size + 1))
        counts[whole[:2]] += 1
    return dict(counts)


def profile(code: str) -> Draw:
    """langdetect's profile, or our own, as a source of words."""
    own = HERE.parent / "stories/data/language" / f"{code}.json"
    path = own if own.exists() else Path(PROFILES_DIRECTORY, code)
    grams = json.loads(path.read_text("utf-8"))["freq"]
    return chained({gram: count for gram, count in grams.items() if not (gram.isupper() and len(gram.strip()) > 1)})


def listed(code: str, size: str) -> dict[str, float]:
    """wordfreq's list, its words cut as the model cuts them."""
    counts: dict[str, float] = collections.defaultdict(float)
    for entry, frequency in wordfreq.get_frequency_dict(code, size).items():
        for word in words(entry):
            counts[word] += frequency
    return dict(counts)


def forms(code: str) -> list[str]:
    """simplemma's inflected forms."""
    known = DefaultDictionaryFactory().get_dictionary(code)
    return sorted({word for entry in known for word in words(str(entry)) if len(word) < 30})


def locale_words(code: str) -> list[str]:
    """Names of languages, lands, months and units in a language of CLDR."""
    data = babel.localedata.load(code, merge_inherited=False)
    found: list[str] = []

    def walk(node: Any) -> None:
        if isinstance(node, str):
            found.extend(words(re.sub(r"\{\d\}", "", node)) if len(node) > 2 else [])
        elif isinstance(node, Mapping):
            for child in node.values():
                walk(child)

    for key in CLDR:
        walk(data.get(key))
    return [word for word in found if len(word) > 1]


def lexicon(path: Path, column: int) -> list[list[str]]:
    """The terms of one language of a bilingual lexicon, each as its words."""
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()[1:]
    terms = [words(line.split("\t")[column]) for line in lines if line.count("\t") > column]
    return [term for term in terms if 0 < len(term) < 8]


def shared_names(lists: Mapping[str, Mapping[str, float]]) -> Draw:
    """Draws names: words that twelve languages' lists share at a like frequency, so that they tell nothing."""
    spread = collections.Counter(word for known in lists.values() for word in known if len(word) >= 4)
    near = ("fi", "sv", "en", "nb", "de", "da", "fr", "es")
    names: dict[str, float] = {}
    for word in (word for word, count in spread.items() if count >= 12):
        rates = sorted(lists[code].get(word, 0.0) for code in near)
        if rates[1] > 0 and rates[-1] < 12 * rates[1] + 1e-7:
            names[word] = rates[4]
    return weighted(names, 0.7)


def nynorsk(bokmal: Draw, known: Draw, spelled: Mapping[str, str]) -> Draw:
    """Nynorsk out of Bokmål's frequencies: the frequent words respelled, endings changed, dictionary forms mixed in."""
    endings = (("ene", "ane"), ("er", "ar"), ("else", "ing"), ("het", "heit"), ("et", "a"), ("te", "a"))

    def draw() -> str:
        if rng.random() < 0.2:
            return known()
        word = bokmal()
        end = next((pair for pair in endings if len(word) > 5 and word.endswith(pair[0])), None)
        if word in spelled or end is None or rng.random() < 0.5:
            return spelled.get(word, word)
        return word.removesuffix(end[0]) + end[1]

    return draw


def sami(code: str, seed: str) -> Draw:
    """Inari and Skolt Sámi: few words are openly listed, so their letter chains carry half."""
    known, named = words(seed), locale_words(code)
    return mixed((ranked(seed), 0.4), (evenly(named), 0.2), (chained(grams_of(known * 3 + named)), 0.4))


def _flat(terms: Iterable[Sequence[str]]) -> list[str]:
    return [word for term in terms for word in term]


def draws(where: Path, lists: Mapping[str, Mapping[str, float]]) -> dict[str, Draw]:
    """One source of words for each language."""
    text = tomllib.loads((HERE / "data/language_seed.toml").read_text("utf-8"))
    seed, both = text["words"], where / "fi-sv.tsv.gz"
    spoken = {code: mixed((weighted(lists[code]), 0.78), (weighted(lists[code], 0.6), 0.22)) for code in lists}
    northern = [word for word in forms("se") if set(word) <= SAMI]
    return spoken | {
        "fi": mixed((spoken["fi"], 0.9), (evenly(_flat(lexicon(both, 0))), 0.07), (evenly(forms("fi")), 0.03)),
        "sv": mixed((spoken["sv"], 0.88), (evenly(_flat(lexicon(both, 1))), 0.09), (evenly(forms("sv")), 0.03)),
        "da": mixed((weighted(lists["da"]), 0.8), (evenly(forms("da")), 0.08), (profile("da"), 0.12)),
        "nn": nynorsk(weighted(lists["nb"]), evenly(forms("nn")), text["nynorsk"]),
        "et": mixed((ranked(seed["et"]), 0.25), (profile("et"), 0.4), (evenly(forms("et")), 0.35)),
        "se": mixed(
            (ranked(seed["se"]), 0.2),
            (profile("se"), 0.4),
            (evenly(northern), 0.2),
            (evenly(_flat(lexicon(where / "fi-se.tsv.gz", 1))), 0.15),
            (evenly(locale_words("se")), 0.05),
        ),
        "so": mixed((ranked(seed["so"]), 0.1), (profile("so"), 0.7), (evenly(locale_words("so")), 0.2)),
        "smn": sami("smn", seed["smn"]),
        "sms": sami("sms", seed["sms"]),
        **{code: profile(code) for code in UNLISTED},
    }


def bags(where: Path, scale: float) -> tuple[list[list[str]], list[int]]:
    """Bags of words and the class of each."""
    large = ("fi", "sv", "en", "nb", "de")
    lists = {code: listed(code, "large") for code in large} | {code: listed(code, "small") for code in ("da", *OTHERS)}
    sources, name = draws(where, lists), shared_names(lists)
    found: list[tuple[list[str], int]] = []
    for code, share in SHARES.items():
        known = {"nb": "no", "nn": "no"}.get(code, code)
        label = CLASSES.index(known if known in CLASSES else "other")
        for _ in range(int(share * 1000 * scale)):
            size = rng.choices((1, 2, 3, 4, 5, 6, 8), (8, 16, 30, 18, 14, 8, 6))[0]
            found.append(([name() if rng.random() < 0.08 else sources[code]() for _ in range(size)], label))
    for label in (0, 1):  # whole terms of the field, word beside word
        terms = lexicon(where / "fi-sv.tsv.gz", label)
        found += [(term, label) for term in terms if rng.random() < 0.3 * scale]
    return [bag for bag, _ in found], [label for _, label in found]


def step(table: np.ndarray, seen: np.ndarray, parts: Sequence[np.ndarray], truth: np.ndarray, rate: float) -> float:
    """One AdaGrad step over a batch; the mean loss."""
    sizes = np.array([len(part) for part in parts])
    at, row = np.concatenate(parts), np.repeat(np.arange(len(parts)), sizes)
    scores = np.add.reduceat(table[at], np.concatenate(([0], np.cumsum(sizes)[:-1])), axis=0)
    odds = np.exp(scores - scores.max(1, keepdims=True))
    odds /= odds.sum(1, keepdims=True)
    right = (np.arange(len(parts)), truth)
    loss = float(-np.log(odds[right] + 1e-9).mean())
    odds[right] -= 1
    order = np.argsort(at, kind="stable")
    starts = np.flatnonzero(np.concatenate(([True], np.diff(at[order]) != 0)))
    used = at[order][starts]
    slope = np.add.reduceat(odds[row[order]], starts, axis=0) / len(parts) * 1000 + 1e-4 * table[used]
    seen[used] += (slope**2).mean(1)
    table[used] -= rate * slope / np.sqrt(seen[used])[:, None]
    return loss


def train(found: Sequence[Sequence[str]], labels: Sequence[int], rounds: int = 4, rate: float = 0.3) -> np.ndarray:
    """The table of weights, float32 [SIZE, classes]."""
    numbers: dict[str, np.ndarray] = {}
    for word in itertools.chain.from_iterable(found):
        if word not in numbers:
            numbers[word] = np.array(slots(word), dtype=np.int32)
    table = np.zeros((SIZE, len(CLASSES)), np.float32)
    seen, truth, shuffle = np.full(SIZE, 1e-3, np.float32), np.array(labels), np.random.default_rng(1)
    for turn in range(rounds):
        order, losses = shuffle.permutation(len(found)), []
        for at in range(0, len(found), 2048):
            batch = order[at : at + 2048]
            parts = [np.concatenate([numbers[word] for word in found[i]]) for i in batch]
            losses.append(step(table, seen, parts, truth[batch], rate))
        rate *= 0.7
        print(f"round {turn + 1} of {rounds}: loss {np.mean(losses):.4f}", flush=True)
    return table


def main() -> None:
    """Draws, trains and writes `stories/data/language/spelling.npz`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lexicon", type=Path, required=True)
    parser.add_argument("--scale", type=float, default=2.5)
    parser.add_argument("--out", type=Path, default=HERE.parent / "stories/data/language/spelling.npz")
    asked = parser.parse_args()
    table = train(*bags(asked.lexicon, asked.scale))
    # Eight bits a weight: a hundredth of a nat is finer than what the weights know.
    scale = float(np.abs(table).max() / 127)
    np.savez_compressed(asked.out, table=np.round(table / scale).astype(np.int8), scale=np.float32(scale))
    print(f"{asked.out}: {asked.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
