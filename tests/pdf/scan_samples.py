"""Pictures of paper as phones and scanners make them."""

from io import BytesIO

from PIL import Image, ImageDraw

LOCATION = b"GPS 113.4419 23.1656"


def a_picture(
    text: str = "4827 1930", size: tuple[int, int] = (900, 1270), kind: str = "PNG", mode: str = "RGB"
) -> bytes:
    """A page with something written on it."""
    picture = Image.new("RGB", size, "white")
    drawn = ImageDraw.Draw(picture)
    for line in range(0, size[1], 90):
        drawn.line((60, line, size[0] - 60, line), fill=(120, 120, 120))
    drawn.text((80, 100), text, fill=(20, 40, 160), font_size=60)
    out = BytesIO()
    picture.convert(mode).save(out, kind)
    return out.getvalue()


def a_photo(size: tuple[int, int] = (1270, 900)) -> bytes:
    """A phone's photo: turned on its side by EXIF, which also says where it was taken; with a comment."""
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle((0, 0, 100, 60), fill="black")
    exif = Image.Exif()
    exif[0x0112] = 6  # rotate a quarter clockwise to see it upright
    exif[0x010E] = LOCATION.decode()
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=LOCATION)
    return out.getvalue()
