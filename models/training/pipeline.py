"""From a picture to plates: what every caller of the two models does, here in numpy for the checks.

Steps: letterbox to the detector's size, peaks of the heat, suppression of overlapping quads, for each quad a warp at
several margins, reading, and the text with the largest summed confidence.
"""
from dataclasses import dataclass

import cv2
import numpy as np
import torch

from detector_net import DetectorExport
from evaluate_reader import decode
from reader_net import ReaderExport
from view import expand_quad, quad_aspect, reader_input
from vocabulary import COUNTRIES, STRIDE, TWO_LINE_ASPECT

PAD = 114  # grey level of the letterbox
SIZES = ((640, 480), (320, 224))  # network sizes; the second pass is for close-ups
HEAT = 0.35  # what is under it could not be accepted anyway, and most boxes on nothing are
OVERLAP = 0.3
MARGINS = ((0.02, 0.08), (0.04, 0.13), (0.065, 0.19))  # (side, above) for expand_quad
ACCEPT = {"confidence": 0.55, "readable": 0.5}  # least, of a reading that needs no look; set on the check sets
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


def vote(signs: np.ndarray, country: np.ndarray, readable: np.ndarray, lines_of: list[int], quad: np.ndarray, score: float) -> Read:
    """The text with the largest summed weight over the cases; arguments are the reader's outputs for them."""
    votes: dict[tuple[str, int], list[tuple[float, float, float, np.ndarray]]] = {}
    for i, lines in enumerate(lines_of):
        text, confidence = decode(signs[i])
        if text:
            votes.setdefault((text, lines), []).append((float(np.mean(confidence)), min(confidence), float(readable[i]), country[i]))
    if not votes:
        return Read(quad, score, "", 0.0, 0.0, 0.0, "other", 0.0, lines_of[0])
    (text, lines), won = max(votes.items(), key=lambda item: sum(m * r for m, _, r, _ in item[1]))
    count = len(MARGINS)
    mean, least, judged = (sum(v[k] for v in won) / count for k in range(3))
    where = np.mean([v[3] for v in won], 0)
    return Read(quad, score, text, mean, least, judged, COUNTRIES[int(where.argmax())], float(where.max()), lines)


def read(net: ReaderExport, image: np.ndarray, quad: np.ndarray, score: float) -> Read:
    """Read one quad at all margins; the text with the largest summed weight wins."""
    pictures, lines_of = cases_of(image, quad)
    with torch.no_grad():
        signs, country, readable = net(torch.from_numpy(pictures).permute(0, 3, 1, 2).float().div(255))
    return vote(signs.numpy(), country.numpy(), readable.numpy().ravel(), lines_of, quad, score)
