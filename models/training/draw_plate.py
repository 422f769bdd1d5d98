"""Draw one clean plate: 1 px is 1 mm, RGB."""
import copy
from dataclasses import dataclass, field

import cv2
import numpy as np

from glyphs import CAP, OVER, Face, faces
from templates import CHOICES, SHARES, TEMPLATES, Box, Mark, Slot, Template

Rng = np.random.Generator


@dataclass
class Plate:
    image: np.ndarray  # uint8 RGB, 1 px a mm
    text: str
    country: str
    lines: int
    bare: np.ndarray  # the same plate without the signs of its text
    ink: np.ndarray  # uint8, where these signs are
    boxes: list[Box] = field(default_factory=list)  # of each sign of the text, mm


def pick(rng: Rng, items: list, weights: list[float] | None = None):
    """One item of a list, by weight."""
    if weights is None:
        return items[int(rng.integers(len(items)))]
    share = np.cumsum(weights)
    return items[int(np.searchsorted(share, rng.random() * share[-1], side="right"))]


def expand(rng: Rng, pattern: str, alphabet: str) -> str:
    """A text of a pattern (see templates.py); separators stay in it."""
    out, i = "", 0
    while i < len(pattern):
        sign = pattern[i]
        if sign == "{":
            end = pattern.index("}", i)
            out += pick(rng, CHOICES[pattern[i + 1 : end]])
            i = end
        elif sign == "9":
            out += str(rng.integers(10))
        elif sign == "L":
            out += pick(rng, list(alphabet))
        else:
            out += sign
        i += 1
    return out


def shift(rng: Rng, colour: tuple[int, int, int], spread: float = 14) -> np.ndarray:
    return np.clip(np.array(colour) + rng.normal(0, spread * 0.3, 3) + rng.normal(0, spread), 0, 255)


def place_mask(canvas: np.ndarray, mask: np.ndarray, x: float, y: float) -> None:
    """Keep the maximum of canvas and mask at a whole-pixel place; what falls outside is cut."""
    x0, y0 = int(round(x)), int(round(y))
    left, top = max(0, -x0), max(0, -y0)
    height, width = canvas.shape
    part = mask[top : max(top, min(mask.shape[0], height - y0)), left : max(left, min(mask.shape[1], width - x0))]
    if part.size:
        view = canvas[y0 + top : y0 + top + part.shape[0], x0 + left : x0 + left + part.shape[1]]
        np.maximum(view, part, out=view)


def seal(rng: Rng, image: np.ndarray, x: float, y: float, size: float) -> None:
    """A round or square sticker between groups, with a ring, a rosette or a blot in it."""
    centre, radius = (int(x), int(y)), max(3, int(size / 2))
    back = tuple(map(int, shift(rng, pick(rng, [(200, 200, 205), (60, 110, 60), (40, 70, 170), (190, 120, 30), (170, 40, 50), (120, 120, 125)]), 25)))
    front = tuple(map(int, shift(rng, pick(rng, [(240, 240, 240), (30, 30, 40), (200, 170, 60), (160, 30, 40)]), 25)))
    if rng.random() < 0.8:
        cv2.circle(image, centre, radius, back, -1, cv2.LINE_AA)
        if rng.random() < 0.7:
            cv2.circle(image, centre, int(radius * rng.uniform(0.4, 0.9)), front, int(rng.integers(1, 4)), cv2.LINE_AA)
        if rng.random() < 0.6:
            cv2.ellipse(image, centre, (int(radius * 0.5), int(radius * 0.4)), float(rng.uniform(0, 180)), 0, 360, front, -1 if rng.random() < 0.5 else 2, cv2.LINE_AA)
    else:
        cv2.rectangle(image, (centre[0] - radius, centre[1] - radius), (centre[0] + radius, centre[1] + radius), back, -1)
        cv2.circle(image, centre, int(radius * 0.6), front, 2, cv2.LINE_AA)
    if rng.random() < 0.35:
        other = (centre[0], int(y + size * rng.uniform(0.9, 1.2) * pick(rng, [-1, 1])))
        cv2.circle(image, other, int(radius * rng.uniform(0.6, 1)), back, -1, cv2.LINE_AA)


