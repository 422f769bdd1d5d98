"""Draw the detector's data set to disk.

Run: python3 models/training/draw_detector_data.py --samples 6000 --seed 1
Writes shards out/detector/<name>/<seed>_<shard>.npy (uint8 [n,480,640,3] RGB) and .json: for each picture a list of
[x0,y0,…,x3,y3, kind] with the corners in px and kind 2 drawn (exact corners), 1 real (box only), 0 to be ignored.
"""
import argparse
import json
import multiprocessing
from pathlib import Path

import cv2
import numpy as np

from backgrounds import Photo, drawn_scene, load, photos, texture
from draw_plate import Plate, choose_template, draw_plate
from lettering import draw_no_plate
from settings import OUT, shared_folder
from view import paste, quad_aspect, random_view, seen_quad
from vocabulary import TWO_LINE_ASPECT
from wear import capture, glare, night, wear_plate

Rng = np.random.Generator
SHARD = 200
WIDTH, HEIGHT = 640, 480
SMALLEST = 18  # plates narrower than this many px are ignored


class Scene:
    """A picture under construction with its plates."""

    def __init__(self, image: np.ndarray) -> None:
        self.image = image
        self.mask = np.zeros((*image.shape[:2], 1), np.float32)
        self.labels: list[tuple[np.ndarray, int]] = []
        self.plates: list[tuple[np.ndarray, Plate]] = []  # the drawn ones

    def free(self, quad: np.ndarray, gap: float = 4) -> bool:
        """Whether the quad's bounds keep clear of all labelled plates."""
        low, high = quad.min(0) - gap, quad.max(0) + gap
        return all((high < q.min(0)).any() or (low > q.max(0)).any() for q, _ in self.labels)

    def add_plate(self, rng: Rng, quad: np.ndarray, lines: int, shared: str) -> None:
        plate = draw_plate(rng, choose_template(rng, lines), shared, blank=rng.random() < 0.01)
        self.image, mask = paste(self.image, wear_plate(rng, plate.image, rng.uniform(0, 0.8)), quad)
        self.mask = np.maximum(self.mask, mask)
        self.labels.append((quad, 2))
        self.plates.append((quad, plate))


def fitted_quad(rng: Rng, box: np.ndarray, lines: int) -> np.ndarray:
    """A plate seen at mild random angles whose bounds are the box, a little grown so that it hides the real plate."""
    x, y, w, h = box
    quad = random_view(rng, 4.64 if lines == 1 else 1.45, 100, rng.uniform(0, 0.4))
    low, high = quad.min(0), quad.max(0)
    grow = rng.uniform(1.02, 1.12, 2)
    size = np.float32([w, h]) * grow
    return ((quad - low) / (high - low) * size + np.float32([x + w / 2, y + h / 2]) - size / 2).astype(np.float32)


def photo_window(rng: Rng, photo: Photo) -> tuple[np.ndarray, np.ndarray]:
    """A 640x480 view of a photograph, zoomed so that plates of all sizes come up; returns it and its boxes."""
    image = load(photo.file)
    height, width = image.shape[:2]
    fit = min(WIDTH / width, HEIGHT / height)
    zoom = fit * np.exp(rng.uniform(-0.35, 0.7))
    centre = np.array([width / 2, height / 2]) + rng.normal(0, 0.12, 2) * [width, height]
    if len(photo.boxes) and rng.random() < 0.75:
        x, y, w, h = photo.boxes[int(rng.integers(len(photo.boxes)))]
        zoom = float(np.clip(np.exp(rng.uniform(np.log(36), np.log(430))) / max(w, 1.6 * h), fit * 0.6, 3.0))
        spread = max(0.0, WIDTH - w * zoom) * 0.35, max(0.0, HEIGHT - h * zoom) * 0.35
        centre = np.array([x + w / 2, y + h / 2]) - rng.uniform(-1, 1, 2) * spread / zoom
    matrix = np.float32([[zoom, 0, WIDTH / 2 - zoom * centre[0]], [0, zoom, HEIGHT / 2 - zoom * centre[1]]])
    if zoom < 0.6:
        half = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        image, used = half, matrix * np.float32([[2, 2, 1], [2, 2, 1]])
    else:
        used = matrix
    border = cv2.BORDER_CONSTANT if rng.random() < 0.6 else cv2.BORDER_REFLECT if not len(photo.boxes) else cv2.BORDER_REPLICATE
    level = float(rng.choice([0, 114, 128, rng.uniform(0, 255)]))
    view = cv2.warpAffine(image, used, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=border, borderValue=(level, level, level))
    boxes = photo.boxes * zoom + np.array([matrix[0, 2], matrix[1, 2], 0, 0]) if len(photo.boxes) else photo.boxes
    return view, boxes.astype(np.float32)


def box_quad(box: np.ndarray) -> np.ndarray:
    x, y, w, h = box
    return np.float32([[x, y], [x + w, y], [x + w, y + h], [x, y + h]])


def photo_scene(rng: Rng, photo: Photo, shared: str) -> Scene:
    view, boxes = photo_window(rng, photo)
    scene = Scene(view)
    cover = rng.random() < 0.72
    for box in boxes:
        x, y, w, h = box
        if x + w < 2 or y + h < 2 or x > WIDTH - 2 or y > HEIGHT - 2:
            continue
        inside = x > -0.1 * w and y > -0.1 * h and x + 0.9 * w < WIDTH and y + 0.9 * h < HEIGHT
        if not inside or w < SMALLEST or h < 5:
            scene.labels.append((box_quad(box), 0))
        elif cover and scene.free(box_quad(box), 0):
            aspect = w / h
            lines = 2 if aspect < TWO_LINE_ASPECT and rng.random() < (0.85 if aspect < 1.8 else 0.5) else 1
            scene.add_plate(rng, fitted_quad(rng, box, lines), lines, shared)
        else:
            scene.labels.append((box_quad(box), 1))
    return scene


