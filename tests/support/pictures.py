"""Pictures for docs/, taken while a test plays what they show: PICTURES=docs/images pytest tests/browser/…

Chinese letters look as they do in the others where Noto is installed (Debian: fonts-noto-cjk).
"""

import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page

FOLDER = os.environ.get("PICTURES", "")
SIZE = {"width": 1280, "height": 800}
COLOURS = 48
LARGEST = 100_000


def picture(name: str, page: Page, of: Locator | None = None) -> None:
    """What the page shows now, from `of` downwards; nothing where no folder for pictures is named."""
    if not FOLDER:
        return
    page.wait_for_load_state("networkidle")
    if of is not None:
        of.evaluate("element => element.scrollIntoView({block: 'start'})")
    taken = Image.open(io.BytesIO(page.screenshot()))
    file = Path(FOLDER, f"{name}.png")
    taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    if file.stat().st_size > LARGEST:
        raise AssertionError(f"{file} is larger than {LARGEST} bytes")
