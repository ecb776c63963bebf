"""What a request asks of S3, and who carries it out: s3rver, but for what s3_bucket.py says of it."""

import hashlib
import re
import time
from dataclasses import dataclass, field
from urllib.parse import unquote

from support import s3_bucket
from support.s3_bucket import element, xml
from support.s3_listing import list_objects
from support.s3_signature import S3Error

OPERATIONS = {  # (method, of an object) -> what tells one from the other in its query or headers, in this order -> name
    ("GET", False): {"list-type": "ListObjectsV2", "uploads": "ListMultipartUploads", "": "ListObjects"},
    ("HEAD", False): {"": "HeadBucket"},
    ("PUT", False): {"": "CreateBucket"},
    ("DELETE", False): {"": "DeleteBucket"},
    ("POST", False): {"delete": "DeleteObjects"},
    ("GET", True): {"": "GetObject"},
    ("HEAD", True): {"": "HeadObject"},
    ("PUT", True): {"uploadId": "UploadPart", "x-amz-copy-source": "CopyObject", "": "PutObject"},
    ("DELETE", True): {"uploadId": "AbortMultipartUpload", "": "DeleteObject"},
    ("POST", True): {"uploads": "CreateMultipartUpload", "uploadId": "CompleteMultipartUpload"},
}


@dataclass
class Answer:
    status: int
    headers: dict = field(default_factory=dict)
    body: bytes = b""
    length: int | None = None  # of the body that HEAD does not send


def operation_of(request):
    if not request.bucket:
        return "ListBuckets"
    for sign, name in OPERATIONS.get((request.method, bool(request.key)), {}).items():
        if not sign or sign in request.query or sign in request.headers:
            return name
    return "Other"


def carry_out(s3, request, ask_s3rver):
    """The answer. ask_s3rver(request): what s3rver says."""
    if request.bucket and request.operation not in ("CreateBucket", "Other") and not s3.folder(request.bucket).is_dir():
        raise S3Error(404, "NoSuchBucket", "The specified bucket does not exist", BucketName=request.bucket)
    bucket = s3.bucket(request.bucket)
    if request.key:
        bucket.path(request.key)  # a key that s3rver would mix up with another one
    do = OWN.get(request.operation, _plain)
    if request.operation not in WRITES:
        return do(bucket, request, ask_s3rver)
    # One after the other: the condition must hold when the object comes to be.
    with s3.writing:
        if s3.conditional_writes and request.headers.get("If-None-Match") == "*" and bucket.exists(request.key):
            raise S3Error(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold",
                          Condition="If-None-Match")
        return do(bucket, request, ask_s3rver)


def _plain(_, request, ask_s3rver):
    return ask_s3rver(request)


def _list(bucket, request, _):
    return Answer(200, {"Content-Type": "application/xml"}, list_objects(bucket, request.bucket, request.query))


def _list_of_old(*_):
    raise S3Error(501, "NotImplemented", "This server lists by ListObjectsV2 only")


def _put(bucket, request, ask_s3rver):
    answer = ask_s3rver(request)
    if answer.status == 200:
        s3_bucket.wait_until_whole(bucket.path(request.key), request.body)
    return answer


def _copy(bucket, request, _):
    name, _, key = unquote(request.headers["x-amz-copy-source"]).removeprefix("/").partition("/")
    source = s3_bucket.Bucket(bucket.folder.parent / name)
    if not source.exists(key):
        raise S3Error(404, "NoSuchKey", "The specified key does not exist.", Key=key)
    bucket.fill(request.key, source.path(key).read_bytes())
    when = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
    return Answer(200, {"Content-Type": "application/xml"},
                  xml("CopyObjectResult", element("LastModified", when) + element("ETag", bucket.etag(request.key))))


def _part(bucket, request, ask_s3rver):
    upload = bucket.upload(request.query["uploadId"])
    answer = ask_s3rver(request)
    s3_bucket.wait_until_whole(upload / request.query["partNumber"], request.body)
    return answer


def _complete(bucket, request, ask_s3rver):
    parts = bucket.parts(request.query["uploadId"], request.body)
    answer = ask_s3rver(request)
    if answer.status == 200:
        whole = b"".join(parts)
        s3_bucket.wait_until_whole(bucket.path(request.key), whole)
        etag = s3_bucket.etag_of_parts(parts)
        bucket.set_etag(request.key, etag)
        answer.body = re.sub(hashlib.md5(whole).hexdigest().encode(), etag.encode(), answer.body)
    return answer


def _abort(bucket, request, _):
    bucket.abort(request.query["uploadId"])
    return Answer(204)


OWN = {"ListObjectsV2": _list, "ListObjects": _list_of_old, "PutObject": _put, "CopyObject": _copy, "UploadPart": _part,
       "CompleteMultipartUpload": _complete, "AbortMultipartUpload": _abort}
WRITES = ("PutObject", "CopyObject", "CompleteMultipartUpload")
