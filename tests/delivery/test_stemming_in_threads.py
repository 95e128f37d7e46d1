"""Every server answers from several threads, and the stemmer that we use holds the word that it works on in itself."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

from delivery import words


class OneWordAtATime:
    def __init__(self):
        self.current = ""

    def stemWord(self, word):
        self.current = word
        sleep(0.002)
        return self.current


def test_threads_never_stem_each_others_words(monkeypatch):
    monkeypatch.setattr(words, "_english", OneWordAtATime())
    some = [f"word{number}" for number in range(20)]

    try:
        with ThreadPoolExecutor(8) as threads:
            assert list(threads.map(lambda word: words.stem(word, "en"), some)) == some
    finally:
        words.stem.cache_clear()
