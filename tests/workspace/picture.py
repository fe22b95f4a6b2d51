"""Cover pictures for the blog, painted here: PNG, as Slack shows no SVG."""

import colorsys
import hashlib
import math
import struct
import zlib

WIDTH, HEIGHT = 960, 420


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(
        ">I", zlib.crc32(kind + data))


def color(hue, light, saturation=0.5):
    return tuple(int(255 * c) for c in colorsys.hls_to_rgb(
        hue % 1, light, saturation))


def paint(seed):
    """Soft hills under a sun; the seed chooses colours and places."""
    digest = hashlib.sha256(seed.encode()).digest()
    hue = digest[0] / 255
    sky = [color(hue, 0.93 - 0.13 * y / HEIGHT) for y in range(HEIGHT)]
    sun = color(hue + 0.08, 0.98, 0.9)
    sun_x, sun_y = WIDTH * (0.2 + 0.6 * digest[1] / 255), HEIGHT * 0.34
    hills = []
    for i in range(4):
        hills.append((color(hue + 0.03 * i, 0.78 - 0.1 * i, 0.38),
                      HEIGHT * (0.46 + 0.13 * i), 26 + 9 * (digest[2 + i] % 4),
                      130 + digest[6 + i], digest[10 + i]))
    rows = bytearray()
    tops = [[base - rise * math.sin((x + shift * 9) / wide)
             - rise * 0.4 * math.sin((x + shift * 5) / (wide * 0.41))
             for x in range(WIDTH)] for _, base, rise, wide, shift in hills]
    for y in range(HEIGHT):
        row = bytearray(bytes(sky[y]) * WIDTH)
        half = math.sqrt(max(0, 58 ** 2 - (y - sun_y) ** 2))
        if half:
            left, right = int(sun_x - half), int(sun_x + half)
            row[3 * left:3 * right] = bytes(sun) * (right - left)
        for (paint_, *_), top in zip(hills, tops):
            if y < min(top):
                continue
            colour = bytes(paint_)
            for x in range(WIDTH):
                if y >= top[x]:
                    row[3 * x:3 * x + 3] = colour
        rows += b"\0" + row
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
            + chunk(b"IDAT", zlib.compress(bytes(rows), 6))
            + chunk(b"IEND", b""))
