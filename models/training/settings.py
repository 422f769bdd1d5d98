"""Where things lie: the output folder, and the shared data (option --shared, else AYALDAMA_SHARED, else ../shared)."""
import os
from pathlib import Path

TRAINING = Path(__file__).resolve().parent
MODELS = TRAINING.parent
OUT = Path(os.environ.get("AYALDAMA_TRAINING_OUT", TRAINING / "out"))


def shared_folder(option: str | None) -> str:
    """The shared data's folder; it need not exist, drawing then does without it."""
    return option or os.environ.get("AYALDAMA_SHARED") or str(MODELS.parents[0].parent / "shared")
