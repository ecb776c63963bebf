"""Three real ZooKeeper servers on 127.0.0.1 that elect a leader, and one that speaks TLS."""

import signal
import time
from pathlib import Path

from live.zookeeper_server import START_SECONDS, ServerError, ZooKeeperServer, free_port

MEMBERS = (1, 2, 3)
NETTY = sorted(Path("/usr/share/java").glob("netty-*.jar"))


class Member(ZooKeeperServer):
    """`ports`: (of the quorum, of the election, of clients) of every member."""

    def __init__(self, home, number, ports):
        super().__init__(home, member=number)
        self.ports = ports

    def launch(self):
        self._launch()

    def stop_answering(self):
        self.process.send_signal(signal.SIGSTOP)

    def _configuration(self):
        self.port = self.ports[self.member][2]
        (self.home / "myid").write_text(str(self.member))
        members = [f"server.{number}=127.0.0.1:{quorum}:{election};127.0.0.1:{client}"
                   for number, (quorum, election, client) in self.ports.items()]
        return [f"dataDir={self.home}", "tickTime=500", "initLimit=10", "syncLimit=10", "4lw.commands.whitelist=*",
                "admin.enableServer=false", *members]


class Ensemble:
    def __init__(self, home):
        ports = {number: (free_port(), free_port(), free_port()) for number in MEMBERS}
        self.members = [Member(Path(home) / str(number), number, ports) for number in MEMBERS]

    def __enter__(self):
        for member in self.members:
            member.launch()
        deadline = time.monotonic() + START_SECONDS
        while sorted(self.modes()) != ["follower", "follower", "leader"]:
            if time.monotonic() > deadline:
                raise ServerError(f"no leader after {START_SECONDS} s: {self.modes()}")
            time.sleep(0.1)
        return self

    def __exit__(self, *_):
        for member in self.members:
            if member.process is not None:
                member.kill()

    def modes(self):
        return [self._mode(member) for member in self.members]

    @staticmethod
    def _mode(member):
        try:
            lines = member.four_letter("srvr").splitlines()
        except OSError:
            return "down"
        return next((line.removeprefix("Mode: ") for line in lines if line.startswith("Mode: ")), "not serving")


class TlsZooKeeperServer(ZooKeeperServer):
    """Has a plain port and, beside it, a secure one, with the certificates of four_letter_server.Certificates."""

    def __init__(self, home, certificates, *, client_auth="none"):
        both = certificates.folder / "server-both.pem"
        both.write_text(Path(certificates.path("server.key")).read_text() + Path(certificates.path("server.pem")).read_text())
        super().__init__(home, settings={
            "serverCnxnFactory": "org.apache.zookeeper.server.NettyServerCnxnFactory", "ssl.keyStore.location": str(both),
            "ssl.trustStore.location": certificates.path("ca.pem"), "ssl.clientAuth": client_auth})
        self.jars = NETTY
        self.secure_port = None

    @property
    def secure_address(self):
        return f"127.0.0.1:{self.secure_port}"

    def _configuration(self):
        self.secure_port = free_port()
        return super()._configuration() + [f"secureClientPort={self.secure_port}",
                                           "secureClientPortAddress=127.0.0.1"]
