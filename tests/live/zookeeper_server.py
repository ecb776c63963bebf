"""A real ZooKeeper 3.8 (Debian's package) on 127.0.0.1, started and ended by a test."""

import base64
import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

JAR = Path("/usr/share/java/zookeeper.jar")
LOG_JAR = Path("/usr/share/java/slf4j-simple.jar")
SUPER = "super:secret"
START_SECONDS = 30
ATTEMPTS = 3  # a free port may be taken by another process before the server binds it


class ServerError(Exception):
    """The server is missing, did not start or did not answer."""


def require_packages():
    try:
        import kazoo  # noqa: F401
    except ImportError:
        kazoo = None
    if kazoo is None or not JAR.exists() or shutil.which("java") is None:
        raise ServerError("the live tests need a real ZooKeeper and a client for it: "
                          "apt-get install zookeeper default-jre-headless python3-kazoo")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def super_digest():
    digest = base64.b64encode(hashlib.sha1(SUPER.encode()).digest()).decode()
    return f"super:{digest}"


class ZooKeeperServer:
    """`settings` are ZooKeeper's own names without "zookeeper."; `member` makes an ensemble of one with that id."""

    def __init__(self, home, *, settings=None, member=None, environment=None):
        require_packages()
        self.home = Path(home)
        self.settings = settings or {}
        self.member = member
        self.environment = environment or {}
        self.jars = []  # that the settings need, beside the server's own
        self.port = None
        self.process = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process is not None:
            self.kill()

    @property
    def version_2(self):
        return self.home / "version-2"

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    def start(self):
        for attempt in range(1, ATTEMPTS + 1):
            self._launch()
            try:
                self._wait_until_it_serves()
                return self
            except ServerError as error:
                self.kill()
                if "already in use" not in str(error) or attempt == ATTEMPTS:
                    raise

    def stop(self):
        self._end(signal.SIGTERM)

    def kill(self):
        self._end(signal.SIGKILL)

    def restart(self):
        self.stop()
        return self.start()

    def four_letter(self, word):
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(word.encode())
            parts = iter(lambda: connection.recv(65536), b"")
            return b"".join(parts).decode()

    def connected_sessions(self):
        """Session id -> timeout in ms, of clients that are connected now."""
        lines = self.four_letter("cons")
        return {int(sid, 16): int(timeout) for sid, timeout in re.findall(r"sid=0x([0-9a-f]+),.*?to=(\d+)", lines)}

    def open_sessions(self):
        """Ids of all sessions that the server knows, with or without a connection."""
        tracker = self.four_letter("dump").split("ephemeral nodes dump")[0]
        return {int(sid, 16) for sid in re.findall(r"^\s*0x([0-9a-f]+)$", tracker, re.MULTILINE)}

    def _launch(self):
        self.port = free_port()
        self.home.mkdir(parents=True, exist_ok=True)
        configuration = self.home / "zoo.cfg"
        configuration.write_text("\n".join(self._configuration()) + "\n")
        properties = {"DigestAuthenticationProvider.superDigest": super_digest(), "admin.enableServer": "false",
                      "extendedTypesEnabled": "true", "preAllocSize": "64", **self.settings}
        command = ["setpriv", "--pdeathsig", "KILL", "java", "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                   "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"]
        command += [f"-Dzookeeper.{name}={value}" for name, value in properties.items()]
        command += ["-cp", ":".join(map(str, [LOG_JAR, JAR, *self.jars])), "org.apache.zookeeper.server.quorum.QuorumPeerMain", str(configuration)]
        self.log = self.home / "server.log"
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.home,
                                            env={**os.environ, **self.environment})

    def _configuration(self):
        lines = [f"dataDir={self.home}", "tickTime=500", "initLimit=10", "syncLimit=10", "maxSessionTimeout=600000",
                 "4lw.commands.whitelist=*"]
        if self.member is None:
            return lines + ["clientPortAddress=127.0.0.1", f"clientPort={self.port}"]
        (self.home / "myid").write_text(str(self.member))
        membership = f"server.{self.member}=127.0.0.1:{free_port()}:{free_port()};127.0.0.1:{self.port}"
        return lines + ["standaloneEnabled=false", "reconfigEnabled=true", membership]

    def _wait_until_it_serves(self):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise ServerError(f"ZooKeeper ended with {self.process.returncode} instead of serving:\n{self._last_lines()}")
            try:
                if "Mode: " in self.four_letter("srvr"):
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise ServerError(f"ZooKeeper does not serve after {START_SECONDS} s:\n{self._last_lines()}")

    def _last_lines(self):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])

    def _end(self, number):
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.wait(timeout=20)
