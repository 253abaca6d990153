"""The Unigram tokenizer: Chinese words by jieba counts, English words and pieces beside them.

jieba is needed here only: at run time the word probabilities segment by themselves.
"""

import logging
import math
import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from embeddings.expansion import remove_invisible

UNKNOWN = "[UNK]"
CHINESE_WORDS = 38_000
ENGLISH_WORDS = 13_000
ENGLISH_PIECES = 5_000
_MIN_CHARACTER_COUNT = 5
_MAX_PIECE_LENGTH = 6
_WORDS_WITH_PIECES = 60_000
_HAN = re.compile("[一-鿿]+")
_LATIN = re.compile("[a-z]+")
# Score handicaps (natural logarithms): a word beats its characters, a whole English word beats
# its pieces, a single letter is the last resort.
_CHARACTER_SHARE = 0.02
_CHARACTER_HANDICAP = 1.0
_PIECE_HANDICAP = 8.0
_LETTER_SCORE = -25.0
_SIGN_SCORE = -8.0
_SIGNS = "0123456789%℃°.-+/"
_ADDED_COUNT = 3

Vocabulary = list[tuple[str, float]]


class Counts:
    """How often words, characters and Latin words were seen."""

    def __init__(self) -> None:
        import jieba

        jieba.setLogLevel(logging.ERROR)
        self._cut = jieba.cut
        self.words: Counter[str] = Counter()
        self.characters: Counter[str] = Counter()
        self.latin: Counter[str] = Counter()

    def feed(self, texts: Iterable[str]) -> None:
        """Count the words of texts."""
        for text in texts:
            folded = fold(text)
            for run in _HAN.findall(folded):
                self.characters.update(run)
                self.words.update(word for word in self._cut(run, HMM=False) if len(word) > 1)
            self.latin.update(_LATIN.findall(folded))


def fold(text: str) -> str:
    """Return the text as the tokenizer's normaliser sees it."""
    return unicodedata.normalize("NFKC", remove_invisible(text)).lower()


def base_vocabulary(counts: Counts, keywords: Iterable[str]) -> Vocabulary:
    """Return pieces with their log probabilities, [UNK] first, then words, characters, English.

    Parameters
    ----------
    keywords
        Words of the domain that are kept whole however rare they are in public text.
    """
    total = counts.words.total() + 0.05 * counts.characters.total()
    scores: dict[str, float] = {UNKNOWN: 0.0}
    for keyword in keywords:
        for run in _HAN.findall(fold(keyword)):
            if len(run) > 1:
                counts.words[run] = max(counts.words[run], _ADDED_COUNT)
    listed = dict(counts.words.most_common(CHINESE_WORDS))
    listed |= {
        fold(word): counts.words[fold(word)] for word in keywords if counts.words[fold(word)]
    }
    for word, count in listed.items():
        scores.setdefault(word, math.log(count / total))
    for character, count in counts.characters.items():
        if count >= _MIN_CHARACTER_COUNT:
            score = math.log(count * _CHARACTER_SHARE / total) - _CHARACTER_HANDICAP
            scores.setdefault(character, score)
    for sign in _SIGNS:
        scores.setdefault(sign, _SIGN_SCORE)
    for piece, score in _english(counts.latin):
        scores.setdefault(piece, score)
    return list(scores.items())


def extended_vocabulary(base: Vocabulary, texts: Iterable[str], limit: int) -> Vocabulary:
    """Return `base` followed by the most frequent new Han bigrams and Latin words of `texts`.

    With multi-granular input every bigram is looked up by itself; one that is listed is a
    feature of its own, else it falls apart into two characters.
    """
    known = {piece for piece, _ in base}
    found: Counter[str] = Counter()
    for text in texts:
        folded = fold(text)
        for run in _HAN.findall(folded):
            found.update(run[start : start + 2] for start in range(len(run) - 1))
        found.update(word for word in _LATIN.findall(folded) if len(word) > 1)
    new = [(piece, count) for piece, count in found.most_common() if piece not in known]
    lowest = min(score for piece, score in base if len(piece) > 1)
    return base + [(piece, lowest) for piece, count in new if count > 1][:limit]


def build_tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """Return the tokenizer over `vocabulary`; the id of a piece is its place in it."""
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=0))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = _pre_tokenizer()
    return tokenizer


def _pre_tokenizer() -> pre_tokenizers.PreTokenizer:
    runs = Regex(r"[\u4e00-\u9fff]+|[a-z]+|[0-9]|[^\s]")
    return pre_tokenizers.Sequence(
        [pre_tokenizers.Split(runs, "isolated"), pre_tokenizers.WhitespaceSplit()]
    )


def _english(latin: Counter[str]) -> Vocabulary:
    total = latin.total()
    words = [(word, math.log(count / total)) for word, count in latin.most_common(ENGLISH_WORDS)]
    pieces = [(piece, score - _PIECE_HANDICAP) for piece, score in _english_pieces(latin)]
    return words + pieces + [(letter, _LETTER_SCORE) for letter in string.ascii_lowercase]


def _english_pieces(latin: Counter[str]) -> Vocabulary:
    """Return the parts of words that cover most letters (a trained Unigram is not repeatable)."""
    covered: Counter[str] = Counter()
    for word, count in latin.most_common(_WORDS_WITH_PIECES):
        for length in range(2, _MAX_PIECE_LENGTH + 1):
            for start in range(len(word) - length + 1):
                covered[word[start : start + length]] += count * length
    total = covered.total()
    listed = sorted(covered.items(), key=lambda item: (-item[1], item[0]))[:ENGLISH_PIECES]
    return [(piece, math.log(count / total)) for piece, count in listed]
