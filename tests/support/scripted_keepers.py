"""Keepers on 127.0.0.1 that play an ensemble: what they answer follows from a state that words and a script change."""

import threading

from support.four_letter_server import FourLetterServer, read_word

NOT_SERVING = "This instance is not currently serving requests"
NO_INDEX = 0


class Keeper:
    """One member. `unknown`: words that it closes on without a byte."""

    def __init__(self, ensemble, number, role="follower", *, version="25.8.1.5101-lts", committed=6723, term=4, snapshot=6000,
                 synced=None, followers=None, server_id=None, open_files=91, unknown=(), snapshot_looks=2, stubborn=False,
                 paths=None, disks=None):
        self.ensemble, self.number, self.role = ensemble, number, role
        self.version, self.committed, self.term, self.snapshot = version, committed, term, snapshot
        self.synced, self.followers, self.server_id = synced, followers, number if server_id is None else server_id
        self.open_files, self.unknown = open_files, unknown
        self.snapshot_looks = snapshot_looks  # at lgif, until a snapshot that was asked for is there
        self.stubborn = stubborn  # never leads
        self.paths = paths  # of its files, as conf says them
        self.disks = disks  # likewise (path, name) of the disks of logs and of snapshots
        self.wanted_snapshot, self.looks = None, 0
        self.server = FourLetterServer(self.answer)

    @property
    def address(self):
        return self.server.address

    @property
    def serves(self):
        return self.role in ("leader", "follower", "observer", "standalone")

    def answer(self, connection, stopping):
        word = read_word(connection)
        self.server.words.append(word)
        if self.role == "silent":
            stopping.wait(600)
        with self.ensemble.lock:
            said = self._say(word)
        connection.sendall(said.encode())

    def _say(self, word):
        if word == "srvr":
            self.ensemble.look(self)
        if word in self.unknown or not hasattr(self, f"_{word}"):
            return ""
        if word in ("mntr", "srvr", "conf") and not self.serves:
            return NOT_SERVING
        return getattr(self, f"_{word}")()

    def _ruok(self):
        return "imok"

    def _conf(self):
        paths = f"log_storage_path={self.paths}/log\n" if self.paths else ""
        for kind, (path, name) in zip(("log", "snapshot"), self.disks or ()):
            paths += f"{kind}_storage_path={path}\n{kind}_storage_disk={name}\n"
        return f"server_id={self.server_id}\ntcp_port=9181\nfour_letter_word_allow_list=conf,srvr\n{paths}"

    def _srvr(self):
        return (f"ClickHouse Keeper version: v{self.version}-{'0' * 40}\nLatency min/avg/max: 0/0/12\nReceived: 1234\n"
                f"Sent: 1233\nConnections: 3\nOutstanding: 0\nZxid: 0x{self.committed - 36:x}\nMode: {self.role}\n"
                "Node count: 5123\n")

    def _mntr(self):
        figures = {"version": f"v{self.version}-{'0' * 40}", "avg_latency": 0, "max_latency": 12, "min_latency": 0,
                   "num_alive_connections": 3, "outstanding_requests": 0, "server_state": self.role, "znode_count": 5123,
                   "watch_count": 12, "ephemerals_count": 7, "approximate_data_size": 912345,
                   "open_file_descriptor_count": self.open_files, "max_file_descriptor_count": 1024}
        if self.role in ("leader", "standalone"):
            others = len(self.ensemble.members) - 1 if self.followers is None else self.followers
            figures |= {"followers": others, "synced_followers": others if self.synced is None else self.synced}
        return "".join(f"zk_{name}\t{value}\n" for name, value in figures.items())

    def _lgif(self):
        if self.wanted_snapshot is not None:
            self.looks += 1
            if self.looks >= self.snapshot_looks:
                self.snapshot, self.wanted_snapshot = self.wanted_snapshot, None
        indices = {"first_log_idx": 1, "first_log_term": 1, "last_log_idx": self.committed, "last_log_term": self.term,
                   "last_committed_log_idx": self.committed, "leader_committed_log_idx": self.committed,
                   "target_committed_log_idx": self.committed, "last_snapshot_idx": self.snapshot}
        return "".join(f"{name}\t{value}\n" for name, value in indices.items())

    def _csnp(self):
        if self.snapshot >= self.committed:
            return "Failed to schedule snapshot creation task."
        self.wanted_snapshot, self.looks = self.committed, 0
        return str(self.committed)

    def _rqld(self):
        if self.role == "leader":
            return "Failed to send leadership request to leader."
        self.ensemble.elect(self)
        return "Sent leadership request to leader."

    def _ydld(self):
        if self.role == "leader":
            self.ensemble.elect(self.ensemble.after(self))
        return "Sent yield leadership request to leader."


