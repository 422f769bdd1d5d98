"""Draws whole pages for checks, with labels.json: {file: [lines]}, [] where there is none. Backgrounds that no training has seen.
illegible.json: the files that legible.py holds for no longer readable.

Run: python3 models/training/documents/draw_check.py --seed 900 --pages 2000 --out DIR
"""
import argparse
import json
from pathlib import Path

import cv2
import numpy as np

from draw_page import DPI, draw_page, shared
from legible import is_legible, measure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=900)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--dpi", type=float, nargs=2, default=DPI)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    labels, illegible = {}, []
    for number in range(options.pages):
        rng = np.random.default_rng([options.seed, number])
        page = draw_page(rng, shared(), "check", random_text=0, dpi=tuple(options.dpi), with_bare=True)
        image = np.rot90(page.image, int(rng.integers(0, 4)))
        name = f"{number:05d}-{page.form or 'none'}.jpg"
        cv2.imwrite(str(options.out / name), image, [cv2.IMWRITE_JPEG_QUALITY, 92])
        labels[name] = [line.text for line in page.lines]
        if not is_legible(measure(page)):
            illegible.append(name)
    (options.out / "illegible.json").write_text(json.dumps(illegible))
    (options.out / "labels.json").write_text(json.dumps(labels))


if __name__ == "__main__":
    main()
