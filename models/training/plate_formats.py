"""The formats by which callers rank readings: those of the runtime, asked from it."""
import json
import re
import subprocess
from functools import lru_cache

from settings import MODELS

ASK = "import { plateFormats } from './edge/domain/identity/plate/formats.ts'; console.log(JSON.stringify(plateFormats.map((f) => [f.country, f.pattern.source])))"
SQUARE_KZ = re.compile(r"(\d{3})(0[1-9]|1\d|20)([A-Z]{2,3})", re.ASCII)


@lru_cache(maxsize=1)
def formats() -> dict[str, list[re.Pattern]]:
    """Patterns of the canonical text, by country."""
    found: dict[str, list[re.Pattern]] = {}
    answer = subprocess.run(["node", "--input-type=module", "-e", ASK], cwd=MODELS.parent, capture_output=True, text=True, check=True).stdout
    for country, pattern in json.loads(answer):
        found.setdefault(country, []).append(re.compile(pattern, re.ASCII))
    return found


def has_formats(country: str) -> bool:
    return country in formats()


def fits(text: str, country: str, lines: int) -> bool:
    """Whether a text read line after line has a format of the country; Kazakh square plates show the region before the letters."""
    square = SQUARE_KZ.fullmatch(text) if country == "KZ" and lines == 2 else None
    canonical = square[1] + square[3] + square[2] if square else text
    return any(pattern.search(canonical) for pattern in formats().get(country, []))
