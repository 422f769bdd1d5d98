"""Plate templates as data, in mm, after the official descriptions.

A template is a size, colours and slots. A slot's pattern yields its text: `9` a digit,
`L` a letter of the template's alphabet, `{name}` an entry of CHOICES, anything else
itself. The plate's text is all slots in reading order (upper line first).
A `row` slot may also hold spaces, `-` (a dash or dot) and `*` (a seal or sticker), which
are drawn and not read. Marks are drawn and not read.
"""
from dataclasses import dataclass, field

Box = tuple[float, float, float, float]  # x, y, width, height in mm
Colour = tuple[int, int, int]  # RGB

WHITE, BLACK, YELLOW, RED, BLUE = (236, 236, 232), (18, 18, 20), (245, 196, 28), (190, 22, 30), (24, 52, 150)
CYRILLIC_LIKE = "ABCEHIKMOPTX"
ANY = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def regions(first: int, last: int) -> list[str]:
    return [f"{i:02d}" for i in range(first, last + 1)]


CHOICES: dict[str, list[str]] = {
    "kz": regions(1, 20),
    "kg": regions(1, 9),
    "uz": ["01", "10", "20", "25", "30", "40", "50", "60", "70", "75", "80", "85", "90", "95"],
    "ru": regions(1, 99) * 2 + ["102", "116", "123", "125", "134", "138", "142", "150", "152", "154", "159", "161", "163", "164", "173", "174", "177", "178", "186", "190", "196", "197", "198", "199", "702", "716", "750", "761", "763", "774", "777", "790", "797", "799", "977"],
    "tj": regions(1, 8),
    "by": list("01234567"),
    "tr": regions(1, 81),
    "diplomat": ["D", "T"],
    "de": list("BMKFHSGNLW") + ["HH", "DD", "MA", "LU", "KA", "BN", "AC", "OS", "FR", "UL", "BI", "CO", "RO", "OG", "JE", "IN"],
    "pl": ["WA", "WI", "KR", "PO", "GD", "WX", "KRA", "DW", "SK", "LU", "ZS", "OP", "BI", "RZ", "TK", "ERA", "WGM", "POZ"],
    "ro": ["B", "B", "CJ", "IS", "TM", "BV", "IF", "AG", "PH", "DJ", "OT", "VL", "CT", "BC", "MS"],
    "at": ["W", "G", "L", "S", "I", "GU", "KU", "WN", "BL"],
    "ch": ["ZH", "BE", "LU", "GE", "VD", "TI", "AG", "SG", "BL", "JU"],
    "state": ["01"],
}


@dataclass(frozen=True)
class Slot:
    pattern: str
    box: Box
    line: int = 0


@dataclass(frozen=True)
class Mark:
    kind: str  # flag, label, strip, rule, box, sun, band, hanzi, caption
    box: Box
    text: str = ""
    colours: tuple[Colour, ...] = ()


@dataclass(frozen=True)
class Template:
    country: str
    name: str
    size: tuple[float, float]
    slots: tuple[Slot, ...]
    weight: float = 1.0
    paper: Colour = WHITE
    ink: Colour = BLACK
    marks: tuple[Mark, ...] = ()
    alphabet: str = ANY
    roles: dict[str, float] = field(default_factory=lambda: {"grotesque": 1.0})
    border: bool = True

    @property
    def lines(self) -> int:
        return 1 + max(slot.line for slot in self.slots)


DIN = {"din": 0.9, "fe": 0.02, "grotesque": 0.08}
FE = {"fe": 0.88, "din": 0.06, "grotesque": 0.06}
MIXED = {"grotesque": 0.45, "din": 0.25, "narrow": 0.2, "fe": 0.1}

KZ_FLAG, KG_FLAG, RU_FLAG = ((0, 150, 190), (230, 200, 40)), ((210, 30, 40), (240, 210, 60)), (WHITE, (30, 60, 160), (200, 30, 40))
UZ_FLAG, TJ_FLAG, BY_FLAG = ((30, 140, 200), WHITE, (40, 150, 60)), ((200, 30, 40), WHITE, (20, 120, 50)), ((200, 40, 40), (200, 40, 40), (20, 130, 60))

