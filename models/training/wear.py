"""Wear of the plate itself and of its capture. Pictures are uint8 RGB; strength runs from 0 (weak) to 1 (strong)."""
import cv2
import numpy as np

Rng = np.random.Generator


def clouds(rng: Rng, height: int, width: int, grain: int) -> np.ndarray:
    """Smooth noise 0..1; `grain` is the number of blobs across the longer side."""
    long = max(height, width)
    small = rng.random((max(2, grain * height // long + 2), max(2, grain * width // long + 2)), np.float32)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)


def blend(image: np.ndarray, alpha: np.ndarray, colour: np.ndarray | tuple[float, float, float]) -> np.ndarray:
    a = np.clip(alpha, 0, 1)[..., None].astype(np.float32)
    return np.clip(image * (1 - a) + np.asarray(colour, np.float32) * a, 0, 255).astype(np.uint8)


def snow(rng: Rng, image: np.ndarray, strength: float) -> np.ndarray:
    """Snow that lies on the upper or lower edge, and flakes that stick."""
    height, width = image.shape[:2]
    deep = rng.uniform(0.02, 0.1 + 0.15 * strength) * height
    edge = deep * (0.3 + 1.4 * clouds(rng, 1, width, int(rng.integers(4, 20)))[0])
    rows = np.arange(height, dtype=np.float32)[:, None]
    lying = np.clip(edge[None] - (rows if rng.random() < 0.6 else height - 1 - rows), 0, 2) / 2
    for _ in range(int(rng.poisson(4 + 14 * strength))):
        cv2.circle(lying, (int(rng.uniform(0, width)), int(rng.uniform(0, height))), int(rng.uniform(1, 3 + 3 * strength)), 1.0, -1, cv2.LINE_AA)
    return blend(image, cv2.GaussianBlur(lying, (0, 0), 1.2), (235, 238, 245))


def wear_plate(rng: Rng, image: np.ndarray, strength: float) -> np.ndarray:
    """Dirt, fading, scratches, snow and shade on the plate."""
    height, width = image.shape[:2]
    if rng.random() < 0.03 + 0.07 * strength:
        image = snow(rng, image, strength)
    if rng.random() < 0.2 + 0.4 * strength:  # dirt and dust
        tone = rng.uniform(40, 150) * np.array([1, rng.uniform(0.85, 1), rng.uniform(0.6, 0.95)])
        level = rng.uniform(0.55, 0.8) - 0.12 * strength
        alpha = (clouds(rng, height, width, int(rng.integers(4, 26))) - level) * rng.uniform(1.5, 5)
        image = blend(image, np.minimum(alpha, rng.uniform(0.3, 0.65 + 0.25 * strength)), tone)
    if rng.random() < 0.15 + 0.2 * strength:  # mud rising from the lower edge
        rise = np.linspace(-rng.uniform(0.4, 1.0), rng.uniform(0.1, 0.5), height, dtype=np.float32)[:, None]
        alpha = (rise + clouds(rng, height, width, 12) * 0.5) * rng.uniform(0.5, 1.2)
        image = blend(image, np.minimum(alpha, 0.45 + 0.3 * strength), (rng.uniform(60, 140), rng.uniform(55, 120), rng.uniform(45, 100)))
    if rng.random() < 0.25:  # faded ink or paper
        image = blend(image, np.full((height, width), rng.uniform(0.05, 0.25 + 0.25 * strength), np.float32), image.reshape(-1, 3).mean(0))
    for _ in range(int(rng.poisson(0.4 + 1.2 * strength))):  # scratches
        a, b = rng.uniform(0, width, 2), rng.uniform(0, height, 2)
        level = float(rng.uniform(60, 250))
        cv2.line(image, (int(a[0]), int(b[0])), (int(a[0] + rng.normal(0, 40)), int(b[0] + rng.normal(0, 40))), (level, level, level), int(rng.integers(1, 3)), cv2.LINE_AA)
    if rng.random() < 0.25 + 0.15 * strength:  # an edge of shade
        shade = np.zeros((height, width), np.float32)
        slope, edge = rng.normal(0, 0.4), rng.uniform(0, 1)
        grid = np.mgrid[0:height, 0:width].astype(np.float32)
        line = grid[0] / height + slope * (grid[1] / width - 0.5) - edge if rng.random() < 0.6 else grid[1] / width + slope * (grid[0] / height - 0.5) - edge
        shade[line * (1 if rng.random() < 0.5 else -1) > 0] = rng.uniform(0.25, 0.55 + 0.15 * strength)
        image = blend(image, cv2.GaussianBlur(shade, (0, 0), rng.uniform(1, 8)), (0, 0, 0))
    if rng.random() < 0.12 + 0.1 * strength:  # a bent plate
        amp, phase = rng.uniform(1, 2 + 4 * strength), rng.uniform(0, 6.28)
        gx, gy = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
        wave = amp * np.sin(gx / width * rng.uniform(2, 8) + phase)
        image = cv2.remap(image, gx, gy + wave.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return image


def motion_kernel(length: float, angle: float) -> np.ndarray:
    """A line kernel of `length` px at `angle` degrees."""
    size = max(3, int(np.ceil(length)) | 1)
    kernel = np.zeros((size, size), np.float32)
    dx, dy = np.cos(np.radians(angle)) * length / 2, np.sin(np.radians(angle)) * length / 2
    c = size // 2
    cv2.line(kernel, (round(c - dx), round(c - dy)), (round(c + dx), round(c + dy)), 1.0, 1, cv2.LINE_AA)
    return kernel / kernel.sum()


def light(rng: Rng, image: np.ndarray, strength: float) -> np.ndarray:
    """Exposure, gamma, cast and an uneven light; sometimes an infrared or grey camera."""
    height, width = image.shape[:2]
    out = image.astype(np.float32) / 255
    out = out ** np.float32(np.exp(rng.normal(0, 0.2 + 0.2 * strength)))
    out *= np.float32(np.exp(rng.normal(-0.1, 0.2 + 0.15 * strength)))
    out *= np.exp(rng.normal(0, 0.05 + 0.05 * strength, 3)).astype(np.float32)
    if rng.random() < 0.3:
        ramp = np.linspace(rng.uniform(0.5, 1), rng.uniform(0.8, 1.4), width, dtype=np.float32)[None, :, None]
        out *= ramp if rng.random() < 0.5 else ramp[:, ::-1]
    if rng.random() < 0.3:  # haze, weak contrast
        lift = np.float32(rng.uniform(0.05, 0.2 + 0.25 * strength))
        out = out * (1 - lift) + lift * np.float32(rng.uniform(0.2, 0.9))
    if rng.random() < 0.08:  # low sun: a hard bright wedge
        gx, gy = np.meshgrid(np.linspace(-0.5, 0.5, width, dtype=np.float32), np.linspace(-0.5, 0.5, height, dtype=np.float32))
        out = out * (1 + rng.uniform(0.3, 0.6 + 0.6 * strength) * (gx * rng.normal() + gy * rng.normal() > rng.normal(0, 0.3)))[..., None].astype(np.float32)
    if rng.random() < 0.12 + 0.1 * strength:
        grey = out @ np.array([0.4, 0.4, 0.2], np.float32)
        out = np.repeat(grey[..., None], 3, 2)
    return np.clip(out * 255, 0, 255).astype(np.uint8)


def glare(rng: Rng, image: np.ndarray, reach: float) -> np.ndarray:
    """A lamp or a low sun: a bright blob of about `reach` px with a soft skirt."""
    height, width = image.shape[:2]
    gx, gy = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    cx, cy = rng.uniform(-0.1, 1.1) * width, rng.uniform(-0.1, 1.1) * height
    distance = ((gx - cx) ** 2 + ((gy - cy) * rng.uniform(0.7, 2)) ** 2) / (reach * reach)
    level = rng.uniform(0.35, 0.95) / (1 + distance * rng.uniform(2, 8))
    tone = np.array([255, rng.uniform(225, 255), rng.uniform(180, 255)])
    return np.clip(image + (level[..., None] * tone), 0, 255).astype(np.uint8)


def infrared(rng: Rng, image: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """A camera behind an infrared lamp: black-and-white, the plate bright and its ink dark, coloured ink paler, the rest dark."""
    red, green, blue = (image[..., i].astype(np.float32) for i in range(3))
    grey = red * rng.uniform(0.4, 0.9) + green * rng.uniform(0.1, 0.4) + blue * rng.uniform(0, 0.3)
    grey = grey / 255 * (mask[..., 0] * rng.uniform(0.8, 1.5) + (1 - mask[..., 0]) * rng.uniform(0.05, 0.4))
    gy, gx = np.mgrid[-0.5:0.5:image.shape[0] * 1j, -0.5:0.5:image.shape[1] * 1j].astype(np.float32)
    grey *= 1.1 - rng.uniform(0, 1.2) * ((gx - rng.normal(0, 0.2)) ** 2 + (gy - rng.normal(0, 0.2)) ** 2)
    return np.repeat(np.clip(grey * 255, 0, 255).astype(np.uint8)[..., None], 3, 2)


def bayer(rng: Rng, image: np.ndarray, strength: float) -> np.ndarray:
    """Noise of a sensor under its colour mosaic, spread by the demosaicing."""
    raw = np.empty(image.shape[:2], np.float32)
    raw[0::2, 0::2], raw[0::2, 1::2] = image[0::2, 0::2, 2], image[0::2, 1::2, 1]
    raw[1::2, 0::2], raw[1::2, 1::2] = image[1::2, 0::2, 1], image[1::2, 1::2, 0]
    raw += rng.standard_normal(raw.shape, np.float32) * np.sqrt(raw + 10) * np.float32(rng.uniform(0.2, 0.5 + 0.9 * strength))
    return cv2.cvtColor(np.clip(raw, 0, 255).astype(np.uint8), cv2.COLOR_BayerRG2RGB)


def low_resolution(rng: Rng, image: np.ndarray, by: float) -> np.ndarray:
    """The picture as a coarser camera or a resized stream gives it."""
    height, width = image.shape[:2]
    small = cv2.resize(image, (max(8, int(width / by)), max(8, int(height / by))), interpolation=cv2.INTER_AREA)
    return cv2.resize(small, (width, height), interpolation=pick_interpolation(rng))


def pick_interpolation(rng: Rng) -> int:
    return [cv2.INTER_NEAREST, cv2.INTER_LINEAR, cv2.INTER_CUBIC][int(rng.integers(3))]


def held_out_wear(rng: Rng, image: np.ndarray, strength: float, plate_width: float) -> np.ndarray:
    """Wear that no training picture has: a defocused disc, drops on the lens, WebP and a colour-poor stream, shot noise."""
    height, width = image.shape[:2]
    kind = rng.integers(4)
    if kind == 0:
        radius = max(0.6, plate_width / 160 * rng.uniform(0.5, 0.9 + 1.2 * strength))
        size = int(np.ceil(radius)) * 2 + 1
        grid = np.mgrid[:size, :size].astype(np.float32) - size // 2
        disc = np.clip(radius + 0.5 - np.hypot(grid[0], grid[1]), 0, 1)
        return cv2.filter2D(image, -1, disc / disc.sum())
    if kind == 1:
        gx, gy = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
        for _ in range(int(rng.integers(1, 3 + 4 * strength))):
            cx, cy, reach = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(0.06, 0.16) * height
            near = np.clip(1 - np.hypot(gx - cx, gy - cy) / reach, 0, 1) * rng.uniform(0.2, 0.7)
            gx, gy = gx + (cx - gx) * near, gy + (cy - gy) * near
        return cv2.remap(image, gx, gy, cv2.INTER_LINEAR)
    if kind == 2:
        yuv = cv2.cvtColor(image, cv2.COLOR_RGB2YCrCb)
        yuv[..., 1:] = cv2.resize(cv2.resize(yuv[..., 1:], None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), (width, height))
        image = cv2.cvtColor(yuv, cv2.COLOR_YCrCb2RGB)
        return cv2.imdecode(cv2.imencode(".webp", image, [cv2.IMWRITE_WEBP_QUALITY, int(rng.uniform(60 - 45 * strength, 90))])[1], cv2.IMREAD_COLOR)
    light_level = rng.uniform(0.15 + 0.5 * (1 - strength), 2.0)
    photons = image.astype(np.float32) * np.float32(light_level)
    return np.clip((photons + rng.standard_normal(image.shape, np.float32) * np.sqrt(photons)) / light_level, 0, 255).astype(np.uint8)


def capture(rng: Rng, image: np.ndarray, strength: float, plate_width: float, shutter: bool = True) -> np.ndarray:
    """What the camera adds: light, glare, rain, blur, rolling shutter (moves the picture), noise, JPEG. `plate_width` in px bounds the blur."""
    image = light(rng, image, strength)
    height, width = image.shape[:2]
    if rng.random() < 0.08 + 0.12 * strength:
        image = glare(rng, image, plate_width * rng.uniform(0.1, 0.5))
    if rng.random() < 0.02 + 0.06 * strength:
        for _ in range(int(rng.integers(5, 40))):
            x, y, length = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(0.05, 0.2) * height
            level = float(rng.uniform(140, 240))
            cv2.line(image, (int(x), int(y)), (int(x + length * 0.2), int(y + length)), (level, level, level), 1, cv2.LINE_AA)
    limit = plate_width / 160
    if rng.random() < 0.35 + 0.3 * strength:
        image = cv2.GaussianBlur(image, (0, 0), max(0.3, limit * rng.uniform(0.2, 0.7 + 0.8 * strength)))
    if rng.random() < 0.1 + 0.3 * strength:
        angle = rng.normal(0, 12) if rng.random() < 0.6 else rng.uniform(0, 180)
        image = cv2.filter2D(image, -1, motion_kernel(max(1.0, limit * rng.uniform(1, 2.5 + 3.5 * strength)), angle))
    if shutter and rng.random() < 0.05 + 0.1 * strength:  # rolling shutter: rows slide
        slide = rng.normal(0, 0.12)
        image = cv2.warpAffine(image, np.float32([[1, slide, -slide * height / 2], [0, 1, 0]]), (width, height), borderMode=cv2.BORDER_REPLICATE)
    if rng.random() < 0.08 + 0.08 * strength:
        image = low_resolution(rng, image, rng.uniform(1.1, max(1.3, min(2.0, plate_width / 70))))
    if rng.random() < 0.12:
        image = bayer(rng, image, strength)
    if rng.random() < 0.55:
        sigma = rng.uniform(1, 5 + 12 * strength)
        noise = rng.standard_normal((height, width, 1 if rng.random() < 0.5 else 3), np.float32) * np.float32(sigma)
        image = np.clip(image + noise, 0, 255).astype(np.uint8)
    if rng.random() < 0.7:
        quality = int(rng.uniform(75 - 50 * strength, 96))
        image = cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)
    return image


def night(rng: Rng, image: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Dark surroundings and a plate (mask 0..1) that throws the light back, with bloom."""
    out = image.astype(np.float32)
    out = out * (1 - mask) * rng.uniform(0.08, 0.5) + out * mask * rng.uniform(0.8, 1.7)
    if rng.random() < 0.5:
        bloom = cv2.GaussianBlur(np.maximum(out - 200, 0), (0, 0), rng.uniform(1, 5))
        out += bloom * rng.uniform(0.5, 2)
    return np.clip(out, 0, 255).astype(np.uint8)
