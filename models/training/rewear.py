"""Wear added to a stored weakly worn reader picture at each use, so that a plate drawn once is seen in ever new condition.

What wear.py does before the warp is dear (10 ms a plate); at the reader's 48x160 px a like loss costs a tenth. Kinds of
the check sets (disc, drops, poor colour, shot noise) are not among these either.
"""
import cv2
import numpy as np

from wear import clouds, motion_kernel, pick_interpolation

Rng = np.random.Generator


def coarse(rng: Rng, image: np.ndarray) -> np.ndarray:
    """Resolution of a far plate: down and up again, by a factor of its own each way."""
    height, width = image.shape[:2]
    by = np.exp(rng.uniform(0.1, np.log(2.7)))
    small = (max(44, round(width / (by * rng.uniform(0.85, 1.1)))), max(14, round(height / (by * rng.uniform(0.8, 1.1)))))
    down = cv2.resize(image, small, interpolation=cv2.INTER_AREA if rng.random() < 0.7 else cv2.INTER_LINEAR)
    if rng.random() < 0.5:
        down = noise(rng, down, 9)
    return cv2.resize(down, (width, height), interpolation=pick_interpolation(rng))


def noise(rng: Rng, image: np.ndarray, most: float) -> np.ndarray:
    """White noise or one with a grain, grey or coloured."""
    grain = rng.standard_normal((*image.shape[:2], 1 if rng.random() < 0.5 else 3), np.float32)
    if rng.random() < 0.4:
        grain = cv2.GaussianBlur(grain, (0, 0), rng.uniform(0.5, 1.0)).reshape(grain.shape) * 1.6
    return np.clip(image + grain * np.float32(rng.uniform(2, most)), 0, 255).astype(np.uint8)


def pale(rng: Rng, image: np.ndarray) -> np.ndarray:
    """Weak contrast about some level."""
    level = rng.uniform(20, 235)
    return np.clip((image.astype(np.float32) - image.mean()) * np.float32(rng.uniform(0.25, 0.7)) + np.float32(level), 0, 255).astype(np.uint8)


def stain(rng: Rng, image: np.ndarray) -> np.ndarray:
    """Dirt in clouds, half covering."""
    alpha = np.clip((clouds(rng, *image.shape[:2], int(rng.integers(3, 20))) - rng.uniform(0.45, 0.75)) * rng.uniform(1.5, 6), 0, rng.uniform(0.3, 0.75))[..., None]
    return (image * (1 - alpha) + rng.uniform(30, 200) * alpha).astype(np.uint8)


def shade(rng: Rng, image: np.ndarray) -> np.ndarray:
    """A soft or hard edge of light across."""
    gy, gx = np.mgrid[-0.5 : 0.5 : image.shape[0] * 1j, -0.5 : 0.5 : image.shape[1] * 1j].astype(np.float32)
    side = np.clip((gx * rng.normal() + gy * rng.normal() - rng.normal(0, 0.2)) * rng.uniform(4, 60), 0, 1)[..., None]
    return np.clip(image * (1 + side * np.float32(rng.uniform(-0.7, 0.9))), 0, 255).astype(np.uint8)


def again(rng: Rng, image: np.ndarray) -> np.ndarray:
    """One to three kinds of further wear; uint8 RGB [48,160,3]."""
    for kind in rng.permutation(9)[: int(rng.integers(1, 4))]:
        if kind == 0:
            image = coarse(rng, image)
        elif kind == 1:
            image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.4, 1.7), sigmaY=rng.uniform(0.4, 1.7))
        elif kind == 2:
            image = cv2.filter2D(image, -1, motion_kernel(rng.uniform(2, 6), rng.normal(0, 15) if rng.random() < 0.6 else rng.uniform(0, 180)))
        elif kind == 3:
            image = noise(rng, image, 24)
        elif kind == 4:
            image = pale(rng, image)
        elif kind == 5:
            image = stain(rng, image)
        elif kind == 6:
            image = shade(rng, image)
        elif kind == 7:
            image = cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(rng.uniform(8, 60))])[1], cv2.IMREAD_COLOR)
        else:  # a camera that smooths and sharpens
            image = cv2.bilateralFilter(image, 5, rng.uniform(20, 80), 2) if rng.random() < 0.5 else image
            soft = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.7, 1.6))
            by = rng.uniform(0.5, 1.8)
            image = cv2.addWeighted(image, 1 + by, soft, -by, 0)
    return image
