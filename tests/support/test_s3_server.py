"""The S3 of the tests, asked by botocore's client and by requests that are wrong on purpose."""

import contextlib
import hashlib
import http.client
import json
import ssl
import subprocess
import sys
import time
import unittest
from pathlib import Path

import botocore.config
import botocore.session
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError, ConnectionClosedError, IncompleteReadError, ResponseStreamingError

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS))

from support.s3_server import S3Server, scratch_folder  # noqa: E402

BUCKET = "keeper"
SESSION = botocore.session.Session()
PART = bytes(5 << 20)
# Keys with what a path, a query or an XML file would take for something else.
ODD_KEYS = ["a b", "a+b", "a%2Fb", "a%20b", "100%", "q?x=1&y", "h#1", "ä/ö", "日本", "q'\"<&>", "~-_.!*()", "a;b,c:d@e=f$",
            "back\\slash", "[x]{y}|^`"]


def client(s3, **changes):
    keys = {"aws_access_key_id": s3.access_key, "aws_secret_access_key": s3.secret_key,
            "aws_session_token": s3.session_token, "region_name": s3.region,
            "endpoint_url": s3.endpoint, "verify": s3.ca_file} | changes
    config = botocore.config.Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}, read_timeout=20)
    return SESSION.create_client("s3", config=config, **keys)


def raw(s3, method, target, body=b"", *, host=None, signed_body=None, headers=(), unsigned=(), change=None, through=""):
    """(status, body) of a request that botocore signs and that may then be changed."""
    host = host or f"127.0.0.1:{s3.port}"
    request = AWSRequest(method, f"http://{host}{target}", data=body if signed_body is None else signed_body,
                         headers={"Host": host} | dict(headers))
    S3SigV4Auth(Credentials(s3.access_key, s3.secret_key, s3.session_token), "s3", s3.region).add_auth(request)
    sent = dict(request.headers) | dict(unsigned)
    if change:
        change(sent)
    connection = http.client.HTTPConnection("127.0.0.1", s3.port, timeout=20)
    connection.request(method, through + target, body, sent)
    response = connection.getresponse()
    answer = response.status, response.read().decode()
    connection.close()
    return answer


class WithS3(unittest.TestCase):
    OPTIONS = {}

    @classmethod
    def setUpClass(cls):
        cls.work = cls.enterClassContext(scratch_folder())
        cls.s3 = cls.enterClassContext(S3Server(cls.work, **cls.OPTIONS))
        cls.s3.fill(BUCKET)
        cls.client = client(cls.s3)
        cls.addClassCleanup(cls.client.close)

    def setUp(self):
        self.s3.faults.clear()
        self.s3.log.clear()

    def put(self, key, data=b"data", **more):
        return self.client.put_object(Bucket=BUCKET, Key=key, Body=data, **more)

    def get(self, key, **more):
        return self.client.get_object(Bucket=BUCKET, Key=key, **more)["Body"].read()

    def refused(self, code, call, *arguments, **more):
        with self.assertRaises(ClientError) as caught:
            call(*arguments, **more)
        self.assertEqual(caught.exception.response["Error"]["Code"], code)


