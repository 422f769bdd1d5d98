"""Train the reader on drawn shards (and the real training crops), CTC with bf16 autocast.

Run: python3 models/training/train_reader.py --weak weak --mixed mixed --minutes 60 --threads 1
The weak shards come first, until `--weak-steps`; then weak and mixed shards together. Several sets: `--mixed mixed,more`;
`--start STATE` trains on from the weights of
an earlier run with a new schedule. Stored samples are changed a little at each use, weakly worn ones also worn again
(rewear.py), so that they serve more often. What the net reads with ease comes seldom: samples are chosen by their loss,
that of their last use or, before the first, of a look at the whole shard.
Shards that appear during the run are taken up. Writes out/reader.pt (weights and state) every 250 steps.
"""
import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from evaluate_reader import Shards, exact_by_country, read_logits
from reader_net import ReaderNet
from real_crops import real_crops
from rewear import again
from settings import OUT, shared_folder
from vocabulary import ALPHABET, COUNTRIES

BATCH = 96
UNKNOWN = 0.5  # loss of a sample not yet used
MOST = 2.0  # loss a sign above which a picture teaches nothing but guessing


class Pool:
    """Batches over the shards that exist now, those samples most often that the net finds hard but not hopeless."""

    def __init__(self, names: list[str], rng: np.random.Generator, shared: str, real_share: float) -> None:
        self.rng, self.real_share = rng, real_share
        crops = real_crops(shared)
        self.real = [group for group in ([c for c in crops if c.country == "other"], [c for c in crops if c.country != "other"]) if group]
        self.losses: list[np.ndarray] = []  # one a shard; of a sample the loss of its last use
        self.refresh(names)

    def refresh(self, names: list[str]) -> None:
        """Take up new shards."""
        shards = Shards(names)
        known = {id_of(notes): losses for notes, losses in zip(self.shards.notes, self.losses)} if self.losses else {}
        self.shards = shards
        self.losses = [known.get(id_of(notes), np.full(len(pictures), UNKNOWN, np.float32)) for pictures, notes in zip(shards.pictures, shards.notes)]
        self.weigh()

    def unscored(self) -> int | None:
        """A shard of strong wear whose losses are not known; weakly worn samples are worn again, which no score foretells."""
        return next((i for i, (notes, losses) in enumerate(zip(self.shards.notes, self.losses)) if (losses == UNKNOWN).mean() > 0.5 and max(notes["strength"]) > 0.27), None)

    def weigh(self) -> None:
        """Chances by the losses: most near 1.2 a plate, few where the loss says that the picture cannot be read."""
        self.starts = np.cumsum([0, *map(len, self.losses)])
        losses = np.concatenate(self.losses)
        self.chances = np.cumsum(0.05 + losses * np.exp(-losses / 1.2))

    def scored(self, indices: np.ndarray, losses: np.ndarray) -> None:
        for index, loss in zip(indices, losses):
            shard = int(np.searchsorted(self.starts, index, side="right")) - 1
            self.losses[shard][index - self.starts[shard]] = loss

    def sample(self, index: int) -> tuple[np.ndarray, str, str, int]:
        shard = int(np.searchsorted(self.starts, index, side="right")) - 1
        i = int(index - self.starts[shard])
        notes, picture = self.shards.notes[shard], np.array(self.shards.pictures[shard][i])
        if notes["readable"][i] and self.rng.random() < (0.6 if notes["strength"][i] < 0.27 else 0.1):
            picture = again(self.rng, picture)
        return picture, notes["texts"][i], notes["countries"][i], notes["readable"][i]

    def batch(self) -> tuple[np.ndarray, list[str], np.ndarray, np.ndarray, np.ndarray]:
        """Pictures uint8 [n,48,160,3], texts, country indices, readable flags; indices of the drawn ones, which come first."""
        reals = int(round(BATCH * self.real_share)) if self.real else 0
        indices = np.searchsorted(self.chances, self.rng.random(BATCH - reals) * self.chances[-1], side="right")
        pictures, texts, countries, readable = map(list, zip(*(self.sample(i) for i in indices)))
        for _ in range(reals):
            group = self.real[int(self.rng.integers(len(self.real)))]
            crop = group[int(self.rng.integers(len(group)))]
            pictures.append(crop.draw(self.rng))
            texts.append(crop.text)
            countries.append(crop.country)
            readable.append(1)
        return np.stack(pictures), texts, np.array([COUNTRIES.index(c) for c in countries]), np.array(readable, np.float32), indices


