"""Keepers on 127.0.0.1 that answer over HTTP as releases do, or misbehave in a way that has a name.

What is answered is made by hand after the source (src/Server/HTTPHandlers, src/Server/PrometheusRequestHandler of Keeper).
"""

import json

from support.four_letter_server import LONG_SECONDS, recorded
from support.listening_server import ListeningServer


def ready(details, *, well=True):
    return (200 if well else 503, "application/json", json.dumps({"details": details, "status": "ok" if well else "fail"}))


STAT = {name: 0 for name in ("czxid", "mzxid", "pzxid", "ctime", "mtime", "version", "cversion", "aversion", "ephemeralOwner",
                             "dataLength")}
METRICS = """# HELP ClickHouseProfileEvents_KeeperCommits Number of successful commits
# TYPE ClickHouseProfileEvents_KeeperCommits counter
ClickHouseProfileEvents_KeeperCommits 1234
# TYPE ClickHouseAsyncMetrics_KeeperIsLeader gauge
ClickHouseAsyncMetrics_KeeperIsLeader 1
# TYPE ClickHouseAsyncMetrics_KeeperAvgLatency gauge
ClickHouseAsyncMetrics_KeeperAvgLatency 0.25
# TYPE request_seconds histogram
request_seconds_bucket{op="get",le="+Inf"} 7 1700000000000
not_a_number{where="C:\\\\x\\"\\n"} NaN
"""
# behaviour -> path -> (status, type, body); a path that is not there is 404.
PAGES = {
    "leader": {"/ready": ready({"hasLeader": True, "role": "leader"})},
    "follower": {"/ready": ready({"hasLeader": True, "role": "follower"})},
    "observer": {"/ready": ready({"hasLeader": True, "role": "observer", "new": 7})},
    "no-leader": {"/ready": ready({"hasLeader": False, "role": "follower"}, well=False)},
    "old-leader": {"/ready": ready({"leader": True, "follower": False})},
    "old-follower": {"/ready": ready({"leader": False, "follower": True})},
    "old-neither": {"/ready": ready({"leader": False, "follower": False}, well=False)},
    "renamed": {"/alive%3F": ready({"hasLeader": True, "role": "leader"})},
    "not-started": {"/ready": (500, "text/plain", "Code: 49. DB::Exception: Raft is not started")},
    "other-service": {"/ready": (200, "text/html", "<html>Welcome to nginx</html>")},
    "proxy": {"/ready": (503, "text/html", "<html>no backend</html>")},
    "moved": {"/ready": (302, "text/html", "")},
    "controls": {"/ready": (500, "text/plain", "\x1b[2J\x1b]0;mine\x07"),
                 "/metrics": (200, "text/plain", "a{b=\"\x1b[2J\"} 1\n")},
    "newest": {"/ready": ready({"hasLeader": True, "role": "leader"}),
               "/dashboard/content": (200, "application/json", "{}"),
               "/api/v1/commands/srvr": (200, "application/json", json.dumps({"result": recorded("leader-25.8", "srvr").decode()})),
               "/api/v1/storage/exists/keeper": (200, "application/json", json.dumps({"stat": STAT})),
               "/jemalloc": (200, "text/html", "<html>heap</html>"),
               "/metrics": (200, "text/plain; version=0.0.4", METRICS)},
    "forbidding": {"/api/v1/commands/srvr": (403, "application/json", '{"message":"Command is disabled. Check server settings."}'),
                   "/api/v1/storage/exists/keeper": (503, "text/plain", "Service Unavailable."),
                   "/metrics": (200, "text/plain", "imok\n")},
    "unknowing": {"/api/v1/commands/srvr": (400, "application/json", '{"message":"Invalid four letter command."}')},
    "half-metrics": {"/metrics": (200, "text/plain", METRICS[:200])},
}


def send_page(connection, page):
    status, kind, body = page
    data = body.encode()
    connection.sendall(f"HTTP/1.1 {status} Status\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data)


TLS_HELLO = "(hello of TLS)"


def silent(connection, stopping):
    stopping.wait(LONG_SECONDS)


def slow(connection, stopping):
    """A byte now and then."""
    for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b" " * 1000:
        connection.sendall(bytes([byte]))
        if stopping.wait(0.1):
            return


def endless(connection, stopping):
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while not stopping.is_set():
        connection.sendall(b"x" * 65536)


def endless_head(connection, stopping):
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while not stopping.is_set():
        connection.sendall(b"X: y\r\n" * 4096)


def cut(connection, stopping):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"details\"")


def cut_head(connection, stopping):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-")


def gone(connection, stopping):
    """Closes without a byte."""


def garbage(connection, stopping):
    connection.sendall(bytes(range(256)) * 4)


MISBEHAVIOURS = {function.__name__.replace("_", "-"): function
                 for function in (silent, slow, endless, endless_head, cut, cut_head, gone, garbage)}


class HttpControlServer(ListeningServer):
    """`behaviour`: of PAGES or of MISBEHAVIOURS. `context`: makes it speak TLS."""

    def __init__(self, behaviour, context=None):
        self.behaviour = behaviour
        super().__init__(context)

    def serve(self, connection):
        path = self._path(connection)
        if path is None:
            return
        if path == TLS_HELLO:
            send_page(connection, (400, "text/plain", ""))
        elif self.behaviour in MISBEHAVIOURS:
            MISBEHAVIOURS[self.behaviour](connection, self.stopping)
        else:
            missing = (404, "text/html", "<html>There is no handle for it</html>")
            send_page(connection, PAGES[self.behaviour].get(path, missing))

    @staticmethod
    def _path(connection):
        """Of the request; None: the client went."""
        request = b""
        while b"\r\n\r\n" not in request:
            part = connection.recv(4096)
            if not part:
                return None
            request += part
            if request[0] == 0x16:  # as Poco's server, which takes it for a bad request line
                return TLS_HELLO
        return request.split(b" ")[1].decode(errors="replace")
