"""Number formats under which a spreadsheet shows another number than a cell holds."""

import re

_PERCENT = {"9": "0%", "10": "0.00%"}
"""Formats that every workbook knows by their number, without naming them."""

_LITERAL = re.compile(r'"([^"]*)"?|[\\!](.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|[_*].')
"""What is shown as it is written: in quotes, after a backslash, as a currency. Other brackets show nothing."""
_THOUSANDS = re.compile(r"[0#?],+(?![0#?,])")
_UNIT = re.compile(r"[万萬亿億百‰]|千(?![克米瓦])|thousand|million|billion|\b(?:k|mn|bn)\b", re.IGNORECASE)


def shows_another(code: str) -> bool:
    """Percent, thousands that are left out, or a unit: 0.0"万元" lets 979.4 mean 9,794,000."""
    rest = _LITERAL.sub(" ", code)
    written = " ".join(text for found in _LITERAL.finditer(code) for text in found.groups() if text)
    return "%" in rest or bool(_THOUSANDS.search(rest) or _UNIT.search(f"{rest} {written}"))


def misleading(elements: list[tuple[str, dict[str, str]]]) -> dict[str, str]:
    """Of a workbook's styles, the number of each that shows another number than it holds, and its format."""
    codes, is_of_cells = dict(_PERCENT), False
    styles: dict[str, str] = {}
    for name, attributes in elements:
        if name == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            is_of_cells = name == "cellXfs"
        elif name == "xf" and is_of_cells:
            styles[str(len(styles))] = codes.get(attributes.get("numFmtId", ""), "")
    return {number: code for number, code in styles.items() if shows_another(code)}