KZ_LEFT = (Mark("flag", (13, 22, 40, 26), colours=KZ_FLAG), Mark("label", (13, 60, 40, 28), "KZ"))
KZ_RULE = Mark("rule", (416, 5, 3, 102))
RU_RIGHT = (Mark("rule", (388, 4, 4, 104)), Mark("label", (402, 83, 60, 18), "RUS"), Mark("flag", (468, 82, 34, 20), colours=RU_FLAG))


def ru(name: str, pattern: tuple[tuple[str, Box], ...], weight: float, paper: Colour = WHITE, ink: Colour = BLACK) -> Template:
    slots = tuple(Slot(p, b) for p, b in pattern) + (Slot("{ru}", (402, 13, 104, 58)),)
    return Template("RU", name, (520, 112), slots, weight, paper, ink, RU_RIGHT, CYRILLIC_LIKE.replace("I", "Y"), DIN)


CENTRAL: list[Template] = [
    Template("KZ", "2012", (520, 112), (Slot("999", (68, 18, 158, 76)), Slot("LLL", (236, 34, 168, 60)), Slot("{kz}", (428, 26, 80, 64))), 5, marks=(*KZ_LEFT, KZ_RULE), roles=DIN),
    Template("KZ", "2012 even", (520, 112), (Slot("999", (68, 18, 150, 76)), Slot("LLL", (228, 18, 180, 76)), Slot("{kz}", (428, 20, 80, 74))), 2, marks=(*KZ_LEFT, KZ_RULE), roles=DIN),
    Template("KZ", "2012 company", (520, 112), (Slot("999", (75, 18, 165, 76)), Slot("LL", (260, 34, 130, 60)), Slot("{kz}", (428, 26, 80, 64))), 2.5, marks=(*KZ_LEFT, KZ_RULE), roles=DIN),
    Template("KZ", "2012 square", (280, 202), (Slot("999", (88, 18, 165, 76)), Slot("{kz}", (14, 108, 82, 72), 1), Slot("LLL", (108, 118, 162, 62), 1)), 2, marks=(Mark("flag", (14, 20, 46, 30), colours=KZ_FLAG), Mark("label", (14, 58, 46, 30), "KZ"), Mark("rule", (99, 104, 2, 88))), roles=DIN),
    Template("KZ", "2012 square company", (280, 202), (Slot("999", (88, 18, 165, 76)), Slot("{kz}", (14, 108, 82, 72), 1), Slot("LL", (118, 118, 130, 62), 1)), 0.8, marks=(Mark("flag", (14, 20, 46, 30), colours=KZ_FLAG), Mark("label", (14, 58, 46, 30), "KZ")), roles=DIN),
    Template("KZ", "foreign", (520, 112), (Slot("L", (68, 34, 60, 60)), Slot("9999", (140, 18, 250, 76)), Slot("{kz}", (428, 26, 80, 64))), 2, YELLOW, marks=(*KZ_LEFT, KZ_RULE), roles=DIN),
    Template("KZ", "foreign square", (280, 202), (Slot("L", (78, 26, 50, 60)), Slot("99", (140, 18, 110, 76)), Slot("99", (30, 108, 100, 76), 1), Slot("{kz}", (160, 112, 90, 70), 1)), 0.3, YELLOW, marks=(Mark("label", (14, 40, 46, 30), "KZ"),), roles=DIN),
    Template("KZ", "diplomatic", (520, 112), (Slot("{diplomat}", (68, 30, 60, 62)), Slot("999999", (138, 18, 270, 76)), Slot("{kz}", (428, 26, 80, 64))), 0.4, (176, 24, 34), WHITE, (*KZ_LEFT, KZ_RULE), roles=DIN),
    Template("KZ", "1993", (520, 112), (Slot("L", (24, 18, 70, 76)), Slot("999", (125, 18, 160, 76)), Slot("LLL", (315, 18, 185, 76))), 2.2, marks=(), roles=DIN),
    Template("KZ", "1993 flag", (520, 112), (Slot("L", (68, 24, 60, 68)), Slot("999", (150, 18, 150, 76)), Slot("LLL", (320, 24, 180, 68))), 1.2, marks=KZ_LEFT, roles=DIN),
    Template("KZ", "1993 company", (520, 112), (Slot("L", (44, 18, 70, 76)), Slot("999", (145, 18, 160, 76)), Slot("LL", (335, 18, 135, 76))), 0.8, marks=(), roles=DIN),
    Template("KZ", "1993 square", (280, 202), (Slot("L", (20, 18, 60, 74)), Slot("999", (94, 18, 165, 74)), Slot("LLL", (55, 110, 175, 74), 1)), 0.8, roles=DIN),
    Template("KG", "2016", (520, 110), (Slot("{kg}", (14, 10, 66, 50)), Slot("999", (108, 16, 180, 78)), Slot("LLL", (302, 28, 200, 66))), 5, marks=(Mark("flag", (14, 68, 34, 26), colours=KG_FLAG), Mark("label", (52, 70, 34, 24), "KG"), Mark("rule", (92, 4, 3, 102))), roles=FE),
    Template("KG", "2016 even", (520, 110), (Slot("{kg}", (14, 12, 66, 48)), Slot("999", (105, 16, 175, 78)), Slot("LLL", (295, 18, 210, 76))), 1.5, marks=(Mark("flag", (14, 68, 34, 26), colours=KG_FLAG), Mark("label", (52, 70, 34, 24), "KG"), Mark("rule", (90, 4, 3, 102))), roles=FE),
    Template("KG", "2016 wide region", (520, 110), (Slot("{kg}", (12, 14, 78, 60)), Slot("999", (115, 16, 180, 78)), Slot("LLL", (310, 28, 195, 66))), 1, marks=(Mark("flag", (12, 80, 34, 20), colours=KG_FLAG), Mark("label", (52, 80, 36, 20), "KG"), Mark("rule", (98, 4, 3, 102))), roles=FE),
    Template("KG", "2016 government", (520, 110), (Slot("{kg}", (14, 10, 66, 50)), Slot("999", (120, 16, 190, 78)), Slot("LL", (340, 28, 130, 66))), 1.5, marks=(Mark("flag", (14, 68, 34, 26), colours=KG_FLAG), Mark("label", (52, 70, 34, 24), "KG"), Mark("rule", (92, 4, 3, 102))), roles=FE),
    Template("KG", "2016 square", (290, 200), (Slot("{kg}", (16, 18, 66, 50)), Slot("999", (100, 18, 170, 76)), Slot("LLL", (50, 112, 190, 72), 1)), 1, marks=(Mark("flag", (16, 74, 30, 22), colours=KG_FLAG), Mark("label", (50, 74, 34, 22), "KG")), roles=FE),
    Template("KG", "foreign", (520, 110), (Slot("{kg}", (14, 14, 70, 54)), Slot("9999", (108, 16, 235, 78)), Slot("L", (380, 22, 80, 72))), 2, YELLOW, marks=(Mark("label", (24, 76, 50, 22), "KG"), Mark("rule", (92, 4, 3, 102))), roles=FE),
    Template("KG", "1994", (520, 112), (Slot("L", (78, 18, 62, 76)), Slot("9999", (158, 18, 218, 76)), Slot("LL", (392, 18, 116, 76))), 1.2, marks=(Mark("sun", (4, 4, 56, 104)),), alphabet="ABCDEINOSTZ" + ANY, roles=DIN),
    Template("KG", "1994 private", (520, 112), (Slot("L", (84, 18, 62, 76)), Slot("9999", (172, 18, 225, 76)), Slot("L", (420, 18, 62, 76))), 1.5, marks=(Mark("sun", (4, 4, 56, 104)),), alphabet="ABCDEINOSTZ" + ANY, roles=DIN),
    ru("private", (("L", (24, 32, 52, 60)), ("999", (88, 18, 148, 76)), ("LL", (250, 32, 124, 60))), 7),
    ru("taxi", (("LL", (24, 32, 124, 60)), ("999", (186, 18, 160, 76))), 0.5, YELLOW),
    ru("trailer", (("LL", (22, 32, 118, 60)), ("9999", (156, 18, 210, 76))), 1.2),
    ru("military", (("9999", (22, 18, 215, 76)), ("LL", (252, 32, 118, 60))), 0.3, (24, 24, 26), WHITE),
    ru("police", (("L", (24, 32, 56, 60)), ("9999", (110, 18, 240, 76))), 0.3, (40, 90, 180), WHITE),
    Template("RU", "square", (290, 170), (Slot("L", (20, 28, 48, 56)), Slot("999", (84, 14, 165, 72)), Slot("LL", (20, 96, 110, 56), 1), Slot("{ru}", (158, 92, 105, 50), 1)), 1.3, marks=(Mark("rule", (145, 92, 3, 72)), Mark("label", (160, 146, 50, 14), "RUS"), Mark("flag", (218, 146, 30, 15), colours=RU_FLAG)), alphabet=CYRILLIC_LIKE.replace("I", "Y"), roles=DIN),
    Template("UZ", "private", (520, 110), (Slot("{uz}", (18, 20, 88, 70)), Slot("L", (128, 18, 58, 76)), Slot("999", (198, 18, 142, 76)), Slot("LL", (352, 18, 108, 76))), 4, marks=(Mark("rule", (114, 4, 3, 102)), Mark("flag", (472, 28, 36, 24), colours=UZ_FLAG), Mark("label", (472, 62, 36, 26), "UZ")), roles=FE),
    Template("UZ", "company", (520, 110), (Slot("{uz}", (18, 20, 88, 70)), Slot("999", (130, 18, 155, 76)), Slot("LLL", (302, 18, 160, 76))), 2.5, marks=(Mark("rule", (114, 4, 3, 102)), Mark("flag", (472, 28, 36, 24), colours=UZ_FLAG), Mark("label", (472, 62, 36, 26), "UZ")), roles=FE),
    Template("UZ", "trailer", (520, 110), (Slot("{uz}", (18, 20, 88, 70)), Slot("9999", (130, 18, 205, 76)), Slot("LL", (352, 18, 108, 76))), 1, marks=(Mark("rule", (114, 4, 3, 102)), Mark("flag", (472, 28, 36, 24), colours=UZ_FLAG), Mark("label", (472, 62, 36, 26), "UZ")), roles=FE),
    Template("UZ", "foreign", (520, 110), (Slot("{uz}", (18, 20, 88, 70)), Slot("H", (128, 18, 58, 76)), Slot("999999", (198, 18, 262, 76))), 0.6, (60, 160, 70), WHITE, (Mark("rule", (114, 4, 3, 102)), Mark("label", (472, 62, 36, 26), "UZ")), roles=FE),
    Template("TJ", "private", (520, 110), (Slot("9999", (22, 18, 215, 76)), Slot("LL", (258, 24, 125, 70)), Slot("{tj}", (412, 16, 90, 60))), 4, marks=(Mark("rule", (396, 4, 3, 102)), Mark("flag", (412, 82, 40, 20), colours=TJ_FLAG), Mark("label", (458, 82, 40, 20), "TJ")), roles=DIN),
    Template("TJ", "left flag", (520, 110), (Slot("9999", (78, 18, 195, 76)), Slot("LL", (285, 18, 115, 76)), Slot("{tj}", (422, 20, 82, 70))), 2, marks=(Mark("rule", (408, 4, 3, 102)), Mark("flag", (14, 24, 44, 26), colours=TJ_FLAG), Mark("label", (14, 60, 44, 26), "TJ")), roles=MIXED),
    Template("BY", "private", (520, 112), (Slot("9999", (78, 18, 205, 76)), Slot("LL", (300, 18, 122, 76)), Slot("{by}", (458, 18, 46, 76))), 5, marks=(Mark("flag", (14, 24, 44, 28), colours=BY_FLAG), Mark("label", (14, 62, 44, 26), "BY"), Mark("rule", (432, 52, 18, 8))), alphabet=CYRILLIC_LIKE, roles=DIN),
    Template("BY", "lorry", (520, 112), (Slot("LL", (78, 18, 122, 76)), Slot("9999", (214, 18, 208, 76)), Slot("{by}", (458, 18, 46, 76))), 2, marks=(Mark("flag", (14, 24, 44, 28), colours=BY_FLAG), Mark("label", (14, 62, 44, 26), "BY"), Mark("rule", (432, 52, 18, 8))), alphabet=CYRILLIC_LIKE, roles=DIN),
    Template("BY", "trailer", (520, 112), (Slot("L", (78, 18, 58, 76)), Slot("9999", (148, 18, 208, 76)), Slot("L", (368, 18, 58, 76)), Slot("{by}", (458, 18, 46, 76))), 1.2, marks=(Mark("flag", (14, 24, 44, 28), colours=BY_FLAG), Mark("label", (14, 62, 44, 26), "BY"), Mark("rule", (432, 52, 18, 8))), alphabet=CYRILLIC_LIKE, roles=DIN),
    Template("BY", "square", (280, 210), (Slot("9999", (66, 20, 195, 76)), Slot("LL", (66, 112, 110, 76), 1), Slot("{by}", (212, 112, 44, 76), 1)), 0.7, marks=(Mark("flag", (14, 24, 40, 26), colours=BY_FLAG), Mark("label", (14, 58, 40, 26), "BY"), Mark("rule", (185, 145, 16, 8))), alphabet=CYRILLIC_LIKE, roles=DIN),
]


