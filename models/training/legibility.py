"""Whether a drawn, worn and seen plate can still be read, by quantities measured before any reading.

The plate is drawn a second time without its signs and worn by the same random numbers; what differs between both pictures
is all that is left of the signs. For each sign, in the reader's picture:

- `edge`: the strength of the signs' edges in grey levels, across or down, whichever fared worse: the differences of
  neighbouring pixels against those of the clean ink, so that blur along one direction counts;
- `sharp`: `edge` as a share of the sign's whole contrast: 1 is as crisp as drawn, and strokes have run together near 0.2;
- `clutter`: the picture's own unrest (noise, dirt) at the size of a stroke;
- `inside`: the share of the sign's box within the picture.

A plate is readable if its worst sign passes all limits.
"""
import cv2
import numpy as np

LEAST_EDGE = 9.0  # grey levels
LEAST_EDGE_TO_CLUTTER = 1.6
LEAST_SHARP = 0.27
LEAST_EDGE_BY_SHARP = 5.5  # a faint sign must be crisp, a blurred one strong
LEAST_INSIDE = 0.8
LEAST_PITCH = 3.2  # px of the camera's picture from sign to sign
LEAST_HEIGHT = 5.0  # px of the camera's picture, of the smallest sign


Sign = tuple[float, float, float, float]  # edge, sharp, clutter, inside


def grey(picture: np.ndarray) -> np.ndarray:
    return picture.astype(np.float32).mean(2)


def steps(values: np.ndarray, axis: int) -> float:
    """Root mean square of the differences of pixels two apart."""
    moved = np.take(values, range(2, values.shape[axis]), axis) - np.take(values, range(values.shape[axis] - 2), axis)
    return float(np.sqrt(np.mean(moved**2))) if moved.size else 0.0


def measure(picture: np.ndarray, bare: np.ndarray, ink: np.ndarray, boxes: list[np.ndarray]) -> list[Sign]:
    """(edge, sharp, clutter, inside) of each sign. `picture` and `bare` are reader pictures, `ink` float [48,160] 0..1 the clean signs
    in the same view, `boxes` [4,2] corners of each sign in it, px."""
    left, unrest = grey(picture) - grey(bare), grey(bare)
    unrest = unrest - cv2.GaussianBlur(unrest, (0, 0), 2.5)
    height, width = ink.shape
    found = []
    for corners in boxes:
        low, high = corners.min(0), corners.max(0)
        x0, y0 = np.maximum(np.floor(low), 0).astype(int)
        x1, y1 = np.minimum(np.ceil(high) + 1, [width, height]).astype(int)
        size = np.maximum(high - low, 1e-3)
        shown = np.clip((np.minimum(high, [width, height]) - np.maximum(low, 0)) / size, 0, 1).prod()
        if x1 - x0 < 3 or y1 - y0 < 5:
            found.append((0.0, 0.0, 0.0, float(shown)))
            continue
        got, clean = left[y0:y1, x0:x1], ink[y0:y1, x0:x1]
        ratios = [steps(got, axis) / reference for axis in (0, 1) if (reference := steps(clean, axis)) > 0.03]
        edge, contrast = min(ratios, default=0.0), float(np.percentile(np.abs(got), 95))
        found.append((edge, edge / max(contrast, 1.0), float(unrest[y0:y1, x0:x1].std()), float(shown)))
    return found


def readable(signs: list[Sign], pitch: float, height: float) -> bool:
    """Whether every sign passes; `pitch` and `height` of the smallest sign in px of the camera's picture."""
    if pitch < LEAST_PITCH or height < LEAST_HEIGHT:
        return False
    return all(edge >= LEAST_EDGE and sharp >= LEAST_SHARP and edge * sharp >= LEAST_EDGE_BY_SHARP and edge >= LEAST_EDGE_TO_CLUTTER * clutter and inside >= LEAST_INSIDE for edge, sharp, clutter, inside in signs)
