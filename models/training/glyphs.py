"""Glyph masks of all faces: our own stroke faces and, where present, TrueType fonts."""
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from face_shapes import FE, FE_STROKE, GOST, GOST_STROKE
from held_out_faces import FE_CHECK, FE_CHECK_STROKE, GOST_CHECK, GOST_CHECK_STROKE
from make_faces import face as outline
from vocabulary import ALPHABET

FACES = Path(__file__).resolve().parents[2] / "drivers/simulator/camera/faces"
CAP = 96  # cap height of a stored mask in px
OVER = 8  # rows kept above the cap line and below the base line, in px
DEBIAN = Path("/usr/share/fonts")

# role -> (file under shared/data/fonts or under the Debian font folder, weight)
TRUETYPE: dict[str, list[tuple[str, float]]] = {
    "din": [
        ("DINish/DINish-SemiBold.ttf", 3), ("DINish/DINish-Medium.ttf", 1), ("DINish/DINish-Bold.ttf", 1.5), ("truetype/opendin/OSP-DIN.ttf", 1),
        ("truetype/roadgeek/RG2014D.ttf", 0.3), ("truetype/roadgeek/RG2014EEM.ttf", 0.3), ("opentype/cabin/Cabin-SemiBold.otf", 0.3),
    ],
    "fe": [("GL-Nummernschild/GL-Nummernschild-Mtl.ttf", 4), ("GL-Nummernschild/GL-Nummernschild-Eng.ttf", 1), ("truetype/jetbrains-mono/JetBrainsMono-Bold.ttf", 0.15), ("truetype/freefont/FreeMonoBold.ttf", 0.15)],
    "narrow": [
        ("DINish/DINishCondensed-SemiBold.ttf", 1), ("DINish/DINishCondensed-Bold.ttf", 1), ("truetype/liberation/LiberationSansNarrow-Bold.ttf", 1),
        ("truetype/dejavu/DejaVuSansCondensed-Bold.ttf", 0.5), ("GL-Nummernschild/GL-Nummernschild-Eng.ttf", 0.7), ("truetype/noto/NotoSansMono-Bold.ttf", 0.5),
        ("opentype/urw-base35/NimbusSansNarrow-Bold.otf", 0.7), ("truetype/open-sans/OpenSans-CondBold.ttf", 0.7), ("opentype/bebas-neue/BebasNeue-Bold.otf", 0.7),
        ("truetype/roadgeek/RG2014C.ttf", 0.7), ("truetype/roadgeek/RG2014B.ttf", 0.5), ("opentype/bebas-neue/BebasNeue-Book.otf", 0.4), ("opentype/urw-base35/NimbusSansNarrow-Regular.otf", 0.4),
    ],
    "grotesque": [
        ("truetype/liberation/LiberationSans-Bold.ttf", 2), ("truetype/liberation/LiberationSans-Regular.ttf", 1), ("truetype/freefont/FreeSansBold.ttf", 1),
        ("truetype/roboto/unhinted/RobotoTTF/Roboto-Medium.ttf", 1), ("truetype/roboto/unhinted/RobotoTTF/Roboto-Bold.ttf", 1), ("truetype/lato/Lato-Bold.ttf", 0.6),
        ("truetype/dejavu/DejaVuSans-Bold.ttf", 0.5), ("truetype/dejavu/DejaVuSans.ttf", 0.5), ("truetype/dejavu/DejaVuSansMono-Bold.ttf", 0.7),
        ("truetype/noto/NotoSans-Bold.ttf", 0.7), ("truetype/liberation/LiberationMono-Bold.ttf", 0.5), ("truetype/hack/Hack-Bold.ttf", 0.4),
        ("opentype/b612/B612-Bold.otf", 0.6), ("truetype/open-sans/OpenSans-Semibold.ttf", 0.6), ("opentype/cabin/Cabin-Bold.otf", 0.4), ("truetype/roadgeek/RG2014EM.ttf", 0.6),
        ("truetype/roboto/unhinted/RobotoTTF/Roboto-Black.ttf", 0.4), ("truetype/lato/Lato-Heavy.ttf", 0.4), ("truetype/open-sans/OpenSans-ExtraBold.ttf", 0.4),
        ("truetype/hack/Hack-Regular.ttf", 0.3), ("truetype/roadgeek/RG2014F.ttf", 0.5), ("opentype/b612/B612-Regular.otf", 0.3),
    ],
}
# Each font besides stands so many times again, stretched and made bolder or lighter by chance, with as much weight in all.
BRED_TRUETYPE = 5
STROKE: dict[str, tuple[str, float]] = {"din": ("gost.json", 4), "fe": ("fe.json", 3), "narrow": ("gost.json", 0.7), "grotesque": ("gost.json", 0.7)}
STROKE_STYLES = [(weight, round_caps) for weight in (0.82, 0.92, 1.0, 1.12) for round_caps in (True, False)]
# Faces with random proportions, bred from both stroke faces: role -> (shapes, strokes, how many, weight, mean width)
BRED: dict[str, tuple[dict[str, list[str]], float, int, float, float]] = {
    "din": (GOST, GOST_STROKE, 240, 8, 1.0), "fe": (FE, FE_STROKE, 240, 7, 1.0), "narrow": (GOST, GOST_STROKE, 160, 6, 0.75), "grotesque": (GOST, GOST_STROKE, 200, 8, 1.1),
}
# Other skeletons of signs, in the notation of face_shapes.py, any of which a bred face may have: tails, feet, flags, bars
# and widths differ by type. A lone stroke for 1, or one form for 0 and O, leaves only the place in the text to tell.
VARIANTS: dict[str, list[list[str]]] = {
    "0": [["0,0/22 44,0/22 44,86/22 0,86/22 z"], ["0,0/30 58,0/30 58,86/30 0,86/30 z"], ["0,0/14 40,0/14 40,86/14 0,86/14 z"], ["0,0/22 46,0/22 46,86/22 0,86/22 z", "14,62 32,24"]],
    "1": [["0,0 0,86"], ["0,10 12,0 12,86"], ["0,28 26,4 26,0 26,86"], ["2,18 20,0 20,86", "0,86 40,86"], ["0,14 16,14 16,0 16,86"]],
    "2": [["0,22 0,0/21 44,0/21 44,36/24 4,66/20 0,86 46,86"], ["2,0 44,0/22 44,44/22 2,44/10 2,86 46,86"]],
    "3": [["2,0 42,0 18,36 44,36/24 44,86/23 0,86/20 0,68"], ["1,18 1,0/20 43,0/20 43,41/18 43,86/22 0,86/22 0,66", "14,41 38,41"]],
    "4": [["38,86 38,0 0,62 52,62"], ["6,0 0,58 46,58", "36,30 36,86"], ["26,0 0,65 48,65", "37,0 37,86"]],
    "6": [["0,40/22 44,40/22 44,86/22 0,86/22 z", "2,58 30,0"], ["44,16 44,0/22 0,0/22 0,86/22 44,86/22 44,38/22 0,38"], ["0,36/22 44,36/22 44,86/22 0,86/22 z", "0,60 0,8/20 40,0"]],
    "7": [["0,16 0,0 46,0 16,86"], ["0,0 46,0 24,40/26 20,86"], ["0,0 46,0 14,86", "10,46 38,46"]],
    "9": [["0,0/22 44,0/22 44,47/22 0,47/22 z", "43,30 14,86"], ["0,70 0,86/22 44,86/22 44,0/22 0,0/22 0,48/22 44,48"], ["0,0/22 44,0/22 44,50/22 0,50/22 z", "44,26 44,78/20 4,86"]],
    "A": [["0,86 22,0 34,0 56,86", "8,60 48,60"], ["0,86 0,20/14 24,0/16 48,20/14 48,86", "0,54 48,54"]],
    "B": [["0,0 0,86 48,86/18 48,42/18 0,42", "0,0 44,0/18 44,42/18 20,42"]],
    "C": [["46,16 46,0/20 0,0/20 0,86/20 46,86/20 46,70"], ["50,10 30,0/10 0,0/30 0,86/30 50,86/20 50,76"]],
    "D": [["0,0 44,0/16 44,86/16 0,86 z"], ["0,0 56,0/42 56,86/42 0,86 z"]],
    "G": [["46,18 46,0/20 0,0/20 0,86/20 46,86/20 46,44 26,44"], ["50,20 50,0/24 0,0/24 0,86/24 40,86/24 50,60 50,48 28,48", "50,60 50,86"]],
    "I": [["0,0 0,86"], ["18,0 18,86", "4,0 32,0", "4,86 32,86"], ["14,0 14,86", "6,0 22,0", "6,86 22,86"]],
    "J": [["40,0 40,86/20 0,86/20 0,60"], ["20,0 40,0 40,86/20 0,86/20 0,66"], ["24,0 24,86/14 0,86"]],
    "K": [["0,0 0,86", "46,0 4,44 50,86"], ["0,0 0,86", "48,0 20,42 50,86", "0,42 20,42"]],
    "M": [["0,86 0,0 30,40 60,0 60,86"], ["0,86 0,0 28,86 56,0 56,86"], ["0,86 8,0 30,58 52,0 60,86"]],
    "O": [["0,0/22 44,0/22 44,86/22 0,86/22 z"], ["0,0/40 74,0/40 74,86/40 0,86/40 z"], ["0,0/14 48,0/14 48,86/14 0,86/14 z"]],
    "Q": [["0,0/22 46,0/22 46,86/22 0,86/22 z", "30,66 52,92"], ["0,0/31 62,0/31 62,86/31 0,86/31 z", "30,70 30,92"]],
    "R": [["0,86 0,0 46,0/22 46,44/22 0,44", "18,44 46,86"], ["0,86 0,0 48,0/20 48,44/20 0,44", "36,44 48,60 48,86"]],
    "S": [["46,14 46,0/20 0,0/20 0,43/20 46,43/20 46,86/20 0,86/20 0,72"]],
    "U": [["0,0 0,86/14 46,86/14 46,0"]],
    "V": [["0,0 18,86 34,86 52,0"]],
    "W": [["0,0 14,86 32,30 50,86 64,0"], ["0,0 0,86 30,46 60,86 60,0"]],
    "Y": [["0,0 0,36/20 46,36/20 46,0", "23,38 23,86"], ["0,0 24,56 48,0", "24,56 24,86"]],
    "Z": [["2,0 48,0 0,86 50,86", "10,43 40,43"]],
}
# Faces of the check sets: none of them is in training.
HELD_OUT_SHAPES: dict[str, tuple[dict[str, list[str]], float]] = {"din": (GOST_CHECK, GOST_CHECK_STROKE), "fe": (FE_CHECK, FE_CHECK_STROKE), "narrow": (GOST_CHECK, GOST_CHECK_STROKE), "grotesque": (GOST_CHECK, GOST_CHECK_STROKE)}
HELD_OUT: dict[str, list[tuple[str, float]]] = {
    "din": [("truetype/roadgeek/RG2014E.ttf", 1), ("truetype/play/Play-Bold.ttf", 1)],
    "fe": [("truetype/oxygen/OxygenMono-Regular.ttf", 0.7)],
    "narrow": [("opentype/dosis/Dosis-Bold.otf", 1), ("truetype/open-sans/OpenSans-CondLight.ttf", 0.5)],
    "grotesque": [("truetype/oxygen/Oxygen-Sans-Bold.ttf", 1), ("opentype/b612/B612Mono-Bold.otf", 1), ("opentype/urw-base35/URWGothic-Demi.otf", 0.5)],
}


