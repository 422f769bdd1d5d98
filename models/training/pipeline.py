"""From a picture to plates: what every caller of the two models does, here in numpy for the checks.

Steps: letterbox to the detector's size, peaks of the heat, suppression of overlapping quads, for each quad a warp at
several margins, reading, and the most probable text over the margins, formats ranking.
"""
from dataclasses import dataclass

import cv2
import numpy as np
import torch

from detector_net import DetectorExport
from evaluate_reader import decode, log_probabilities, rivals
from plate_formats import fits, has_formats
from reader_net import ReaderExport
from view import expand_quad, quad_aspect, reader_input
from vocabulary import COUNTRIES, STRIDE, TWO_LINE_ASPECT

PAD = 114  # grey level of the letterbox
SIZES = ((640, 480), (320, 224))  # network sizes; the second pass is for close-ups
HEAT = 0.35  # what is under it could not be accepted anyway, and most boxes on nothing are
OVERLAP = 0.3
MARGINS = ((0.02, 0.08), (0.04, 0.13), (0.065, 0.19))  # (side, above) for expand_quad
ACCEPT = {"confidence": 0.65, "readable": 0.5}  # least, of a reading that needs no look; set on the check sets
WITHOUT_FORMAT = 0.1  # by how much a reading must be surer where no format can bear it out
FORMAT_LEAD = 30  # a text with a format of its country leads one without by this factor at most
TWIN_LEAD = 1000  # the same where both differ in nothing but signs that many types draw alike
TWINS, MOST_TWINS = {"0": "O", "O": "0", "1": "I", "I": "1"}, 6
LEAST_LOG = float(np.log(1e-12))  # log-probability that a look leaves any text
BOTH_WAYS = (1.3, 2.9)  # quads of such width/height are read as one and as two lines


@dataclass
class Read:
    quad: np.ndarray  # px of the picture
    score: float  # detector probability
    text: str
    mean: float  # mean and least probability of the text's signs
    least: float
    readable: float
    country: str
    country_confidence: float
    lines: int

    @property
    def confidence(self) -> float:
        """What the acceptance threshold applies to."""
        return self.score * self.least * self.readable


