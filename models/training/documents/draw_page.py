"""Draws grey pages that carry an MRZ, with the place of every sign. One generator state makes one page."""
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from mrz_text import ALPHABET, FORMATS, WIDTH, mrz, scrambled
from settings import shared_folder
from wear import clouds, motion_kernel

Rng = np.random.Generator
FONTS = ["OCRB", "OCRB", "OCRBS", "OCRBL"]
OTHER = ["freefont/FreeMonoBold.ttf", "liberation2/LiberationMono-Regular.ttf", "freefont/FreeMono.ttf"]
SIZE = {"TD1": (85.6, 54), "TD2": (105, 74), "MRV-B": (105, 74), "TD3": (125, 88), "MRV-A": (120, 80)}
CAP = 60
DPI = (95.0, 240.0)


@dataclass
class Line:
    text: str
    centres: np.ndarray  # [n,2] px of the picture
    ups: np.ndarray  # [n,2] from the foot of a capital to its top


@cache
def glyphs(path: str, weight: int) -> tuple[np.ndarray, ...]:
    """Masks of all signs, each 2*CAP high and wide, capital height CAP, in the middle."""
    font = ImageFont.truetype(path, 100)
    box = _draw("H", font).getbbox()
    font = ImageFont.truetype(path, round(100 * CAP / (box[3] - box[1])))
    base = _draw("H", font).getbbox()
    middle = (base[1] + base[3]) // 2
    found = []
    for sign in ALPHABET:
        whole = np.array(_draw(sign, font))
        advance = int(font.getlength(sign)) // 2 + 100
        mask = whole[middle - CAP : middle + CAP, advance - CAP : advance + CAP]
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (abs(weight) * 2 + 1,) * 2)
        mask = cv2.dilate(mask, kernel) if weight > 0 else cv2.erode(mask, kernel) if weight < 0 else mask
        found.append(mask)
    return tuple(found)


def _draw(sign: str, font: ImageFont.FreeTypeFont) -> Image.Image:
    image = Image.new("L", (400, 400), 0)
    ImageDraw.Draw(image).text((100, 100), sign, font=font, fill=255)
    return image


@cache
def photo_files(shared: str) -> tuple[Path, ...]:
    return tuple(sorted(Path(shared).glob("data/plates-train/*/images/*.jpg"))) if shared else ()


def photo(rng: Rng, height: int, width: int, shared: str, part: str) -> np.ndarray:
    """A piece of a photograph; `part` train or check: one photograph in ten is kept for checks."""
    files = [f for i, f in enumerate(photo_files(shared)) if (i % 10 == 0) == (part == "check")]
    if not files or rng.random() < 0.15:
        return (clouds(rng, height, width, int(rng.integers(2, 30))) * rng.uniform(60, 255)).clip(0, 255).astype(np.uint8)
    image = cv2.imread(str(files[rng.integers(len(files))]), cv2.IMREAD_GRAYSCALE)
    scale = max(height / image.shape[0], width / image.shape[1])
    return cv2.resize(image, (max(width, int(image.shape[1] * scale)), max(height, int(image.shape[0] * scale))))[:height, :width]


def paper(rng: Rng, height: int, width: int, shared: str, part: str) -> np.ndarray:
    """A document's ground: tone, clouds, guilloche, sometimes a ghost picture; float grey."""
    ground = np.full((height, width), rng.uniform(150, 252), np.float32)
    ground += (clouds(rng, height, width, int(rng.integers(2, 12))) - 0.5) * rng.uniform(0, 50)
    y, x = np.mgrid[0:height:2, 0:width:2].astype(np.float32)
    for _ in range(int(rng.integers(0, 4))):
        period, angle = rng.uniform(4, 30), rng.uniform(0, np.pi)
        bend = rng.uniform(0, 3) * np.sin((x * np.sin(angle) - y * np.cos(angle)) * rng.uniform(0.01, 0.08))
        wave = np.sin((x * np.cos(angle) + y * np.sin(angle)) * 6.283 / period + bend)
        wave = np.maximum(wave - rng.uniform(0, 0.9), 0) if rng.random() < 0.7 else wave
        ground -= cv2.resize(wave, (width, height)) * rng.uniform(3, 45)
    if rng.random() < 0.2:
        ground = ground * (1 - (a := rng.uniform(0.03, 0.2))) + photo(rng, height, width, shared, part) * a
    return ground


def print_line(rng: Rng, ink: np.ndarray, text: str, left: float, middle: float, pitch: float, cap: float, masks: tuple[np.ndarray, ...], tall: float) -> np.ndarray:
    """Prints one line into the ink mask; returns the centres of its signs [n,2]."""
    w, h = max(3, round(2 * cap * pitch / cap / 1.05 * tall)), max(3, round(2 * cap))
    small = {c: cv2.resize(masks[ALPHABET.index(c)], (w, h), interpolation=cv2.INTER_AREA) for c in set(text)}
    jitter = rng.normal(0, 1, (len(text), 2)) * (cap * rng.uniform(0, 0.03))
    centres = np.stack([left + (np.arange(len(text)) + 0.5) * pitch, np.full(len(text), middle)], 1)
    for sign, (x, y) in zip(text, centres + jitter):
        x0, y0 = round(x - w / 2), round(y - h / 2)
        a, b = max(0, -x0), max(0, -y0)
        view = ink[y0 + b : y0 + h, x0 + a : x0 + w]
        np.maximum(view, small[sign][b : b + view.shape[0], a : a + view.shape[1]], out=view)
    return centres


