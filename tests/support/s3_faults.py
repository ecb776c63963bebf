"""What goes wrong with a request to the S3 of the tests, as often as a test says."""

import re
import socket
import struct
import threading
import time

from support.s3_signature import S3Error


class Fault:
    """What a request meets, in this order; each does nothing unless a fault says more."""

    def before(self, request):
        """Before its body is read."""

    def instead(self, request):
        """When it was read and found good, before S3 carries it out."""

    def answer(self, request, answer):
        """S3 has carried it out; `answer` (status, headers, body) may be changed."""

    sends = staticmethod(lambda body: len(body))  # how many bytes of the answer's body go out before the connection ends
    bytes_per_second = None


class Refused(Fault):
    def __init__(self, status, code, message):
        self.error = (status, code, message)

    def instead(self, request):
        raise S3Error(*self.error)


class Reset(Fault):
    """The connection is reset before S3 does anything."""

    def instead(self, request):
        reset(request.connection)


class ResetAfter(Fault):
    """S3 does what it is asked, but the answer is a reset."""

    def answer(self, request, answer):
        reset(request.connection)


class Cut(Fault):
    """Half the body, and the end of the connection."""

    sends = staticmethod(lambda body: len(body) // 2)


class WrongETag(Fault):
    def answer(self, request, answer):
        answer.headers["ETag"] = '"' + "0" * 32 + '"'
        answer.body = re.sub(rb"(<ETag>)[^<]*", rb'\g<1>&quot;' + b"0" * 32 + b"&quot;", answer.body)


class Flipped(Fault):
    """One bit of the body in the middle is another one."""

    def answer(self, request, answer):
        middle = len(answer.body) // 2
        answer.body = answer.body[:middle] + bytes([answer.body[middle] ^ 1]) + answer.body[middle + 1:]


class ErrorInside(Fault):
    """200, and the error in the body, as CompleteMultipartUpload and CopyObject may answer. Nothing is carried out."""

    def instead(self, request):
        raise S3Error(200, "InternalError", "We encountered an internal error. Please try again.")


class Delayed(Fault):
    def __init__(self, seconds):
        self.seconds = seconds

    def before(self, request):
        request.stopping.wait(self.seconds)


class Throttled(Fault):
    """Neither the request's body nor the answer's goes faster."""

    def __init__(self, bytes_per_second):
        self.bytes_per_second = bytes_per_second


KINDS = {
    "500": lambda: Refused(500, "InternalError", "We encountered an internal error. Please try again."),
    "503": lambda: Refused(503, "SlowDown", "Please reduce your request rate."),
    "expired-token": lambda: Refused(400, "ExpiredToken", "The provided token has expired."),
    "reset": Reset, "reset-after": ResetAfter, "cut": Cut, "wrong-etag": WrongETag, "flipped": Flipped,
    "error-inside": ErrorInside, "delayed": Delayed, "throttled": Throttled,
}


class _Rule:
    def __init__(self, fault, operation, method, key, first, times):
        self.fault, self.operation, self.method = fault, operation, method
        self.key = re.compile(key) if key is not None else None
        self.first, self.times = first, times
        self.met = 0

    def meets(self, request):
        if self.operation not in (None, request.operation) or self.method not in (None, request.method):
            return False
        if self.key is not None and not self.key.search(request.key):
            return False
        self.met += 1
        return self.met >= self.first and (self.times is None or self.met < self.first + self.times)


class Faults:
    """The first rule that a request meets is what happens to it."""

    def __init__(self):
        self.lock = threading.Lock()
        self.rules = []

    def add(self, kind, *, operation=None, method=None, key=None, first=1, times=1, **more):
        """From the `first` request on that is of this operation ("PutObject") and method and whose key matches the
        regular expression; so many `times`, or always if None. `more`: seconds of "delayed", bytes_per_second of
        "throttled"."""
        rule = _Rule(KINDS[kind](**more), operation, method, key, first, times)
        with self.lock:
            self.rules.append(rule)

    def clear(self):
        with self.lock:
            self.rules.clear()

    def of(self, request):
        with self.lock:
            return next((rule.fault for rule in self.rules if rule.meets(request)), Fault())


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raise ConnectionResetError("as the test asked")


def paced(data, bytes_per_second):
    """The data in pieces, each not before its time; one piece if there is no limit."""
    if not bytes_per_second:
        yield data
        return
    started = time.monotonic()
    step = max(1, min(bytes_per_second // 20, 65536))
    for begin in range(0, len(data), step):
        yield data[begin:begin + step]
        wait(started, begin + step, bytes_per_second)


def wait(started, done, bytes_per_second):
    """Until so many bytes may be done."""
    time.sleep(max(0, started + done / bytes_per_second - time.monotonic()))
