"""Clients that change a tree at the same time, so that a snapshot taken meanwhile catches it half changed."""

import random
import threading

from kazoo.exceptions import ConnectionClosedError, ConnectionLoss, KazooException, SessionExpiredError
from kazoo.security import OPEN_ACL_UNSAFE, make_digest_acl

from live.client import connect, create_ttl

PARENTS = [f"/busy/parent-{number}" for number in range(12)]
NAMES = [f"node-{number}" for number in range(40)]
GONE = (ConnectionClosedError, ConnectionLoss, SessionExpiredError)


def prepare(server):
    client = connect(server)
    client.create("/busy", b"")
    for parent in PARENTS:
        client.create(parent, b"")
    made = [client.create_async(f"{parent}/{name}", b"start") for parent in PARENTS for name in NAMES]
    for answer in made:
        answer.get()
    client.stop()
    client.close()


class Traffic:
    """`closing`: sessions close and open again all the time; without it every session stays until the server is gone."""

    def __init__(self, server, *, seed, writers=4, closing=True):
        self.server, self.closing = server, closing
        self.stopping = threading.Event()
        self.requests = 0
        self.left = []
        self.failures = []
        self.threads = [threading.Thread(target=self._run, args=(seed * 100 + number,)) for number in range(writers)]

    def start(self):
        for thread in self.threads:
            thread.start()
        return self

    def stop(self):
        """Returns the clients that are still connected."""
        self.stopping.set()
        for thread in self.threads:
            thread.join()
        if self.failures:
            raise self.failures[0]
        return self.left

    def _run(self, seed):
        try:
            self._write(random.Random(seed), seed)
        except Exception as error:  # carried to the thread that waits
            self.failures.append(error)

    def _write(self, chance, seed):
        while not self.stopping.is_set():
            client = connect(self.server)
            try:
                for number in range(chance.randrange(20, 60) if self.closing else 1_000_000):
                    if self.stopping.is_set():
                        break
                    self._one_request(client, chance, f"{seed}.{number}")
            except GONE:
                self.left.append(client)
                return
            if self.stopping.is_set():
                self.left.append(client)
                return
            client.stop()  # closes the session and removes its ephemerals
            client.close()

    def _one_request(self, client, chance, tag):
        parent, name = chance.choice(PARENTS), chance.choice(NAMES)
        kind = chance.choice(("create", "delete", "set", "acl", "multi", "failing multi", "ephemeral", "sequence", "ttl",
                              "lives"))
        try:
            getattr(self, "_" + kind.replace(" ", "_"))(client, f"{parent}/{name}", parent, tag)
        except GONE:
            raise
        except KazooException:
            pass  # another writer was there first; such failures belong into the log too
        self.requests += 1

    @staticmethod
    def _new_acl(tag):
        return [make_digest_acl(f"user-{tag}", "secret", all=True)] + OPEN_ACL_UNSAFE

    def _create(self, client, path, parent, tag):
        client.create(path, tag.encode(), acl=self._new_acl(tag))

    def _delete(self, client, path, parent, tag):
        client.delete(path)

    def _set(self, client, path, parent, tag):
        client.set(path, tag.encode())

    def _acl(self, client, path, parent, tag):
        client.set_acls(path, self._new_acl(tag))

    def _multi(self, client, path, parent, tag):
        both = client.transaction()
        both.create(f"{parent}/multi-{tag}", b"", acl=self._new_acl(tag))
        both.set_data(f"{parent}/multi-{tag}", tag.encode())
        both.create(f"{parent}/multi-{tag}/child", b"")
        both.set_data(parent, tag.encode())
        both.commit()

    def _failing_multi(self, client, path, parent, tag):
        broken = client.transaction()
        broken.create(f"{parent}/never-{tag}", b"")
        broken.check(parent, -7)
        broken.commit()

    def _ephemeral(self, client, path, parent, tag):
        client.create(f"{parent}/ephemeral-{tag}", b"", ephemeral=True)

    def _sequence(self, client, path, parent, tag):
        client.create(f"{parent}/sequence-", tag.encode(), sequence=True)

    def _ttl(self, client, path, parent, tag):
        create_ttl(client, f"{parent}/ttl-{tag}", b"", OPEN_ACL_UNSAFE, 3600 * 1000)

    def _lives(self, client, path, parent, tag):
        """The same path with children, without, and with others again."""
        client.create(f"{path}/child", tag.encode())
        client.delete(f"{path}/child")
        client.delete(path)
        client.create(path, b"next life")
        client.create(f"{path}/other", tag.encode(), acl=self._new_acl(tag))