def zone(rng: Rng, ink: np.ndarray, form: str, res: float, texts: list[str]) -> list[tuple[str, np.ndarray, float]]:
    """All lines of an MRZ in ink px."""
    width, height = SIZE[form]
    other = rng.random() < 0.08
    path = f"/usr/share/fonts/truetype/{OTHER[rng.integers(len(OTHER))]}" if other else f"/usr/share/fonts/opentype/ocr-b/{FONTS[rng.integers(len(FONTS))]}.otf"
    masks = glyphs(path, int(rng.integers(-1, 4)) if not other else 0)
    cap = rng.uniform(2.1, 2.7) * res
    pitch = 2.54 * res * rng.uniform(0.93, 1.06)
    gap = (rng.uniform(3.9, 4.8) if form == "TD1" else rng.uniform(4.6, 6.9)) * res
    foot = (height - rng.uniform(3.5, 8)) * res
    left = max(1.0, (width * res - pitch * len(texts[0])) / 2 + rng.normal(0, 1) * res)
    tall, lines = rng.uniform(0.88, 1.1), []
    for i, text in enumerate(texts):
        y = foot - (len(texts) - 1 - i) * gap
        lines.append((text, print_line(rng, ink, text, left + rng.normal(0, 0.1) * res, y, pitch, cap, masks, tall), cap))
    return lines


def view_matrix(rng: Rng, width: float, height: float, scale: float) -> np.ndarray:
    """Turn of up to 15 degrees and a mild perspective."""
    angle = np.radians(np.clip(rng.normal(0, 5), -15, 15) if rng.random() < 0.7 else rng.normal(0, 0.5))
    c, s = np.cos(angle) * scale, np.sin(angle) * scale
    lens = rng.normal(0, 0.06, 2) / np.array([width, height]) if rng.random() < 0.6 else np.zeros(2)
    return np.array([[1, 0, 0], [0, 1, 0], [lens[0], lens[1] * 0.7, 1]]) @ np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]) @ np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]])


def through(h: np.ndarray, points: np.ndarray) -> np.ndarray:
    p = np.c_[points, np.ones(len(points))] @ h.T
    return p[:, :2] / p[:, 2:]


def capture(rng: Rng, image: np.ndarray, pitch: float) -> np.ndarray:
    """Light, shade, glare, blur, noise, resampling, sharpening, JPEG."""
    height, width = image.shape
    out = image.astype(np.float32)
    if rng.random() < 0.4:
        out *= 1 - clouds(rng, height, width, int(rng.integers(2, 5))) * rng.uniform(0, 0.5)
    if rng.random() < 0.25:
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        angle = rng.uniform(0, np.pi)
        far = ((x - rng.uniform(0, width)) * np.cos(angle) + (y - rng.uniform(0, height)) * np.sin(angle)) / (rng.uniform(0.03, 0.2) * width)
        out += (255 - out) * np.exp(-far * far) * rng.uniform(0.2, 0.75)
    out = 255 * (np.clip(out, 0, 255) / 255) ** np.exp(rng.normal(0, 0.25)) * rng.uniform(0.6, 1.05)
    out = out * (k := rng.uniform(0.6, 1)) + rng.uniform(0, 255 * (1 - k))
    if rng.random() < 0.5:
        out = cv2.GaussianBlur(out, (0, 0), pitch * rng.uniform(0.02, 0.1))
    if rng.random() < 0.15:
        out = cv2.filter2D(out, -1, motion_kernel(pitch * rng.uniform(0.05, 0.2), rng.uniform(0, 180)))
    if rng.random() < 0.3:
        out = out + (out - cv2.GaussianBlur(out, (0, 0), 1.2)) * rng.uniform(0.3, 1.5)
    out += rng.standard_normal(out.shape, np.float32) * rng.uniform(0, 9)
    out = np.clip(out, 0, 255).astype(np.uint8)
    if rng.random() < 0.7:
        out = cv2.imdecode(cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(35, 96))])[1], 0)
    return out


@dataclass
class Page:
    image: np.ndarray  # grey, upright to 15 degrees
    bare: np.ndarray | None  # the same picture, captured alike, without its MRZ
    ink: np.ndarray | None  # where the MRZ's ink would lie unworn, 0 to 255
    lines: list[Line]  # top first
    form: str  # '' where it has no MRZ