def drawn(rng: Rng, shared: str) -> Scene:
    """A drawn scene at a camera's shape, letterboxed as the caller does, its vehicles plated."""
    height = 480 if rng.random() < 0.4 else 360
    image, places = drawn_scene(rng, height, WIDTH)
    top = (HEIGHT - height) // 2
    frame = np.full((HEIGHT, WIDTH, 3), int(rng.choice([0, 114, 128])), np.uint8)
    frame[top : top + height] = image
    scene = Scene(frame)
    for x, y, w, h in places:
        lines = 2 if rng.random() < 0.15 else 1
        aspect = 4.64 if lines == 1 else 1.43
        wide = w if lines == 1 else w * 0.6
        quad = random_view(rng, aspect, wide, 0.0 if rng.random() < 0.7 else 0.4)
        quad = quad + np.float32([x + w / 2, y + h / 2 + top])
        if wide >= SMALLEST and scene.free(quad) and rng.random() < 0.95:
            scene.add_plate(rng, quad, lines, shared)
    return scene


def random_quad(rng: Rng, aspect: float, low: float, high: float, strength: float) -> np.ndarray:
    """A quad of log-uniform width at a random place of the picture."""
    width = float(np.exp(rng.uniform(np.log(low), np.log(high))))
    quad = random_view(rng, aspect, width, strength)
    span = quad.max(0) - quad.min(0)
    room = np.maximum(np.array([WIDTH, HEIGHT]) - span, 1)
    return (quad - quad.min(0) + rng.random(2) * room).astype(np.float32)


def compose(rng: Rng, found: list[Photo], shared: str) -> Scene:
    """One training picture."""
    kind = rng.random()
    if kind < 0.2 or not found:
        scene = drawn(rng, shared)
    elif kind < 0.22:
        scene = Scene(texture(rng, HEIGHT, WIDTH))
    else:
        scene = photo_scene(rng, found[int(rng.integers(len(found)))], shared)
    for _ in range(int(rng.poisson(1.2))):
        board = draw_no_plate(rng, shared)
        quad = random_quad(rng, board.shape[1] / board.shape[0], 40, 320, 0.3)
        if scene.free(quad):
            scene.image, _ = paste(scene.image, board, quad)
    for _ in range(int(rng.random() < 0.3) + int(rng.random() < 0.08)):
        lines = 2 if rng.random() < 0.2 else 1
        quad = random_quad(rng, 4.64 if lines == 1 else 1.43, 36, 300 if rng.random() < 0.8 else 610, rng.uniform(0.2, 1.0))
        if rng.random() < 0.3:  # a plate from far aside
            width = float(np.exp(rng.uniform(np.log(80), np.log(400))))
            quad = seen_quad(rng, 4.64 if lines == 1 else 1.43, width, rng.uniform(35, 62) * (1 if rng.random() < 0.5 else -1), rng.normal(0, 7), rng.normal(0, 4))
            span = quad.max(0) - quad.min(0)
            quad = (quad - quad.min(0) + rng.random(2) * np.maximum(np.array([WIDTH, HEIGHT]) - span, 1)).astype(np.float32)
        if scene.free(quad) and quad_aspect(quad) > 0.6:
            scene.add_plate(rng, quad, lines, shared)
    return finish(rng, scene)


def finish(rng: Rng, scene: Scene) -> Scene:
    """Night, lamps and the camera's wear over the whole picture."""
    strength = rng.uniform(0, 0.25) if rng.random() < 0.5 else rng.uniform(0.2, 0.8)
    if rng.random() < 0.12:
        scene.image = night(rng, scene.image, scene.mask)
        for _ in range(int(rng.integers(0, 4))):
            scene.image = glare(rng, scene.image, rng.uniform(15, 80))
    widths = [q[:, 0].max() - q[:, 0].min() for q, kind in scene.labels if kind]
    scene.image = capture(rng, scene.image, strength, float(np.clip(min(widths, default=120), 50, 160)), shutter=False)
    return scene


def draw_shard(job: tuple[str, str, int, int, int]) -> str:
    """Draw one shard; every sample has its own generator."""
    name, shared, seed, shard, count = job
    cv2.setNumThreads(1)
    found = photos(shared)
    pictures = np.empty((count, HEIGHT, WIDTH, 3), np.uint8)
    labels: list[list[list[float]]] = []
    for i in range(count):
        scene = compose(np.random.default_rng([seed, 7, shard, i]), found, shared)
        pictures[i] = scene.image
        labels.append([[*map(lambda v: round(float(v), 2), quad.ravel()), kind] for quad, kind in scene.labels])
    file = OUT / "detector" / name / f"{seed}_{shard:04d}"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.with_suffix(".json").write_text(json.dumps(labels))
    np.save(file.with_suffix(".part.npy"), pictures)
    Path(file.with_suffix(".part.npy")).rename(file.with_suffix(".npy"))
    return str(file)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--name", default="train")
    parser.add_argument("--samples", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="first shard, to draw on where an earlier run ended")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--shared", default=None)
    options = parser.parse_args()
    shared = shared_folder(options.shared)
    jobs = [(options.name, shared, options.seed, s, min(SHARD, options.samples - s * SHARD)) for s in range(options.first, -(-options.samples // SHARD))]
    with multiprocessing.Pool(options.processes) as pool:
        for done in pool.imap_unordered(draw_shard, jobs):
            print(done, flush=True)


if __name__ == "__main__":
    main()