class Objects(WithS3):
    def test_each_byte_comes_back(self):
        data = bytes(range(256)) * 4099
        answer = self.put("bytes", data)
        self.assertEqual(answer["ETag"], f'"{hashlib.md5(data).hexdigest()}"')
        self.assertEqual(self.get("bytes"), data)
        self.assertEqual(self.get("bytes", Range="bytes=1000-1999"), data[1000:2000])
        self.assertEqual(self.get("bytes", Range="bytes=1000-"), data[1000:])
        self.assertEqual(self.client.head_object(Bucket=BUCKET, Key="bytes")["ContentLength"], len(data))
        self.refused("InvalidRange", self.get, "bytes", Range=f"bytes={len(data)}-")
        self.client.delete_object(Bucket=BUCKET, Key="bytes")
        self.refused("NoSuchKey", self.get, "bytes")
        self.refused("NoSuchBucket", self.client.get_object, Bucket="other", Key="bytes")
        self.assertEqual(self.s3.requests, {"PutObject": 1, "GetObject": 6, "HeadObject": 1, "DeleteObject": 1})

    def test_an_empty_object(self):
        self.put("empty", b"")
        self.assertEqual(self.get("empty"), b"")

    def test_a_bucket_comes_and_goes(self):
        self.refused("404", self.client.head_bucket, Bucket="brief")
        self.client.create_bucket(Bucket="brief")
        self.s3.fill("brief", {"a": b"1", "b & c": b"2", "d": b"3"})
        self.client.delete_objects(Bucket="brief", Delete={"Objects": [{"Key": "a"}, {"Key": "b & c"}]})
        self.assertEqual(self.s3.objects("brief"), {"d": b"3"})
        self.refused("BucketNotEmpty", self.client.delete_bucket, Bucket="brief")
        self.client.delete_object(Bucket="brief", Key="d")
        self.client.delete_bucket(Bucket="brief")
        self.refused("404", self.client.head_bucket, Bucket="brief")

    def test_odd_keys_survive(self):
        for key in ODD_KEYS:
            with self.subTest(key):
                self.put(f"odd/{key}", key.encode())
                self.assertEqual(self.get(f"odd/{key}"), key.encode())
                self.client.copy_object(Bucket=BUCKET, Key=f"copied/{key}",
                                        CopySource={"Bucket": BUCKET, "Key": f"odd/{key}"})
        wanted = {f"odd/{key}": key.encode() for key in ODD_KEYS}
        self.assertEqual(self.s3.objects(BUCKET, "odd/"), wanted)
        self.assertEqual(self.s3.objects(BUCKET, "copied/"), {f"copied/{key}": key.encode() for key in ODD_KEYS})
        listed = self.client.list_objects_v2(Bucket=BUCKET, Prefix="odd/")["Contents"]
        self.assertEqual([one["Key"] for one in listed], sorted(wanted, key=str.encode))

    def test_keys_that_would_be_mixed_up_are_refused(self):
        for key in ("a//b", "a/../b", "a/"):
            self.refused("NotImplemented", self.put, key)

    def test_a_listing_of_several_pages(self):
        names = {f"log/changelog_{index:05}.bin.zstd": b"%d" % index for index in range(2500)}
        self.s3.fill("many", names)
        pages = list(self.client.get_paginator("list_objects_v2").paginate(Bucket="many", Prefix="log/"))
        self.assertEqual([len(page["Contents"]) for page in pages], [1000, 1000, 500])
        self.assertEqual([one["Key"] for page in pages for one in page["Contents"]], sorted(names))
        self.assertEqual(pages[0]["Contents"][7]["ETag"], f'"{hashlib.md5(b"7").hexdigest()}"')

    def test_no_page_loses_a_key(self):
        names = ["state", "state-OLD", "state.1", "state/x", "state/y", "statf"]
        self.s3.fill("few", dict.fromkeys(names, b""))
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket="few", PaginationConfig={"PageSize": 1})
        self.assertEqual([one["Key"] for page in pages for one in page["Contents"]], sorted(names))
        pages = list(self.client.get_paginator("list_objects_v2").paginate(Bucket="few", Delimiter="/",
                                                                           PaginationConfig={"PageSize": 2}))
        self.assertEqual([one["Prefix"] for page in pages for one in page.get("CommonPrefixes", [])], ["state/"])

    def test_what_must_not_exist_yet(self):
        condition = {"If-None-Match": "*"}
        self.assertEqual(raw(self.s3, "PUT", f"/{BUCKET}/once", b"1", headers=condition)[0], 200)
        status, text = raw(self.s3, "PUT", f"/{BUCKET}/once", b"2", headers=condition)
        self.assertEqual((status, self.get("once")), (412, b"1"))
        self.assertIn("<Code>PreconditionFailed</Code>", text)
        self.s3.conditional_writes = False
        self.addCleanup(setattr, self.s3, "conditional_writes", True)
        self.assertEqual(raw(self.s3, "PUT", f"/{BUCKET}/once", b"2", headers=condition)[0], 200)

    def test_a_bucket_in_the_name_of_the_host(self):
        host = f"{BUCKET}.localhost:{self.s3.port}"
        self.assertEqual(raw(self.s3, "PUT", "/by/host", b"1", host=host)[0], 200)
        self.assertEqual(raw(self.s3, "GET", "/by/host", host=host), (200, "1"))
        self.assertEqual(self.get("by/host"), b"1")

    def test_asked_as_a_proxy_is(self):
        self.put("through/a proxy")
        self.assertEqual(raw(self.s3, "GET", f"/{BUCKET}/through/a%20proxy", through=self.s3.endpoint), (200, "data"))
        self.assertEqual([request.as_proxy for request in self.s3.log], [False, True])


