"""Draw the reader's data set to disk.

Run: python3 models/training/draw_reader_data.py --samples 120000 --seed 1
Writes shards out/reader/<name>/<seed>_<shard>.npy (uint8 [n,48,160,3] RGB) and .json (texts, countries, readable, strength).
One seed makes one data set whatever the number of processes.
"""
import argparse
import copy
import json
import multiprocessing
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from backgrounds import load, photos, texture
from draw_plate import Plate, choose_template, draw_plate, pick
from lettering import draw_no_plate
from legibility import Sign, measure, readable
from settings import OUT, shared_folder
from view import expand_quad, paste, random_view, reader_input, seen_quad
from vocabulary import READER_HEIGHT, READER_WIDTH
from wear import capture, glare, held_out_wear, infrared, night, wear_plate

Rng = np.random.Generator
SHARD = 5000


class PatchBank:
    """Random pieces of photographs, held in memory at half size."""

    def __init__(self, rng: Rng, shared: str, count: int) -> None:
        found = photos(shared)
        chosen = rng.permutation(len(found))[:count]
        self.pictures = [cv2.resize(load(found[i].file), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) for i in chosen]

    def patch(self, rng: Rng, height: int, width: int) -> np.ndarray:
        if not self.pictures or rng.random() < 0.3:
            return texture(rng, height, width)
        picture = pick(rng, self.pictures)
        h, w = min(picture.shape[0], height), min(picture.shape[1], width)
        y, x = int(rng.integers(picture.shape[0] - h + 1)), int(rng.integers(picture.shape[1] - w + 1))
        return cv2.resize(picture[y : y + h, x : x + w], (width, height))


FAR = (48.0, 95.0)  # width of far plates, px
TWO_LINES = 0.3  # of the plates at least: they are fewer on the road and harder


def capture_width(rng: Rng, strength: float) -> float:
    """Width of the plate in the camera picture, px."""
    if strength < 0.3:
        return rng.uniform(95, 280)
    return float(np.exp(rng.uniform(np.log(45), np.log(240))))


@dataclass(frozen=True)
class Kind:
    """What a data set asks of its pictures; None leaves it to chance."""

    country: str | None = None
    lines: int | None = None
    width: tuple[float, float] | None = None  # of the plate, px
    yaw: tuple[float, float] | None = None  # degrees, either side
    light: str | None = None  # night or infrared
    held_out: bool = False  # faces and wear kept out of training


@dataclass
class View:
    """A plate before the camera."""

    image: np.ndarray
    bare: np.ndarray | None  # the same without the plate's signs
    quad: np.ndarray


def seen(rng: Rng, image: np.ndarray, bank: PatchBank, strength: float, width: float, bare: np.ndarray | None = None, kind: Kind = Kind()) -> View:
    """Put a plate picture before a background through the camera."""
    aspect = image.shape[1] / image.shape[0]
    quad = random_view(rng, aspect, width, strength)
    if kind.yaw:
        quad = seen_quad(rng, aspect, width, rng.uniform(*kind.yaw) * pick(rng, [-1, 1]), np.clip(rng.normal(0, 7), -20, 20), np.clip(rng.normal(0, 4), -12, 12))
    low, high = quad.min(0), quad.max(0)
    pad = 0.3 * (high - low) + 4
    quad = quad - low + pad
    size = np.ceil(high - low + 2 * pad).astype(int)
    scene = bank.patch(rng, int(size[1]), int(size[0]))
    if rng.random() < 0.5:  # holder or frame
        holder = expand_quad(quad, rng.uniform(0.005, 0.03), rng.uniform(0.03, 0.15))
        cv2.fillConvexPoly(scene, holder.astype(np.int32), rng.uniform(0, 90, 3).tolist(), cv2.LINE_AA)
    dark = rng.random()
    light = kind.light or ("night" if dark < 0.12 + 0.1 * strength else "infrared" if dark > 0.96 - 0.06 * strength else None)

    def through(rng: Rng, plate: np.ndarray) -> np.ndarray:
        picture, mask = paste(scene, wear_plate(rng, plate, strength), quad)
        if light == "night":
            picture = night(rng, picture, mask)
            if kind.light and rng.random() < 0.3:
                picture = glare(rng, picture, width * rng.uniform(0.1, 0.3))
        elif light == "infrared":
            picture = infrared(rng, picture, mask)
        picture = capture(rng, picture, strength, width)
        return held_out_wear(rng, picture, strength, width) if kind.held_out and rng.random() < 0.6 else picture

    twin = copy.deepcopy(rng)
    return View(through(rng, image.copy()), None if bare is None else through(twin, bare.copy()), quad)


