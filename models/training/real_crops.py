"""Real training crops with a text (cn_crops, se_crops, texts of openimages), drawn anew for each use."""
import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from backgrounds import load
from view import expand_quad, reader_input
from vocabulary import ALPHABET
from wear import capture

CROP_SETS = {"cn_crops": "other", "se_crops": "EU", "openimages_plates": "EU"}


@dataclass(frozen=True)
class RealCrop:
    picture: np.ndarray  # uint8 RGB, the plate with 30 % of its surroundings where they exist
    quad: np.ndarray
    text: str
    country: str

    def draw(self, rng: np.random.Generator) -> np.ndarray:
        """The reader's picture with a small random error of the quad and a little wear."""
        tall = self.quad[3, 1] - self.quad[0, 1]
        quad = self.quad + rng.normal(0, 0.03 * tall, (4, 2)).astype(np.float32)
        quad = expand_quad(quad.astype(np.float32), rng.uniform(0, 0.06), rng.uniform(0, 0.18))
        picture = self.picture
        if rng.random() < 0.6:
            picture = capture(rng, picture, rng.uniform(0, 0.5), picture.shape[1])
        return reader_input(picture, quad, 1)


def real_crops(shared: str) -> list[RealCrop]:
    """All usable crops; a Chinese province sign is left out of the text."""
    found: list[RealCrop] = []
    for name, country in CROP_SETS.items():
        folder = Path(shared) / "data/plates-train" / name
        if not (folder / "labels.jsonl").exists():
            continue
        for line in (folder / "labels.jsonl").read_text().splitlines():
            entry = json.loads(line)
            for plate in entry["plates"]:
                text = "".join(c for c in plate["text"] or "" if c in ALPHABET)
                x, y, w, h = plate["box"]
                if len(text) < 4 or w < 1.9 * h:
                    continue
                picture = load(folder / entry["file"])
                if picture.shape[1] > 2.5 * w:
                    x0, y0 = max(0, int(x - 0.2 * w)), max(0, int(y - 0.4 * h))
                    picture = picture[y0 : int(y + 1.4 * h), x0 : int(x + 1.2 * w)]
                    x, y = x - x0, y - y0
                scale = min(1.0, 320 / w)
                if scale < 1:
                    picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
                quad = np.float32([[x, y], [x + w, y], [x + w, y + h], [x, y + h]]) * scale
                code = plate["country"]
                found.append(RealCrop(picture, quad, text, country if code is None or code in ("CN", "SE") else ("other" if code in ("US", "CA", "AU", "BR", "IN", "PK", "JP") else "EU")))
    return found
