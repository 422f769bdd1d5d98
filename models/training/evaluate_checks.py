"""Read the check sets (draw_checks.py) as callers read and print one line for each.

Run: python3 models/training/evaluate_checks.py [--reader out/reader.pt] [--report out/checks.json] [--worst out/worst.png]
Readable plates: exact, and accepted though wrong (detector score taken as 1). Unreadable ones: answered unreadable, or
accepted. A plate counts as answered unreadable if nothing is read or `readable` is under its threshold.
"""
import argparse
import json
from pathlib import Path

import cv2
import numpy as np
import torch

from pipeline import ACCEPT, Read, accepted, vote
from reader_net import ReaderExport, ReaderNet
from settings import OUT

NO_QUAD = np.zeros((4, 2), np.float32)


def reads_of(net: ReaderExport, name: str) -> tuple[list[Read], list[dict], np.ndarray]:
    pictures, notes = np.load(OUT / "checks" / f"{name}.npy", mmap_mode="r"), json.loads((OUT / "checks" / f"{name}.json").read_text())
    outputs: list[list[np.ndarray]] = []
    for first in range(0, len(pictures), 120):
        with torch.no_grad():
            outputs.append([v.numpy() for v in net(torch.from_numpy(np.array(pictures[first : first + 120])).permute(0, 3, 1, 2).float().div(255))])
    signs, country, readable = (np.concatenate(parts) for parts in zip(*outputs))
    reads, at, firsts = [], 0, []
    for note in notes:
        end = at + len(note["lines"])
        reads.append(vote(signs[at:end], country[at:end], readable[at:end].ravel(), note["lines"], NO_QUAD, 1.0))
        firsts.append(at + 1)
        at = end
    return reads, notes, np.array(pictures)[firsts]


def fold(text: str) -> str:
    return text.replace("O", "0").replace("Q", "0").replace("I", "1")


def acceptance(rows: list[tuple[Read, dict]]) -> list[dict]:
    """How many readable and unreadable plates are accepted, and how many of them wrongly, at several thresholds of confidence."""
    table = []
    for least in (0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98):
        taken = [(r, n) for r, n in rows if accepted(r, least)]
        wrong = [(r, n) for r, n in taken if r.text != n["text"]]
        table.append({
            "confidence": least, "accepted": round(len(taken) / len(rows), 4), "wrong": round(len(wrong) / len(rows), 4),
            "wrongFolded": round(sum(fold(r.text) != fold(n["text"]) for r, n in wrong) / len(rows), 4),
            "wrongFoldedReadable": round(sum(fold(r.text) != fold(n["text"]) and n["readable"] for r, n in wrong) / len(rows), 4),
        })
    return table


def score(reads: list[Read], notes: list[dict]) -> dict:
    can = [(r, n) for r, n in zip(reads, notes) if n["readable"]]
    cannot = [r for r, n in zip(reads, notes) if not n["readable"]]
    taken = [(r, n) for r, n in can if accepted(r)]
    weak = [(r, n) for r, n in can if n["strength"] < 0.27]
    share = lambda part, whole: round(part / whole, 4) if whole else None
    return {
        "plates": len(notes), "readable": len(can), "exact": share(sum(r.text == n["text"] for r, n in can), len(can)),
        "folded": share(sum(fold(r.text) == fold(n["text"]) for r, n in can), len(can)),
        "exactWeak": share(sum(r.text == n["text"] for r, n in weak), len(weak)),
        "country": share(sum(r.country == n["country"] for r, n in can), len(can)),
        "accepted": share(len(taken), len(can)), "acceptedWrong": sum(r.text != n["text"] for r, n in taken),
        "unreadable": len(cannot), "answeredUnreadable": sum(not r.text or r.readable < ACCEPT["readable"] for r in cannot),
        "unreadableAccepted": sum(accepted(r) for r in cannot),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reader", type=Path, default=OUT / "reader.pt")
    parser.add_argument("--report", type=Path, default=OUT / "checks.json")
    parser.add_argument("--worst", type=Path, help="a sheet of the readable plates that were misread")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    net = ReaderNet()
    net.load_state_dict(torch.load(options.reader)["net"])
    export = ReaderExport(net.eval()).eval()
    report, cells = {}, []
    rows: list[tuple[Read, dict]] = []
    for file in sorted((OUT / "checks").glob("*.json")):
        reads, notes, pictures = reads_of(export, file.stem)
        report[file.stem] = score(reads, notes)
        rows += zip(reads, notes)
        print(file.stem, json.dumps(report[file.stem]), flush=True)
        for read, note, picture in zip(reads, notes, pictures):
            if note["readable"] and read.text != note["text"]:
                framed = cv2.copyMakeBorder(picture, 16, 2, 2, 2, cv2.BORDER_CONSTANT, value=(60, 60, 60))
                cells.append(cv2.putText(framed, f"{note['text']}>{read.text}", (2, 12), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (255, 255, 0), 1, cv2.LINE_AA))
    report["acceptance"] = acceptance(rows)
    print(*map(json.dumps, report["acceptance"]), sep="\n")
    options.report.write_text(json.dumps(report, indent=1))
    if options.worst and cells:
        cells += [np.zeros_like(cells[0])] * (-len(cells) % 10)
        cv2.imwrite(str(options.worst), cv2.cvtColor(np.vstack([np.hstack(cells[i : i + 10]) for i in range(0, len(cells), 10)]), cv2.COLOR_RGB2BGR))


if __name__ == "__main__":
    main()