class Ensemble:
    """`script(ensemble, look)`: called at each look (srvr) at the first member, counted from 1."""

    def __init__(self, members, script=None):
        self.lock = threading.RLock()
        self.script, self.looks = script, 0
        self.members = []
        for number, options in enumerate(members, 1):
            self.members.append(Keeper(self, number, **options))

    def look(self, member):
        if member is self.members[0]:
            self.looks += 1
            if self.script:
                self.script(self, self.looks)

    def elect(self, winner):
        if winner.stubborn:
            return
        for member in self.members:
            if member.role == "leader":
                member.role = "follower"
        winner.role = "leader"

    def after(self, member):
        return self.members[member.number % len(self.members)]


LEADER, FOLLOWER = {"role": "leader"}, {}


def follower(**options):
    return {**FOLLOWER, **options}


def leader(**options):
    return {**LEADER, **options}


def comes_up(ensemble, look):
    """Nobody leads at first; then the second does, and the third is up at the fourth look."""
    if look == 3:
        ensemble.members[0].role, ensemble.members[1].role = "follower", "leader"
    if look == 5:
        ensemble.members[2].role = "follower"


def catches_up(ensemble, look):
    """The leader goes on, and the others are nearer at each look."""
    ensemble.members[0].committed += 1
    for member in ensemble.members[1:]:
        member.committed = min(member.committed + 2000, ensemble.members[0].committed - 1)


DOWN = {"role": "starting"}
SCENES = {
    "healthy": ([LEADER, FOLLOWER, FOLLOWER], None),
    "lagging": ([LEADER, FOLLOWER, follower(committed=1200)], None),
    "two-leaders": ([leader(term=3), leader(term=4), FOLLOWER], None),
    "no-leader": ([DOWN, DOWN, DOWN], None),
    "recovering": ([LEADER, FOLLOWER, {"role": "recovering", "committed": 100}], None),
    "mixed-versions": ([LEADER, FOLLOWER, follower(version="25.3.2.39-lts")], None),
    "not-synced": ([leader(synced=0), FOLLOWER, FOLLOWER], None),
    "one-not-synced": ([leader(synced=1), FOLLOWER, FOLLOWER], None),
    "only-followers": ([FOLLOWER, FOLLOWER], None),
    "more-members": ([leader(followers=4), FOLLOWER], None),
    "standalone": ([{"role": "standalone"}], None),
    "one-hangs": ([LEADER, FOLLOWER, {"role": "silent"}], None),
    "same-id": ([LEADER, FOLLOWER, follower(server_id=2)], None),
    "few-descriptors": ([LEADER, FOLLOWER, follower(open_files=1000)], None),
    "without-lgif": ([LEADER, FOLLOWER, follower(unknown=("lgif",))], None),
    "may-not-say": ([LEADER, FOLLOWER, follower(unknown=("srvr", "mntr"))], None),
    "comes-up": ([DOWN, DOWN, DOWN], comes_up),
    "catches-up": ([LEADER, follower(committed=1000), follower(committed=3000)], catches_up),
    "snapshot-is-there": ([leader(snapshot=6723)], None),
    "owns-rich": ([follower(committed=70, snapshot=60, paths="/srv/keeper"), leader(committed=70, snapshot=60)], None),
    "owns-rich-in-s3": ([follower(committed=70, snapshot=60, disks=[("keeper/log/", "plain"), ("/s3/snapshots/", "random")])],
                        None),
    "slow-snapshot": ([leader(snapshot_looks=1000)], None),
    "without-csnp": ([leader(unknown=("csnp",))], None),
    "no-rqld": ([LEADER, FOLLOWER, follower(unknown=("rqld",))], None),
    "never-leads": ([LEADER, follower(stubborn=True)], None),
    "observer": ([LEADER, {"role": "observer"}], None),
}


def play(scene):
    """The members of a scene, which answer from now on."""
    members, script = SCENES[scene]
    return Ensemble(members, script).members
