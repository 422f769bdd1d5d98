"""A sheet of 100 reader samples of each country, weak wear above and strong below, to be looked at before training.

Run: python3 models/training/contact_sheet.py
Writes out/contact/<country>.png.
"""
import argparse

import cv2
import numpy as np

from draw_plate import draw_plate, pick
from draw_reader_data import PatchBank, capture_width, loose_quad, seen
from settings import OUT, shared_folder
from templates import TEMPLATES
from view import reader_input
from vocabulary import COUNTRIES

COLUMNS, ROWS = 10, 10


def cell(picture: np.ndarray, caption: str) -> np.ndarray:
    out = np.full((picture.shape[0] + 18, picture.shape[1] + 4, 3), 60, np.uint8)
    out[16:-2, 2:-2] = picture
    cv2.putText(out, caption, (2, 12), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (255, 255, 0), 1, cv2.LINE_AA)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--shared", default=None)
    options = parser.parse_args()
    shared = shared_folder(options.shared)
    bank = PatchBank(np.random.default_rng(options.seed), shared, 60)
    folder = OUT / "contact"
    folder.mkdir(parents=True, exist_ok=True)
    for index, country in enumerate(COUNTRIES):
        fit = [t for t in TEMPLATES if t.country == country]
        cells = []
        for i in range(COLUMNS * ROWS):
            rng = np.random.default_rng([options.seed, index, i])
            strength = rng.uniform(0, 0.25) if i < COLUMNS * ROWS // 2 else rng.uniform(0.3, 1)
            plate = draw_plate(rng, pick(rng, fit, [t.weight for t in fit]), shared)
            view = seen(rng, plate.image, bank, strength, capture_width(rng, strength) * (1.0 if plate.lines == 1 else 0.65))
            cells.append(cell(reader_input(view.image, loose_quad(rng, view.quad, strength), plate.lines), plate.text))
        sheet = np.vstack([np.hstack(cells[r * COLUMNS : (r + 1) * COLUMNS]) for r in range(ROWS)])
        cv2.imwrite(str(folder / f"{country}.png"), cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR))


if __name__ == "__main__":
    main()