def row(country: str, name: str, pattern: str, weight: float = 1.0, *, strip: str = "", paper: Colour = WHITE, ink: Colour = BLACK, size: tuple[float, float] = (520, 112), height: float = 78, roles: dict[str, float] = MIXED, alphabet: str = ANY, right_strip: bool = False, strip_colours: tuple[Colour, ...] = (BLUE,), caption: str = "") -> Template:
    """A plate whose text fills its width; `|` in the pattern starts the second line."""
    left = 48 if strip else 14
    right = 48 if right_strip else 14
    lines = pattern.split("|")
    marks: list[Mark] = []
    if strip:
        marks.append(Mark("strip", (3, 3, 42, size[1] / len(lines) - 6), strip, strip_colours))  # of two lines, beside the upper
    if right_strip:
        marks.append(Mark("strip", (size[0] - 45, 3, 42, size[1] - 6), "", strip_colours))
    if caption:
        marks.append(Mark("caption", (size[0] * 0.2, 8, size[0] * 0.6, 22), caption))
    slots = []
    for i, text in enumerate(lines):
        band = size[1] / len(lines)
        tall = min(height, band * 0.8)
        top = i * band + (band - tall) / 2 + (12 if caption else 0)
        start = 14 if i else left
        slots.append(Slot(text, (start, top, size[0] - start - right, tall), i))
    return Template(country, name, size, tuple(slots), weight, paper, ink, tuple(marks), alphabet, roles)


