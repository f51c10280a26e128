"""Just enough PNG: 8-bit RGB(A) pictures of Chromium in, small RGB pictures out and in."""
import struct
import zlib


def read(data):
    """(width, height, rows of RGB triples as bytearrays)"""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, body, width, height, n = 8, b"", 0, 0, 0
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", data[at + 8:at + 18])
            assert depth == 8 and colour in (2, 6)
            n = 3 if colour == 2 else 4
        elif kind == b"IDAT":
            body += data[at + 8:at + 8 + length]
        at += 12 + length
    raw, stride, rows, before = zlib.decompress(body), width * n, [], bytearray(width * n)
    for y in range(height):
        kind, row = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for k in range(stride):
            left, above, corner = row[k - n] if k >= n else 0, before[k], before[k - n] if k >= n else 0
            if kind == 1:
                row[k] = row[k] + left & 255
            elif kind == 2:
                row[k] = row[k] + above & 255
            elif kind == 3:
                row[k] = row[k] + (left + above) // 2 & 255
            elif kind == 4:
                p = left + above - corner
                a, b, c = abs(p - left), abs(p - above), abs(p - corner)
                row[k] = row[k] + (left if a <= b and a <= c else above if b <= c else corner) & 255
        rows.append(bytearray(v for k, v in enumerate(row) if k % n < 3) if n == 4 else row)
        before = row
    return width, height, rows


def smaller(picture, factor):
    """Means over squares of factor x factor."""
    width, height, rows = picture
    w, h, out = width // factor, height // factor, []
    for y in range(h):
        line = bytearray()
        for x in range(w):
            for c in range(3):
                total = sum(sum(rows[y * factor + k][3 * (x * factor) + c:3 * (x + 1) * factor:3]) for k in range(factor))
                line.append(total // factor ** 2)
        out.append(line)
    return w, h, out


def write(picture, path):
    width, height, rows = picture
    chunk = lambda kind, body: struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    raw = b"".join(b"\0" + bytes(row) for row in rows)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
                   chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))


def difference(a, b):
    """(mean, share of values that differ by more than 40 of 255); None: another size"""
    if a[:2] != b[:2]:
        return None
    d = [abs(p - q) for x, y in zip(a[2], b[2]) for p, q in zip(x, y)]
    return sum(d) / len(d), sum(v > 40 for v in d) / len(d)