@dataclass(frozen=True)
class Glyph:
    """Alpha mask of CAP + 2 * OVER rows, cropped to the ink in width."""

    mask: np.ndarray


Face = dict[str, Glyph]


def crop(mask: np.ndarray) -> np.ndarray:
    columns = np.flatnonzero(mask.max(0) > 40)
    return mask[:, columns[0] : columns[-1] + 1] if columns.size else mask[:, :4]


def stroke_face(data: dict, weight: float, round_caps: bool, contrast: float = 1.0, slant: float = 0.0) -> Face:
    """Masks of a stroke face; `weight` scales the strokes, `contrast` the upright ones against the level ones, `slant` leans them."""
    zoom = 3
    scale = CAP * zoom / data["digitHeight"]
    width = max(1, round(data["strokeWidth"] * weight * scale))
    face: Face = {}
    for sign, glyph in data["glyphs"].items():
        size = (round((glyph["advance"] + 10 + 100 * abs(slant)) * scale / contrast), (CAP + 2 * OVER) * zoom)
        image = Image.new("L", size, 0)
        pen = ImageDraw.Draw(image)
        for line in glyph["strokes"]:
            points = [((x + 5 + (slant * (100 - y) if slant > 0 else -slant * y)) * scale / contrast, y * scale + OVER * zoom) for x, y in line]
            pen.line(points, fill=255, width=width, joint="curve")
            ends = points if round_caps else points[1:-1]
            for x, y in ends:
                pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=255)
        small = image.resize((max(4, round(size[0] * contrast / zoom)), size[1] // zoom), Image.BOX)
        face[sign] = Glyph(crop(np.asarray(small)))
    return face


def bred_shapes(rng: np.random.Generator, shapes: dict[str, list[str]], stroke: float, width: float) -> dict[str, list[str]]:
    """The shapes with other proportions: width, roundness, the height of inner bars, and a little unrest in each vertex."""
    broad, roundness, bar = width * np.exp(rng.normal(0, 0.12)), np.exp(rng.normal(-0.15, 0.45)), rng.normal(0, 3.0)
    lowest, soft = 100 - stroke, 0.96 * min(1.0, roundness) * min(1.0, broad)  # larger fillets would cross
    bred = {}
    for sign, paths in shapes.items():
        new = []
        for path in paths:
            words = []
            for word in path.split():
                if word == "z":
                    words.append(word)
                    continue
                place, _, radius = word.partition("/")
                x, y = map(float, place.split(","))
                inner = 12 < y < lowest - 12
                y = y + bar + rng.normal(0, 1.2) if inner else y
                words.append(f"{x * broad + rng.normal(0, 0.8):.1f},{y:.1f}/{float(radius or 0) * soft:.1f}")
            new.append(" ".join(words))
        bred[sign] = new
    return bred


def bred_faces(role: str) -> list[Face]:
    """The role's faces of random proportions; always the same ones."""
    shapes, stroke, count, _, width = BRED[role]
    found = []
    for i in range(count):
        rng = np.random.default_rng([len(role), i, 77])
        mixed = dict(shapes)
        other = {"fe": GOST}.get(role, FE)
        for sign in mixed:  # some signs after the other type's skeleton
            if rng.random() < 0.25 and not (role == "din" and sign in "0ID"):
                mixed[sign] = other[sign]
        if i % 2:
            for sign in VARIANTS:
                if rng.random() < 0.35:
                    mixed[sign] = VARIANTS[sign][int(rng.integers(len(VARIANTS[sign])))]
        data = outline("bred", bred_shapes(rng, mixed, stroke, width), stroke)
        found.append(stroke_face(data, float(np.clip(np.exp(rng.normal(0, 0.17)), 0.65, 1.45)), bool(rng.random() < 0.4), float(np.exp(rng.normal(0, 0.12))), float(rng.normal(0, 0.06)) if rng.random() < 0.15 else 0.0))
    return found


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


def bred_truetype(face: Face, seed: list[int]) -> list[Face]:
    """The face stretched, and its strokes made bolder or lighter, by chance; always the same ones."""
    found = []
    for i in range(BRED_TRUETYPE):
        rng = np.random.default_rng([*seed, i, 78])
        wide, bold = float(np.exp(rng.normal(0, 0.14))), int(np.clip(round(rng.normal(0, 2.5)), -4, 5))
        kernel = np.ones((1 + abs(bold), 1 + abs(bold)), np.uint8)
        bred: Face = {}
        for sign, glyph in face.items():
            mask = np.pad(glyph.mask, ((0, 0), (6, 6)))
            mask = cv2.dilate(mask, kernel) if bold > 0 else cv2.erode(mask, kernel) if bold < 0 else mask
            if mask.max() < 200:  # too thin to be made lighter
                mask = np.pad(glyph.mask, ((0, 0), (6, 6)))
            bred[sign] = Glyph(crop(cv2.resize(mask, (max(6, round(mask.shape[1] * wide)), mask.shape[0]), interpolation=cv2.INTER_AREA)))
        found.append(bred)
    return found


def font_file(name: str, shared: str) -> Path | None:
    """Where a font lies, if it is installed."""
    return next((folder / name for folder in (Path(shared) / "data/fonts", DEBIAN) if (folder / name).exists()), None)


@lru_cache(maxsize=None)
def faces(role: str, shared: str, held_out: bool = False) -> tuple[list[Face], np.ndarray]:
    """All faces of a role with their probabilities, those of training or those held out; fonts that are not installed are left out."""
    found: list[Face] = []
    weights: list[float] = []
    if held_out:
        shapes, stroke = HELD_OUT_SHAPES[role]
        for weight, round_caps in ((0.95, False), (1.1, True)):
            found.append(stroke_face(outline("check", shapes, stroke), weight, round_caps))
            weights.append(1.2)
    else:
        file, share = STROKE[role]
        data = json.loads((FACES / file).read_text())
        for weight, round_caps in STROKE_STYLES:
            found.append(stroke_face(data, weight, round_caps))
            weights.append(share / len(STROKE_STYLES))
        bred = bred_faces(role)
        found += bred
        weights += [BRED[role][3] / len(bred)] * len(bred)
    for name, weight in (HELD_OUT if held_out else TRUETYPE)[role]:
        file = font_file(name, shared)
        if file:
            face = truetype_face(file)
            found.append(face)
            weights.append(weight)
            if not held_out:
                found += bred_truetype(face, [len(role), len(found)])
                weights += [weight / BRED_TRUETYPE] * BRED_TRUETYPE
    return found, np.array(weights) / sum(weights)