def id_of(notes: dict[str, list]) -> str:
    """A shard by what is in it."""
    return "".join(notes["texts"][:12])


def score(net: ReaderNet, pool: Pool, shard: int) -> None:
    """The loss of each sample of a shard as stored."""
    net.eval()
    pictures, notes = pool.shards.pictures[shard], pool.shards.notes[shard]
    for first in range(0, len(pictures), BATCH):
        part = slice(first, first + BATCH)
        x = torch.from_numpy(np.array(pictures[part])).permute(0, 3, 1, 2).float().div_(255).contiguous(memory_format=torch.channels_last)
        with torch.no_grad():
            _, each = loss_of(net, x, notes["texts"][part], torch.tensor([COUNTRIES.index(c) for c in notes["countries"][part]]), torch.tensor(notes["readable"][part], dtype=torch.float32))
        pool.losses[shard][part] = each
    pool.weigh()


def tensor(pictures: np.ndarray, rng: np.random.Generator) -> Tensor:
    """NCHW floats 0..1, each changed a little: a small affine move, gamma, gain and lift, tint or grey, noise, an erased spot."""
    count = len(pictures)
    x = torch.from_numpy(pictures).permute(0, 3, 1, 2).float().div_(255)
    uniform = lambda low, high, *shape: torch.from_numpy(rng.uniform(low, high, (count, *shape)).astype(np.float32))
    sx, sy, shear, slope = uniform(0.95, 1.04, 1), uniform(0.93, 1.06, 1), uniform(-0.08, 0.08, 1), uniform(-0.03, 0.03, 1)
    tx, ty = uniform(-0.025, 0.025, 1), uniform(-0.05, 0.05, 1)
    moves = torch.cat([sx, shear, tx, slope, sy, ty], 1).view(count, 2, 3)
    moved = torch.from_numpy(rng.random(count) < 0.6)
    grid = F.affine_grid(moves[moved], [int(moved.sum()), 3, *x.shape[2:]], align_corners=False)
    x[moved] = F.grid_sample(x[moved], grid, padding_mode="border", align_corners=False)
    x = x.clamp_(1e-3, 1).pow(torch.exp(uniform(-0.3, 0.3, 1, 1, 1)))
    x = x * uniform(0.75, 1.25, 1, 1, 1) * uniform(0.93, 1.07, 3, 1, 1) + uniform(-0.08, 0.08, 1, 1, 1)
    grey = torch.from_numpy((rng.random(count) < 0.1).astype(np.float32)).view(-1, 1, 1, 1)
    x = x * (1 - grey) + x.mean(1, keepdim=True) * grey
    if rng.random() < 0.5:
        x = x + torch.randn(x.shape) * uniform(0, 0.04, 1, 1, 1)
    for i in np.flatnonzero(rng.random(count) < 0.08):  # a fly, a drop, a bolt: too small to hide a sign
        y, left = int(rng.integers(44)), int(rng.integers(154))
        x[i, :, y : y + int(rng.integers(2, 6)), left : left + int(rng.integers(2, 6))] = float(rng.random())
    return x.clamp_(0, 1).contiguous(memory_format=torch.channels_last)


