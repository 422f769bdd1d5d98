"""Draws training shards: strips of lines, and whole pictures for the zone net.

Run: python3 models/training/documents/draw_data.py --seed 1 --pages 200 --out out/documents/train --part train
"""
import argparse
import sys
from pathlib import Path

import cv2
import numpy as np

from draw_page import Line, draw_page, shared
from mrz_text import ALPHABET

STRIP, WIDTH, ZONE = 32, 896, 512


def strip(rng: np.random.Generator, image: np.ndarray, line: Line, jitter: float) -> tuple[np.ndarray, np.ndarray]:
    """The straightened line [32,w] and the x of its signs; the geometry is off by about `jitter`."""
    start, end = line.centres[0], line.centres[-1]
    along = (end - start) / np.linalg.norm(end - start)
    across = np.array([-along[1], along[0]])
    local = (line.centres - start) @ np.stack([along, across], 1)
    length = local[-1, 0]
    path = np.polyfit(local[:, 0] / length, local[:, 1], 3)
    size = np.polyfit(local[:, 0] / length, np.linalg.norm(line.ups, axis=1), 1) * np.exp(rng.normal(0, 0.09) * jitter)
    pitch = length / (len(line.text) - 1)
    step = np.polyval(size, 0.5) / 16 * np.exp(rng.normal(0, 0.06) * jitter)
    lead = pitch * rng.uniform(0.6, 2.2)
    width = int(min(WIDTH, (length + 2 * lead) / step) // 16 * 16)
    xs = (np.arange(width) + 0.5) * step - lead
    t = np.clip(xs / length, -0.05, 1.05)
    height = np.polyval(size, t)
    middle = np.polyval(path, t) + height * (rng.normal(0, 0.07) + (t - 0.5) * rng.normal(0, 0.1)) * jitter
    down = middle[None] + (np.arange(STRIP)[:, None] + 0.5 - STRIP / 2) * height[None] / 16
    lean = rng.normal(0, 0.03) * jitter
    place = start[:, None, None] + along[:, None, None] * (xs[None] + lean * (down - middle))[None] + across[:, None, None] * down[None]
    shrink = max(1.0, np.polyval(size, 0.5) / 16)
    source = cv2.GaussianBlur(image, (0, 0), 0.4 * shrink) if shrink > 1.2 else image
    flat = cv2.remap(source, place[0].astype(np.float32), place[1].astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return flat, (local[:, 0] + lead) / step


def zone_sample(image: np.ndarray, lines: list[Line]) -> tuple[np.ndarray, np.ndarray]:
    """The picture in 512 x 512, and its five maps at stride 4 (line, cos, sin, way, log height)."""
    scale = ZONE / max(image.shape)
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    small = np.full((ZONE, ZONE), 114, np.uint8)
    small[: size[1], : size[0]] = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    maps = np.zeros((5, ZONE // 4, ZONE // 4), np.float32)
    grid = np.stack(np.meshgrid(np.arange(ZONE // 4) * 4 + 2.0, np.arange(ZONE // 4) * 4 + 2.0), -1)
    best = np.full(maps.shape[1:], np.inf)
    for line in lines:
        centres, ups = (line.centres + 0.5) * scale, line.ups * scale
        for a, b, up in zip(centres[:-1:2], centres[1::2], ups[::2]):
            cap, along = np.linalg.norm(up), (b - a) / np.linalg.norm(b - a)
            x0, y0 = np.maximum(((np.minimum(a, b) - 2 * cap) // 4).astype(int), 0)
            x1, y1 = ((np.maximum(a, b) + 2 * cap) // 4 + 1).astype(int)
            cells = grid[y0:y1, x0:x1] - (a + b) / 2
            t, n = cells @ along, cells @ (-up / cap) / cap
            reach = np.linalg.norm(b - a) * 1.02
            hit = (np.abs(t) < reach) & (np.abs(n) < max(0.6, 2.2 / cap)) & (np.abs(n) < best[y0:y1, x0:x1])
            best[y0:y1, x0:x1][hit] = np.abs(n)[hit]
            for i, value in enumerate((1.0, along[0], along[1], -n, np.log2(cap / 8))):
                maps[i, y0:y1, x0:x1][hit] = value[hit] if isinstance(value, np.ndarray) else value
    return small, maps


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--part", default="train")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    strips, widths, texts, places, pictures, maps = [], [], [], [], [], []
    for page in range(options.pages):
        rng = np.random.default_rng([options.seed, page])
        image, lines, _ = draw_page(rng, shared(), options.part)
        picture, target = zone_sample(image, lines)
        pictures.append(picture)
        maps.append(target.astype(np.float16))
        for line in lines:
            for _ in range(2):
                flat, xs = strip(rng, image, line, 1.0)
                strips.append(np.pad(flat, ((0, 0), (0, WIDTH - flat.shape[1]))))
                widths.append(flat.shape[1])
                texts.append([ALPHABET.index(c) for c in line.text] + [-1] * (44 - len(line.text)))
                places.append(np.pad(xs, (0, 44 - len(xs)), constant_values=np.nan))
    part = options.out / f"{options.seed:04d}.part.npz"
    np.savez(part, strips=np.stack(strips), widths=widths, texts=np.array(texts, np.int16), places=np.array(places, np.float32), pictures=np.stack(pictures), maps=np.stack(maps))
    part.rename(options.out / f"{options.seed:04d}.npz")
    print(options.seed, len(strips), file=sys.stderr)


if __name__ == "__main__":
    main()
