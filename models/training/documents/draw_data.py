"""Draws training shards: strips of lines, and pictures for the zone net.

Run: python3 models/training/documents/draw_data.py --seed 1 --shards 40 --out models/training/out/documents/pages
"""
import argparse
import sys
from pathlib import Path

import cv2
import numpy as np

from draw_page import Line, Page, draw_page, shared
from mrz_text import ALPHABET

STRIP, CAPITAL, WIDTH = 32, 16, 960
ZONE, ZONE_SIDE, STRIDE = 512, 640, 4
MOST_SIGNS = 44


def strip(rng: np.random.Generator, image: np.ndarray, line: Line, jitter: float, raised: float = 0.0) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """The straightened line [32,w], the x of its signs, how far they lie below the strip's middle (in capitals), and log2 of
    their height in 16 px. The geometry is off by about `jitter`; `raised` capitals above the line is background."""
    start, end = line.centres[0], line.centres[-1]
    along = (end - start) / np.linalg.norm(end - start)
    across = np.array([-along[1], along[0]])
    local = (line.centres - start) @ np.stack([along, across], 1)
    length = local[-1, 0]
    path = np.polyfit(local[:, 0] / length, local[:, 1], 3)
    true_size = np.polyfit(local[:, 0] / length, np.linalg.norm(line.ups, axis=1), 1)
    size = true_size * np.exp(rng.normal(0, 0.13) * jitter)
    pitch = length / (len(line.text) - 1)
    step = np.polyval(size, 0.5) / CAPITAL * np.exp(rng.normal(0, 0.05) * jitter)
    lead = pitch * rng.uniform(-0.5 if rng.random() < 0.15 else 0.6, 3.5)
    width = int(min(WIDTH, (length + lead + pitch * rng.uniform(0.6, 3.5)) / step) // 16 * 16)
    xs = (np.arange(width) + 0.5) * step - lead
    off, slope, bow = rng.normal(0, 0.12), rng.normal(0, 0.16), rng.normal(0, 0.12) * (rng.random() < 0.4)

    def middle_and_height(t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        height = np.polyval(size, t)
        return np.polyval(path, t) + height * ((off + (t - 0.5) * slope + ((t - 0.5) ** 2 - 0.08) * 4 * bow) * jitter - raised), height

    samples = int(min(4, max(1, round(np.polyval(size, 0.5) / CAPITAL))))
    fine = (np.arange(width * samples) + 0.5) * step / samples - lead
    middle, height = middle_and_height(np.clip(fine / length, -0.1, 1.1))
    down = middle[None] + ((np.arange(STRIP * samples)[:, None] + 0.5) / samples - STRIP / 2) * height[None] / CAPITAL
    lean = rng.normal(0, 0.03) * jitter
    place = start[:, None, None] + along[:, None, None] * (fine[None] + lean * (down - middle))[None] + across[:, None, None] * down[None]
    flat = cv2.remap(image, place[0].astype(np.float32), place[1].astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    if samples > 1:
        flat = cv2.resize(flat, (width, STRIP), interpolation=cv2.INTER_AREA)
    middle, height = middle_and_height(local[:, 0] / length)
    return flat, (local[:, 0] + lead) / step, (local[:, 1] - middle) / height, float(np.log2(np.polyval(true_size, 0.5) / np.polyval(size, 0.5)))


def zone_sample(rng: np.random.Generator, image: np.ndarray, lines: list[Line]) -> tuple[np.ndarray, np.ndarray]:
    """A piece of 512 x 512 of the picture scaled to about 640 px, and its five maps at stride 4 (line, cos, sin, way, log height)."""
    scale = ZONE_SIDE / max(image.shape) * float(np.exp(rng.uniform(np.log(0.6), np.log(1.15))))
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    room_x, room_y = size[0] - ZONE, size[1] - ZONE
    left, top = (int(rng.integers(min(0, room), max(0, room) + 1)) if rng.random() < 0.7 else 0 for room in (room_x, room_y))
    picture = np.full((ZONE, ZONE), 114, np.uint8)
    piece = small[max(0, top) :, max(0, left) :][: ZONE - max(0, -top), : ZONE - max(0, -left)]
    picture[max(0, -top) :, max(0, -left) :][: piece.shape[0], : piece.shape[1]] = piece
    cells = ZONE // STRIDE
    maps = np.zeros((5, cells, cells), np.float32)
    grid = np.stack(np.meshgrid(np.arange(cells) * STRIDE + 2.0, np.arange(cells) * STRIDE + 2.0), -1)
    best = np.full(maps.shape[1:], np.inf)
    for line in lines:
        centres, ups = (line.centres + 0.5) * scale - (left, top), line.ups * scale
        for a, b, up in zip(centres[:-1:2], centres[1::2], ups[::2]):
            cap, along = np.linalg.norm(up), (b - a) / np.linalg.norm(b - a)
            x0, y0 = np.clip(((np.minimum(a, b) - 2 * cap) // STRIDE).astype(int), 0, cells)
            x1, y1 = np.clip(((np.maximum(a, b) + 2 * cap) // STRIDE + 1).astype(int), 0, cells)
            if x1 <= x0 or y1 <= y0:
                continue
            here = grid[y0:y1, x0:x1] - (a + b) / 2
            t, n = here @ along, here @ (-up / cap) / cap
            reach = np.linalg.norm(b - a) * 1.02
            hit = (np.abs(t) < reach) & (np.abs(n) < max(0.45, 2.1 / cap)) & (np.abs(n) < best[y0:y1, x0:x1])
            best[y0:y1, x0:x1][hit] = np.abs(n)[hit]
            for i, value in enumerate((1.0, along[0], along[1], -n, np.log2(cap / 8))):
                maps[i, y0:y1, x0:x1][hit] = value[hit] if isinstance(value, np.ndarray) else value
    return picture, maps


def strips_of(rng: np.random.Generator, page: Page) -> list[tuple]:
    """(strip, its width, signs or none at all, their places, their offsets, log of their height)."""
    found = []
    for line in page.lines:
        for jitter in (0.3, 1.0):
            found.append((*strip(rng, page.image, line, jitter), line.text))
    if page.lines and rng.random() < 0.25:
        found.append((*strip(rng, page.image, page.lines[0], 1.0, raised=rng.uniform(2.2, 9)), ""))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="the first shard; one more for each that follows")
    parser.add_argument("--shards", type=int, default=1)
    parser.add_argument("--pages", type=int, default=120)
    parser.add_argument("--kept", type=int, default=120, help="older shards go when more than these lie there")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--part", default="train")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    for seed in range(options.seed, options.seed + options.shards):
        strips, signs, places, offsets, heights, pictures, maps = [], [], [], [], [], [], []
        for number in range(options.pages):
            rng = np.random.default_rng([seed, number])
            page = draw_page(rng, shared(), options.part, dpi=(88, 240), most_room=1.7 if rng.random() < 0.8 else 2.6)
            picture, target = zone_sample(rng, page.image, page.lines)
            pictures.append(picture)
            maps.append(target.astype(np.float16))
            for flat, xs, down, height, text in strips_of(rng, page):
                strips.append(np.pad(flat, ((0, 0), (0, WIDTH - flat.shape[1]))))
                row = [flat.shape[1]] + [ALPHABET.index(c) for c in text]
                signs.append(row + [-1] * (MOST_SIGNS + 1 - len(row)))
                fill = (0, MOST_SIGNS - len(xs))
                places.append(np.pad(xs, fill, constant_values=np.nan))
                offsets.append(np.pad(down, fill, constant_values=np.nan))
                heights.append(height)
        part = options.out / f"{seed:05d}.part.npz"
        np.savez(part, strips=np.stack(strips), signs=np.array(signs, np.int16), places=np.array(places, np.float32), offsets=np.array(offsets, np.float32), heights=np.array(heights, np.float32), pictures=np.stack(pictures), maps=np.stack(maps))
        part.rename(options.out / f"{seed:05d}.npz")
        print(seed, len(strips), file=sys.stderr, flush=True)
        for old in sorted(options.out.glob("?????.npz"))[: -options.kept]:
            old.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