def draw_page(rng: Rng, shared: str, part: str = "train", random_text: float = 0.3, dpi: tuple[float, float] = DPI, most_room: float = 1.7, with_bare: bool = False) -> Page:
    """One page; signs stand 10 to the inch, so `dpi` is ten times their pitch in px."""
    form = FORMATS[rng.integers(len(FORMATS))]
    pitch = float(np.exp(rng.uniform(np.log(dpi[0] / 10), np.log(dpi[1] / 10))))
    res = pitch / 2.54
    width, height = (int(v * res) for v in SIZE[form])
    page = paper(rng, height, width, shared, part)
    if rng.random() < 0.6:
        h, w = int(height * 0.5), int(height * 0.4)
        page[int(height * 0.2) :][:h, int(width * 0.05) :][:, :w] = photo(rng, h, w, shared, part)[: page[int(height * 0.2) :][:h].shape[0]]
    for _ in range(int(rng.integers(0, 12))):  # what is printed for eyes
        word = "".join(chr(c) for c in rng.integers(65, 91, int(rng.integers(3, 22))))
        place = (int(rng.uniform(0.05, 0.6) * width), int(rng.uniform(0.05, 0.68) * height))
        cv2.putText(page, word, place, int(rng.integers(0, 8)), rng.uniform(0.25, 0.9) * pitch / 16, float(rng.uniform(0, 120)), 1 + (rng.random() < 0.3), cv2.LINE_AA)
    lines: list[tuple[str, np.ndarray, float]] = []
    blank, unworn = page, np.zeros((2, 2), np.uint8)
    empty = rng.random() < 0.06
    if not empty:
        ink = np.zeros((height * 2, width * 2), np.uint8)
        texts = scrambled(rng, form) if rng.random() < random_text else mrz(rng, form)
        lines = zone(rng, ink, form, 2 * res, texts)
        unworn = ink
        if rng.random() < 0.3:
            ink = (ink * (1 - np.clip((clouds(rng, *ink.shape, int(ink.shape[1] / pitch)) - rng.uniform(0.75, 0.95)) * 4, 0, 0.8))).astype(np.uint8)
        alpha = cv2.resize(ink, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32) / 255 * rng.uniform(0.7, 1)
        if rng.random() < 0.3:
            top = int(lines[0][1][0, 1] / 2 - 2.5 * res)
            page[top:] = page[top:] * (m := rng.uniform(0, 1)) + rng.uniform(190, 250) * (1 - m)
        blank = page
        page = page * (1 - alpha) + rng.uniform(0, 70) * alpha
    room = rng.uniform(1.0, most_room)
    out_w, out_h = int(width * max(1.0, room)), int(height * max(1.0, room * rng.uniform(0.9, 1.3)))
    matrix = np.array([[1, 0, out_w * rng.uniform(0.47, 0.53)], [0, 1, out_h * rng.uniform(0.45, 0.55)], [0, 0, 1]]) @ view_matrix(rng, width, height, min(1.0, 0.93 * room))
    bend = rng.normal(0, 0.012) * height if rng.random() < 0.3 else 0.0
    wave = rng.uniform(0.5, 3.2) / width
    curve = lambda x: bend * np.sin(x * wave)  # noqa: E731
    u, v = np.meshgrid(np.arange(out_w, dtype=np.float32), np.arange(out_h, dtype=np.float32))
    back = np.linalg.inv(matrix)
    z = back[2, 0] * u + back[2, 1] * v + back[2, 2]
    x = ((back[0, 0] * u + back[0, 1] * v + back[0, 2]) / z).astype(np.float32)
    y = ((back[1, 0] * u + back[1, 1] * v + back[1, 2]) / z).astype(np.float32) - curve(x).astype(np.float32)
    inside = cv2.GaussianBlur(((x > 0) & (x < width) & (y > 0) & (y < height)).astype(np.float32), (0, 0), 1)
    table = photo(rng, out_h, out_w, shared, part) if rng.random() < 0.6 else np.full((out_h, out_w), rng.choice([0, 20, 128, 230, 255]), np.uint8)

    def seen(sheet: np.ndarray) -> np.ndarray:
        flat = cv2.remap(sheet.clip(0, 255).astype(np.uint8), x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return capture(rng, table * (1 - inside) + flat * inside, pitch)

    state = rng.bit_generator.state
    image, bare, clean = seen(page), None, None
    if with_bare:
        after, rng.bit_generator.state = rng.bit_generator.state, state
        bare, rng.bit_generator.state = seen(blank), after
        clean = cv2.remap(cv2.resize(unworn, (width, height), interpolation=cv2.INTER_AREA), x, y, cv2.INTER_LINEAR)
    found = []
    for text, centres, cap in lines:
        place = centres / 2
        bent = lambda p: through(matrix, np.c_[p[:, 0], p[:, 1] + curve(p[:, 0])])  # noqa: E731
        half = np.array([0, cap / 4])
        found.append(Line(text, bent(place), bent(place - half) - bent(place + half)))
    return Page(image, bare, clean, found, "" if empty else form)


def shared() -> str:
    return shared_folder(None)