def letterbox(image: np.ndarray, size: tuple[int, int]) -> tuple[np.ndarray, float, float, float]:
    """The picture fitted into `size` (width, height) in the middle of grey; also scale and the shifts x and y in px."""
    width, height = size
    scale = min(width / image.shape[1], height / image.shape[0])
    w, h = round(image.shape[1] * scale), round(image.shape[0] * scale)
    x, y = (width - w) // 2, (height - h) // 2
    out = np.full((height, width, 3), PAD, np.uint8)
    out[y : y + h, x : x + w] = cv2.resize(image, (w, h), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    return out, scale, x, y


def bounds(quad: np.ndarray) -> tuple[float, float, float, float]:
    return float(quad[:, 0].min()), float(quad[:, 1].min()), float(quad[:, 0].max()), float(quad[:, 1].max())


def overlap(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    """Intersection over union of two boxes x0,y0,x1,y1."""
    w, h = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h)


def detect(net: DetectorExport, image: np.ndarray, sizes: tuple[tuple[int, int], ...] = SIZES, least: float = HEAT) -> list[tuple[np.ndarray, float]]:
    """Quads in px of the picture with their scores, best first, overlapping ones suppressed."""
    found: list[tuple[np.ndarray, float]] = []
    for size in sizes:
        boxed, scale, dx, dy = letterbox(image, size)
        with torch.no_grad():
            heat, corners = net(torch.from_numpy(boxed).permute(2, 0, 1)[None].float().div(255))
        heat_map, offsets = heat[0, 0].numpy(), corners[0].numpy()
        for r, c in np.argwhere(heat_map > least):
            centre = (np.array([c, r]) + 0.5) * STRIDE
            quad = (offsets[:, r, c].reshape(4, 2) + centre - [dx, dy]) / scale
            found.append((quad.astype(np.float32), float(heat_map[r, c])))
    found.sort(key=lambda item: -item[1])
    kept: list[tuple[np.ndarray, float]] = []
    for quad, score in found:
        if all(overlap(bounds(quad), bounds(other)) < OVERLAP for other, _ in kept):
            kept.append((quad, score))
    return kept


def cases_of(image: np.ndarray, quad: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """The reader's pictures of a quad, all margins of one way of reading before the next, and their numbers of lines."""
    aspect = quad_aspect(quad)
    ways = (1, 2) if BOTH_WAYS[0] < aspect < BOTH_WAYS[1] else (2,) if aspect < TWO_LINE_ASPECT else (1,)
    cases = [(lines, margin) for lines in ways for margin in MARGINS]
    return np.stack([reader_input(image, expand_quad(quad, *margin), lines) for lines, margin in cases]), [lines for lines, _ in cases]


def drawn_alike(text: str) -> list[str]:
    """The text itself and all that differ from it in O and 0, I and 1 alone (the first MOST_TWINS of them)."""
    texts, tried = [""], 0
    for sign in text:
        twin = TWINS.get(sign) if tried < MOST_TWINS else None
        tried += twin is not None
        texts = [start + one for start in texts for one in (sign, *([twin] if twin else []))]
    return texts


def is_alike(text: str, other: str) -> bool:
    return len(text) == len(other) and all(a == b or TWINS.get(a) == b for a, b in zip(text, other))


def format_weight(text: str, lines: int, country: np.ndarray, lead: float) -> float:
    """How much the formats speak for a text, 1 / lead to 1; a country without known formats allows any text."""
    allowed = sum(p for p, name in zip(country, COUNTRIES) if not has_formats(name) or fits(text, name, lines))
    return 1 / lead + (1 - 1 / lead) * min(1.0, float(allowed))


def leads_of(seen: set[str], likeliest: str, lines: int) -> dict[str, float]:
    """Each text with the lead that one with a format has before it, and those drawn alike that have a format."""
    leads: dict[str, float] = {}
    for text in seen:
        fitting = [] if fits(text, likeliest, lines) else [twin for twin in drawn_alike(text) if fits(twin, likeliest, lines)]
        for twin in fitting:
            leads.setdefault(twin, FORMAT_LEAD)
        leads[text] = TWIN_LEAD if fitting else FORMAT_LEAD
    return leads


def signs_of(shown: list[tuple[str, list[float]]], text: str) -> list[float] | None:
    """Probabilities of the text's signs by one look, None where it does not show it."""
    same = [(other, p) for other, p in shown if other == text] or [(other, p) for other, p in shown if is_alike(other, text)]
    return [p if a == b else 1 / TWIN_LEAD for a, b, p in zip(same[0][0], text, same[0][1])] if same else None


def vote(signs: np.ndarray, country: np.ndarray, readable: np.ndarray, lines_of: list[int], quad: np.ndarray, score: float) -> Read:
    """The most probable text over the looks, one with a format leading by a bounded factor; arguments are the reader's outputs."""
    shown = [[decode(logp), *rivals(logp)] for logp in signs]
    best: tuple[float, str, int] | None = None
    for lines in sorted(set(lines_of)):
        at = [i for i, other in enumerate(lines_of) if other == lines]
        where = country[at].mean(0)
        leads = leads_of({text for i in at for text, _ in shown[i] if text}, COUNTRIES[int(where.argmax())], lines)
        seen = np.mean([np.maximum(LEAST_LOG, log_probabilities(signs[i], list(leads))) for i in at], 0)
        for (text, lead), likely in zip(leads.items(), seen):
            rank = likely + np.log(max(1e-9, readable[at].mean()) * format_weight(text, lines, where, lead))
            if best is None or rank > best[0]:
                best = (float(rank), text, lines)
    if best is None:
        return Read(quad, score, "", 0.0, 0.0, 0.0, "other", 0.0, lines_of[0])
    _, text, lines = best
    won = [(i, probabilities) for i, texts in enumerate(shown) if lines_of[i] == lines and (probabilities := signs_of(texts, text)) is not None]
    count = len(MARGINS)
    mean, least = sum(float(np.mean(p)) for _, p in won) / count, sum(min(p) for _, p in won) / count
    judged = sum(float(readable[i]) for i, _ in won) / count
    named = np.mean([country[i] for i, _ in won], 0)
    weighed = named * [2 if fits(text, name, lines) else 1 for name in COUNTRIES]
    chosen = int(weighed.argmax())
    return Read(quad, score, text, mean, least, judged, COUNTRIES[chosen], float(named[chosen]), lines)


def accepted(read: Read, least: float = ACCEPT["confidence"]) -> bool:
    """Whether no officer needs to look, by the rules of the runtime's vote."""
    if read.country == "other" or read.readable < ACCEPT["readable"] or read.country_confidence < 0.3:
        return False
    if has_formats(read.country):
        return fits(read.text, read.country, read.lines) and read.confidence >= least
    return read.country_confidence >= 0.5 and read.confidence >= min(0.95, least + WITHOUT_FORMAT)


def read(net: ReaderExport, image: np.ndarray, quad: np.ndarray, score: float) -> Read:
    """Read one quad at all margins."""
    pictures, lines_of = cases_of(image, quad)
    with torch.no_grad():
        signs, country, readable = net(torch.from_numpy(pictures).permute(0, 3, 1, 2).float().div(255))
    return vote(signs.numpy(), country.numpy(), readable.numpy().ravel(), lines_of, quad, score)
