"""Train the detector on drawn shards with bf16 autocast.

Run: python3 models/training/train_detector.py --data train --minutes 60 --threads 1
Shards that appear during the run are taken up. Writes out/detector.pt every 250 steps.
"""
import argparse
import json
import math
import time
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from detector_net import DetectorNet
from settings import OUT
from vocabulary import STRIDE

WHOLE, CROP = (640, 480), (320, 320)  # network input of a step, width and height in px
BATCH = {WHOLE: 4, CROP: 10}
WHOLE_EVERY = 4  # one step in so many sees whole pictures, the others crops about a plate, which cost a third
Rng = np.random.Generator


class Shards:
    """Drawn detector shards, mapped from disk."""

    def __init__(self, names: str) -> None:
        files = [f for name in names.split(",") for f in sorted((OUT / "detector" / name).glob("*_????.npy"))]
        self.pictures = [np.load(f, mmap_mode="r") for f in files]
        self.labels = [json.loads(f.with_suffix(".json").read_text()) for f in files]

    def pick(self, rng: Rng) -> tuple[np.ndarray, np.ndarray]:
        """A picture and its labels [n,9]."""
        s = int(rng.integers(len(self.pictures)))
        i = int(rng.integers(len(self.pictures[s])))
        return np.array(self.pictures[s][i]), np.array(self.labels[s][i], np.float32).reshape(-1, 9)


