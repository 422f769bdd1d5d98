"""Lettering that is no plate: signs, adverts, phone numbers, machine readable lines."""
import cv2
import numpy as np

from draw_plate import draw_slot, expand, pick, shift
from glyphs import faces

Rng = np.random.Generator
WORDS = "STOP TAXI POLICE CUSTOMS EXIT OPEN SALE CAFE TRANSIT CARGO EXPRESS MAN VOLVO SCANIA DAF MERCEDES TOYOTA FORD BUS SCHOOL HOTEL MARKET BANK PARKING LADA KAMAZ DHL MAERSK COSCO LOGISTICS OIL GAS DIESEL TIR KASPI BEELINE ALTYN ORDO MIN MAX KM".split()


def words(rng: Rng) -> str:
    """One line of such lettering."""
    kind = rng.integers(5)
    if kind == 0:
        return pick(rng, ["999 99 99", "9 999 999 99 99", "0 800 999 999"])
    if kind == 1:
        return "".join(pick(rng, list("LLL9  ")) for _ in range(int(rng.integers(12, 30))))
    if kind == 2:
        return " ".join(pick(rng, WORDS) for _ in range(int(rng.integers(2, 4))))
    if kind == 3:
        return pick(rng, ["99", "999 KM", "4.9 9", "LL", "9"]).replace(".", "")
    return pick(rng, WORDS)


def draw_lettering(rng: Rng, shared: str) -> np.ndarray:
    """A board with one to four lines of lettering, uint8 RGB."""
    lines = int(rng.integers(1, 5)) if rng.random() < 0.6 else 1
    tall = int(rng.uniform(30, 90))
    longest = 0
    texts = []
    for _ in range(lines):
        text = words(rng)
        text = text if any(w in text for w in WORDS) else expand(rng, text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        texts.append(text)
        longest = max(longest, len(text))
    width, height = int(min(900, longest * tall * 0.62 + 20)), int(lines * tall * 1.3 + 12)
    image = np.empty((height, width, 3), np.uint8)
    image[:] = rng.uniform(0, 255, 3) if rng.random() < 0.7 else shift(rng, (235, 235, 235))
    ink = np.zeros((height, width), np.uint8)
    face = pick(rng, faces(pick(rng, ["grotesque", "narrow", "din"]), shared)[0])
    for i, text in enumerate(texts):
        draw_slot(rng, ink, image, text, (6, 6 + i * tall * 1.3 + tall * 0.12, width - 12, tall), face, rng.uniform(0.8, 1.3))
    tone = rng.uniform(0, 255, 3)
    if abs(tone.mean() - image[0, 0].mean()) < 60:
        tone = 255 - image[0, 0].astype(np.float32)
    alpha = ink[..., None].astype(np.float32) / 255
    image = (image * (1 - alpha) + tone * alpha).astype(np.uint8)
    if rng.random() < 0.3:
        cv2.rectangle(image, (2, 2), (width - 3, height - 3), tone.tolist(), int(rng.integers(1, 5)))
    return image
