"""Draw the check sets: plates in faces and with wear that no training plate has.

Run: python3 models/training/draw_checks.py [--seed 2024]
Writes out/checks/<set>.npy (uint8 [cases,48,160,3], the pictures that a caller reads) and <set>.json: for each plate its
text, country, whether it is readable (see legibility.py) and the numbers of lines of its cases. One set for each country
and number of lines, half of it strongly worn, and one each for strong yaw, small plates, night and infrared.
"""
import argparse
import json
import multiprocessing
import zlib

import cv2
import numpy as np

from draw_plate import TEMPLATES, choose_template, draw_plate
from draw_reader_data import Kind, PatchBank, Rng, capture_width, detected_quad, legible, seen
from pipeline import MARGINS, cases_of
from settings import OUT, shared_folder
from templates import SHARES
from view import expand_quad
from vocabulary import COUNTRIES

LISTED = [c for c in COUNTRIES if c != "other"]
CONDITIONS: dict[str, tuple[Kind, float]] = {  # with the strongest wear
    "yaw 45-60": (Kind(yaw=(45, 60), width=(120, 280), held_out=True), 0.5),
    "50-80 px": (Kind(width=(50, 80), held_out=True), 0.5),
    "night": (Kind(light="night", held_out=True), 0.5),
    "infrared": (Kind(light="infrared", held_out=True), 0.5),
}


def sets() -> list[str]:
    kinds = {(t.country, t.lines) for t in TEMPLATES}
    return [f"{c} {'one line' if n == 1 else 'two lines'}" for c in LISTED for n in (1, 2) if (c, n) in kinds] + list(CONDITIONS)


def draw_one(rng: Rng, bank: PatchBank, shared: str, kind: Kind, strength: float) -> tuple[np.ndarray, dict]:
    """One plate's cases and note."""
    country = kind.country or LISTED[int(rng.choice(len(LISTED), p=np.array([SHARES[c] for c in LISTED]) / sum(SHARES[c] for c in LISTED)))]
    plate = draw_plate(rng, choose_template(rng, kind.lines, country), shared, held_out=True)
    width = rng.uniform(*kind.width) if kind.width else capture_width(rng, strength) * (1.0 if plate.lines == 1 else 0.65)
    view = seen(rng, plate.image, bank, strength, width, plate.bare, kind)
    quad = detected_quad(rng, view.quad, strength)
    can, _ = legible(plate, view, expand_quad(quad, *MARGINS[1]))
    pictures, lines_of = cases_of(view.image, quad)
    return pictures, {"text": plate.text, "country": plate.country, "readable": can, "lines": lines_of, "strength": round(strength, 2)}


def draw_set(job: tuple[str, str, int, int]) -> str:
    name, shared, seed, count = job
    cv2.setNumThreads(1)
    number = zlib.crc32(name.encode())
    bank = PatchBank(np.random.default_rng([seed, number]), shared, 40)
    if name in CONDITIONS:
        kind, strongest = CONDITIONS[name]
    else:
        kind, strongest = Kind(country=name[:2], lines=1 if "one" in name else 2, held_out=True), 1.0
    pictures, notes = [], []
    for i in range(count):
        rng = np.random.default_rng([seed, number, i])
        weak = i % 2 == 0
        strength = float(rng.uniform(0, 0.25) if weak else rng.uniform(0.3, strongest))
        cases, note = draw_one(rng, bank, shared, kind, strength)
        pictures.append(cases)
        notes.append(note)
    folder = OUT / "checks"
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / f"{name}.npy", np.concatenate(pictures))
    (folder / f"{name}.json").write_text(json.dumps(notes))
    return name


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--samples", type=int, default=300, help="of each set")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--shared", default=None)
    options = parser.parse_args()
    jobs = [(name, shared_folder(options.shared), options.seed, options.samples) for name in sets()]
    with multiprocessing.Pool(options.processes) as pool:
        for done in pool.imap_unordered(draw_set, jobs):
            print(done, flush=True)


if __name__ == "__main__":
    main()