UA_STRIP = (BLUE, YELLOW)
GB_YELLOW = (240, 190, 30)
EUROPE: list[Template] = [
    row("UA", "new", "LL 9999 LL", 4, strip="UA", strip_colours=UA_STRIP, alphabet=CYRILLIC_LIKE, roles=DIN),
    row("UA", "2004", "LL 9999 LL", 1.5, strip="UA", strip_colours=(YELLOW, BLUE), alphabet=CYRILLIC_LIKE, roles=DIN),
    row("UA", "square", "LL 99|99 LL", 0.6, strip="UA", strip_colours=UA_STRIP, size=(280, 202), alphabet=CYRILLIC_LIKE, roles=DIN),
    row("TR", "a", "{tr} L 99999", 1, strip="TR"), row("TR", "b", "{tr} LL 999", 1.5, strip="TR"), row("TR", "c", "{tr} LL 9999", 1.5, strip="TR"),
    row("TR", "d", "{tr} LLL 99", 1.5, strip="TR"), row("TR", "e", "{tr} LLL 999", 2, strip="TR"), row("TR", "square", "{tr} LL|9999", 0.6, strip="TR", size=(320, 210)), row("TR", "square letters", "{tr}|LLL 999", 0.4, strip="TR", size=(320, 210)),
    row("EU", "de", "{de}*LL 9999", 3, strip="D", roles=FE), row("EU", "de3", "{de}*LL 999", 2, strip="D", roles=FE), row("EU", "de1", "{de}*L 9999", 1.5, strip="D", roles=FE), row("EU", "de short", "{de}*LL 99", 0.8, strip="D", roles=FE),
    row("EU", "de square", "{de}*|LL 999", 0.8, strip="D", size=(340, 200), roles=FE),
    row("EU", "pl", "{pl}*99999", 1.5, strip="PL"), row("EU", "pl2", "{pl}*9999L", 1, strip="PL"), row("EU", "pl3", "{pl} L9999", 0.7, strip="PL"), row("EU", "pl square", "{pl}*|99999", 0.4, strip="PL", size=(305, 214)),
    row("EU", "ro", "{ro} 99 LLL", 2.5, strip="RO"), row("EU", "ro b", "B 999 LLL", 1.5, strip="RO"),
    row("EU", "cz", "9L9*9999", 1.8, strip="CZ"), row("EU", "cz2", "9LL*9999", 0.7, strip="CZ"), row("EU", "cz old", "LLL*99-99", 0.7, strip=""), row("EU", "cz square", "9L9*|9999", 0.4, strip="CZ", size=(320, 200)),
    row("EU", "sk", "LL*999LL", 1.8, strip="SK"), row("EU", "hu", "LLL-999", 1.8, strip="H"), row("EU", "hu new", "LL LL-999", 0.7, strip="H"),
    row("EU", "se", "LLL 999", 1.6, strip="S"), row("EU", "se old", "LLL 999", 1), row("EU", "se new", "LLL 99L", 0.7, strip="S"),
    row("EU", "fr", "LL-999-LL", 2, strip="F", right_strip=True), row("EU", "fr old", "9999 LL 99", 0.8, strip="F"), row("EU", "fr old yellow", "999 LLL 99", 0.4, strip="F", paper=YELLOW),
    row("EU", "it", "LL 999LL", 2, strip="I", right_strip=True, roles={"narrow": 0.5, "grotesque": 0.3, "din": 0.2}), row("EU", "it square", "LL|999LL", 0.3, strip="I", size=(297, 214)),
    row("EU", "gb", "LL99 LLL", 2, strip="GB", roles={"grotesque": 0.7, "narrow": 0.3}), row("EU", "gb plain", "LL99 LLL", 1, roles={"grotesque": 0.7, "narrow": 0.3}), row("EU", "gb rear", "LL99 LLL", 1, paper=GB_YELLOW, roles={"grotesque": 0.7, "narrow": 0.3}), row("EU", "gb old", "L999 LLL", 0.4), row("EU", "gb square", "LL99|LLL", 0.4, size=(279, 203)),
    row("EU", "es", "9999 LLL", 1.8, strip="E"), row("EU", "es old", "L-9999-LL", 0.7), row("EU", "pt", "99-99-LL", 0.8, strip="P"), row("EU", "pt2", "99-LL-99", 0.8, strip="P"),
    row("EU", "nl", "99-LLL-9", 0.8, strip="NL", paper=YELLOW), row("EU", "nl2", "LL-999-L", 0.8, strip="NL", paper=YELLOW), row("EU", "nl3", "99-LL-LL", 0.6, strip="NL", paper=YELLOW),
    row("EU", "be", "9-LLL-999", 0.9, strip="B", ink=(150, 20, 30)), row("EU", "be old", "LLL-999", 0.5, strip="B", ink=(150, 20, 30)),
    row("EU", "at", "{at}*9999L", 1.2, strip="A"), row("EU", "at2", "{at}*99 LL", 0.6, strip="A"), row("EU", "ch", "{ch}*999999", 1),
    row("EU", "hr", "LL*9999-LL", 0.9, strip="HR"), row("EU", "hr3", "LL*999-LL", 0.9, strip="HR"), row("EU", "si", "LL*LL-999", 0.7, strip="SLO"), row("EU", "rs", "LL*999-LL", 0.7, strip="SRB"),
    row("EU", "bg", "L 9999 LL", 1, strip="BG", alphabet=CYRILLIC_LIKE), row("EU", "bg2", "LL 9999 LL", 1, strip="BG", alphabet=CYRILLIC_LIKE), row("EU", "gr", "LLL-9999", 0.8, strip="GR"),
    row("EU", "lt", "LLL*999", 1.2, strip="LT"), row("EU", "lv", "LL-9999", 1, strip="LV"), row("EU", "ee", "999 LLL", 1, strip="EST"), row("EU", "fi", "LLL-999", 1, strip="FIN"),
    row("EU", "dk", "LL 99 999", 0.9, strip="DK"), row("EU", "no", "LL 99999", 0.9, strip="N"), row("EU", "ie", "99-L-99999", 0.6, strip="IRL"), row("EU", "lu", "LL 9999", 0.5, strip="L", paper=YELLOW),
    row("EU", "mk", "LL*9999*LL", 0.5, strip="NMK"), row("EU", "ba", "L99-L-999", 0.5, strip="BIH"), row("EU", "md", "LLL 999", 0.6, strip="MD"), row("EU", "al", "LL 999 LL", 0.4, strip="AL"),
    row("EU", "ro square", "{ro} 99|LLL", 0.3, strip="RO", size=(300, 200)), row("EU", "hu square", "LLL|999", 0.3, strip="H", size=(280, 200)), row("EU", "sk square", "LL*|999LL", 0.3, strip="SK", size=(300, 200)), row("EU", "nl square", "99|LLL-9", 0.2, strip="NL", paper=YELLOW, size=(340, 210)),
    row("EU", "at square", "{at}*|9999L", 0.2, strip="A", size=(300, 200)), row("EU", "lt square", "LLL|999", 0.3, strip="LT", size=(300, 150)), row("EU", "es square", "9999|LLL", 0.2, strip="E", size=(340, 220)), row("EU", "fr square", "LL-999|LL", 0.2, strip="F", size=(275, 200)), row("EU", "bg square", "LL|9999 LL", 0.2, strip="BG", size=(340, 200), alphabet=CYRILLIC_LIKE),
]

