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
from nets import SIGNS, LineNet, ZoneNet
from settings import OUT

Rng = np.random.Generator
CROP, BATCH = 416, {"line": 24, "zone": 6}
NAMES = {"line": ("strips", "signs", "places", "offsets", "heights"), "zone": ("pictures", "maps")}
NONE = SIGNS - 1


class Pool:
    """The newest shards, as many as may lie in memory."""

    def __init__(self, folder: Path, kind: str, most: int) -> None:
        self.folder, self.kind, self.most, self.shards, self.seen = folder, kind, most, {}, 0
        while not self.shards:
            self.refresh()
            time.sleep(0.5 if not self.shards else 0)

    def refresh(self) -> None:
        for file in sorted(self.folder.glob("?????.npz"))[-self.most :]:
            if file.name in self.shards:
                continue
            try:
                with np.load(file) as data:
                    self.shards[file.name] = {n: data[n] for n in NAMES[self.kind]}
                    self.seen += 1
            except FileNotFoundError:  # taken away meanwhile
                continue
        for name in sorted(self.shards)[: -self.most]:
            del self.shards[name]
        self.names = list(self.shards)

    def pick(self, rng: Rng) -> dict:
        shard = self.shards[self.names[rng.integers(len(self.names))]]
        i = int(rng.integers(len(shard[NAMES[self.kind][0]])))
        return {n: v[i] for n, v in shard.items()}


def contrast(rng: Rng, grey: np.ndarray) -> np.ndarray:
    """Another light: level, contrast, gamma, now and then strongly faded."""
    grey = grey.astype(np.float32) / 255
    if rng.random() < 0.3:
        grey = grey ** np.float32(np.exp(rng.normal(0, 0.35)))
    gain = rng.uniform(0.3, 0.7) if rng.random() < 0.15 else rng.uniform(0.7, 1.25)
    return np.clip((grey - 0.5) * gain + 0.5 + rng.uniform(-0.12, 0.12), 0, 1).astype(np.float32)


