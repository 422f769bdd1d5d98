"""Exports out/documents/{line,zone}.pt to models/mrz-{line,zone}.onnx and replaces their entries of models/manifest.json.

Run: python3 models/training/documents/export.py
"""
import argparse
import hashlib
import json
from datetime import date
from pathlib import Path

import onnx
import torch

from draw_page import shared  # noqa: F401  puts the parent folder on the path
from mrz_text import ALPHABET
from nets import LineExport, LineNet, ZoneExport, ZoneNet
from settings import MODELS, OUT


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=MODELS, help="a folder with a manifest.json")
    folder = parser.parse_args().to
    manifest = json.loads((folder / "manifest.json").read_text())
    kept = [m for m in manifest["models"] if not m["name"].startswith("mrz-")]
    for kind, net, wrap, example, inputs, outputs, axes, rest in (
        ("zone", ZoneNet(), ZoneExport, torch.rand(1, 1, 384, 512), "image", ["maps"], {"image": {2: "height", 3: "width"}, "maps": {2: "rows", 3: "columns"}}, {"longSide": 640, "stride": 4, "padLevel": 114, "thresholds": {"line": 0.5}}),
        ("line", LineNet(), LineExport, torch.rand(2, 1, 32, 416), "strips", ["signs", "phase", "frame"], {"strips": {0: "lines", 3: "width"}, "signs": {0: "lines", 1: "steps"}, "phase": {0: "lines", 1: "steps"}, "frame": {0: "lines", 1: "steps"}}, {"alphabet": ALPHABET, "stripHeight": 32, "capital": 16, "stride": 4, "thresholds": {"sign": 0.99}}),
    ):
        net.load_state_dict(torch.load(OUT / f"documents/{kind}.pt"))
        file = folder / f"mrz-{kind}.onnx"
        torch.onnx.export(wrap(net.eval()).eval(), example, str(file), input_names=[inputs], output_names=outputs, dynamic_axes=axes, opset_version=13)
        onnx.checker.check_model(onnx.load(str(file)))
        data = file.read_bytes()
        kept.append({"name": f"mrz-{kind}", "file": file.name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data), "licence": "same as the project", "date": date.today().isoformat(), **rest, "made": {"commands": "see training/documents/README.md"}})
    (folder / "manifest.json").write_text(json.dumps({**manifest, "models": kept}, indent=2) + "\n")


if __name__ == "__main__":
    main()
