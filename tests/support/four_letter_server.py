"""Servers on 127.0.0.1 that answer four-letter words from recorded files, or misbehave in a way that has a name."""

import re
import socket
import ssl
import struct
import subprocess
import time
from pathlib import Path

from support.listening_server import ListeningServer

GOLDEN = Path(__file__).resolve().parents[1] / "golden/4lw"
LONG_SECONDS = 600  # for a server that does nothing: longer than any test


def recorded(folder, word):
    file = GOLDEN / folder / f"{word}.txt"
    return file.read_bytes() if file.exists() else b""


def read_word(connection):
    word = b""
    while len(word) < 4:
        part = connection.recv(4 - len(word))
        if not part:
            break
        word += part
    return word.decode(errors="replace")


def silent(connection, stopping):
    """Takes the connection and never says a word."""
    stopping.wait(LONG_SECONDS)


def slow(connection, stopping):
    """A byte now and then, for ever."""
    read_word(connection)
    for byte in recorded("leader", "mntr"):
        connection.sendall(bytes([byte]))
        if stopping.wait(0.1):
            return


def stops_half_way(connection, stopping):
    connection.sendall(recorded("leader", read_word(connection))[:100])
    stopping.wait(LONG_SECONDS)


def cut(connection, stopping):
    answer = recorded("leader", read_word(connection))
    connection.sendall(answer[:len(answer) // 2])


def reset(connection, stopping):
    """Half an answer and a TCP reset behind it."""
    cut(connection, stopping)
    time.sleep(0.1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def endless(connection, stopping):
    read_word(connection)
    while not stopping.is_set():
        connection.sendall(b"zk_znode_count\t1\n" * 4096)


def http(connection, stopping):
    read_word(connection)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


def garbage(connection, stopping):
    read_word(connection)
    connection.sendall(bytes(range(256)) * 4)


def controls(connection, stopping):
    """An answer that would clear a terminal and name it."""
    read_word(connection)
    connection.sendall(b"zk_version\t\x1b[2J\x1b]0;mine\x07v25.8\xff\nzk_znode_count\t1.7297301E7\nzk_new_figure\t7\n"
                       b"zk_approximate_data_size\t1\n")


def hello_and_gone(connection, stopping):
    """The first bytes of a TLS server's handshake, and no more."""
    connection.recv(4096)
    connection.sendall(b"\x16\x03\x03\x00\x7a\x02\x00\x00\x76\x03\x03")


MISBEHAVIOURS = {function.__name__.replace("_", "-"): function
                 for function in (silent, slow, stops_half_way, cut, reset, endless, http, garbage, controls,
                                  hello_and_gone)}


# What a server without a quorum is once it has taken rcvr, by how often it was asked mntr since.
RECOVERIES = {
    "recovers": lambda asked: "recovering" if asked < 3 else "leader",
    "recovers-never": lambda asked: "recovering",
    "recovers-as-follower": lambda asked: "follower",
    "recovers-and-dies": lambda asked: "nothing",
    "refuses-rcvr": lambda asked: "not-in-allow-list" if asked == 0 else "no-quorum",
}


def recovery_folder(behaviour, words):
    """Where the answer to the last of these words lies."""
    if "rcvr" not in words:
        return "no-quorum"
    if words[-1] == "rcvr" and behaviour != "refuses-rcvr":
        return "recovering"
    return RECOVERIES[behaviour](words[words.index("rcvr"):].count("mntr"))


LOG_ENDS_AT = "log-ends-at-"  # and an index: a server without a quorum that says so much of its log, as later releases do


def answer_of(behaviour, words):
    """To the last of these words."""
    if behaviour.startswith(LOG_ENDS_AT):
        if words[-1] != "lgif":
            return recorded("no-quorum", words[-1])
        index = behaviour.removeprefix(LOG_ENDS_AT).encode()
        return re.sub(rb"last_log_idx\t\d+", b"last_log_idx\t" + index, recorded("leader-25.8", "lgif"))
    return recorded(recovery_folder(behaviour, words) if behaviour in RECOVERIES else behaviour, words[-1])


class FourLetterServer(ListeningServer):
    """`behaviour`: a folder of golden/4lw, one of RECOVERIES or of MISBEHAVIOURS, LOG_ENDS_AT, or a function like
    MISBEHAVIOURS. `context`: makes it speak TLS."""

    def __init__(self, behaviour, context=None, *, port=0):
        self.behaviour = behaviour
        self.words = []  # that came, in order
        super().__init__(context, port=port)

    def serve(self, connection):
        behave = self.behaviour if callable(self.behaviour) else MISBEHAVIOURS.get(self.behaviour, self._answer)
        behave(connection, self.stopping)

    def _answer(self, connection, stopping):
        word = read_word(connection)
        self.words.append(word)
        connection.sendall(answer_of(self.behaviour, self.words))


class Certificates:
    """An authority, a server's certificate for localhost and 127.0.0.1, one for another host, and a client's."""

    PASSPHRASE = "open sesame"

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._authority("ca")
        self._authority("stranger")
        self._leaf("server", "subjectAltName=DNS:localhost,IP:127.0.0.1")
        self._leaf("elsewhere", "subjectAltName=DNS:keeper.example.com")
        self._leaf("client", "extendedKeyUsage=clientAuth")
        self._openssl("ec", "-in", "client.key", "-aes128", "-passout", f"pass:{self.PASSPHRASE}", "-out",
                      "client-locked.key")
        (self.folder / "passphrase").write_text(self.PASSPHRASE + "\n")

    def path(self, name):
        return str(self.folder / name)

    def context(self, name="server", *, wants_client=False):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path(f"{name}.pem"), self.path(f"{name}.key"))
        if wants_client:
            context.load_verify_locations(self.path("ca.pem"))
            context.verify_mode = ssl.CERT_REQUIRED
        return context

    def _authority(self, name):
        self._openssl("req", "-x509", *self._new_key(name), "-subj", f"/CN={name}", "-days", "2", "-out", f"{name}.pem")

    def _leaf(self, name, extension):
        (self.folder / f"{name}.ext").write_text(extension + "\n")
        self._openssl("req", *self._new_key(name), "-subj", f"/CN={name}", "-out", f"{name}.csr")
        self._openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                      "-days", "2", "-extfile", f"{name}.ext", "-out", f"{name}.pem")

    @staticmethod
    def _new_key(name):
        return "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{name}.key"

    def _openssl(self, *arguments):
        done = subprocess.run(["openssl", *arguments], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"openssl {' '.join(arguments)}: {done.stderr}")