def draw_slot(rng: Rng, ink: np.ndarray, image: np.ndarray, text: str, box: Box, face: Face, stretch: float) -> list[Box]:
    """Draw a slot's signs into the ink mask and its seals and dashes into the picture; returns the places of the signs."""
    x, y, width, height = box
    scale = height / CAP
    items: list[tuple[str, float]] = []
    for sign in text:
        if sign == "*":
            items.append(("*", height * rng.uniform(0.42, 0.62)))
        elif sign == "-":
            items.append(("-", height * rng.uniform(0.12, 0.25)))
        elif sign == " ":
            items.append((" ", height * rng.uniform(0.1, 0.3)))
        else:
            items.append((sign, face[sign].mask.shape[1] * scale * stretch))
    gap = height * rng.uniform(0.13, 0.24)
    natural = sum(w for _, w in items) + gap * (len(items) - 1)
    squeeze = min(1.0, width / natural)
    if squeeze == 1.0 and len(items) > 1:
        gap += min((width - natural) / (len(items) - 1) * rng.uniform(0.2, 1.0), height * 0.2)
    total = (sum(w for _, w in items) + gap * (len(items) - 1)) * squeeze
    cursor = x + (width - total) * (0.5 if rng.random() < 0.8 else rng.uniform(0.1, 0.9))
    boxes: list[Box] = []
    for sign, wide in items:
        wide *= squeeze
        if sign == "*":
            seal(rng, image, cursor + wide / 2, y + height * rng.uniform(0.35, 0.65), min(wide, height * 0.6))
        elif sign == "-":
            top = y + height * 0.46
            place_mask(ink, np.full((max(3, int(height * 0.1)), max(4, int(wide))), 255, np.uint8), cursor, top)
        elif sign != " ":
            mask = face[sign].mask
            size = (max(3, int(round(wide))), max(8, int(round(mask.shape[0] * scale))))
            place_mask(ink, cv2.resize(mask, size, interpolation=cv2.INTER_AREA), cursor, y - OVER * scale)
            boxes.append((cursor, y, wide, height))
        cursor += wide + gap * squeeze
    return boxes


