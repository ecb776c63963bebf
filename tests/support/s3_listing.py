"""ListObjectsV2 of the S3 of the tests."""

import base64
import binascii
import time
from urllib.parse import quote

from support.s3_bucket import element, xml
from support.s3_signature import S3Error

LARGEST_PAGE = 1000


def list_objects(bucket, name, query):
    """The answer's body. `query`: name -> value, decoded."""
    prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
    size = _page_size(query.get("max-keys", str(LARGEST_PAGE)))
    after = _after(query)
    entries = [entry for entry in _entries(bucket.keys(prefix), prefix, delimiter) if entry.encode() > after.encode()]
    page, truncated = entries[:size], len(entries) > size
    shown = quote if query.get("encoding-type") == "url" else str

    common = delimiter and (lambda entry: delimiter in entry[len(prefix):])
    objects = [entry for entry in page if not (common and common(entry))]
    prefixes = [entry for entry in page if common and common(entry)]
    content = [element("Name", name), element("Prefix", shown(prefix)), element("KeyCount", len(page)),
               element("MaxKeys", size), element("IsTruncated", str(truncated and size > 0).lower())]
    if delimiter:
        content.append(element("Delimiter", shown(delimiter)))
    if "encoding-type" in query:
        content.append(element("EncodingType", query["encoding-type"]))
    if "continuation-token" in query:
        content.append(element("ContinuationToken", query["continuation-token"]))
    if truncated and page:
        content.append(element("NextContinuationToken", base64.urlsafe_b64encode(page[-1].encode()).decode()))
    content += [_object(bucket, key, shown(key)) for key in objects]
    content += [f"<CommonPrefixes>{element('Prefix', shown(one))}</CommonPrefixes>" for one in prefixes]
    return xml("ListBucketResult", "".join(content))


def _page_size(text):
    if not text.isdecimal():
        raise S3Error(400, "InvalidArgument", "Provided max-keys not an integer or within integer range")
    return min(int(text), LARGEST_PAGE)


def _after(query):
    if "continuation-token" not in query:
        return query.get("start-after", "")
    try:
        return base64.urlsafe_b64decode(query["continuation-token"]).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise S3Error(400, "InvalidArgument", "The continuation token provided is incorrect") from None


def _entries(keys, prefix, delimiter):
    """Keys, and once each what several have in common up to the delimiter; in order."""
    if not delimiter:
        return keys
    entries = {}
    for key in keys:
        end = key.find(delimiter, len(prefix))
        entries[key if end < 0 else key[:end + len(delimiter)]] = None
    return list(entries)


def _object(bucket, key, shown):
    stat = bucket.path(key).stat()
    when = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(stat.st_mtime))
    return (f"<Contents>{element('Key', shown)}{element('LastModified', when)}{element('ETag', bucket.etag(key))}"
            f"{element('Size', stat.st_size)}<StorageClass>STANDARD</StorageClass></Contents>")
