"""Prints the characters of a keyboard layout as libxkbcommon has them: one line a level, 48 keys, as JSON."""
import ctypes
import json
import sys

DEAD = {0xFE50: "\u0300", 0xFE51: "\u0301", 0xFE52: "\u0302", 0xFE53: "\u0303", 0xFE57: "\u0308"}
# Key codes of the kernel in the order of the letters and signs of the HID usage tables, page 7.
LETTERS = [30, 48, 46, 32, 18, 33, 34, 35, 23, 36, 37, 38, 50, 49, 24, 25, 16, 19, 31, 20, 22, 47, 17, 45, 21, 44]
CODES = LETTERS + list(range(2, 12)) + [12, 13, 26, 27, 43, 39, 40, 41, 51, 52, 53, 86]


class Names(ctypes.Structure):
    _fields_ = [(name, ctypes.c_char_p) for name in ("rules", "model", "layout", "variant", "options")]


xkb = ctypes.CDLL("libxkbcommon.so.0")
xkb.xkb_context_new.restype = ctypes.c_void_p
xkb.xkb_keymap_new_from_names.restype = ctypes.c_void_p
xkb.xkb_keymap_new_from_names.argtypes = [ctypes.c_void_p, ctypes.POINTER(Names), ctypes.c_int]
xkb.xkb_keymap_key_get_syms_by_level.argtypes = [
    ctypes.c_void_p,
    ctypes.c_uint,
    ctypes.c_uint,
    ctypes.c_uint,
    ctypes.POINTER(ctypes.POINTER(ctypes.c_uint)),
]
xkb.xkb_keysym_to_utf32.restype = ctypes.c_uint
context = xkb.xkb_context_new(0)


def character(keymap, code, level):
    symbols = ctypes.POINTER(ctypes.c_uint)()
    if xkb.xkb_keymap_key_get_syms_by_level(keymap, code + 8, 0, level, ctypes.byref(symbols)) < 1:
        return ""
    point = xkb.xkb_keysym_to_utf32(symbols[0])
    return DEAD.get(symbols[0]) or (chr(point) if point > 32 else "")


result = {}
for layout in sys.argv[1:]:
    names = Names(b"evdev", b"pc105", layout.encode(), b"", b"")
    keymap = xkb.xkb_keymap_new_from_names(context, ctypes.byref(names), 0)
    result[layout] = [[character(keymap, code, level) for code in CODES] for level in range(3)]
print(json.dumps(result))