def loss_of(net: ReaderNet, x: Tensor, texts: list[str], countries: Tensor, readable: Tensor) -> tuple[Tensor, np.ndarray]:
    """The whole loss, and for each picture how hard it is: CTC of the plate, or of an unreadable one three times its judgement."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        signs, country, judged = net(x)
    keep = readable > 0
    targets = [[ALPHABET.index(c) + 1 for c in text] for text in texts if text]
    lengths = torch.tensor([len(t) for t in targets])
    logp = signs.float()[keep].log_softmax(2).transpose(0, 1)
    steps = torch.full((logp.shape[1],), logp.shape[0], dtype=torch.long)
    ctc = F.ctc_loss(logp, torch.tensor([s for t in targets for s in t]), steps, lengths, reduction="none", zero_infinity=True)
    where = F.cross_entropy(country.float()[keep], countries[keep], label_smoothing=0.02)
    judge = F.binary_cross_entropy_with_logits(judged.float().squeeze(1), readable, reduction="none")
    each = 3 * judge.detach()
    each[keep] = ctc.detach()
    return (ctc / lengths).clamp(max=MOST).mean() + 0.15 * where + 0.3 * judge.mean(), each.numpy()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weak", default="weak")
    parser.add_argument("--mixed", default="mixed")
    parser.add_argument("--check", default="check")
    parser.add_argument("--weak-steps", type=int, default=1200)
    parser.add_argument("--minutes", type=float, default=60, help="length of the run and of its learning-rate schedule; with --resume, of what is left of it")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--start", type=Path, help="a state whose weights this run starts from")
    parser.add_argument("--average", type=float, default=0.998, help="decay of the averaged weights")
    parser.add_argument("--check-every", type=int, default=250)
    parser.add_argument("--state", type=Path, default=OUT / "reader.pt")
    parser.add_argument("--shared", default=None)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    net = ReaderNet().to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(net.parameters(), lr=options.rate, weight_decay=1e-3)
    average = {k: v.clone() for k, v in net.state_dict().items()}
    step, spent = 0, 0.0
    if options.start:
        state = torch.load(options.start)
        net.load_state_dict(state["net"])
        average = {k: v.clone() for k, v in net.state_dict().items()}
    if options.resume:
        state = torch.load(options.state)
        net.load_state_dict(state["live"])
        optimiser.load_state_dict(state["optimiser"])
        average, step, spent = state["net"], state["step"], state["spent"]
    pool = Pool(options.weak.split(","), rng, shared_folder(options.shared), 0.0)
    start = time.time()
    recent: list[float] = []
    while True:
        if step % 125 == 0:
            weak = step < options.weak_steps
            pool.refresh(options.weak.split(",") + ([] if weak else options.mixed.split(",")))
            pool.real_share = 0.0 if weak else 0.04
        used = min(1.0, spent + (1 - spent) * (time.time() - start) / 60 / options.minutes)
        rate = options.rate * min(1, (step + 1) / 200) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * used)))
        for group in optimiser.param_groups:
            group["lr"] = rate
        pictures, texts, countries, readable, indices = pool.batch()
        net.train()
        loss, each = loss_of(net, tensor(pictures, rng), texts, torch.from_numpy(countries), torch.from_numpy(readable))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        recent.append(float(each.mean()))
        pool.scored(indices, each[: len(indices)])
        if step % 25 == 0:
            pool.weigh()
            if (options.start or step > options.weak_steps) and (shard := pool.unscored()) is not None:
                score(net, pool, shard)
        step += 1
        decay = min(options.average, step / (step + 50))
        for key, value in net.state_dict().items():
            if value.dtype.is_floating_point:
                average[key].mul_(decay).add_(value.detach(), alpha=1 - decay)
            else:
                average[key].copy_(value)
        minutes = (time.time() - start) / 60
        if step % 50 == 0:
            print(json.dumps({"step": step, "minutes": round(minutes, 1), "hard": round(float(np.mean(recent[-50:])), 4), "loss": round(float(loss), 3), "rate": round(rate, 6)}), flush=True)
        ended = minutes > options.minutes
        if step % options.check_every == 0 or ended:
            torch.save({"net": average, "live": net.state_dict(), "optimiser": optimiser.state_dict(), "step": step, "spent": used}, options.state.with_suffix(".part"))
            options.state.with_suffix(".part").rename(options.state)
            if (OUT / "reader" / options.check).exists():
                judge = ReaderNet()
                judge.load_state_dict(average)
                print(json.dumps(exact_by_country(read_logits(judge.eval()), Shards([options.check]), 1000)), flush=True)
        if ended:
            break


if __name__ == "__main__":
    main()
