"""What is no plate: lettering of signs, adverts, phone numbers and machine readable lines, grilles, badges, lamps."""
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


def draw_grille(rng: Rng) -> np.ndarray:
    """Bars, a mesh or a vent of a plate's shape, sometimes with a badge in it."""
    height, width = int(rng.integers(50, 110)), int(rng.integers(160, 420))
    image = np.empty((height, width, 3), np.uint8)
    image[:] = shift(rng, pick(rng, [(25, 25, 28), (70, 70, 75), (190, 190, 195)]), 20)
    tone = shift(rng, pick(rng, [(200, 200, 205), (15, 15, 18), (110, 110, 115)]), 20).tolist()
    pitch, thick = int(rng.integers(6, 24)), int(rng.integers(2, 8))
    kind = rng.integers(3)
    for x in range(0, width + height, pitch):
        if kind != 1:
            cv2.line(image, (x, 0), (x - (0 if kind == 0 else height // 2), height), tone, thick, cv2.LINE_AA)
        if kind != 0 and x < height:
            cv2.line(image, (0, x), (width, x), tone, thick, cv2.LINE_AA)
    if rng.random() < 0.5:
        centre, radius = (width // 2, height // 2), int(height * rng.uniform(0.25, 0.5))
        cv2.ellipse(image, centre, (int(radius * rng.uniform(0.8, 1.6)), radius), 0, 0, 360, shift(rng, (190, 190, 195), 30).tolist(), int(rng.integers(3, 8)) if rng.random() < 0.6 else -1, cv2.LINE_AA)
        cv2.line(image, (centre[0], centre[1] - radius), (centre[0], centre[1] + radius), tone, 3, cv2.LINE_AA)
    return image


def draw_road_sign(rng: Rng, shared: str) -> np.ndarray:
    """A round, square or long sign with a number or a word, on a coloured field with a rim."""
    text = pick(rng, [str(rng.integers(1, 13) * 10), pick(rng, WORDS), f"{pick(rng, list('AMPE'))}{rng.integers(1, 400)}", f"{rng.integers(1, 99)} T", f"{rng.integers(1, 6)}.{rng.integers(10)}M"]).replace(".", " ")
    height = int(rng.integers(60, 120))
    width = int(min(500, max(height, len(text) * height * 0.5)))
    field, rim = pick(rng, [((240, 240, 240), (200, 20, 30)), ((20, 70, 170), (240, 240, 240)), ((10, 110, 60), (240, 240, 240)), ((250, 200, 30), (20, 20, 20)), ((200, 20, 30), (240, 240, 240))])
    image = np.empty((height, width, 3), np.uint8)
    image[:] = shift(rng, field)
    cv2.rectangle(image, (3, 3), (width - 4, height - 4), rim, int(rng.integers(3, 9)), cv2.LINE_AA)
    ink = np.zeros((height, width), np.uint8)
    draw_slot(rng, ink, image, text, (width * 0.12, height * 0.24, width * 0.76, height * 0.52), pick(rng, faces(pick(rng, ["grotesque", "din"]), shared)[0]), 1.0)
    alpha = ink[..., None].astype(np.float32) / 255
    tone = np.float32(rim if field != (240, 240, 240) else (20, 20, 20))
    return (image * (1 - alpha) + tone * alpha).astype(np.uint8)


def draw_no_plate(rng: Rng, shared: str) -> np.ndarray:
    """One such thing."""
    kind = rng.random()
    return draw_lettering(rng, shared) if kind < 0.5 else draw_grille(rng) if kind < 0.75 else draw_road_sign(rng, shared)
