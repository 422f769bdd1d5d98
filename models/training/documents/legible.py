"""Whether a drawn MRZ can still be read, by quantities measured before any reading.

The page is drawn a second time without its MRZ and captured by the same random numbers; what differs between both pictures is
all that is left of the signs. For each sign but fillers, in the line straightened to capitals of 16 px:

- `inside`: whether the whole sign lies within the picture;
- `edge`: the strength of the sign's edges (root mean square of differences two px apart, grey levels), across or down,
  whichever fared worse;
- `clutter`: the unrest of the ground alone (noise, guilloche, glare), measured alike;
- `whole`: of the places where the sign's ink would lie unworn, in blocks of 4 x 3, the contrast of the faintest block as a share
  of the sign's median: an R whose leg has worn off is a P, and what lies half on a dark ground has lost its half;
- `sharp`: `edge` as a share of the sign's contrast; its median over a line tells how far the strokes have run together.

A page is legible if its worst sign and its worst line pass all limits.
"""
from dataclasses import dataclass

import cv2
import numpy as np

from draw_page import Line, Page

LEAST_EDGE = 1.0  # grey levels; set, as the next, by eye on training pages (seed 5000)
LEAST_EDGE_TO_CLUTTER = 0.7
LEAST_WHOLE = 0.2
LEAST_SHARP = 0.155
CAPITAL = 16


@dataclass
class Sign:
    inside: bool
    edge: float
    clutter: float
    whole: float
    sharp: float


def straight(image: np.ndarray, line: Line, width: int) -> np.ndarray:
    """The line by its true places: [32, width*n] float, each sign `width` px wide."""
    n = len(line.text)
    t = (np.arange(width * n) + 0.5) / width - 0.5
    at = np.arange(n)
    px, py = (np.polyval(np.polyfit(at, line.centres[:, i], 3), t) for i in (0, 1))
    ux, uy = (np.polyval(np.polyfit(at, line.ups[:, i], 1), t) for i in (0, 1))
    v = (np.arange(2 * CAPITAL)[:, None] + 0.5) / CAPITAL - 1
    return cv2.remap(image, (px - v * ux).astype(np.float32), (py - v * uy).astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)


def unrest(values: np.ndarray) -> float:
    return min(float(np.sqrt(np.mean((values[2:] - values[:-2]) ** 2))), float(np.sqrt(np.mean((values[:, 2:] - values[:, :-2]) ** 2))))


def least_block(left: np.ndarray, ink: np.ndarray) -> float:
    """Contrast of the faintest block of the sign's strokes against its median."""
    mask = ink > 0.5 * ink.max()
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not len(rows):
        return 0.0
    box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    strength, mask = np.abs(left[box]), mask[box]
    blocks = [(s, m) for ss, mm in zip(np.array_split(strength, 4), np.array_split(mask, 4)) for s, m in zip(np.array_split(ss, 3, 1), np.array_split(mm, 3, 1))]
    return min((float(s[m].mean()) for s, m in blocks if m.sum() >= 4), default=0.0) / max(1.0, float(np.median(strength[mask])))


def measure(page: Page) -> list[list[Sign]]:
    """The signs of each line."""
    found, (height, width_of) = [], page.image.shape
    for line in page.lines:
        pitch = np.linalg.norm(line.centres[-1] - line.centres[0]) / (len(line.text) - 1)
        width = max(8, round(CAPITAL * pitch / np.linalg.norm(line.ups, axis=1).mean()))
        seen, bare, ink = (straight(picture, line, width) for picture in (page.image, page.bare, page.ink))
        found.append([])
        for i, sign in enumerate(line.text):
            if sign == "<":
                continue
            box = np.s_[CAPITAL // 2 - 1 : -CAPITAL // 2 + 1, i * width : (i + 1) * width]
            left, ground = (seen - bare)[box], bare[box]
            side = (line.centres[-1] - line.centres[0]) / (len(line.text) - 1) / 2 * 0.9
            corners = line.centres[i] + np.array([a * side + b * line.ups[i] / 2 for a in (-1, 1) for b in (-1, 1)])
            inside = bool((corners >= 0).all() and (corners <= [width_of - 1, height - 1]).all())
            edge = unrest(left)
            found[-1].append(Sign(inside, edge, unrest(ground), least_block(left, ink[box]), edge / max(1.0, float(np.percentile(np.abs(left), 95)))))
    return found


def passes(sign: Sign) -> bool:
    return sign.inside and sign.edge >= LEAST_EDGE and sign.edge >= LEAST_EDGE_TO_CLUTTER * sign.clutter and sign.whole >= LEAST_WHOLE


def is_legible(lines: list[list[Sign]]) -> bool:
    return all(passes(s) for line in lines for s in line) and all(np.median([s.sharp for s in line]) >= LEAST_SHARP for line in lines if line)
