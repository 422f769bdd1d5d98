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


def decode(logp: np.ndarray) -> tuple[str, list[float]]:
    """Best path of [T,C] log-probabilities: the text and each sign's probability (its best step)."""
    best = logp.argmax(1)
    text, confidence, last = "", [], 0
    for step, index in enumerate(best):
        p = float(np.exp(logp[step, index]))
        if index and index == last:
            confidence[-1] = max(confidence[-1], p)
        elif index:
            text += ALPHABET[index - 1]
            confidence.append(p)
        last = index
    return text, confidence


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
