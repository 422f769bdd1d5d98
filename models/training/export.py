"""Export the trained states to ONNX and write models/manifest.json.

Run: python3 models/training/export.py
Also writes out/parity/*.bin, inputs and expected outputs that check_export.mjs compares with onnxruntime-node.
"""
import argparse
import hashlib
import json
from datetime import date
from pathlib import Path

import numpy as np
import onnx
import torch

from detector_net import DetectorExport, DetectorNet
from pipeline import ACCEPT, BOTH_WAYS, HEAT, MARGINS, OVERLAP, PAD, SIZES
from reader_net import ReaderExport, ReaderNet
from settings import MODELS, OUT
from vocabulary import ALPHABET, COUNTRIES, STRIDE, TWO_LINE_ASPECT

OPSET = 13


def export(net: torch.nn.Module, example: torch.Tensor, file: Path, names: tuple[list[str], list[str]], axes: dict[str, dict[int, str]]) -> None:
    """Write one network and keep an example of its outputs for the parity check."""
    inputs, outputs = names
    torch.onnx.export(net, example, str(file), input_names=inputs, output_names=outputs, dynamic_axes=axes, opset_version=OPSET)
    onnx.checker.check_model(onnx.load(str(file)))
    folder = OUT / "parity"
    folder.mkdir(parents=True, exist_ok=True)
    shapes = {"input": {"name": inputs[0], "shape": list(example.shape)}, "outputs": {}}
    example.numpy().tofile(folder / f"{file.stem}.input.bin")
    with torch.no_grad():
        for name, value in zip(outputs, net(example)):
            value.numpy().tofile(folder / f"{file.stem}.{name}.bin")
            shapes["outputs"][name] = list(value.shape)
    (folder / f"{file.stem}.json").write_text(json.dumps(shapes))


def entry(file: Path, made: dict, measured: dict, rest: dict) -> dict:
    data = file.read_bytes()
    return {"name": file.stem, "file": file.name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data), "licence": "same as the project", "date": date.today().isoformat(), **rest, "made": made, "measured": measured}


def logged(file: Path) -> dict:
    """The last line of a training log that tells its step and minutes."""
    lines = [json.loads(line) for line in file.read_text().splitlines() if line.startswith("{")] if file.exists() else []
    return next(({"steps": line["step"], "minutes": line["minutes"]} for line in reversed(lines) if "step" in line), {})


def count(folder: Path) -> int:
    return sum(len(np.load(f, mmap_mode="r")) for f in folder.glob("*_????.npy"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--detector", type=Path, default=OUT / "detector.pt")
    parser.add_argument("--reader", type=Path, default=OUT / "reader.pt")
    parser.add_argument("--report", type=Path, default=OUT / "report.json")
    parser.add_argument("--checks", type=Path, default=OUT / "checks.json")
    options = parser.parse_args()
    detector, reader = DetectorNet(), ReaderNet()
    detector_state, reader_state = torch.load(options.detector), torch.load(options.reader)
    detector.load_state_dict(detector_state["net"])
    reader.load_state_dict(reader_state["net"])
    torch.manual_seed(0)
    detector_file, reader_file = MODELS / "plate-detector.onnx", MODELS / "plate-reader.onnx"
    grid = {0: "batch", 2: "rows", 3: "columns"}
    export(DetectorExport(detector.eval()).eval(), torch.rand(1, 3, 480, 640), detector_file, (["image"], ["heat", "corners"]), {"image": {2: "height", 3: "width"}, "heat": {2: grid[2], 3: grid[3]}, "corners": {2: grid[2], 3: grid[3]}})
    export(ReaderExport(reader.eval()).eval(), torch.rand(3, 3, 48, 160), reader_file, (["plates"], ["logits", "country", "readable"]), {name: {0: "plates"} for name in ("plates", "logits", "country", "readable")})
    report = json.loads(options.report.read_text()) if options.report.exists() else {}
    drawn_plates = report.pop("drawnPlates", {})
    report.pop("thresholds", None)
    checks = json.loads(options.checks.read_text()) if options.checks.exists() else {}
    commands = "see training/README.md"
    manifest = {
        "models": [
            entry(detector_file, {"commands": commands, "seeds": {"data": 1, "training": 1}, "samples": count(OUT / "detector/train"), **logged(OUT / "train_detector.log"), "steps": detector_state["step"]}, report, {
                "inputs": {"image": {"type": "float32", "shape": [1, 3, "H", "W"], "colour": "RGB", "range": [0, 1], "multipleOf": 32, "default": [480, 640], "padLevel": PAD}},
                "outputs": {"heat": {"type": "float32", "shape": [1, 1, "H/8", "W/8"]}, "corners": {"type": "float32", "shape": [1, 8, "H/8", "W/8"], "order": ["topLeft", "topRight", "bottomRight", "bottomLeft"], "relativeTo": "cell centre, px of the input"}},
                "stride": STRIDE, "passes": [list(size) for size in SIZES], "thresholds": {"heat": HEAT, "overlap": OVERLAP},
            }),
            entry(reader_file, {"commands": commands, "seeds": {"weak": [1, 31, 41], "mixed": [2, 32], "training": [1, 1, 4]}, "samples": sum(count(OUT / "reader" / name) for name in ("weak", "mixed", "weak3", "mixed3", "weak4")), **logged(OUT / "train_reader.log"), "steps": reader_state["step"]}, {"checks": checks, "drawnPlates": drawn_plates, **report}, {
                "inputs": {"plates": {"type": "float32", "shape": ["N", 3, 48, 160], "colour": "RGB", "range": [0, 1]}},
                "outputs": {"logits": {"type": "float32", "shape": ["N", 40, len(ALPHABET) + 1], "meaning": "log-probabilities, CTC, blank 0"}, "country": {"type": "float32", "shape": ["N", len(COUNTRIES)]}, "readable": {"type": "float32", "shape": ["N", 1]}},
                "alphabet": ALPHABET, "countries": COUNTRIES, "twoLineAspect": TWO_LINE_ASPECT, "bothWaysAspect": list(BOTH_WAYS),
                "margins": [{"side": side, "above": above} for side, above in MARGINS],
                "thresholds": {**ACCEPT, "confidenceIs": "detector score x least sign probability x readable, each averaged over the margins that show the text, missing ones as 0"},
            }),
        ],
    }
    file = MODELS / "manifest.json"
    others = [model for model in json.loads(file.read_text())["models"] if not model["name"].startswith("plate-")] if file.exists() else []
    manifest["models"] += others  # those of documents/export.py
    file.write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main()
