"""Reading of network outputs, and accuracy on drawn shards."""
import json
from collections.abc import Callable

import numpy as np
import torch
from torch import nn

from settings import OUT
from vocabulary import ALPHABET, COUNTRIES

Outputs = tuple[np.ndarray, np.ndarray, np.ndarray]  # log-probabilities [N,T,C], country [N,K], readable [N]


class Shards:
    """Drawn shards of one or more sets, mapped from disk."""

    def __init__(self, names: list[str]) -> None:
        self.pictures: list[np.ndarray] = []
        self.notes: list[dict[str, list]] = []
        for name in names:
            for file in sorted((OUT / "reader" / name).glob("*_????.npy")):
                self.pictures.append(np.load(file, mmap_mode="r"))
                self.notes.append(json.loads(file.with_suffix(".json").read_text()))

    def sample(self, rng: np.random.Generator, count: int) -> tuple[list[np.ndarray], list[str], list[str], list[int]]:
        pictures, texts, countries, readable = [], [], [], []
        for _ in range(count):
            s = int(rng.integers(len(self.pictures)))
            i = int(rng.integers(len(self.pictures[s])))
            pictures.append(np.array(self.pictures[s][i]))
            texts.append(self.notes[s]["texts"][i])
            countries.append(self.notes[s]["countries"][i])
            readable.append(self.notes[s]["readable"][i])
        return pictures, texts, countries, readable


LEAST_SHARE, MOST_DOUBTS = 0.005, 8  # of rivals, see rivals()

Decoded = tuple[str, list[float]]  # a text and each sign's probability (at its best step)


def best_path(logp: np.ndarray) -> list[tuple[int, int]]:
    """(step, index) of each sign of the best path of [T,C] log-probabilities."""
    signs: list[tuple[int, int]] = []
    last = 0
    for step, index in enumerate(logp.argmax(1)):
        if index and index == last:
            if logp[step, index] > logp[signs[-1]]:
                signs[-1] = (step, index)
        elif index:
            signs.append((step, index))
        last = index
    return signs


def spelt(logp: np.ndarray, signs: list[tuple[int, int]]) -> Decoded:
    return "".join(ALPHABET[index - 1] for _, index in signs), [float(np.exp(logp[sign])) for sign in signs]


def decode(logp: np.ndarray) -> Decoded:
    """Best path of [T,C] log-probabilities."""
    return spelt(logp, best_path(logp))


def rivals(logp: np.ndarray) -> list[Decoded]:
    """The texts that the picture may also show: one or two signs of the best path replaced by the next likeliest there."""
    signs = best_path(logp)
    doubts = [(logp[step, other] - logp[step, best], at, (step, other)) for at, (step, best) in enumerate(signs) for other in range(1, logp.shape[1]) if other != best and logp[step, other] - logp[step, best] >= np.log(LEAST_SHARE)]
    doubts = sorted(doubts, key=lambda doubt: -doubt[0])[:MOST_DOUBTS]
    changes = [[a] for a in doubts] + [[a, b] for i, a in enumerate(doubts) for b in doubts[i + 1 :] if a[1] != b[1]]
    found = []
    for change in changes:
        changed = list(signs)
        for _, at, sign in change:
            changed[at] = sign
        found.append(spelt(logp, changed))
    return found


def log_probabilities(logp: np.ndarray, texts: list[str]) -> np.ndarray:
    """Of all paths that spell each text; those of one length are reckoned together."""
    found = np.empty(len(texts))
    for length in {len(text) for text in texts}:
        at = [i for i, text in enumerate(texts) if len(text) == length]
        classes = np.zeros((len(at), 2 * length + 1), int)
        classes[:, 1::2] = [[ALPHABET.index(sign) + 1 for sign in texts[i]] for i in at]
        jump = np.zeros(classes.shape, bool)
        jump[:, 3::2] = classes[:, 3::2] != classes[:, 1:-2:2]
        steps = logp.astype(float)[:, classes]
        reached = np.full(classes.shape, -1e9)
        reached[:, :2] = steps[0, :, :2]
        for step in steps[1:]:
            before = np.pad(reached, ((0, 0), (2, 0)), constant_values=-1e9)
            reached = np.logaddexp(np.logaddexp(reached, before[:, 1:-1]), np.where(jump, before[:, :-2], -1e9)) + step
        found[at] = np.logaddexp(reached[:, -1], reached[:, -2])
    return found


def read_logits(net: nn.Module) -> Callable[[np.ndarray], Outputs]:
    """A reading function of uint8 pictures [N,48,160,3] over a ReaderNet."""

    def read(pictures: np.ndarray) -> Outputs:
        with torch.no_grad():
            signs, country, readable = net(torch.from_numpy(pictures).permute(0, 3, 1, 2).float().div(255))
        return signs.log_softmax(2).numpy(), country.softmax(1).numpy(), readable.sigmoid().squeeze(1).numpy()

    return read


def exact_by_country(read: Callable[[np.ndarray], Outputs], shards: Shards, limit: int) -> dict[str, float]:
    """Exact share per country, for weak and strong wear, the country's and readable's accuracy; over the first `limit` samples of each shard."""
    tally: dict[str, list[bool]] = {}
    for pictures, notes in zip(shards.pictures, shards.notes):
        for first in range(0, min(limit, len(pictures)), 100):
            logp, country, readable = read(np.array(pictures[first : first + 100]))
            for i in range(len(logp)):
                n = first + i
                tally.setdefault("readable right", []).append((readable[i] > 0.5) == bool(notes["readable"][n]))
                if notes["readable"][n]:
                    right = decode(logp[i])[0] == notes["texts"][n]
                    tally.setdefault("strong" if notes["strength"][n] > 0.27 else "weak", []).append(right)
                    tally.setdefault(notes["countries"][n], []).append(right)
                    tally.setdefault("country right", []).append(COUNTRIES[int(country[i].argmax())] == notes["countries"][n])
    return {key: round(float(np.mean(values)), 4) for key, values in tally.items()}
