"""What s3rver keeps on disk (lib/stores/filesystem.js of s3rver 3.7.1), and what the S3 of the tests reads or mends there.

s3rver answers some requests otherwise than S3 does; those are answered here:
- It lists in the order of its files' names, not of the keys, and a listing of several pages loses keys thereby.
- It may answer a PUT before the last bytes are in the file.
- It knows no AbortMultipartUpload, asks no part for its ETag and size, and gives the whole object's MD5 as its ETag.
"""

import hashlib
import os
import re
import shutil
import time
from pathlib import Path
from xml.sax.saxutils import escape, unescape

from support.s3_signature import S3Error

SMALLEST_PART = 5 << 20  # of all but the last one
UPLOADS = "._S3rver_uploads"
OBJECT = "._S3rver_object"
LONGEST_WAIT = 10


class Bucket:
    def __init__(self, folder):
        self.folder = Path(folder)

    def path(self, key):
        # A file of s3rver for each name between slashes.
        if any(name in ("", ".", "..") for name in key.split("/")) or "\0" in key:
            raise S3Error(501, "NotImplemented", "This server keeps no key with empty names or '.' or '..' in it")
        return self.folder / (key + OBJECT)

    def exists(self, key):
        return self.path(key).exists()

    def keys(self, prefix=""):
        """In the order of S3: of the bytes in UTF-8."""
        files = (os.path.relpath(os.path.join(folder, name), self.folder) for folder, _, names in os.walk(self.folder)
                 for name in names if name.endswith(OBJECT))
        names = (file.removesuffix(OBJECT) for file in files)
        return sorted((name for name in names if name.startswith(prefix)), key=str.encode)

    def etag(self, key):
        """In its quotes."""
        path = self.path(key)
        file = self._md5(path)
        return f'"{file.read_text() if file.exists() else hashlib.md5(path.read_bytes()).hexdigest()}"'

    def fill(self, key, data):
        """Puts an object there without asking s3rver, which finds out its MD5 when it is asked for it."""
        path = self.path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._md5(path).unlink(missing_ok=True)
        path.write_bytes(data)

    @staticmethod
    def _md5(path):
        return path.with_name(path.name + ".md5")

    # Uploads of several parts

    def uploads(self):
        folder = self.folder / UPLOADS
        return sorted(upload.name for upload in folder.iterdir()) if folder.exists() else []

    def upload(self, name):
        if name not in self.uploads():
            raise S3Error(404, "NoSuchUpload", "The specified upload does not exist.", UploadId=name)
        return self.folder / UPLOADS / name

    def abort(self, name):
        shutil.rmtree(self.upload(name))

    def parts(self, name, listed):
        """The bytes of each part that a CompleteMultipartUpload lists, or what S3 says of the list."""
        folder, parts = self.upload(name), []
        found = [(int(_element(part, "PartNumber") or 0), _element(part, "ETag").strip('"'))
                 for part in re.findall(rb"<Part>(.*?)</Part>", listed, re.DOTALL)]
        if not found:
            raise S3Error(400, "MalformedXML", "The XML you provided was not well-formed.")
        if any(number >= following for (number, _), (following, _) in zip(found, found[1:])):
            raise S3Error(400, "InvalidPartOrder", "The list of parts was not in ascending order.")
        for number, etag in found:
            file = folder / str(number)
            data = file.read_bytes() if file.exists() else b""
            if not file.exists() or hashlib.md5(data).hexdigest() != etag:
                raise S3Error(400, "InvalidPart", "One or more of the specified parts could not be found.",
                              PartNumber=number)
            if number != found[-1][0] and len(data) < SMALLEST_PART:
                raise S3Error(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size",
                              PartNumber=number)
            parts.append(data)
        return parts

    def set_etag(self, key, etag):
        self._md5(self.path(key)).write_text(etag)


def etag_of_parts(parts):
    md5s = b"".join(hashlib.md5(part).digest() for part in parts)
    return f"{hashlib.md5(md5s).hexdigest()}-{len(parts)}"


def _element(xml, name):
    match = re.search(rf"<{name}>(.*?)</{name}>".encode(), xml, re.DOTALL)
    return unescape(match[1].decode(), {"&quot;": '"', "&#34;": '"'}).strip() if match else ""


def wait_until_whole(path, data):
    deadline = time.monotonic() + LONGEST_WAIT
    while not path.exists() or path.stat().st_size != len(data) or path.read_bytes() != data:
        if time.monotonic() > deadline:
            raise RuntimeError(f"s3rver did not write {path}")
        time.sleep(0.002)


def xml(root, content):
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root}>{content}</{root}>'.encode()


def element(name, value):
    text = escape(str(value), {'"': "&quot;"})
    return f"<{name}>{text}</{name}>"