US = ("CALIFORNIA", "TEXAS", "FLORIDA", "NEW YORK", "OHIO", "NEVADA")
OTHER: list[Template] = [
    Template("other", "cn blue", (440, 140), (Slot("L", (72, 25, 50, 90)), Slot("99999", (146, 25, 278, 90))), 1.5, (20, 60, 170), WHITE, (Mark("hanzi", (15, 25, 48, 90)), Mark("dot", (128, 64, 10, 10))), roles=MIXED),
    Template("other", "cn blue letters", (440, 140), (Slot("L", (72, 25, 50, 90)), Slot("L9L99", (146, 25, 278, 90))), 1.5, (20, 60, 170), WHITE, (Mark("hanzi", (15, 25, 48, 90)), Mark("dot", (128, 64, 10, 10))), roles=MIXED),
    Template("other", "cn green", (480, 140), (Slot("L", (68, 25, 45, 90)), Slot("L99999", (140, 25, 325, 90))), 0.8, (120, 200, 130), BLACK, (Mark("hanzi", (15, 25, 46, 90)),), roles=MIXED),
    Template("other", "cn yellow", (440, 140), (Slot("L", (72, 25, 50, 90)), Slot("L9999", (146, 25, 278, 90))), 0.8, YELLOW, BLACK, (Mark("hanzi", (15, 25, 48, 90)), Mark("dot", (128, 64, 10, 10))), roles=MIXED),
    row("other", "pk", "LLL 999", 0.8, size=(400, 140), height=90), row("other", "pk two", "LLL|9999", 0.8, size=(330, 170)), row("other", "pk two yellow", "LL|999", 0.4, size=(330, 170), paper=YELLOW), row("other", "pk black", "LLL 999", 0.5, size=(400, 140), paper=BLACK, ink=WHITE, height=90),
    row("other", "br", "LLL-9999", 1.8, size=(400, 130), paper=(150, 155, 155), height=72, caption="SP - SAO PAULO"), row("other", "br red", "LLL-9999", 0.6, size=(400, 130), paper=(170, 30, 35), ink=WHITE, height=72, caption="RJ - NITEROI"),
    row("other", "br mercosur", "LLL9L99", 1.2, size=(400, 130), height=76, caption="BRASIL", roles=FE), row("other", "ar", "LL 999 LL", 0.6, size=(400, 130), height=76, caption="ARGENTINA"), row("other", "ar old", "LLL 999", 0.5, size=(300, 130), paper=BLACK, ink=WHITE, height=76, caption="ARGENTINA"),
    row("other", "br moto", "LLL|9999", 0.5, size=(200, 170), paper=(150, 155, 155)),
    *(row("other", f"us {i}", pattern, 0.4, size=(305, 130), height=70, caption=US[i], ink=ink, roles={"narrow": 0.6, "grotesque": 0.4}) for i, (pattern, ink) in enumerate((("9LLL999", BLUE), ("LLL-9999", BLACK), ("LLL L99", (20, 90, 60)), ("LLL-9999", BLUE), ("LLL 9999", RED), ("999-LLL", BLUE)))),
    row("other", "in", "LL 99 LL 9999", 1, size=(500, 120), strip="IND"), row("other", "in plain", "LL99L9999", 0.7, size=(500, 120)), row("other", "in two", "LL99|LL 9999", 0.5, size=(340, 200)),
    row("other", "ge", "LL-999-LL", 1, strip="GE"), row("other", "am", "99 LL 999", 0.8, strip="AM"), row("other", "az", "99-LL-999", 0.8, strip="AZ"), row("other", "mn", "9999 LLL", 0.4), row("other", "tm", "LL 9999 LL", 0.6, strip="TM"),
    row("other", "il", "99-999-99", 0.4, strip="IL", paper=YELLOW), row("other", "jordan", "99-99999", 0.3), row("other", "au", "LLL 999", 0.5, size=(372, 134), height=82, caption="NSW"), row("other", "za", "LL 99 LL LL", 0.4), row("other", "old black", "LLL 999L", 0.5, paper=BLACK, ink=(210, 210, 200)),
    row("other", "free", "LL9L9L9", 0.8), row("other", "free digits", "99999999", 0.3), row("other", "free letters", "LLLLLLL", 0.8), row("other", "free two", "L9L|9L9L", 0.5, size=(290, 180)), row("other", "vanity", "LLLL", 0.4), row("other", "io", "{io}{io}{io}{io}{io}{io}", 0.7),
]
CHOICES["io"] = list("O0I1JD8BQ0O1I")
# Share of each country in the data; Central Asia and Russia are what the checkpoint sees most.
SHARES: dict[str, float] = {"KZ": 0.2, "KG": 0.18, "RU": 0.14, "UZ": 0.08, "TJ": 0.05, "BY": 0.04, "UA": 0.04, "TR": 0.04, "EU": 0.15, "other": 0.08}
TEMPLATES: list[Template] = CENTRAL + EUROPE + OTHER
