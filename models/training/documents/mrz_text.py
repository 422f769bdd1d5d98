"""Random machine-readable zones with true structure and check digits (ICAO Doc 9303)."""
import numpy as np

Rng = np.random.Generator
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALPHABET = "0123456789" + LETTERS + "<"
STATES = "KAZ KGZ RUS UZB TJK TKM CHN TUR DEU D<< POL CZE ROU LUX SVN TWN USA GBR FRA UKR AZE GEO ARM IND PAK AFG IRN MNG KOR JPN UTO".split()
WIDTH = {"TD1": 30, "TD2": 36, "TD3": 44, "MRV-A": 44, "MRV-B": 36}
FORMATS = list(WIDTH)


def check(text: str) -> str:
    """Check digit, weights 7-3-1."""
    return str(sum((0 if c == "<" else int(c, 36)) * (7, 3, 1)[i % 3] for i, c in enumerate(text)) % 10)


def some(rng: Rng, signs: str, count: int) -> str:
    return "".join(signs[i] for i in rng.integers(0, len(signs), count))


def name(rng: Rng, width: int) -> str:
    surname = "<".join(some(rng, LETTERS, int(rng.integers(2, 12))) for _ in range(1 + (rng.random() < 0.15)))
    given = "<".join(some(rng, LETTERS, int(rng.integers(2, 10))) for _ in range(int(rng.integers(1, 4))))
    return (surname + "<<" + given)[:width].ljust(width, "<")


def date(rng: Rng) -> str:
    return f"{rng.integers(0, 100):02d}{rng.integers(1, 13):02d}{rng.integers(1, 29):02d}"


def optional(rng: Rng, width: int) -> str:
    if rng.random() < 0.4:
        return "<" * width
    return some(rng, "0123456789" if rng.random() < 0.6 else ALPHABET[:36], int(rng.integers(1, width + 1))).ljust(width, "<")


def number(rng: Rng) -> str:
    body = some(rng, LETTERS, int(rng.integers(0, 3))) + some(rng, "0123456789", 9)
    if rng.random() < 0.2:
        body = some(rng, ALPHABET[:36], 9)
    return body[: int(rng.integers(7, 10))].ljust(9, "<")


def mrz(rng: Rng, form: str) -> list[str]:
    """The lines of one valid document of the format."""
    state, nation = STATES[rng.integers(len(STATES))], STATES[rng.integers(len(STATES))]
    birth, expiry, sex = date(rng), date(rng), "MF<"[rng.integers(3)]
    if rng.random() < 0.02:
        birth = birth[:4] + "<<"
    num = number(rng)
    if form == "TD1":
        code = ("ID", "I<", "AC", "C<", "A<")[rng.integers(5)]
        first = code + state + num + check(num) + optional(rng, 15)
        if rng.random() < 0.1:
            long = some(rng, ALPHABET[:36], 12)
            first = code + state + long[:9] + "<" + (long[9:] + check(long)).ljust(15, "<")
        second = birth + check(birth) + sex + expiry + check(expiry) + nation + optional(rng, 11)
        return [first, second + check(first[5:30] + second[0:7] + second[8:15] + second[18:29]), name(rng, 30)]
    width = WIDTH[form]
    code = {"TD2": ("I<", "ID", "AC"), "TD3": ("P<", "PE", "PD", "PO")}.get(form, ("V<", "VC", "VA"))
    first = code[rng.integers(len(code))] + state + name(rng, width - 5)
    second = num + check(num) + nation + birth + check(birth) + sex + expiry + check(expiry)
    if form.startswith("MRV"):
        return [first, second + optional(rng, width - 28)]
    rest = optional(rng, 14 if form == "TD3" else 7)
    second += rest + (check(rest) if form == "TD3" else "")
    return [first, second + check(second[0:10] + second[13:20] + second[21:])]


def scrambled(rng: Rng, form: str) -> list[str]:
    """Lines of that size without rules: keeps the recogniser from guessing by context."""
    return [some(rng, ALPHABET if rng.random() < 0.8 else ALPHABET[:36], WIDTH[form]) for _ in range(3 if form == "TD1" else 2)]
