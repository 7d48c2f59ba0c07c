"""Small files of every format, made in memory from the same few sentences of our own."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import xlsxwriter

#: Made from `xlsx` by LibreOffice, since no library at hand writes .xls and .ods.
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "should_pass" / "readers"

LINES = (
    "BÁO CÁO KẾT QUẢ THI HÀNH ÁN DÂN SỰ",
    "Trong kỳ, đơn vị thụ lý 1.234 việc, tương ứng 56,7 tỷ đồng.",
    "Số có điều kiện thi hành: 987 việc; đã giải quyết xong 765 việc, đạt tỷ lệ 77,5%.",
    "Người được phỏng vấn cho rằng kết quả giữ vững, ổn định.",
)
TEXT = "\n".join(LINES)
TABLE = (("Chỉ tiêu", "Việc", "Tiền"), ("Thụ lý", "120", "3.400"), ("Thi hành xong", "98", "2.100"))


def xlsx(macro: bool = False, hidden_sheet: bool = True) -> bytes:
    """A sheet with a letterhead, typed values, a merge, hidden rows and columns, and formulas."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Biểu 01")
    sheet.merge_range("A1:D2", LINES[0])
    sheet.write_row(3, 0, ["Đơn vị", "Việc", "Tỷ lệ", "Tiền"])
    sheet.write_row(4, 0, ["Quận 1", 11813, 83.98, 2313801454000])
    sheet.write_row(5, 0, ["Quận 3", 0.1 + 0.2, 46.760000000000005, 1e-7])
    sheet.write_formula("A7", "=B5/0", None, "#DIV/0!")
    sheet.write_formula("B7", "=B5+1", None, "")
    sheet.write_formula("C7", "=B5+2", None, 11815)
    sheet.write_boolean("D7", True)
    sheet.write_datetime("A8", dt.datetime(2021, 9, 30), day)  # noqa: DTZ001 - a date in a cell has no zone
    sheet.write_string("B8", "0123")
    sheet.set_row(5, None, None, {"hidden": True})
    sheet.set_column("F:G", None, None, {"hidden": True})
    other = book.add_worksheet("Nháp")
    other.write("C3", "bỏ")
    if hidden_sheet:
        other.hide()
    book.close()
    return _with_macro(out.getvalue()) if macro else out.getvalue()


def percentages() -> bytes:
    """Fractions under formats that show percentages, and beside them what only looks like one."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Tỷ lệ")
    two, none, own, quoted = (
        book.add_format({"num_format": code}) for code in ("0.00%", "0%", '0.0" "%', '0.00"%"')
    )
    sheet.write_row(0, 0, ["Tỷ lệ", 0.8398])
    sheet.write_number("A2", 0.8398, two)
    sheet.write_number("B2", 1, none)
    sheet.write_formula("C2", "=1/3", own, 0.333333333333333)
    sheet.write_number("D2", 83.98, quoted)
    sheet.write_string("E2", "0,84", two)
    sheet.write_blank("F2", None, two)
    sheet.write_number("A3", 0.5, two)
    sheet.write_number("B3", 0.25, two)
    sheet.write_number("C3", 12)
    book.close()
    return out.getvalue()


def _with_macro(data: bytes) -> bytes:
    parts = unzip(data)
    listing = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = listing.replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    return rezip({**parts, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def word(lines: Sequence[str] = LINES, font: str = "") -> bytes:
    """Paragraphs (each in two runs) around one table with a cell merged over two columns."""
    document = docx.Document()
    for line in lines[:2]:
        paragraph = document.add_paragraph()
        for piece in (line[: len(line) // 2], line[len(line) // 2 :]):
            run = paragraph.add_run(piece)
            if font:
                run.font.name = font
    table = document.add_table(rows=4, cols=3)
    for number, row in enumerate(TABLE):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    merged = table.cell(3, 0).merge(table.cell(3, 1))
    merged.text = "Cộng"
    table.cell(3, 2).text = "5.500"
    for line in lines[2:]:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def page(lines: Sequence[str] = LINES, charset: str = "utf-8") -> bytes:
    """A web page with navigation, scripts and a table around the lines."""
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE)
    body = "".join(f"<p>{line.replace('đồng', '&#273;ồng')}</p>" for line in lines[1:])
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{lines[0]}</title>'
        "<script>var hidden = '999 việc';</script></head><body><nav>Trang chủ</nav>"
        f'<h1>{lines[0]}</h1>{body}<p style="display:none">ẩn</p><ul><li>một</li><li>hai</li></ul>'
        f"<table>{rows}</table></body></html>"
    ).encode(charset)


def pdf(pages: Sequence[Sequence[str]] = (LINES,)) -> bytes:
    """A PDF whose font carries a ToUnicode map, so that no font file with Vietnamese letters is needed."""
    letters = sorted({sign for lines in pages for line in lines for sign in line})
    code = {sign: number for number, sign in enumerate(letters, 1)}
    pairs = "\n".join(f"<{code[sign]:04X}> <{ord(sign):04X}>" for sign in letters)
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{pairs}\nendbfchar\nendcmap end end"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
        b" /Supplement 0 >> /FontDescriptor 5 0 R /DW 500 >>",
        b"<< /Type /FontDescriptor /FontName /F /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800"
        b" /Descent -200 /CapHeight 700 /StemV 80 >>",
        _stream(to_unicode.encode()),
    ]
    kids = []
    for lines in pages:
        shown = "".join(
            f"1 0 0 1 50 {780 - 20 * row} Tm <{''.join(f'{code[sign]:04X}' for sign in line)}> Tj\n"
            for row, line in enumerate(lines)
        )
        objects.append(_stream(f"BT /F 10 Tf {shown} ET".encode()))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 842] /Contents {len(objects)} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _pdf_file(objects)


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _pdf_file(objects: Sequence[bytes]) -> bytes:
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        out.find(b"xref\n0"),
    )
    return bytes(out)


def unzip(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return {name: container.read(name) for name in container.namelist()}


def rezip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, part in parts.items():
            container.writestr(name, part)
    return out.getvalue()
