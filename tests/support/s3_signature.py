"""Whether a request to S3 is signed as Signature Version 4 asks, by botocore's own arithmetic, and what S3 says when not.

The errors and their statuses are those of "Error responses" in the API reference of S3.
"""

import base64
import binascii
import datetime
import hashlib
import re
import zlib
from urllib.parse import quote, unquote_plus, unquote_to_bytes

from botocore.auth import SIGV4_TIMESTAMP, S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

LONGEST_SKEW = datetime.timedelta(minutes=15)
AUTHORIZATION = re.compile(r"AWS4-HMAC-SHA256 +Credential=([^/,]+)/(\d{8})/([^/,]+)/s3/aws4_request, *"
                           r"SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})")
CHECKSUMS = {
    "content-md5": lambda body: hashlib.md5(body).digest(),
    "x-amz-checksum-crc32": lambda body: zlib.crc32(body).to_bytes(4, "big"),
    "x-amz-checksum-sha1": lambda body: hashlib.sha1(body).digest(),
    "x-amz-checksum-sha256": lambda body: hashlib.sha256(body).digest(),
}


class S3Error(Exception):
    """An answer of S3 that is no success. `more`: what its XML holds besides."""

    def __init__(self, status, code, message="", **more):
        super().__init__(f"{status} {code}: {message}")
        self.status, self.code, self.message, self.more = status, code, message, more


def utc_now():
    return datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)


def refuse_signature(request, keys, region, now):
    """Raises what S3 answers to a request that is not signed, or not with these keys, or not for now."""
    authorization = request.headers.get("Authorization")
    if authorization is None:
        raise S3Error(403, "AccessDenied", "Access Denied")
    match = AUTHORIZATION.fullmatch(authorization)
    if not match:
        raise S3Error(400, "AuthorizationHeaderMalformed", "The authorization header is malformed.")
    access_key, day, signed_region, names, signature = match.groups()
    _refuse_keys(request, keys, access_key)
    if signed_region != region:
        raise S3Error(400, "AuthorizationHeaderMalformed", "The authorization header is malformed; the region "
                      f"'{signed_region}' is wrong; expecting '{region}'", Region=region)
    timestamp = _timestamp(request, now)
    if timestamp[:8] != day:
        raise S3Error(400, "AuthorizationHeaderMalformed", "The authorization header is malformed; Invalid credential date")
    signed = names.split(";")
    for name in {name.lower() for name in request.headers}:
        if name not in signed and (name == "host" or name.startswith("x-amz-")):
            raise S3Error(403, "AccessDenied", "There were headers present in the request which were not signed",
                          HeadersNotSigned=name)
    _refuse_other_signature(request, keys, region, timestamp, signed, signature)


def _refuse_keys(request, keys, access_key):
    token = request.headers.get("x-amz-security-token")
    # Keys of a session are unknown without their token.
    if access_key != keys.access_key or (keys.session_token and token is None):
        raise S3Error(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.",
                      AWSAccessKeyId=access_key)
    if keys.expired:
        raise S3Error(400, "ExpiredToken", "The provided token has expired.")
    if token != keys.session_token:
        raise S3Error(400, "InvalidToken", "The provided token is malformed or otherwise invalid.")


def _timestamp(request, now):
    timestamp = request.headers.get("x-amz-date", "")
    try:
        signed_at = datetime.datetime.strptime(timestamp, SIGV4_TIMESTAMP)
    except ValueError:
        raise S3Error(403, "AccessDenied", "AWS authentication requires a valid Date or x-amz-date header") from None
    if abs(now - signed_at) > LONGEST_SKEW:
        raise S3Error(403, "RequestTimeTooSkewed",
                      "The difference between the request time and the current time is too large.")
    return timestamp


class _Signer(S3SigV4Auth):
    def headers_to_sign(self, request):
        return request.headers  # as the client chose; botocore itself would sign no Expect and no User-Agent


def _refuse_other_signature(request, keys, region, timestamp, signed, signature):
    path = quote(unquote_to_bytes(request.raw_path), safe="/-_.~")
    copy = AWSRequest(request.method, f"http://{request.headers['Host']}{path}",
                      params=[(unquote_plus(name), unquote_plus(value)) for name, value in request.raw_query])
    for name, value in request.headers.items():
        if name.lower() in signed:
            copy.headers.add_header(name.lower(), value)
    if "x-amz-content-sha256" not in copy.headers:
        raise S3Error(400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256")
    copy.context["timestamp"] = timestamp
    signer = _Signer(Credentials(keys.access_key, keys.secret_key, keys.session_token), "s3", region)
    canonical = signer.canonical_request(copy)
    string_to_sign = signer.string_to_sign(copy, canonical)
    if signer.signature(string_to_sign, copy) != signature:
        raise S3Error(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you "
                      "provided. Check your key and signing method.", StringToSign=string_to_sign,
                      CanonicalRequest=canonical)


def refuse_body(request, body):
    """Raises what S3 answers to a body that is not the one that its headers promise."""
    promised = request.headers["x-amz-content-sha256"]
    if promised.startswith("STREAMING-"):
        raise S3Error(501, "NotImplemented", "This server takes no body in signed chunks")
    if promised != "UNSIGNED-PAYLOAD" and promised != hashlib.sha256(body).hexdigest():
        raise S3Error(400, "XAmzContentSHA256Mismatch",
                      "The provided 'x-amz-content-sha256' header does not match what was computed.")
    for name, checksum in CHECKSUMS.items():
        if name not in request.headers:
            continue
        try:
            promised = base64.b64decode(request.headers[name], validate=True)
        except binascii.Error:
            promised = b""
        actual = checksum(body)
        if len(promised) != len(actual):
            raise S3Error(400, "InvalidDigest", f"The {name} you specified is not valid.")
        if promised != actual:
            raise S3Error(400, "BadDigest", f"The {name} you specified did not match what we received.")
