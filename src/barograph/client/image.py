"""Images: from arrays, Pillow images, lists or files, to files and previews."""

import io
import logging
from pathlib import Path
from typing import Any

from barograph.client.optional import need
from barograph.errors import InvalidValue, shown

_LOG = logging.getLogger(__name__)
PREVIEW_PIXELS = 256


class Image:
    """An image to log. Arrays are H x W, H x W x 1, x 3 (RGB) or x 4 (RGBA): bools, whole numbers 0-255, or floats 0-1."""

    def __init__(self, image: Any) -> None:
        self.image: Any
        need("PIL")
        import PIL.Image as pillow  # noqa: N813  # the module holds functions and the class alike

        if isinstance(image, str | Path):
            with pillow.open(image) as opened:
                opened.load()
                self.image = opened
        elif isinstance(image, pillow.Image):
            self.image = image
        elif isinstance(image, Image):
            self.image = image.image
        else:
            self.image = pillow.fromarray(_pixels(image))

    def to_pil(self) -> Any:
        """The image as a Pillow image."""
        return self.image

    def to_array(self) -> Any:
        """The image as a NumPy array of shape (height, width[, channels])."""
        import numpy as np

        return np.array(self.image)

    def to_list(self) -> list[Any]:
        """The image as nested lists."""
        rows: list[Any] = self.to_array().tolist()
        return rows

    def save(self, path: str | Path) -> None:
        """Write the image in the format that the path's ending names."""
        self.image.save(path)

    def resize(self, size: tuple[int, int]) -> "Image":
        """The image in another size, (width, height) in pixels."""
        return Image(self.image.resize(size))

    def encoded(self, kind: str) -> bytes:
        """The image as the bytes of a file of that kind, such as `png`."""
        buffer = io.BytesIO()
        image = self.image.convert("RGB") if kind in ("jpg", "jpeg") and self.image.mode not in ("L", "RGB") else self.image
        try:
            image.save(buffer, format={"jpg": "jpeg", "tif": "tiff"}.get(kind, kind))
        except KeyError:
            raise InvalidValue(
                f"Cannot write an image as {shown(kind)}. End the path in .png, .jpg, .webp or another image format."
            ) from None
        return buffer.getvalue()

    def preview(self) -> "Image":
        """The image with its longer side at most 256 pixels."""
        small = self.image.copy()
        small.thumbnail((PREVIEW_PIXELS, PREVIEW_PIXELS))
        return Image(small)


def _pixels(image: Any) -> Any:
    """An array as bytes 0-255 in a shape that Pillow takes."""
    import numpy as np

    pixels = np.asarray(image)
    if pixels.ndim == 3 and pixels.shape[2] == 1:
        pixels = pixels[:, :, 0]
    if pixels.ndim not in (2, 3) or (pixels.ndim == 3 and pixels.shape[2] not in (3, 4)) or pixels.size == 0:
        raise ValueError(f"An image of shape {np.shape(image)} cannot be logged. Give (H, W), (H, W, 1), (H, W, 3) or (H, W, 4).")
    if pixels.dtype == np.bool_:
        return pixels.astype(np.uint8) * 255
    if np.issubdtype(pixels.dtype, np.floating):
        return _scaled(pixels)
    if not np.issubdtype(pixels.dtype, np.integer):
        raise TypeError(f"An image of type {pixels.dtype} cannot be logged. Give bools, whole numbers 0-255 or floats 0-1.")
    if pixels.min() < 0 or pixels.max() > 255:
        raise ValueError(f"Image values reach from {pixels.min()} to {pixels.max()}. Whole numbers must lie within 0-255.")
    return pixels.astype(np.uint8)


def _scaled(pixels: Any) -> Any:
    import numpy as np

    pixels = np.nan_to_num(pixels.astype(np.float64))
    low, high = pixels.min(), pixels.max()
    if low < 0 or high > 1:
        _LOG.warning("Image values reach from %g to %g, outside 0-1. They are rescaled to that range.", low, high)
        pixels = (pixels - low) / (high - low) if high > low else np.zeros_like(pixels)
    return (pixels * 255).astype(np.uint8)
