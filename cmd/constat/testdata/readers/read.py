"""What openpyxl reads in workbooks, whole and in its read-only mode.

Workbooks are named on the command line; JSON goes out:
{file: {"errors": [...], "openpyxl": {sheet: {cell: value}}, "read-only": ...}}.
A value is a number (of days for a date) or a text; an empty cell is left out.
"""
import datetime
import json
import sys
import warnings

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

# Extensions of conditional formats are Excel's own: openpyxl reads past them.
warnings.filterwarnings("error")
warnings.filterwarnings("ignore", message=".*extension is not supported.*")


def plain(value):
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return to_excel(value)
    return value


def cells(sheet):
    found = {}
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        for column, value in enumerate(row, 1):
            if value not in (None, ""):
                found[f"{get_column_letter(column)}{number}"] = plain(value)
    return found


def tables(book):
    """What Excel repairs: a table whose columns are not its header's cells."""
    for sheet in book:
        for table in sheet.tables.values():
            header = next(sheet[table.ref].__iter__())
            names = [column.name for column in table.tableColumns]
            texts = [cell.value for cell in header]
            if names != texts:
                yield f"{sheet.title}: the table's columns are {names}, its header {texts}"
            if len({name.lower() for name in names}) != len(names):
                yield f"{sheet.title}: two columns of a table have one name"


def limits(book):
    """What Excel refuses and no schema says."""
    for sheet in book:
        if len(sheet.title) > 31 or set(sheet.title) & set("[]:*?/\\"):
            yield f"sheet {sheet.title!r}"
        for validation in sheet.data_validations.dataValidation:
            for text, most in ((validation.formula1, 255), (validation.promptTitle, 32), (validation.errorTitle, 32),
                               (validation.prompt, 255), (validation.error, 255)):
                if text and len(text) > most:
                    yield f"{sheet.title}: a validation has {len(text)} characters: {text[:60]}"
    for name in book.defined_names if hasattr(book.defined_names, "keys") else book.defined_names.definedName:
        name = getattr(name, "name", name)  # openpyxl before 3.1 lists objects
        if len(name) > 255 or " " in name:
            yield f"name {name!r}"


said = {}
for file in sys.argv[1:]:
    whole = openpyxl.load_workbook(file, data_only=True)
    quick = openpyxl.load_workbook(file, data_only=True, read_only=True)
    said[file] = {
        "errors": [*tables(whole), *limits(whole)],
        "openpyxl": {sheet.title: cells(sheet) for sheet in whole},
        "read-only": {sheet.title: cells(sheet) for sheet in quick},
    }
    quick.close()
json.dump(said, sys.stdout)