def augment(rng: Rng, image: np.ndarray, labels: np.ndarray, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """A view of `size` px: random zoom, shift, stretch and slant, and a change of light; a crop mostly holds a plate."""
    width, height = size
    zoom = np.exp(rng.uniform(-0.4, 0.35))
    plates = labels[labels[:, 8] > 0]
    aim = None
    if size == CROP and len(plates) and rng.random() < 0.85:
        quad = plates[int(rng.integers(len(plates))), :8].reshape(4, 2)
        span = (quad.max(0) - quad.min(0)).max()
        zoom = min(zoom, 0.85 * CROP[0] / span)
        aim = quad.mean(0)
    sx, sy = zoom * np.exp(rng.normal(0, 0.06)), zoom
    shear = rng.normal(0, 0.04)
    tx = (width - sx * image.shape[1]) * rng.random() - shear * image.shape[0] / 2
    ty = (height - sy * image.shape[0]) * rng.random()
    if aim is not None:
        tx = width * rng.uniform(0.2, 0.8) - sx * aim[0] - shear * aim[1]
        ty = height * rng.uniform(0.15, 0.85) - sy * aim[1]
    matrix = np.float32([[sx, shear, tx], [0, sy, ty]])
    level = int(rng.choice([0, 114, 128]))
    image = cv2.warpAffine(image, matrix, size, flags=cv2.INTER_LINEAR, borderValue=(level, level, level))
    labels = labels.copy()
    points = labels[:, :8].reshape(-1, 2)
    labels[:, :8] = (points @ matrix[:, :2].T + matrix[:, 2]).reshape(-1, 8)
    gain, lift = rng.uniform(0.75, 1.25), rng.uniform(-20, 20)
    tint = rng.normal(1, 0.04, 3) * gain
    return np.clip(image * tint.astype(np.float32) + np.float32(lift), 0, 255).astype(np.uint8), labels


def targets(labels: np.ndarray, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """heat [R,C], heat weight [R,C], corners [8,R,C] in cells from the cell centre, corner weight [R,C]."""
    columns, rows = size[0] // STRIDE, size[1] // STRIDE
    heat = np.zeros((rows, columns), np.float32)
    known = np.ones((rows, columns), np.float32)
    corners = np.zeros((8, rows, columns), np.float32)
    weight = np.zeros((rows, columns), np.float32)
    gx, gy = np.meshgrid(np.arange(columns, dtype=np.float32) + 0.5, np.arange(rows, dtype=np.float32) + 0.5)
    for *flat, kind in labels:
        quad = np.float32(flat).reshape(4, 2) / STRIDE
        centre, span = quad.mean(0), quad.max(0) - quad.min(0)
        cut = (quad.min(0) < -0.12 * span).any() or (quad.max(0) > np.array([columns, rows]) + 0.12 * span).any()
        if kind == 0 or cut or span[0] * STRIDE < 14:
            x0, y0 = np.maximum(np.floor(quad.min(0) - 0.5), 0).astype(int)
            x1, y1 = np.maximum(np.ceil(quad.max(0) + 0.5), 0).astype(int)
            known[y0:y1, x0:x1] = 0
            continue
        sigma = np.maximum(span * [0.09, 0.14], 0.7)
        bell = np.exp(-(((gx - centre[0]) / sigma[0]) ** 2 + ((gy - centre[1]) / sigma[1]) ** 2) / 2)
        bell[min(int(centre[1]), rows - 1), min(int(centre[0]), columns - 1)] = 1
        heat = np.maximum(heat, bell)
        near = bell > 0.35
        tall = (np.linalg.norm(quad[3] - quad[0]) + np.linalg.norm(quad[2] - quad[1])) / 2
        share = (1.0 if kind == 2 else 0.1) / max(1.0, tall) ** 0.7
        better = near & (bell * share > weight)
        for i in range(4):
            corners[2 * i][better] = (quad[i, 0] - gx)[better]
            corners[2 * i + 1][better] = (quad[i, 1] - gy)[better]
        weight[better] = (bell * share)[better]
    return heat, known, corners, weight


def batch_of(rng: Rng, shards: Shards, size: tuple[int, int]) -> tuple[Tensor, ...]:
    pictures, rest = [], []
    for _ in range(BATCH[size]):
        image, labels = augment(rng, *shards.pick(rng), size)
        pictures.append(image)
        rest.append(targets(labels, size))
    x = torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).float().div_(255).contiguous(memory_format=torch.channels_last)
    return x, *(torch.from_numpy(np.stack(part)) for part in zip(*rest))


def losses(heat: Tensor, corners: Tensor, want: tuple[Tensor, ...]) -> tuple[Tensor, Tensor]:
    """Focal loss of the heat and weighted smooth L1 of the corners, both per plate."""
    true_heat, known, true_corners, weight = want
    logit = heat.float().squeeze(1)
    p = logit.sigmoid().clamp(1e-5, 1 - 1e-5)
    positive = (true_heat > 0.999).float()
    count = positive.sum().clamp(min=1)
    focal = -(positive * (1 - p) ** 2 * p.log() + (1 - positive) * (1 - true_heat) ** 4 * p**2 * (1 - p).log()) * known
    distance = F.smooth_l1_loss(corners.float(), true_corners, reduction="none", beta=0.15).sum(1)
    return focal.sum() / count, (distance * weight).sum() / weight.gt(0).float().sum().clamp(min=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="train")
    parser.add_argument("--minutes", type=float, default=60, help="length of the run and of its learning-rate schedule; with --resume, of what is left of it")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1.2e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--start", type=Path, help="a state whose weights this run starts from")
    parser.add_argument("--state", type=Path, default=OUT / "detector.pt")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(1)
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    net = DetectorNet().to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(net.parameters(), lr=options.rate, weight_decay=1e-3)
    average = {k: v.clone() for k, v in net.state_dict().items()}
    step, spent = 0, 0.0
    if options.start:
        net.load_state_dict(torch.load(options.start)["net"])
        average = {k: v.clone() for k, v in net.state_dict().items()}
    if options.resume:
        state = torch.load(options.state)
        net.load_state_dict(state["live"])
        optimiser.load_state_dict(state["optimiser"])
        average, step, spent = state["net"], state["step"], state["spent"]
    start = time.time()
    shards = Shards(options.data)
    recent: list[tuple[float, float]] = []
    while True:
        if step % 250 == 0:
            shards = Shards(options.data)
        used = min(1.0, spent + (1 - spent) * (time.time() - start) / 60 / options.minutes)
        rate = options.rate * min(1, (step + 1) / 200) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * used)))
        for group in optimiser.param_groups:
            group["lr"] = rate
        x, *want = batch_of(rng, shards, WHOLE if step % WHOLE_EVERY == 0 else CROP)
        net.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            heat, corners = net(x)
        seen, placed = losses(heat, corners, tuple(want))
        loss = seen + placed
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 10.0)
        optimiser.step()
        recent.append((float(seen), float(placed)))
        step += 1
        decay = min(0.998, step / (step + 50))
        for key, value in net.state_dict().items():
            if value.dtype.is_floating_point:
                average[key].mul_(decay).add_(value.detach(), alpha=1 - decay)
            else:
                average[key].copy_(value)
        minutes = (time.time() - start) / 60
        if step % 25 == 0:
            mean = np.mean(recent[-50:], 0)
            print(json.dumps({"step": step, "minutes": round(minutes, 1), "heat": round(float(mean[0]), 4), "corners": round(float(mean[1]), 4), "rate": round(rate, 6)}), flush=True)
        ended = minutes > options.minutes
        if step % 250 == 0 or ended:
            torch.save({"net": average, "live": net.state_dict(), "optimiser": optimiser.state_dict(), "step": step, "spent": used}, options.state.with_suffix(".part"))
            options.state.with_suffix(".part").rename(options.state)
        if ended:
            break


if __name__ == "__main__":
    main()
