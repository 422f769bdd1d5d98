"""Measure the trained models, honestly: drawn plates not trained on, and real photographs kept for checks.

Run: python3 models/training/evaluate.py [--report out/report.json] [SET …]
SET is a folder of shared/data/plates (default: all). Real sets are counted as the acceptance check 20-plates counts.
"""
import argparse
import json
from pathlib import Path

import cv2
import numpy as np
import torch

from backgrounds import load, photos
from detector_net import DetectorExport, DetectorNet
from draw_detector_data import compose
from evaluate_reader import Shards, exact_by_country, read_logits
from pipeline import ACCEPT, Read, accepted, bounds, detect, overlap, read
from reader_net import ReaderExport, ReaderNet
from settings import OUT, shared_folder


def fold(text: str) -> str:
    """O and Q as 0, I as 1: pairs that look alike in many types."""
    return "".join(c for c in text.upper() if c.isalnum()).replace("O", "0").replace("Q", "0").replace("I", "1")


def plates_of(nets: tuple[DetectorExport, ReaderExport], image: np.ndarray) -> list[Read]:
    return [read(nets[1], image, quad, score) for quad, score in detect(nets[0], image)]


def real_set(nets: tuple[DetectorExport, ReaderExport], folder: Path) -> dict:
    """Found, exact, folded, wrong accepted over one labelled set; the misses are listed."""
    tally = {"plates": 0, "texts": 0, "found": 0, "exact": 0, "folded": 0, "accepted": 0, "wrongAccepted": 0, "unlabelled": 0, "unlabelledAccepted": 0}
    misses: list[str] = []
    for line in (folder / "labels.jsonl").read_text().splitlines():
        entry = json.loads(line)
        got = plates_of(nets, load(folder / entry["file"]))
        matched: set[int] = set()
        for plate in entry["plates"]:
            x, y, w, h = plate["box"]
            near = [r for r in got if overlap(bounds(r.quad), (x, y, x + w, y + h)) > 0.3]
            matched.update(id(r) for r in near)
            tally["plates"] += 1
            tally["found"] += bool(near)
            if not plate["text"]:
                continue
            tally["texts"] += 1
            want = plate["text"]
            tally["exact"] += any(r.text == want for r in near)
            right = any(fold(r.text) == fold(want) for r in near)
            tally["folded"] += right
            tally["accepted"] += any(accepted(r) for r in near)
            wrong = [r for r in near if accepted(r) and fold(r.text) != fold(want)]
            tally["wrongAccepted"] += bool(wrong)
            if not any(r.text == want for r in near):
                said = "|".join(f"{r.text} s{r.score:.2f} c{r.confidence:.2f} r{r.readable:.2f}" for r in near)
                misses.append(f"{entry['file']}: {want} -> {said or '-'}{' WRONG ACCEPTED' if wrong else ''}")
        extra = [r for r in got if id(r) not in matched]
        tally["unlabelled"] += len(extra)
        tally["unlabelledAccepted"] += sum(accepted(r) for r in extra)
    return {**tally, "misses": misses}


def drawn_scenes(nets: tuple[DetectorExport, ReaderExport], shared: str, count: int) -> dict:
    """End to end over composed pictures of a seed that is not trained on; also the mean overlap of the quads' bounds."""
    found_photos = photos(shared)
    tally = {"plates": 0, "found": 0, "exact": 0, "accepted": 0, "wrongAccepted": 0}
    overlaps: list[float] = []
    for i in range(count):
        scene = compose(np.random.default_rng([424242, i]), found_photos, shared)
        got = plates_of(nets, scene.image)
        for quad, plate in scene.plates:
            near = [r for r in got if overlap(bounds(r.quad), bounds(quad)) > 0.3]
            tally["plates"] += 1
            tally["found"] += bool(near)
            tally["exact"] += any(r.text == plate.text for r in near)
            tally["accepted"] += any(accepted(r) for r in near)
            tally["wrongAccepted"] += any(accepted(r) and fold(r.text) != fold(plate.text) for r in near)
            overlaps += [overlap(bounds(r.quad), bounds(quad)) for r in near[:1]]
    return {**tally, "meanOverlap": round(float(np.mean(overlaps or [0])), 3)}


def load_nets(detector: Path, reader: Path) -> tuple[DetectorExport, ReaderExport, ReaderNet]:
    detector_net, reader_net = DetectorNet(), ReaderNet()
    detector_net.load_state_dict(torch.load(detector)["net"])
    reader_net.load_state_dict(torch.load(reader)["net"])
    return DetectorExport(detector_net.eval()).eval(), ReaderExport(reader_net.eval()).eval(), reader_net


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*")
    parser.add_argument("--detector", type=Path, default=OUT / "detector.pt")
    parser.add_argument("--reader", type=Path, default=OUT / "reader.pt")
    parser.add_argument("--report", type=Path, default=OUT / "report.json")
    parser.add_argument("--scenes", type=int, default=200)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--shared", default=None)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(1)
    shared = shared_folder(options.shared)
    detector, reader, reader_net = load_nets(options.detector, options.reader)
    report: dict[str, dict] = {"thresholds": ACCEPT}
    report["drawnPlates"] = exact_by_country(read_logits(reader_net), Shards(["check"]), 3000)
    print(json.dumps(report["drawnPlates"]), flush=True)
    report["drawnScenes"] = drawn_scenes((detector, reader), shared, options.scenes)
    print(json.dumps(report["drawnScenes"]), flush=True)
    folder = Path(shared) / "data/plates"
    names = options.sets or sorted(f.parent.name for f in folder.glob("*/labels.jsonl"))
    for name in names:
        result = real_set((detector, reader), folder / name)
        misses = result.pop("misses")
        report[name] = result
        print(name, json.dumps(result), *misses, sep="\n  ", flush=True)
    options.report.write_text(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
