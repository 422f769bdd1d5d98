"""The words that models, drawing and callers share."""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Signs of the CTC head; output index 0 is the blank, sign i stands at index i + 1."""

COUNTRIES = ["KZ", "KG", "RU", "UZ", "TJ", "BY", "UA", "TR", "EU", "other"]

READER_WIDTH, READER_HEIGHT = 160, 48
"""Reader input in px."""

TWO_LINE_ASPECT = 2.2
"""Below this width/height a plate is read as two lines set side by side."""

STRIDE = 8
"""Detector output cell in network-input px."""
