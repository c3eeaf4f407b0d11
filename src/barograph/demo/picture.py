"""Pictures as PNG files, written without a library for images."""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_RGB = 2


def png(pixels: NDArray[np.uint8]) -> bytes:
    """The PNG file of an image of shape `(height, width, 3)`, red, green and blue from 0 to 255."""
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + width * 3), np.uint8)  # each row begins with its filter, 0 for none
    rows[:, 1:] = pixels.reshape(height, width * 3)
    header = struct.pack(">IIBBBBB", width, height, 8, _RGB, 0, 0, 0)
    return _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows.tobytes(), 6)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def plot(lines: list[tuple[NDArray[np.float64], tuple[int, int, int]]], *, width: int = 640, height: int = 320) -> bytes:
    """The PNG file of some lines, each of shape `(n,)` with its colour, over one another on a white ground with a frame."""
    canvas = np.full((height, width, 3), 255, np.uint8)
    canvas[height // 4 :: height // 4, :] = 232
    canvas[[0, -1], :] = canvas[:, [0, -1]] = 150
    low, high = min(values.min() for values, _ in lines), max(values.max() for values, _ in lines)
    for values, color in lines:
        heights = np.interp(np.linspace(0, len(values) - 1, width), np.arange(len(values)), values)
        rows = ((high - heights) / (high - low or 1) * (height - 17) + 8).astype(int)
        before = np.concatenate((rows[:1], rows[:-1]))
        for x, (top, bottom) in enumerate(zip(np.minimum(rows, before), np.maximum(rows, before), strict=True)):
            canvas[top : bottom + 2, x] = color
    return png(canvas)


def scatter(x: NDArray[np.float64], y: NDArray[np.float64], color: tuple[int, int, int], *, size: int = 360) -> bytes:
    """The PNG file of points, `x` and `y` of shape `(n,)`, with the diagonal on which they are equal."""
    canvas = np.full((size, size, 3), 255, np.uint8)
    diagonal = np.arange(size)
    canvas[size - 1 - diagonal, diagonal] = 190
    low, high = min(x.min(), y.min()), max(x.max(), y.max())
    columns = ((x - low) / (high - low) * (size - 4)).astype(int)
    rows = size - 4 - ((y - low) / (high - low) * (size - 4)).astype(int)
    for offset in range(3):
        canvas[rows + offset, columns] = canvas[rows, columns + offset] = color
    return png(canvas)
