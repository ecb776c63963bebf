"""Files of ZooKeeper made by hand, right or wrong."""
import struct
import zlib

OPEN_ACL = -1
SET_DATA, CREATE = 5, 1
END = b"\0\0\0\1/"


def text(value):
    return struct.pack(">i", len(value)) + value


def node(path, data=b"", acl=OPEN_ACL, zxid=1, children=0):
    return text(path) + text(data) + struct.pack(">qqqqqiiiqq", acl, zxid, zxid, 1000, 1000, 0, children, 0, 0, zxid)


def snapshot(*nodes, version=2, sessions=struct.pack(">i", 0), acls=struct.pack(">i", 0)):
    """A snapshot whose seal is right, whatever stands in it."""
    body = struct.pack(">iiq", 0x5A4B534E, version, -1) + sessions + acls + b"".join(nodes) + END
    return body + struct.pack(">q", zlib.adler32(body)) + END


def log(*records, version=2):
    return struct.pack(">iiq", 0x5A4B4C47, version, 0) + b"".join(records)


def record(zxid, kind, body):
    return sealed(struct.pack(">qiqqi", 0x100, 7, zxid, 1000, kind) + body)


def sealed(body):
    return struct.pack(">qi", zlib.adler32(body), len(body)) + body + b"B"


def set_data(zxid, path, data=b"new"):
    return record(zxid, SET_DATA, text(path) + text(data) + struct.pack(">i", 1))


def create(zxid, path, data=b"new"):
    acl = struct.pack(">ii", 1, 31) + text(b"world") + text(b"anyone")
    return record(zxid, CREATE, text(path) + text(data) + acl + b"\0" + struct.pack(">i", -1))
