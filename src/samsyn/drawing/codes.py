"""QR codes (ISO/IEC 18004) as SVG: an address in, a drawing out."""

from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode

QUIET_MODULES = 4
"""The empty border that a reader needs around the code."""


def qr_code(text: str) -> str:
    """An SVG of the code, one unit a module; a quarter of it may be scratched or covered (level Q,
    for walls) and it still reads."""
    code = QRCode(error_correction=ERROR_CORRECT_Q, border=QUIET_MODULES)
    code.add_data(text)
    rows = code.get_matrix()
    dark = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/>'
        f'<path fill="#000" d="{dark}"/></svg>'
    )