def line_batch(pool: Pool, rng: Rng, count: int) -> tuple[torch.Tensor, ...]:
    """Windows of strips; of each step its sign, phase, frame (offset, height), and whether the strip is upright (nan: not told)."""
    rows = []
    steps = np.arange(CROP // 4) * 4 + 2.0
    for _ in range(count):
        one = pool.pick(rng)
        width, text = int(one["signs"][0]), one["signs"][1:]
        text = text[text >= 0]
        start = int(rng.integers(0, max(1, width - CROP + 1)))
        window = one["strips"][:, start : start + CROP]
        if width < CROP:  # the rest is no picture: a level
            window = window.copy()
            window[:, width:] = window[:, :width].mean()
        window = contrast(rng, window)
        if rng.random() < 0.2:
            window = window + rng.standard_normal(window.shape, np.float32) * np.float32(rng.uniform(0, 0.05))
        signs, phase, frame, upright = np.full(len(steps), NONE), np.full(len(steps), np.nan), np.full((len(steps), 2), np.nan), np.full(len(steps), np.nan)
        if len(text):
            place = one["places"][: len(text)] - start
            count_of = np.arange(len(text))
            u = np.interp(steps, place, count_of)
            pitch = (place[-1] - place[0]) / (len(text) - 1)
            u = np.where(steps < place[0], (steps - place[0]) / pitch, np.where(steps > place[-1], len(text) - 1 + (steps - place[-1]) / pitch, u))
            nearest = np.round(u).astype(int)
            inside = (nearest >= 0) & (nearest < len(text)) & (steps + start < width)
            signs = np.where(inside, text[np.clip(nearest, 0, len(text) - 1)], NONE)
            phase = np.where(inside, u - nearest, np.nan)
            down = np.interp(steps, place, one["offsets"][: len(text)])
            frame = np.where(inside[:, None], np.stack([down, np.full(len(steps), one["heights"])], 1), np.nan)
            upright = np.where(inside, 1.0, np.nan)
            if rng.random() < 0.1:  # upside down: nothing else is asked of it
                window = np.ascontiguousarray(window[::-1, ::-1])
                upright = np.where(inside, 0.0, np.nan)[::-1].copy()
                signs, phase, frame = np.full(len(steps), -100), np.full(len(steps), np.nan), np.full((len(steps), 2), np.nan)
        rows.append((window[None], signs, phase, frame, upright))
    return tuple(torch.from_numpy(np.stack(column)).to(torch.int64 if i == 1 else torch.float32) for i, column in enumerate(zip(*rows)))


def line_loss(net: torch.nn.Module, batch: tuple[torch.Tensor, ...]) -> torch.Tensor:
    x, signs, phase, frame, upright = batch
    with torch.autocast("cpu", dtype=torch.bfloat16):
        out = net(x)
    out = out.float()
    inside = ~phase.isnan()
    angle = torch.nan_to_num(phase) * 2 * math.pi
    weight = torch.where(inside, 0.15 + 0.85 * torch.cos(angle / 2) ** 2, torch.tensor(1.0)) * (signs >= 0)
    entropy = (F.cross_entropy(out[..., :SIGNS].transpose(1, 2), signs, reduction="none") * weight).sum() / weight.sum()
    target = torch.stack([angle.cos(), angle.sin()], -1)
    where = ((out[..., SIGNS : SIGNS + 2] - target) ** 2).sum(-1)[inside].mean()
    framed = F.smooth_l1_loss(out[..., SIGNS + 2 : SIGNS + 4][inside], frame[inside], beta=0.05)
    told = ~upright.isnan()
    way = F.binary_cross_entropy_with_logits(out[..., SIGNS + 4][told], upright[told])
    return entropy + 0.4 * where + 0.5 * framed + 0.05 * way


def zone_batch(pool: Pool, rng: Rng, count: int) -> tuple[torch.Tensor, ...]:
    """Pictures turned by quarters; the direction turns with them."""
    xs, ys = [], []
    for _ in range(count):
        one = pool.pick(rng)
        picture, maps = contrast(rng, one["pictures"]), one["maps"].astype(np.float32)
        quarter = int(rng.integers(0, 4))
        picture, maps = np.rot90(picture, quarter), np.rot90(maps, quarter, (1, 2)).copy()
        for _ in range(quarter):  # anticlockwise: (x, y down) -> (y, -x)
            maps[1], maps[2] = maps[2].copy(), -maps[1]
        xs.append(picture[None])
        ys.append(maps)
    return torch.from_numpy(np.stack(xs)), torch.from_numpy(np.stack(ys))


def zone_loss(net: torch.nn.Module, batch: tuple[torch.Tensor, ...]) -> torch.Tensor:
    x, y = batch
    with torch.autocast("cpu", dtype=torch.bfloat16):
        out = net(x)
    out = out.float()
    hit = y[:, 0] > 0.5
    heat = F.binary_cross_entropy_with_logits(out[:, 0], y[:, 0], pos_weight=torch.tensor(3.0))
    if not hit.any():
        return heat * 4
    rest = sum(F.smooth_l1_loss(out[:, i][hit], y[:, i][hit], beta=0.1) for i in range(1, 5))
    return heat * 4 + rest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("net", choices=["line", "zone"])
    parser.add_argument("--minutes", type=float, default=40, help="of this process's own time on a core")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shards", type=int, default=60, help="most shards in memory")
    parser.add_argument("--pages", type=Path, default=OUT / "documents/pages")
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
    make, loss_of = (line_batch, line_loss) if options.net == "line" else (zone_batch, zone_loss)
    pool = Pool(options.pages, options.net, options.shards)
    start, step, recent = time.process_time(), 0, []
    while (used := (time.process_time() - start) / 60 / options.minutes) < 1:
        if step % 50 == 0:
            pool.refresh()
        for group in optimiser.param_groups:
            group["lr"] = options.rate * min(1, (step + 1) / 30) * (0.02 + 0.49 * (1 + math.cos(math.pi * used)))
        loss = loss_of(net, make(pool, rng, BATCH[options.net]))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        recent.append(float(loss.detach()))
        step += 1
        decay = min(0.998, step / (step + 20))
        with torch.no_grad():
            for key, value in net.state_dict().items():
                if value.dtype.is_floating_point:
                    average[key].mul_(decay).add_(value, alpha=1 - decay)
                else:
                    average[key] = value.clone()
        if step % 50 == 0:
            print(json.dumps({"step": step, "minutes": round((time.process_time() - start) / 60, 2), "loss": round(float(np.mean(recent[-50:])), 4), "shards": pool.seen}), flush=True)
            torch.save(average, state.with_suffix(".part"))
            state.with_suffix(".part").rename(state)
    torch.save(average, state)


if __name__ == "__main__":
    main()
