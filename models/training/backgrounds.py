"""Backgrounds: photographs of shared/data/plates-train where present, and drawn scenes always."""
import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from draw_plate import pick, shift
from wear import clouds

Rng = np.random.Generator
PHOTO_SETS = ["openimages_plates", "ro_dashcam", "pk_phone", "udacity_road_negatives"]


@dataclass(frozen=True)
class Photo:
    file: Path
    boxes: np.ndarray  # [n,4] x, y, width, height in px of the file


def photos(shared: str) -> list[Photo]:
    """The labelled training photographs; empty without the shared folder."""
    found: list[Photo] = []
    for name in PHOTO_SETS:
        folder = Path(shared) / "data/plates-train" / name
        if (folder / "labels.jsonl").exists():
            for line in (folder / "labels.jsonl").read_text().splitlines():
                entry = json.loads(line)
                found.append(Photo(folder / entry["file"], np.array([p["box"] for p in entry["plates"]], np.float32).reshape(-1, 4)))
    return found


def load(file: Path) -> np.ndarray:
    """RGB uint8."""
    return cv2.cvtColor(cv2.imread(str(file), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)


def vertical(rng: Rng, height: int, width: int) -> np.ndarray:
    """A vertical gradient of two random colours."""
    a, b = rng.uniform(20, 240, 3), rng.uniform(20, 240, 3)
    t = np.linspace(0, 1, height)[:, None, None]
    return np.broadcast_to(a * (1 - t) + b * t, (height, width, 3)).astype(np.uint8).copy()


def polygon(rng: Rng, image: np.ndarray, points: list[tuple[float, float]], colour: np.ndarray) -> None:
    cv2.fillPoly(image, [np.array(points, np.float32).astype(np.int32)], colour.tolist(), cv2.LINE_AA)


def vehicle(rng: Rng, image: np.ndarray, cx: float, ground: float, width: float) -> np.ndarray:
    """A cartoon vehicle seen from the front or the rear; returns the place of its plate [x,y,w,h]."""
    kind = pick(rng, ["car", "lorry", "bus"])
    tall = width * {"car": rng.uniform(0.7, 0.95), "lorry": rng.uniform(1.0, 1.5), "bus": rng.uniform(1.0, 1.35)}[kind]
    paint = rng.uniform(15, 245, 3)
    dark, glass = np.clip(paint * 0.6, 0, 255), shift(rng, (60, 80, 100), 30)
    left, right, top = cx - width / 2, cx + width / 2, ground - tall
    for wheel in (left + width * 0.08, right - width * 0.22):
        cv2.rectangle(image, (int(wheel), int(ground - width * 0.12)), (int(wheel + width * 0.14), int(ground + width * 0.06)), (22, 22, 24), -1)
    if kind == "car":
        middle = top + tall * 0.45
        polygon(rng, image, [(left + width * 0.16, top), (right - width * 0.16, top), (right - width * 0.02, middle), (left + width * 0.02, middle)], paint)
        polygon(rng, image, [(left + width * 0.2, top + tall * 0.06), (right - width * 0.2, top + tall * 0.06), (right - width * 0.09, middle - 3), (left + width * 0.09, middle - 3)], glass)
        polygon(rng, image, [(left, middle), (right, middle), (right - width * 0.02, ground), (left + width * 0.02, ground)], paint)
    else:
        polygon(rng, image, [(left, top), (right, top), (right, ground), (left, ground)], paint)
        polygon(rng, image, [(left + width * 0.05, top + tall * 0.1), (right - width * 0.05, top + tall * 0.1), (right - width * 0.05, top + tall * 0.5), (left + width * 0.05, top + tall * 0.5)], glass)
        middle = top + tall * 0.55
    bumper = ground - tall * rng.uniform(0.12, 0.25)
    cv2.rectangle(image, (int(left), int(bumper)), (int(right), int(ground)), (dark if rng.random() < 0.7 else np.array([40, 40, 42])).tolist(), -1)
    grille = shift(rng, (30, 30, 32), 20)
    gx0, gx1, gy0, gy1 = left + width * 0.28, right - width * 0.28, middle + (bumper - middle) * 0.2, bumper - 2
    cv2.rectangle(image, (int(gx0), int(gy0)), (int(gx1), int(gy1)), grille.tolist(), -1)
    bars = int(rng.integers(0, 9))
    for i in range(bars):
        y = int(gy0 + (gy1 - gy0) * (i + 1) / (bars + 1))
        cv2.line(image, (int(gx0), y), (int(gx1), y), (150, 150, 155), max(1, int(width / 150)))
    lamp = (int(width * rng.uniform(0.05, 0.1)), int(width * rng.uniform(0.03, 0.08)))
    tone = pick(rng, [(240, 240, 215), (200, 30, 30), (255, 255, 250)])
    for x in (left + width * 0.13, right - width * 0.13):
        cv2.ellipse(image, (int(x), int(gy0 + (gy1 - gy0) * 0.4)), lamp, 0, 0, 360, tone, -1, cv2.LINE_AA)
    w = width * rng.uniform(0.22, 0.42)
    h = w / 4.64
    y = rng.uniform(max(middle, bumper - h), ground - h * 1.1)
    return np.float32([cx - w / 2 + rng.normal(0, width * 0.01), y, w, h])


def drawn_scene(rng: Rng, height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """A flat scene of road, sky, shapes and one or two cartoon vehicles; returns it and the plate places [n,4]."""
    image = vertical(rng, height, width)
    horizon = int(height * rng.uniform(0.2, 0.6))
    image[horizon:] = vertical(rng, height - horizon, width) // 2 + shift(rng, (50, 50, 52), 20).astype(np.uint8) // 2
    for _ in range(int(rng.integers(0, 8))):
        x, y, w, h = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(0.02, 0.4) * width, rng.uniform(0.02, 0.5) * height
        cv2.rectangle(image, (int(x), int(y)), (int(x + w), int(y + h)), rng.uniform(0, 255, 3).tolist(), -1 if rng.random() < 0.8 else 3)
    for _ in range(int(rng.integers(0, 5))):
        a, b = rng.uniform(0, width, 2), rng.uniform(horizon, height, 2)
        cv2.line(image, (int(a[0]), int(b[0])), (int(a[1]), int(b[1])), (230, 230, 220), int(rng.integers(2, 10)), cv2.LINE_AA)
    places = []
    for i in range(1 if rng.random() < 0.7 else 2):
        size = width * rng.uniform(0.25, 0.95 if i == 0 else 0.4)
        places.append(vehicle(rng, image, width * rng.uniform(0.25, 0.75), height * rng.uniform(0.6, 1.0), size))
    if rng.random() < 0.3:
        image = np.clip(image * (0.75 + 0.5 * clouds(rng, height, width, 6)[..., None]), 0, 255).astype(np.uint8)
    return image, np.array(places, np.float32).reshape(-1, 4)


def texture(rng: Rng, height: int, width: int) -> np.ndarray:
    """A background patch without photographs: gradient, blobs, bars."""
    image = vertical(rng, height, width)
    image = np.clip(image * (0.6 + 0.8 * clouds(rng, height, width, int(rng.integers(2, 20)))[..., None]), 0, 255).astype(np.uint8)
    if rng.random() < 0.4:
        step = int(rng.integers(3, 20))
        tone = rng.uniform(0, 255, 3)
        for y in range(0, height, step):
            cv2.line(image, (0, y), (width, y + int(rng.normal(0, 3))), tone.tolist(), int(rng.integers(1, max(2, step // 2))))
    return image
