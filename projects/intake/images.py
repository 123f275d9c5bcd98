"""Images drawn anew: no larger than a screen needs, and without what the camera wrote into them."""

from io import BytesIO
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from projects.intake.kinds import FileKind, refused

LONGEST_SIDE = 2560
MOST_PIXELS = 60_000_000
_DAMAGED = (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, ZeroDivisionError)
"""What Pillow raises over a broken file, beside its own errors, which are OSErrors."""


def redrawn(file: IO[bytes], kind: FileKind) -> BytesIO:
    file.seek(0)
    try:
        with Image.open(file, formats=[kind.image_format]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise _too_many_pixels()
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is then not unpacked at its full size
            drawn = _upright(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except _DAMAGED as error:
        raise refused(_("The image is cut off or damaged. Send it again."), "damaged") from error
    drawn.info.clear()  # else Pillow copies the comment, the colour profile and texts
    content = BytesIO()
    drawn.save(content, kind.image_format, quality=85)
    content.seek(0)
    return content


def _upright(image: Image.Image) -> Image.Image:
    """As it is meant to be seen, since what says how to turn it is not kept."""
    turned = ImageOps.exif_transpose(image)
    if turned.mode not in ("L", "RGB", "RGBA"):
        has_gaps = "transparency" in turned.info or turned.mode in ("PA", "LA", "La", "RGBa")
        turned = turned.convert("RGBA" if has_gaps else "L" if turned.mode == "1" else "RGB")
    turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return turned


def _too_many_pixels() -> ValidationError:
    return refused(
        _("The image has too many pixels; at most %s megapixels are accepted. Make it smaller.")
        % (MOST_PIXELS // 1_000_000),
        "bomb",
    )