class Uploads(WithS3):
    def start(self, key, *parts):
        upload = self.client.create_multipart_upload(Bucket=BUCKET, Key=key)["UploadId"]
        place = {"Bucket": BUCKET, "Key": key, "UploadId": upload}
        listed = [{"PartNumber": number, "ETag": self.client.upload_part(**place, PartNumber=number, Body=part)["ETag"]}
                  for number, part in enumerate(parts, 1)]
        return place, listed

    def test_completed(self):
        place, parts = self.start("whole", PART, b"end")
        answer = self.client.complete_multipart_upload(**place, MultipartUpload={"Parts": parts})
        etag = hashlib.md5(hashlib.md5(PART).digest() + hashlib.md5(b"end").digest()).hexdigest()
        self.assertEqual(answer["ETag"], f'"{etag}-2"')
        self.assertEqual(self.client.head_object(Bucket=BUCKET, Key="whole")["ETag"], f'"{etag}-2"')
        self.assertEqual(self.get("whole"), PART + b"end")
        self.assertEqual(self.s3.uploads(BUCKET), [])

    def test_aborted(self):
        place, _ = self.start("aborted", b"end")
        self.assertEqual(self.s3.uploads(BUCKET), [place["UploadId"]])
        self.client.abort_multipart_upload(**place)
        self.assertEqual((self.s3.uploads(BUCKET), self.s3.objects(BUCKET, "aborted")), ([], {}))
        self.refused("NoSuchUpload", self.client.abort_multipart_upload, **place)
        self.refused("NoSuchUpload", self.client.upload_part, **place, PartNumber=1, Body=b"")

    def test_refused(self):
        place, parts = self.start("refused", b"small", b"end")
        for code, listed in (("EntityTooSmall", parts), ("InvalidPartOrder", parts[::-1]),
                             ("InvalidPart", [{**parts[1], "ETag": parts[0]["ETag"]}]),
                             ("InvalidPart", [{**parts[1], "PartNumber": 3}])):
            self.refused(code, self.client.complete_multipart_upload, **place, MultipartUpload={"Parts": listed})
        self.client.abort_multipart_upload(**place)


class Signatures(WithS3):
    OPTIONS = {"session_token": "token/of+a=session"}

    def test_keys_and_tokens(self):
        for code, changes in (("InvalidAccessKeyId", {"aws_access_key_id": "AKIAOTHER"}),
                              ("SignatureDoesNotMatch", {"aws_secret_access_key": "other"}),
                              ("InvalidAccessKeyId", {"aws_session_token": None}),
                              ("InvalidToken", {"aws_session_token": "other"})):
            with contextlib.closing(client(self.s3, **changes)) as other:
                self.refused(code, other.put_object, Bucket=BUCKET, Key="never", Body=b"")
        self.assertEqual(self.s3.objects(BUCKET, "never"), {})

    def test_a_token_that_expires(self):
        self.put("before")
        self.s3.expired = True
        self.addCleanup(setattr, self.s3, "expired", False)
        self.refused("ExpiredToken", self.get, "before")

    def check(self, status, code, method, target, *arguments, **more):
        answer = raw(self.s3, method, target, *arguments, **more)
        self.assertEqual(answer[0], status, answer)
        self.assertIn(f"<Code>{code}</Code>", answer[1])

    def test_requests_that_were_changed(self):
        target = f"/{BUCKET}/never"
        self.check(400, "XAmzContentSHA256Mismatch", "PUT", target, b"data", signed_body=b"dote")
        self.check(403, "SignatureDoesNotMatch", "PUT", target, b"data",
                   change=lambda sent: sent.update({"X-Amz-Content-SHA256": hashlib.sha256(b"data").hexdigest()[::-1]}))
        self.check(403, "SignatureDoesNotMatch", "GET", target,
                   change=lambda sent: sent.update({"Host": "other.localhost"}))
        self.check(403, "RequestTimeTooSkewed", "GET", target,
                   change=lambda sent: sent.update({"X-Amz-Date": sent["X-Amz-Date"][:9] + later(sent["X-Amz-Date"])}))
        self.check(403, "AccessDenied", "PUT", target, b"data", unsigned={"x-amz-meta-name": "1"})
        self.check(403, "AccessDenied", "GET", target, change=lambda sent: sent.pop("Authorization"))
        self.check(400, "AuthorizationHeaderMalformed", "GET", target,  # botocore's client would go to the other region
                   change=lambda sent: sent.update(Authorization=sent["Authorization"].replace("us-east-1", "eu-west-1")))
        self.check(400, "AuthorizationHeaderMalformed", "GET", target,
                   change=lambda sent: sent.update({"Authorization": "AWS4-HMAC-SHA256 none"}))
        self.assertEqual(self.s3.objects(BUCKET, "never"), {})

    def test_checksums(self):
        target = f"/{BUCKET}/never"
        for header, wrong in (("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA=="), ("x-amz-checksum-crc32", "AAAAAA==")):
            self.check(400, "BadDigest", "PUT", target, b"data", headers={header: wrong})
            self.check(400, "InvalidDigest", "PUT", target, b"data", headers={header: "AA=="})
        self.put("checked", ChecksumAlgorithm="SHA256")
        self.assertEqual((self.s3.objects(BUCKET, "never"), self.get("checked")), ({}, b"data"))


