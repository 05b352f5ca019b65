"""The action plan of the self-scan as a file for a spreadsheet: CSV or xlsx."""

from __future__ import annotations

import csv
import io

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Font, PatternFill  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.worksheet.page import PageMargins  # type: ignore[import-untyped]

from knowledge.self_scan import ActionPlan, PlanRow, scan_words

WIDTHS = {
    "onderdeel": 18,
    "tekortkoming": 26,
    "overwegen": 22,
    "advies": 38,
    "actie": 22,
    "wie": 16,
    "timing": 11,
    "opmerkingen": 18,
    "meer": 20,
}
"""Width of each column, in characters."""
_FORMULA = tuple("=+-@＝＋－＠")
_HEADING_FILL = PatternFill("solid", fgColor="E7EEF0")


def as_csv(plan: ActionPlan) -> bytes:
    """Write the plan as CSV for a Belgian Excel: UTF-8 with its mark, semicolons.

    A cell that a spreadsheet could take for a formula gets an apostrophe in front (OWASP, "CSV
    Injection").
    """
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";").writerows(
        [f"'{text}" if _looks_like_formula(text) else text for text in row] for row in _table(plan)
    )
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(plan: ActionPlan) -> bytes:
    """Write the plan as a workbook to print on A4 landscape, with a heading that stays in sight.

    Every cell is text, also one that looks like a formula.
    """
    book = Workbook()
    sheet = book.active
    words = scan_words().actieplan
    sheet.title = words.titel[:31]
    for row_number, row in enumerate(_table(plan), start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(row_number, column, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.data_type = "s"
            cell.quotePrefix = _looks_like_formula(text)
            if row_number == 1:
                cell.font = Font(bold=True)
                cell.fill = _HEADING_FILL
    for column, width in enumerate(WIDTHS.values(), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    sheet.page_margins = PageMargins(left=0.4, right=0.4)
    sheet.oddHeader.center.text = words.titel
    sheet.oddFooter.left.text = words.bron
    sheet.oddFooter.left.size = 8
    sheet.oddFooter.right.text = "&P / &N"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _looks_like_formula(text: str) -> bool:
    return text.lstrip().startswith(_FORMULA)


def _table(plan: ActionPlan) -> list[list[str]]:
    """The heading and a line per section; without sections the plan's sentence instead."""
    headings = scan_words().actieplan.kolommen
    lines = [_cells(row) for row in plan.rows] or [{"onderdeel": plan.remark}]
    return [
        [getattr(headings, name) for name in WIDTHS],
        *([ILLEGAL_CHARACTERS_RE.sub("", line.get(name, "")) for name in WIDTHS] for line in lines),
    ]


def _cells(row: PlanRow) -> dict[str, str]:
    words, section = scan_words().actieplan, row.section
    advice = [*section.adviezen]
    if section.let_op:
        advice.append(words.let_op.format(tekst=section.let_op.tekst))
    return {
        "onderdeel": words.onderdeel.format(
            lijst=row.checklist.nummer, nummer=section.nummer, titel=section.titel
        ),
        "tekortkoming": _list(row.shortcomings),
        "overwegen": _list(row.considered),
        "advies": _list(advice),
        "actie": row.actie,
        "wie": row.wie,
        "timing": row.timing,
        "opmerkingen": row.opmerkingen,
        "meer": _list([topic.titel for topic in row.topics]),
    }


def _list(texts: list[str] | tuple[str, ...]) -> str:
    return "\n".join(f"• {text}" for text in texts)