def draw_mark(rng: Rng, ink: np.ndarray, image: np.ndarray, mark: Mark, template: Template, shared: str) -> None:
    """Draw a mark that is no part of the text."""
    x, y, w, h = mark.box
    x0, y0, x1, y1 = int(x), int(y), int(x + w), int(y + h)
    colours = [shift(rng, c, 12) for c in mark.colours]
    if mark.kind == "rule":
        ink[y0:y1, x0:x1] = 255
    elif mark.kind == "dot":
        cv2.circle(image, (int(x + w / 2), int(y + h / 2)), int(w / 2), tuple(map(int, shift(rng, template.ink))), -1, cv2.LINE_AA)
    elif mark.kind in ("label", "caption"):
        face = pick(rng, faces("grotesque" if mark.kind == "caption" else pick(rng, ["grotesque", "din"]), shared)[0])
        if mark.kind == "label" or rng.random() < 0.8:
            draw_slot(rng, ink, image, mark.text, mark.box, face, 1.0)
    elif mark.kind == "flag":
        for i, colour in enumerate(colours):
            cv2.rectangle(image, (x0, int(y + h * i / len(colours))), (x1, int(y + h * (i + 1) / len(colours))), colour.tolist(), -1)
        if len(colours) == 2 and rng.random() < 0.9:
            cv2.rectangle(image, (x0, y0), (x1, y1), colours[0].tolist(), -1)
            cv2.circle(image, ((x0 + x1) // 2, (y0 + y1) // 2), int(h * 0.28), colours[1].tolist(), -1, cv2.LINE_AA)
    elif mark.kind == "strip":
        for i, colour in enumerate(colours):
            image[int(y + h * i / len(colours)) : int(y + h * (i + 1) / len(colours)), x0:x1] = colour
        draw_strip_label(rng, image, mark, shared)
    elif mark.kind == "sun":
        image[y0:y1, x0:x1] = shift(rng, (200, 30, 40))
        cv2.circle(image, ((x0 + x1) // 2, (y0 + y1) // 2), int(w * 0.3), (240, 210, 60), -1, cv2.LINE_AA)
    elif mark.kind == "hanzi":
        draw_hanzi(rng, ink, mark.box)


def draw_strip_label(rng: Rng, image: np.ndarray, mark: Mark, shared: str) -> None:
    """Stars or a flag above, the country letters below, in a colour that stands out."""
    x, y, w, h = mark.box
    layer = np.zeros(image.shape[:2], np.uint8)
    if mark.text:
        tall = min(30, h * 0.3)
        draw_slot(rng, layer, image, mark.text, (x + 4, y + h - tall - h * 0.1, w - 8, tall), pick(rng, faces("grotesque", shared)[0]), 1.0)
    image[layer > 100] = (240, 240, 240) if rng.random() < 0.9 else (250, 220, 60)
    centre, radius = (int(x + w / 2), int(y + h * 0.3)), w * 0.32
    for i in range(12):
        a = i * np.pi / 6
        cv2.circle(image, (int(centre[0] + radius * np.cos(a)), int(centre[1] + radius * np.sin(a))), 2, (245, 210, 60), -1, cv2.LINE_AA)


def draw_hanzi(rng: Rng, ink: np.ndarray, box: Box) -> None:
    """A made-up sign of strokes, dense as a province sign, which must not be read."""
    x, y, w, h = box
    for _ in range(int(rng.integers(6, 11))):
        if rng.random() < 0.5:
            a, b = (rng.uniform(0, 0.3), rng.uniform(0, 1)), (rng.uniform(0.7, 1), 0.0)
            b = (b[0], a[1] + rng.uniform(-0.05, 0.05))
        else:
            a = (rng.uniform(0.1, 0.9), rng.uniform(0, 0.4))
            b = (a[0] + rng.uniform(-0.3, 0.3), rng.uniform(0.6, 1))
        cv2.line(ink, (int(x + a[0] * w), int(y + a[1] * h)), (int(x + np.clip(b[0], 0, 1) * w), int(y + np.clip(b[1], 0, 1) * h)), 255, int(rng.integers(5, 9)), cv2.LINE_AA)


def choose_template(rng: Rng, lines: int | None = None, country: str | None = None) -> Template:
    """A template by the country shares, then by its weight; `lines` and `country` keep only such plates."""
    chosen = country or pick(rng, list(SHARES), list(SHARES.values()))
    fit = [t for t in TEMPLATES if t.country == chosen and lines in (None, t.lines)]
    if not fit:
        if country:
            raise ValueError(f"no template of {country} with {lines} lines")
        return choose_template(rng, lines)
    return pick(rng, fit, [t.weight for t in fit])


def jitter_slot(rng: Rng, slot: Slot) -> Box:
    x, y, w, h = slot.box
    grow = rng.normal(1, 0.025)
    return (x + rng.normal(0, 2.5), y + rng.normal(0, 1.5) + h * (1 - grow) / 2, w, h * grow)


def draw_plate(rng: Rng, template: Template, shared: str, blank: bool = False, held_out: bool = False) -> Plate:
    """A clean plate of a template; `blank` leaves the text out (a negative), `held_out` takes the faces of the check sets."""
    width, height = int(template.size[0]), int(template.size[1])
    paper, colour = shift(rng, template.paper), shift(rng, template.ink, 10)
    image = np.empty((height, width, 3), np.uint8)
    image[:] = paper
    ink = np.zeros((height, width), np.uint8)
    for mark in template.marks:
        if mark.kind == "caption" or rng.random() < 0.95:
            draw_mark(rng, ink, image, mark, template, shared)
    role = pick(rng, list(template.roles), list(template.roles.values()))
    found, weights = faces(role, shared, held_out)
    face = pick(rng, found, weights.tolist())
    stretch = rng.normal(1, 0.06)
    text, boxes = "", []
    signs = np.zeros((height, width), np.uint8)
    for slot in template.slots:
        words = expand(rng, slot.pattern, template.alphabet)
        if not blank:
            boxes += draw_slot(rng, signs, image, words, jitter_slot(rng, slot), face, stretch)
        text += "".join(c for c in words if c.isalnum())
    if rng.random() < 0.3:
        kernel = np.ones((2, 2) if rng.random() < 0.6 else (3, 3), np.uint8)
        grow = cv2.dilate if rng.random() < 0.5 else cv2.erode
        ink, signs = grow(ink, kernel), grow(signs, kernel)
    raised = (rng.uniform(0.1, 0.5) * pick(rng, [-1, 1]), int(rng.integers(-2, 3))) if rng.random() < 0.35 else None
    edge = copy.deepcopy(rng)
    bare = printed(image, ink, colour, raised)
    add_edge(edge, bare, template, colour)
    image = printed(image, np.maximum(ink, signs), colour, raised)
    add_edge(rng, image, template, colour)
    return Plate(image, text, template.country, template.lines, bare, signs, boxes)


def printed(image: np.ndarray, ink: np.ndarray, colour: np.ndarray, raised: tuple[float, int] | None) -> np.ndarray:
    """The ink laid on the paper; raised signs are light on one edge and dark on the other."""
    out = image.astype(np.float32)
    if raised:
        out += ((ink.astype(np.float32) - np.roll(ink, (2, raised[1]), (0, 1)).astype(np.float32)) * raised[0])[..., None]
    alpha = ink.astype(np.float32)[..., None] / 255
    return np.clip(out * (1 - alpha) + colour.astype(np.float32) * alpha, 0, 255).astype(np.uint8)


def add_edge(rng: Rng, image: np.ndarray, template: Template, colour: np.ndarray) -> None:
    """The printed border and the bolts."""
    height, width = image.shape[:2]
    if template.border and rng.random() < 0.75:
        inset = int(rng.integers(1, 6))
        cv2.rectangle(image, (inset, inset), (width - 1 - inset, height - 1 - inset), colour.tolist(), int(rng.integers(1, 5)), cv2.LINE_AA)
    if rng.random() < 0.45:
        level = float(rng.uniform(30, 230))
        tone = (level, level * rng.uniform(0.85, 1), level * rng.uniform(0.7, 1))
        for side in (rng.uniform(0.05, 0.3), rng.uniform(0.7, 0.95)):
            where = (int(width * side), int(height * pick(rng, [0.08, 0.1, 0.5, 0.9], [3, 2, 1, 2])))
            cv2.circle(image, where, int(rng.integers(3, 8)), tone, -1, cv2.LINE_AA)
