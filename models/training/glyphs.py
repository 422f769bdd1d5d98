"""Glyph masks of all faces: our own stroke faces and, where present, TrueType fonts."""
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from vocabulary import ALPHABET

FACES = Path(__file__).resolve().parents[2] / "drivers/simulator/camera/faces"
CAP = 96  # cap height of a stored mask in px
OVER = 8  # rows kept above the cap line and below the base line, in px
DEBIAN = Path("/usr/share/fonts")

# role -> (file under shared/data/fonts or under the Debian font folder, weight)
TRUETYPE: dict[str, list[tuple[str, float]]] = {
    "din": [("DINish/DINish-SemiBold.ttf", 3), ("DINish/DINish-Medium.ttf", 1), ("DINish/DINish-Bold.ttf", 1.5), ("truetype/opendin/OSP-DIN.ttf", 1)],
    "fe": [("GL-Nummernschild/GL-Nummernschild-Mtl.ttf", 4), ("GL-Nummernschild/GL-Nummernschild-Eng.ttf", 1)],
    "narrow": [
        ("DINish/DINishCondensed-SemiBold.ttf", 1), ("DINish/DINishCondensed-Bold.ttf", 1), ("truetype/liberation/LiberationSansNarrow-Bold.ttf", 1),
        ("truetype/dejavu/DejaVuSansCondensed-Bold.ttf", 0.5), ("GL-Nummernschild/GL-Nummernschild-Eng.ttf", 0.7), ("truetype/noto/NotoSansMono-Bold.ttf", 0.5),
    ],
    "grotesque": [
        ("truetype/liberation/LiberationSans-Bold.ttf", 2), ("truetype/liberation/LiberationSans-Regular.ttf", 1), ("truetype/freefont/FreeSansBold.ttf", 1),
        ("truetype/roboto/unhinted/RobotoTTF/Roboto-Medium.ttf", 1), ("truetype/roboto/unhinted/RobotoTTF/Roboto-Bold.ttf", 1), ("truetype/lato/Lato-Bold.ttf", 0.6),
        ("truetype/dejavu/DejaVuSans-Bold.ttf", 0.5), ("truetype/dejavu/DejaVuSans.ttf", 0.5), ("truetype/dejavu/DejaVuSansMono-Bold.ttf", 0.7),
        ("truetype/noto/NotoSans-SemiBold.ttf", 0.7), ("truetype/liberation/LiberationMono-Bold.ttf", 0.5),
    ],
}
STROKE: dict[str, tuple[str, float]] = {"din": ("gost.json", 5), "fe": ("fe.json", 4), "narrow": ("gost.json", 0.7), "grotesque": ("gost.json", 0.7)}
STROKE_STYLES = [(weight, round_caps) for weight in (0.82, 0.92, 1.0, 1.12) for round_caps in (True, False)]


@dataclass(frozen=True)
class Glyph:
    """Alpha mask of CAP + 2 * OVER rows, cropped to the ink in width."""

    mask: np.ndarray


Face = dict[str, Glyph]


def crop(mask: np.ndarray) -> np.ndarray:
    columns = np.flatnonzero(mask.max(0) > 40)
    return mask[:, columns[0] : columns[-1] + 1] if columns.size else mask[:, :4]


def stroke_face(file: str, weight: float, round_caps: bool) -> Face:
    """Masks of one of our own faces; `weight` scales the stroke width."""
    data = json.loads((FACES / file).read_text())
    zoom = 3
    scale = CAP * zoom / data["digitHeight"]
    width = max(1, round(data["strokeWidth"] * weight * scale))
    face: Face = {}
    for sign, glyph in data["glyphs"].items():
        size = (round((glyph["advance"] + 10) * scale), (CAP + 2 * OVER) * zoom)
        image = Image.new("L", size, 0)
        pen = ImageDraw.Draw(image)
        for line in glyph["strokes"]:
            points = [((x + 5) * scale, y * scale + OVER * zoom) for x, y in line]
            pen.line(points, fill=255, width=width, joint="curve")
            ends = points if round_caps else points[1:-1]
            for x, y in ends:
                pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=255)
        small = image.resize((size[0] // zoom, size[1] // zoom), Image.BOX)
        face[sign] = Glyph(crop(np.asarray(small)))
    return face


def truetype_face(file: Path) -> Face:
    """Masks of a TrueType font, scaled so that its H has the cap height."""
    probe = ImageFont.truetype(str(file), 200)
    box = probe.getbbox("H", anchor="ls")
    font = ImageFont.truetype(str(file), round(200 * CAP / -box[1]))
    face: Face = {}
    for sign in ALPHABET:
        image = Image.new("L", (CAP * 2, CAP + 2 * OVER), 0)
        ImageDraw.Draw(image).text((CAP // 2, CAP + OVER), sign, font=font, fill=255, anchor="ls")
        face[sign] = Glyph(crop(np.asarray(image)))
    return face


@lru_cache(maxsize=None)
def faces(role: str, shared: str) -> tuple[list[Face], np.ndarray]:
    """All faces of a role with their probabilities; fonts that are not installed are left out."""
    found: list[Face] = []
    weights: list[float] = []
    file, share = STROKE[role]
    for weight, round_caps in STROKE_STYLES:
        found.append(stroke_face(file, weight, round_caps))
        weights.append(share / len(STROKE_STYLES))
    for name, weight in TRUETYPE[role]:
        for folder in (Path(shared) / "data/fonts", DEBIAN):
            if (folder / name).exists():
                found.append(truetype_face(folder / name))
                weights.append(weight)
                break
    return found, np.array(weights) / sum(weights)
