"""What stands in front of s3rver: reads a request, has its signature and body checked, lets a fault happen to it."""

import http.client
import http.server
import sys
import time
from dataclasses import dataclass
from urllib.parse import unquote, unquote_plus

from support import s3_faults
from support.s3_bucket import element, xml
from support.s3_operations import Answer, carry_out, operation_of
from support.s3_signature import S3Error, refuse_body, refuse_signature, utc_now

HOST_OF_BUCKETS = ".localhost"  # bucket.localhost is the bucket, by whatever path
BLOCK = 65536
REQUEST_ID = "0123456789ABCDEF"


@dataclass
class Request:
    method: str
    raw_path: str  # as it came
    raw_query: list  # of (name, value) as they came
    headers: object
    connection: object
    stopping: object
    as_proxy: bool = False
    body: bytes = b""
    bucket: str = ""
    key: str = ""
    operation: str = ""
    size: int = 0  # of the body, when it was answered
    status: int | None = None  # of the answer; None: there was none

    def __post_init__(self):
        host = self.headers.get("Host", "").partition(":")[0]
        path = self.raw_path[1:]
        if host.endswith(HOST_OF_BUCKETS):
            path = f"{host.removesuffix(HOST_OF_BUCKETS)}/{path}"
        bucket, _, key = path.partition("/")
        self.query = {unquote_plus(name): unquote_plus(value) for name, value in self.raw_query}
        try:
            self.bucket, self.key = unquote(bucket, errors="strict"), unquote(key, errors="strict")
        except UnicodeDecodeError:
            raise S3Error(400, "InvalidURI", "Couldn't parse the specified URI.") from None
        self.behind = f"/{path}"  # what s3rver is asked for
        self.operation = operation_of(self)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_any(self):
        s3, request, fault = self.server.s3, None, s3_faults.Fault()
        try:
            request = self._request()
            s3.note(request)
            fault = s3.faults.of(request)
            fault.before(request)
            request.body = self._body(fault.bytes_per_second)
            refuse_signature(request, s3, s3.region, utc_now())
            refuse_body(request, request.body)
            fault.instead(request)
            answer = carry_out(s3, request, self._ask_s3rver)
            fault.answer(request, answer)
        except S3Error as error:
            answer = _error_answer(error)
        if request is not None:
            request.status, request.size, request.body = answer.status, len(request.body), b""  # it stays in the log
        self._send(answer, fault)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = do_any

    def _request(self):
        # The base class makes one slash of several at the beginning of self.path.
        path, _, query = self.requestline.split(" ")[1].partition("?")
        as_proxy = path.startswith("http://")  # http://HOST/PATH is how a proxy is asked: this one takes it for its own
        path = "/" + path.split("/", 3)[3] if as_proxy else path
        pairs = [tuple(pair.partition("=")[::2]) for pair in query.split("&")] if query else []
        return Request(self.command, path, pairs, self.headers, self.connection, self.server.s3.stopping,
                       as_proxy=as_proxy)

    def _body(self, bytes_per_second):
        if "Transfer-Encoding" in self.headers or (self.command == "PUT" and "Content-Length" not in self.headers):
            self.close_connection = True
            raise S3Error(411, "MissingContentLength", "You must provide the Content-Length HTTP header.")
        size, started, body = int(self.headers.get("Content-Length", 0)), time.monotonic(), bytearray()
        while len(body) < size:
            step = BLOCK if not bytes_per_second else max(1, min(BLOCK, bytes_per_second // 20))
            part = self.rfile.read(min(step, size - len(body)))
            if not part:
                raise ConnectionResetError("the client went in the middle of a body")
            body += part
            if bytes_per_second:
                s3_faults.wait(started, len(body), bytes_per_second)
        return bytes(body)

    def _ask_s3rver(self, request):
        behind = http.client.HTTPConnection("127.0.0.1", self.server.s3.behind_port)
        query = "&".join(f"{name}={value}" for name, value in request.raw_query)
        # s3rver lets in who brings no signature; it would look at the date only.
        dropped = ("authorization", "x-amz-security-token", "x-amz-date", "host", "connection", "expect", "if-none-match")
        headers = {name: value for name, value in request.headers.items() if name.lower() not in dropped}
        try:
            behind.request(request.method, request.behind + (f"?{query}" if query else ""), request.body or None, headers)
            response = behind.getresponse()
            body = response.read()
        except http.client.HTTPException as error:
            raise RuntimeError(f"s3rver failed at {request.operation} of {request.behind}") from error
        finally:
            behind.close()
        kept = {name: value for name, value in response.getheaders()
                if name.lower() not in ("connection", "keep-alive", "content-length", "transfer-encoding")}
        length = response.getheader("Content-Length")
        return Answer(response.status, kept, body, int(length) if request.method == "HEAD" and length else None)

    def _send(self, answer, fault):
        self.send_response_only(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("x-amz-request-id", REQUEST_ID)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body) if answer.length is None else answer.length))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        sent = answer.body[:fault.sends(answer.body)]
        for piece in s3_faults.paced(sent, fault.bytes_per_second):
            self.wfile.write(piece)
        if len(sent) < len(answer.body):
            self.close_connection = True

    def log_message(self, format, *args):  # noqa: A002 (the base class names it)
        pass


def _error_answer(error):
    content = element("Code", error.code) + element("Message", error.message)
    content += "".join(element(name, value) for name, value in error.more.items())
    content += element("RequestId", REQUEST_ID)
    return Answer(error.status, {"Content-Type": "application/xml"}, xml("Error", content))


class Front(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, s3, context):
        self.s3 = s3
        super().__init__(("127.0.0.1", 0), Handler)
        if context is not None:
            # The handshake is the connection's thread's: a slow client keeps nobody waiting.
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], OSError):  # else the client went, or a fault was a reset
            super().handle_error(request, client_address)
