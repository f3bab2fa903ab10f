"""Files as programs write them, and files that nobody should open."""

import subprocess
import sys
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from initiatives.importing import files
from initiatives.importing.files.table import FileError, Formula
from tests.databases import ROOT
from tests.importing.bad_files import bad_files, ods, ods_row, sheet, with_sheet, workbook
from tests.proof import IS_THOROUGH

BAD = {name: (make, words) for name, make, words in bad_files()}
# Reads the file on standard input; tells its own memory before and after, and the processor that reading took.
MEASURED = """
import resource, sys
import django
django.setup()
from initiatives.importing import files
content, usage = sys.stdin.buffer.read(), lambda: resource.getrusage(resource.RUSAGE_SELF)
files.read(b"titel\\n")
before = usage()
try:
    files.read(content)
except files.FileError:
    pass
after = usage()
print((after.ru_maxrss - before.ru_maxrss) // 1024, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
"""


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_refused_with_a_reason(name):
    make, words = BAD[name]
    content = make()
    with pytest.raises(FileError) as refusal:
        files.read(content)
    assert words in refusal.value.message
    assert refusal.value.message[0].isupper()
    assert refusal.value.message.endswith(".")


def rows(content):
    return files.read(content).rows


def test_csv_is_read_with_any_separator_and_encoding():
    text = "titel;regio\r\nCafé;Zuid\r\n"
    expected = {1: ["titel", "regio"], 2: ["Café", "Zuid"]}
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        assert rows(text.encode(encoding)) == expected
    for separator in (",", "\t"):
        assert rows(text.replace(";", separator).encode()) == expected
    assert files.read(text.encode("cp1252")).notes != []
    assert files.read(text.encode()).notes == []


def test_empty_rows_keep_the_numbers_of_the_others():
    assert list(rows(b"titel;regio\r\n;\r\n\r\nEen;Zuid\r\n")) == [1, 4]
    assert list(rows(workbook(("titel",), (), ("",), ("Een",)))) == [1, 4]
    empty = ods_row("", number_rows_repeated="3")
    assert list(rows(ods(ods_row("titel") + empty + ods_row("Een") + empty))) == [1, 5]


def test_cells_of_a_workbook_become_the_texts_of_a_csv_file():
    values = ("Een", 3, 2.5, 7.0, True, date(2020, 3, 16), datetime(2020, 3, 16, 10, 30), None, "=1+1", " rand ")
    content = workbook(("titel",), values)
    assert rows(content)[2] == [
        *("Een", "3", "2.5", "7", "ja", "2020-03-16", "2020-03-16T10:30:00", "", "=1+1", " rand ")
    ]
    assert isinstance(rows(content)[2][8], Formula)


def test_cells_of_an_open_document_become_the_same_texts():
    cells = (
        '<table:table-cell office:value-type="float" office:value="3"><text:p>3,0</text:p></table:table-cell>'
        '<table:table-cell office:value-type="date" office:date-value="2020-03-16"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        "<table:table-cell><text:p>a<text:s text:c='2'/>b<text:tab/>c</text:p><text:p>twee</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>'
    )
    row = rows(ods(f"<table:table-header-rows>{ods_row('titel')}</table:table-header-rows>"
                   f"<table:table-row>{cells}</table:table-row>"))[2]  # fmt: skip
    assert row == ["3", "2020-03-16", "ja", "a  b\tc\ntwee", "x", "x", "of:=1+1"]
    assert isinstance(row[6], Formula)


def test_only_the_first_sheet_is_read_and_that_is_told():
    book = Workbook()
    book.active.append(["titel"])
    book.create_sheet("Oud").append(["naam"])
    content = _saved(book)
    assert files.read(content).rows == {1: ["titel"]}
    assert files.read(content).notes == ["Alleen het eerste blad is gelezen: “Sheet”."]


def test_error_of_a_formula_is_no_text():
    header = b'<row r="1"><c r="A1" t="inlineStr"><is><t>titel</t></is></c></row>'
    content = with_sheet(sheet(header + b'<row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>'))
    assert isinstance(rows(content)[2][0], Formula)


def test_hidden_sheet_is_not_read():
    book = Workbook()
    book.active.append(["geheim"])
    book.active.sheet_state = "hidden"
    book.create_sheet("Lijst").append(["titel"])
    book.active = 1
    assert files.read(_saved(book)).rows == {1: ["titel"]}
    assert rows(ods(ods_row("titel"), hidden=ods_row("geheim"))) == {1: ["titel"]}


def test_line_that_tells_excel_the_separator_is_no_row():
    assert rows(b"sep=;\r\ntitel;regio\r\nEen, twee, drie;Zuid\r\n") == {
        2: ["titel", "regio"],
        3: ["Een, twee, drie", "Zuid"],
    }


def test_what_a_file_says_of_its_size_is_not_believed():
    content = with_sheet(
        sheet(b'<row r="1"><c r="A1" t="inlineStr"><is><t>titel</t></is></c></row>').replace(
            b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>'
        )
    )
    assert rows(content) == {1: ["titel"]}


@pytest.mark.skipif(not IS_THOROUGH, reason="measures memory and processor of each bad file")
@pytest.mark.parametrize("name", [*BAD, "as much as fits"])
def test_bad_file_takes_little_memory_and_time(name):
    """At most 200 MB beside the file itself, and 5 seconds of processor."""
    most = with_sheet(sheet(b"<row>" + b"<c/>" * 890_000 + b"</row>"))
    content = most if name == "as much as fits" else BAD[name][0]()
    command = [sys.executable, "-c", MEASURED]
    output = subprocess.run(command, input=content, stdout=subprocess.PIPE, check=True, cwd=ROOT).stdout
    megabytes, seconds = map(float, output.split())
    assert megabytes <= 200
    assert seconds <= 5


def _saved(book):
    file = BytesIO()
    book.save(file)
    return file.getvalue()
