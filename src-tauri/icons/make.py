#!/usr/bin/env python3
"""Makes the window's icons from the mark that the screens use too (ui/public/icon.svg).

Needs `rsvg-convert` (Debian: librsvg2-bin). Run it by hand after the mark has changed, and commit what it writes:
icon.png (windows and tray), icon.ico (Windows), icon.icns (macOS). Both containers hold plain PNG files.
"""

import struct
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
MARK = HERE.parent.parent / "ui" / "public" / "icon.svg"
# The four-letter names are Apple's: which size a PNG in an .icns stands for.
APPLE = {b"icp4": 16, b"icp5": 32, b"ic07": 128, b"ic08": 256, b"ic09": 512}
WINDOWS = (16, 24, 32, 48, 64, 256)


def png(size: int) -> bytes:
    """The mark with `size` pixels a side."""
    drawn = ["rsvg-convert", "--width", str(size), "--height", str(size), str(MARK)]
    return subprocess.run(drawn, check=True, capture_output=True).stdout


def ico(images: dict[int, bytes]) -> bytes:
    """A directory of 16 bytes an image, then the images. 256 is written as 0."""
    head = struct.pack("<HHH", 0, 1, len(images))
    at = len(head) + 16 * len(images)
    for size, data in images.items():
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(data), at)
        at += len(data)
    return head + b"".join(images.values())


def icns(images: dict[bytes, bytes]) -> bytes:
    """Each image with its name and length, all in one."""
    body = b"".join(name + struct.pack(">I", 8 + len(data)) + data for name, data in images.items())
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


if __name__ == "__main__":
    (HERE / "icon.png").write_bytes(png(256))
    (HERE / "tray.png").write_bytes(png(32))
    (HERE / "icon.ico").write_bytes(ico({size: png(size) for size in WINDOWS}))
    (HERE / "icon.icns").write_bytes(icns({name: png(size) for name, size in APPLE.items()}))
