"""Draws whole pages for checks, with labels.json: {file: [lines]}, [] where there is none. Backgrounds that no training has seen.

Run: python3 models/training/documents/draw_check.py --seed 900 --pages 2000 --out DIR
"""
import argparse
import json
from pathlib import Path

import cv2
import numpy as np

from draw_page import draw_page, shared


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=900)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    labels = {}
    for page in range(options.pages):
        rng = np.random.default_rng([options.seed, page])
        image, lines, form = draw_page(rng, shared(), "check", random_text=0)
        image = np.rot90(image, int(rng.integers(0, 4)))
        name = f"{page:05d}-{form or 'none'}.jpg"
        cv2.imwrite(str(options.out / name), image, [cv2.IMWRITE_JPEG_QUALITY, 92])
        labels[name] = [line.text for line in lines]
    (options.out / "labels.json").write_text(json.dumps(labels))


if __name__ == "__main__":
    main()
