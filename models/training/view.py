"""Geometry: how a plate is seen, and how a seen plate is warped for the reader.

A quad is float32 [4,2]: top-left, top-right, bottom-right, bottom-left of the plate as read, in px.
"""
import cv2
import numpy as np

from vocabulary import READER_HEIGHT, READER_WIDTH

Rng = np.random.Generator


def seen_quad(rng: Rng, aspect: float, width: float, yaw: float, pitch: float, roll: float) -> np.ndarray:
    """The corners of a plate of `aspect` seen at the given angles (degrees), about its middle; its face-on width is `width` px."""
    yaw, pitch, roll = np.radians([yaw, pitch, roll])
    plate = np.array([[-1, -1 / aspect, 0], [1, -1 / aspect, 0], [1, 1 / aspect, 0], [-1, 1 / aspect, 0]]) / 2
    about_y = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    about_z = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    points = plate @ (about_z @ about_x @ about_y).T
    distance = rng.uniform(3, 12)
    return (points[:, :2] / (1 + points[:, 2:] / distance) * width).astype(np.float32)


def random_view(rng: Rng, aspect: float, width: float, strength: float) -> np.ndarray:
    """A quad at random angles: mild when weak, yaw to 60 degrees when strong."""
    yaw = np.clip(rng.normal(0, 10 + 14 * strength), -60, 60) if rng.random() > 0.1 * strength else rng.uniform(-60, 60)
    return seen_quad(rng, aspect, width, yaw, np.clip(rng.normal(0, 6 + 6 * strength), -35, 35), np.clip(rng.normal(0, 2.5 + 3 * strength), -20, 20))


def paste(scene: np.ndarray, plate: np.ndarray, quad: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Put a plate picture into a scene at a quad; returns the scene and the plate's mask [H,W,1] 0..1."""
    height, width = scene.shape[:2]
    shown = max(np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[2] - quad[3]))
    tall = max(np.linalg.norm(quad[3] - quad[0]), np.linalg.norm(quad[2] - quad[1]))
    sx, sy = min(1.0, shown * 1.3 / plate.shape[1]), min(1.0, tall * 1.3 / plate.shape[0])
    if min(sx, sy) < 0.9:
        plate = cv2.resize(plate, (max(4, int(plate.shape[1] * sx)), max(4, int(plate.shape[0] * sy))), interpolation=cv2.INTER_AREA)
    h, w = plate.shape[:2]
    corners = np.float32([[-0.5, -0.5], [w - 0.5, -0.5], [w - 0.5, h - 0.5], [-0.5, h - 0.5]])
    matrix = cv2.getPerspectiveTransform(corners, quad.astype(np.float32))
    x0, y0 = np.maximum(np.floor(quad.min(0)).astype(int) - 2, 0)
    x1, y1 = np.minimum(np.ceil(quad.max(0)).astype(int) + 3, [width, height])
    mask = np.zeros((height, width, 1), np.float32)
    if x1 <= x0 or y1 <= y0:
        return scene, mask
    matrix = np.array([[1, 0, -x0], [0, 1, -y0], [0, 0, 1]], np.float64) @ matrix
    size = (int(x1 - x0), int(y1 - y0))
    part = cv2.warpPerspective(plate, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    cover = cv2.warpPerspective(np.full((h, w), 255, np.uint8), matrix, size, flags=cv2.INTER_LINEAR).astype(np.float32)[..., None] / 255
    scene = scene.copy()
    view = scene[y0:y1, x0:x1]
    scene[y0:y1, x0:x1] = (view * (1 - cover) + part * cover).astype(np.uint8)
    mask[y0:y1, x0:x1] = cover
    return scene, mask


def expand_quad(quad: np.ndarray, side: float, above: float) -> np.ndarray:
    """Move each corner outwards by `side` of its horizontal edge and `above` of its vertical edge."""
    tl, tr, br, bl = quad
    top, bottom, left, right = tr - tl, br - bl, bl - tl, br - tr
    return np.float32([tl - side * top - above * left, tr + side * top - above * right, br + side * bottom + above * right, bl - side * bottom + above * left])


def quad_aspect(quad: np.ndarray) -> float:
    """Mean width over mean height."""
    tl, tr, br, bl = quad
    return float((np.linalg.norm(tr - tl) + np.linalg.norm(br - bl)) / max(1e-6, np.linalg.norm(bl - tl) + np.linalg.norm(br - tr)))


def reader_input(image: np.ndarray, quad: np.ndarray, lines: int) -> np.ndarray:
    """The reader's uint8 picture [48,160,3]; two lines are cut at half height and set side by side."""
    w, h = (READER_WIDTH, READER_HEIGHT) if lines == 1 else (READER_WIDTH // 2, READER_HEIGHT * 2)
    target = np.float32([[0, 0], [w, 0], [w, h], [0, h]]) - 0.5
    flat = cv2.warpPerspective(image, cv2.getPerspectiveTransform(quad.astype(np.float32), target), (w, h), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return flat if lines == 1 else np.hstack([flat[: h // 2], flat[h // 2 :]])