def detected_quad(rng: Rng, quad: np.ndarray, strength: float) -> np.ndarray:
    """The quad as a detector would give it."""
    tall = (np.linalg.norm(quad[3] - quad[0]) + np.linalg.norm(quad[2] - quad[1])) / 2
    error = rng.uniform(0.01, 0.05 + 0.06 * strength) * tall
    moved = quad + rng.normal(0, error, (4, 2)) + rng.normal(0, error, 2)
    return moved.astype(np.float32)


def loose_quad(rng: Rng, quad: np.ndarray, strength: float) -> np.ndarray:
    """The quad as a detector would give it, with the caller's margin."""
    return expand_quad(detected_quad(rng, quad, strength), rng.uniform(0.01, 0.09), rng.uniform(0.04, 0.22))


def legible(plate: Plate, view: View, quad: np.ndarray) -> tuple[bool, list[Sign]]:
    """Whether the plate can be read in the reader's picture of `quad`, with the measures (see legibility.py)."""
    assert view.bare is not None
    picture, bare = reader_input(view.image, quad, plate.lines), reader_input(view.bare, quad, plate.lines)
    height, width = plate.ink.shape
    corners = np.float32([[-0.5, -0.5], [width - 0.5, -0.5], [width - 0.5, height - 0.5], [-0.5, height - 0.5]])
    seen_as = cv2.getPerspectiveTransform(corners, view.quad.astype(np.float32))
    w, h = (READER_WIDTH, READER_HEIGHT) if plate.lines == 1 else (READER_WIDTH // 2, READER_HEIGHT * 2)
    flat = cv2.getPerspectiveTransform(quad.astype(np.float32), np.float32([[0, 0], [w, 0], [w, h], [0, h]]) - 0.5) @ seen_as
    ink = cv2.warpPerspective(plate.ink, flat, (w, h), flags=cv2.INTER_AREA).astype(np.float32) / 255
    if plate.lines == 2:
        ink = np.hstack([ink[: h // 2], ink[h // 2 :]])
    boxes, tall, pitch = [], [], []
    for x, y, wide, high in plate.boxes:
        box = np.float32([[x, y], [x + wide, y], [x + wide, y + high], [x, y + high]])[:, None]
        here, there = cv2.perspectiveTransform(box, flat)[:, 0], cv2.perspectiveTransform(box, seen_as)[:, 0]
        if plate.lines == 2:
            lower = here[:, 1].mean() > h / 2
            here = here + np.float32([w if lower else 0, -h / 2 if lower else 0])
        boxes.append(here)
        tall.append(np.linalg.norm(there[3] - there[0]))
        pitch.append(np.linalg.norm(there[1] - there[0]) * max(1.0, high * 0.55 / max(wide, 1)))
    signs = measure(picture, bare, ink, boxes)
    return readable(signs, min(pitch), min(tall)), signs


def positive(rng: Rng, bank: PatchBank, shared: str, strength: float, kind: Kind = Kind()) -> tuple[View, np.ndarray, Plate, bool]:
    """A plate before the camera, the loose quad around it, and whether it can be read."""
    lines = kind.lines or (2 if rng.random() < TWO_LINES else None)
    plate = draw_plate(rng, choose_template(rng, lines, kind.country), shared, held_out=kind.held_out)
    width = rng.uniform(*kind.width) if kind.width else capture_width(rng, strength) * (1.0 if plate.lines == 1 else 0.65)
    measured = strength > 0.27 or kind.held_out
    view = seen(rng, plate.image, bank, strength, width, plate.bare if measured else None, kind)
    quad = loose_quad(rng, view.quad, strength)
    return view, quad, plate, legible(plate, view, quad)[0] if measured else True


def negative(rng: Rng, bank: PatchBank, shared: str, strength: float) -> np.ndarray:
    """A picture that must not be read."""
    kind = pick(rng, ["patch", "blank", "cut", "blur", "wrong lines", "lettering"], [3, 1.2, 2, 1, 1, 2.5])
    width = capture_width(rng, strength)
    if kind == "patch":
        image = capture(rng, bank.patch(rng, int(width * 0.35) + 8, int(width * 1.2)), strength, width)
        return reader_input(image, np.float32([[0, 0], [image.shape[1], 0], [image.shape[1], image.shape[0]], [0, image.shape[0]]]), 1 + int(rng.random() < 0.2))
    if kind == "lettering":
        view = seen(rng, draw_no_plate(rng, shared), bank, strength, width)
        return reader_input(view.image, loose_quad(rng, view.quad, strength), 1 + int(rng.random() < 0.2))
    plate = draw_plate(rng, choose_template(rng), shared, blank=kind == "blank")
    if kind == "blur":
        width = rng.uniform(12, 24)
        view = seen(rng, plate.image, bank, 0.5, width)
        return reader_input(view.image, loose_quad(rng, view.quad, strength), plate.lines)
    view = seen(rng, plate.image, bank, strength, width)
    image, quad = view.image, view.quad
    lines = plate.lines
    if kind == "wrong lines":
        lines = 3 - lines
    if kind == "cut":
        side = rng.uniform(0.25, 0.6)
        across, down = quad[1] - quad[0], quad[3] - quad[0]
        if rng.random() < 0.6:
            quad = quad + across * side * pick(rng, [-1, 1])
        elif rng.random() < 0.5:
            quad = quad + down * rng.uniform(0.4, 0.7) * pick(rng, [-1, 1])
        else:
            quad = expand_quad(quad, -rng.uniform(0.12, 0.3), rng.uniform(-0.15, 0.1))
    return reader_input(image, loose_quad(rng, quad, 0.2), lines)


def strength_of(rng: Rng, wear: str, i: int) -> float:
    """How strongly sample `i` of a data set is worn; far plates are worn moderately."""
    if wear == "far":
        return float(rng.uniform(0.3, 0.6))
    strong = wear == "strong" or (wear == "mixed" and i % 2 == 1)
    return float(rng.uniform(0.3, 1.0)) if strong else float(rng.uniform(0, 0.25))


def draw_shard(job: tuple[str, str, int, int, int, str]) -> str:
    """Draw one shard; every sample has its own generator, so shards do not depend on one another."""
    name, shared, seed, shard, count, wear = job
    cv2.setNumThreads(1)
    bank = PatchBank(np.random.default_rng([seed, shard]), shared, 220)
    pictures = np.empty((count, 48, 160, 3), np.uint8)
    notes: dict[str, list] = {"texts": [], "countries": [], "readable": [], "strength": []}
    kind = Kind(width=FAR) if wear == "far" else Kind()
    for i in range(count):
        rng = np.random.default_rng([seed, shard, i])
        strength = strength_of(rng, wear, i)
        if rng.random() < 0.14:
            pictures[i] = negative(rng, bank, shared, strength)
            text, country, readable = "", "other", 0
        else:
            view, quad, plate, legible_one = positive(rng, bank, shared, strength, kind)
            pictures[i] = reader_input(view.image, quad, plate.lines)
            text, country, readable = (plate.text, plate.country, 1) if legible_one else ("", "other", 0)
        notes["texts"].append(text)
        notes["countries"].append(country)
        notes["readable"].append(readable)
        notes["strength"].append(round(strength, 3))
    file = OUT / "reader" / name / f"{seed}_{shard:04d}"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.with_suffix(".json").write_text(json.dumps(notes))
    np.save(file.with_suffix(".part.npy"), pictures)
    Path(file.with_suffix(".part.npy")).rename(file.with_suffix(".npy"))
    return str(file)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--name", default="train")
    parser.add_argument("--samples", type=int, default=120_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="first shard, to draw on where an earlier run ended")
    parser.add_argument("--wear", choices=["weak", "strong", "mixed", "far"], default="mixed")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--shared", default=None)
    options = parser.parse_args()
    shared = shared_folder(options.shared)
    shards = range(options.first, -(-options.samples // SHARD))
    jobs = [(options.name, shared, options.seed, s, min(SHARD, options.samples - s * SHARD), options.wear) for s in shards]
    with multiprocessing.Pool(options.processes) as pool:
        for done in pool.imap_unordered(draw_shard, jobs):
            print(done, flush=True)


if __name__ == "__main__":
    main()
