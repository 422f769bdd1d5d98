"""Trains the line net or the zone net on the shards that exist; takes up new ones. Writes out/documents/NET.pt.

Run: python3 models/training/documents/train.py line --minutes 40
"""
import argparse
import json
import math
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from draw_page import shared  # noqa: F401  puts the parent folder on the path
from nets import LineNet, ZoneNet
from settings import OUT

CROP = 416


def line_batch(data: dict, rng: np.random.Generator, count: int) -> tuple[torch.Tensor, ...]:
    """Windows of strips, the sign of each step (37: none), its phase, its weight."""
    picks = rng.integers(0, len(data["strips"]), count)
    xs, signs, phases = [], [], []
    steps = np.arange(CROP // 4) * 4 + 2.0
    for i in picks:
        start = int(rng.integers(0, max(1, data["widths"][i] - CROP + 1)))
        window = data["strips"][i][:, start : start + CROP].astype(np.float32) / 255
        xs.append(np.clip((window - 0.5) * rng.uniform(0.7, 1.2) + 0.5 + rng.uniform(-0.1, 0.1), 0, 1))
        text = data["texts"][i][data["texts"][i] >= 0]
        place = data["places"][i][: len(text)] - start
        u = np.interp(steps, place, np.arange(len(text)))
        pitch = (place[-1] - place[0]) / (len(text) - 1)
        u = np.where(steps < place[0], (steps - place[0]) / pitch, np.where(steps > place[-1], len(text) - 1 + (steps - place[-1]) / pitch, u))
        nearest = np.round(u).astype(int)
        inside = (nearest >= 0) & (nearest < len(text))
        signs.append(np.where(inside, text[np.clip(nearest, 0, len(text) - 1)], 37))
        phases.append(np.where(inside, u - nearest, np.nan))
    return torch.from_numpy(np.stack(xs)[:, None]), torch.from_numpy(np.stack(signs)).long(), torch.from_numpy(np.stack(phases)).float()


def line_loss(net: torch.nn.Module, batch: tuple[torch.Tensor, ...]) -> torch.Tensor:
    x, signs, phase = batch
    with torch.autocast("cpu", dtype=torch.bfloat16):
        out = net(x)
    out = out.float()
    inside = ~phase.isnan()
    angle = torch.nan_to_num(phase) * 2 * math.pi
    weight = torch.where(inside, 0.15 + 0.85 * torch.cos(angle / 2) ** 2, torch.tensor(1.0))
    entropy = (F.cross_entropy(out[..., :-2].transpose(1, 2), signs, reduction="none") * weight).sum() / weight.sum()
    target = torch.stack([angle.cos(), angle.sin()], -1)
    return entropy + 0.5 * ((out[..., -2:] - target) ** 2).sum(-1)[inside].mean()


def zone_batch(data: dict, rng: np.random.Generator, count: int) -> tuple[torch.Tensor, ...]:
    """Pictures turned by quarters; the direction turns with them."""
    xs, ys = [], []
    for i in rng.integers(0, len(data["pictures"]), count):
        picture, maps = data["pictures"][i].astype(np.float32) / 255, data["maps"][i].astype(np.float32)
        quarter = int(rng.integers(0, 4))
        picture, maps = np.rot90(picture, quarter), np.rot90(maps, quarter, (1, 2)).copy()
        for _ in range(quarter):  # anticlockwise: (x, y down) -> (y, -x)
            maps[1], maps[2] = maps[2].copy(), -maps[1]
        xs.append(np.clip((picture - 0.5) * rng.uniform(0.7, 1.2) + 0.5 + rng.uniform(-0.1, 0.1), 0, 1)[None])
        ys.append(maps)
    return torch.from_numpy(np.stack(xs).astype(np.float32)), torch.from_numpy(np.stack(ys))


def zone_loss(net: torch.nn.Module, batch: tuple[torch.Tensor, ...]) -> torch.Tensor:
    x, y = batch
    with torch.autocast("cpu", dtype=torch.bfloat16):
        out = net(x)
    out = out.float()
    hit = y[:, 0] > 0.5
    heat = F.binary_cross_entropy_with_logits(out[:, 0], y[:, 0], pos_weight=torch.tensor(3.0))
    if not hit.any():
        return heat * 4
    rest = sum(w * F.smooth_l1_loss(out[:, i][hit], y[:, i][hit], beta=0.1) for i, w in ((1, 1), (2, 1), (3, 1), (4, 1)))
    return heat * 4 + rest


def load(folder: Path, kind: str) -> dict:
    names = ("strips", "widths", "texts", "places") if kind == "line" else ("pictures", "maps")
    shards = [np.load(f) for f in sorted(folder.glob("????.npz"))]
    return {n: np.concatenate([s[n] for s in shards]) for n in names} | {"shards": len(shards)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("net", choices=["line", "zone"])
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    net = (LineNet() if options.net == "line" else ZoneNet()).to(memory_format=torch.channels_last)
    state = OUT / f"documents/{options.net}.pt"
    if options.resume:
        net.load_state_dict(torch.load(state))
    optimiser = torch.optim.AdamW(net.parameters(), lr=options.rate, weight_decay=1e-3)
    average = {k: v.clone() for k, v in net.state_dict().items()}
    make, loss_of, count = (line_batch, line_loss, 24) if options.net == "line" else (zone_batch, zone_loss, 6)
    folder = OUT / "documents/train"
    while not list(folder.glob("????.npz")):
        time.sleep(1)
    start, step, data, recent = time.time(), 0, load(folder, options.net), []
    while (used := (time.time() - start) / 60 / options.minutes) < 1:
        if step % 40 == 0 and len(list(folder.glob("????.npz"))) > data["shards"]:
            data = load(folder, options.net)
        for group in optimiser.param_groups:
            group["lr"] = options.rate * min(1, (step + 1) / 30) * (0.02 + 0.49 * (1 + math.cos(math.pi * used)))
        loss = loss_of(net, make(data, rng, count))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        recent.append(float(loss.detach()))
        step += 1
        decay = min(0.995, step / (step + 20))
        for key, value in net.state_dict().items():
            average[key] = average[key] * decay + value * (1 - decay) if value.dtype.is_floating_point else value
        if step % 20 == 0:
            print(json.dumps({"step": step, "minutes": round((time.time() - start) / 60, 2), "loss": round(float(np.mean(recent[-20:])), 4), "shards": data["shards"]}), flush=True)
            torch.save(average, state.with_suffix(".part"))
            state.with_suffix(".part").rename(state)
    torch.save(average, state)


if __name__ == "__main__":
    sys.exit(main())