def later(stamp):
    """The time of the stamp, twelve hours away on the same day."""
    return f"{(int(stamp[9:11]) + 12) % 24:02}{stamp[11:]}"


class WithFaults(WithS3):
    def test_answers_that_are_errors(self):
        for kind, code in (("500", "InternalError"), ("503", "SlowDown"), ("expired-token", "ExpiredToken")):
            self.s3.faults.add(kind, operation="PutObject", first=2)
            self.put(kind)
            self.refused(code, self.put, kind, b"never")
            self.put(kind)
            self.assertEqual(self.get(kind), b"data")

    def test_connections_that_end(self):
        self.s3.faults.add("reset", key="^reset$")
        self.s3.faults.add("reset-after", key="^carried-out$")
        for key in ("reset", "carried-out"):
            self.assertRaises(ConnectionClosedError, self.put, key)
        self.assertEqual(self.s3.objects(BUCKET, "reset"), {})
        self.assertEqual(self.s3.objects(BUCKET, "carried-out"), {"carried-out": b"data"})
        self.s3.faults.add("cut", method="GET")
        self.assertRaises((IncompleteReadError, ResponseStreamingError), self.get, "carried-out")
        self.assertEqual(self.get("carried-out"), b"data")

    def test_answers_that_are_wrong(self):
        self.put("true", b"true bytes")
        self.s3.faults.add("wrong-etag", times=None)
        self.assertEqual(self.put("true", b"true bytes")["ETag"], '"' + "0" * 32 + '"')
        self.assertEqual(self.client.head_object(Bucket=BUCKET, Key="true")["ETag"], '"' + "0" * 32 + '"')
        self.s3.faults.clear()
        self.s3.faults.add("flipped")
        self.assertEqual(self.get("true"), b"true cytes")
        self.s3.faults.add("error-inside")
        self.assertEqual(raw(self.s3, "PUT", f"/{BUCKET}/inside", b"1")[0], 200)
        self.assertEqual(self.s3.objects(BUCKET, "inside"), {})

    def test_slowness(self):
        data = bytes(20000)
        self.put("slow", data)
        self.s3.faults.add("delayed", seconds=0.3)
        for kind, call in (("delayed", self.get), ("down", self.get), ("up", lambda key: self.put(key, data))):
            started = time.monotonic()
            call("slow")
            self.assertGreater(time.monotonic() - started, 0.29, kind)
            self.s3.faults.clear()
            self.s3.faults.add("throttled", bytes_per_second=60000, times=None)


class WithTls(WithS3):
    OPTIONS = {"tls": True}

    def test_the_same_over_tls(self):
        self.put("secret")
        self.assertEqual(self.get("secret"), b"data")
        connection = http.client.HTTPSConnection("127.0.0.1", self.s3.port, context=ssl.create_default_context())
        self.assertRaises(ssl.SSLCertVerificationError, connection.connect)


class FromElsewhere(unittest.TestCase):
    def test_serves_until_its_input_ends(self):
        work = Path(self.enterContext(scratch_folder()))
        process = subprocess.Popen([sys.executable, "-m", "support.s3_server", "--ready", work / "ready",
                                    "--bucket", BUCKET], cwd=TESTS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        with process:
            said = process.stdout.readline()
            self.assertEqual((work / "ready").read_text(), said)
            place = json.loads(said)
            self.assertEqual(self.tell(process, fault="503", operation="HeadBucket"), {})
            asking = SESSION.create_client(
                "s3", endpoint_url=place["endpoint"], region_name=place["region"], aws_access_key_id=place["access_key"],
                aws_secret_access_key=place["secret_key"], config=botocore.config.Config(retries={"total_max_attempts": 1}))
            self.assertRaises(ClientError, asking.head_bucket, Bucket=BUCKET)
            asking.head_bucket(Bucket=BUCKET)
            asking.close()
            self.assertEqual(self.tell(process), {"HeadBucket": 2})
            process.stdin.close()
            self.assertEqual(process.wait(10), 0)

    @staticmethod
    def tell(process, **command):
        process.stdin.write(json.dumps(command) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())["requests"]


if __name__ == "__main__":
    unittest.main()
