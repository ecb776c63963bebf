"""Makes every kind of node, ACL, session and request that leaves a trace in ZooKeeper's files."""

import random

from kazoo.exceptions import (BadVersionError, InvalidACLError, NoAuthError, NodeExistsError, NoNodeError,
                              NotEmptyError, RolledBackError)
from kazoo.security import ACL, Id, OPEN_ACL_UNSAFE, make_acl, make_digest_acl

from live.client import connect, create_container, create_ttl, fails

OPEN = OPEN_ACL_UNSAFE
READ_ONLY = [make_acl("world", "anyone", read=True)]
LONGEST_TTL_MS = 0xFFFFFFFFFF
HOUR_MS = 3600 * 1000


def fill(server):
    """The first run. Returns the clients that stay connected; their sessions and ephemerals stay open."""
    client = connect(server, timeout=60.0)
    data_of_every_kind(client)
    sequential_nodes(client)
    acls(client)
    special_nodes(client)
    names(client)
    multis(client)
    failing_requests(client)
    quotas(client)
    root(client)
    return [client] + sessions(server, client)


def fill_more(server):
    """After a restart: changes on top of what the snapshot holds."""
    client = connect(server, timeout=120.0)
    client.create("/app/after-restart", b"1")
    client.set("/app/data/binary", b"changed")
    client.delete("/app/data/empty")
    for _ in range(3):
        client.create("/app/queue/item-", b"", sequence=True)
    client.delete("/app/queue/item-0000000001")
    client.create("/app/acl/later", b"", acl=[make_digest_acl("eve", "secret", read=True)])
    client.set_acls("/app/acl/ip", READ_ONLY)
    create_ttl(client, "/app/special/ttl-later", b"t", OPEN, HOUR_MS)
    create_container(client, "/app/special/container-later", None, OPEN)
    client.create("/app/special/container/third", b"")
    client.create("/app/quota/more", b"counted")
    client.set("/", b"root data")
    return [client] + sessions(server, client, name="later")


def data_of_every_kind(client):
    client.create("/app", b"root of the application")
    client.create("/app/data", b"")
    client.create("/app/data/empty", b"")
    client.create("/app/data/null", None)
    client.create("/app/data/set-to-null", b"something")
    client.set("/app/data/set-to-null", None)
    client.create("/app/data/binary", bytes(range(256)))
    client.create("/app/data/big", random.Random(1).randbytes(90_000))
    client.create("/app/data/versions", b"0")
    for version in range(3):
        client.set("/app/data/versions", b"%d" % version, version=version)
    client.set("/app/data/versions", b"any version")
    client.create("/app/data/gone", b"")
    client.delete("/app/data/gone")
    client.create("/app/data/gone", b"second life")
    client.create("/app/data/create2", b"2", include_data=True)
    client.create("/app/deep/a/b/c/d/e/f/g/h/i/j", b"deep", makepath=True)


def sequential_nodes(client):
    client.create("/app/queue", b"")
    for number in range(5):
        path = client.create("/app/queue/item-", b"%d" % number, sequence=True)
        assert path == f"/app/queue/item-{number:010}", path
    client.create("/app/queue/plain", b"")
    client.delete("/app/queue/item-0000000002")
    client.delete("/app/queue/item-0000000004")
    assert client.create("/app/queue/", b"", sequence=True) == "/app/queue/0000000006"


def acls(client):
    client.add_auth("digest", "bob:secret")
    client.create("/app/acl", b"")
    client.create("/app/acl/digest", b"", acl=[make_digest_acl("bob", "secret", all=True), READ_ONLY[0]])
    client.create("/app/acl/ip", b"", acl=[ACL(31, Id("ip", "127.0.0.1")), ACL(1, Id("ip", "10.0.0.0/8"))])
    client.create("/app/acl/read-only", b"", acl=READ_ONLY)
    client.create("/app/acl/open", b"", acl=OPEN)
    client.create("/app/acl/auth", b"", acl=[ACL(31, Id("auth", ""))])
    client.create("/app/acl/set", b"")
    client.set_acls("/app/acl/set", [make_digest_acl("bob", "secret", read=True, write=True, admin=True)])
    client.set_acls("/app/acl/set", READ_ONLY + [make_digest_acl("bob", "secret", all=True)], version=1)
    client.create("/app/acl/set-to-open", b"", acl=[make_digest_acl("bob", "secret", all=True)])
    client.set_acls("/app/acl/set-to-open", OPEN)


def special_nodes(client):
    client.create("/app/special", b"")
    create_container(client, "/app/special/container", b"c", OPEN)
    client.create("/app/special/container/first", b"")
    client.create("/app/special/container/second", b"")
    client.delete("/app/special/container/first")
    create_container(client, "/app/special/container/nested", b"", READ_ONLY)
    create_container(client, "/app/special/container-unused", b"", OPEN)
    create_ttl(client, "/app/special/ttl", b"t", OPEN, HOUR_MS)
    create_ttl(client, "/app/special/ttl-longest", None, READ_ONLY, LONGEST_TTL_MS)
    create_ttl(client, "/app/special/ttl-sequential-", b"", OPEN, HOUR_MS, sequence=True)
    create_ttl(client, "/app/special/ttl-with-child", b"", OPEN, HOUR_MS)
    client.create("/app/special/ttl-with-child/child", b"")
    client.set("/app/special/ttl", b"set", version=0)


def names(client):
    client.create("/app/names", b"")
    for name in ("grüße", "ключ", "鍵", "with space", "per%cent", 'quote"back\\slash', "é" * 100, "x" * 300):
        client.create(f"/app/names/{name}", name.encode())
    client.create("/app/names/鍵/子", b"", ephemeral=False)


def multis(client):
    client.create("/app/multi", b"")
    client.create("/app/multi/old", b"")
    succeed = client.transaction()
    succeed.check("/app/multi", 0)
    succeed.create("/app/multi/made", b"1")
    succeed.create("/app/multi/seq-", b"", sequence=True)
    succeed.set_data("/app/multi/made", b"2")
    succeed.create("/app/multi/made/child", b"", acl=READ_ONLY)
    succeed.delete("/app/multi/old")
    results = succeed.commit()
    assert not any(isinstance(result, Exception) for result in results), results
    for failing in (lambda t: t.check("/app/multi", 7), lambda t: t.create("/app/multi/made"),
                    lambda t: t.delete("/app/multi/missing")):
        broken = client.transaction()
        broken.create("/app/multi/never", b"")
        broken.set_data("/app/multi/made", b"never")
        failing(broken)
        broken.delete("/app/multi/made/child")
        results = broken.commit()
        assert isinstance(results[0], RolledBackError), results


def failing_requests(client):
    fails(NodeExistsError, client.create, "/app", b"")
    fails(NoNodeError, client.create, "/missing/child", b"")
    fails(NoNodeError, client.delete, "/missing")
    fails(NotEmptyError, client.delete, "/app")
    fails(BadVersionError, client.set, "/app", b"", version=99)
    fails(BadVersionError, client.set_acls, "/app", OPEN, version=99)
    fails(InvalidACLError, client.create, "/app/refused", b"", acl=[ACL(31, Id("digest", "no-colon"))])
    fails(NoAuthError, client.set, "/app/acl/read-only", b"")


def quotas(client):
    # A change under the inner path counts there only, until a server loads a snapshot and counts the outer one anew:
    # so nothing changes under the inner path, and the files and the live server agree.
    client.create("/app/quota/inner/leaf", b"0123456789", makepath=True)
    client.create("/app/quota/leaf", b"0123456789")
    for path, limits in (("/app/quota", b"count=100,bytes=100000"), ("/app/quota/inner", b"count=50,bytes=-1"),
                         ("/app/data", b"count=50,bytes=-1")):
        client.create(f"/zookeeper/quota{path}/zookeeper_limits", limits, makepath=True)
        client.create(f"/zookeeper/quota{path}/zookeeper_stats", b"count=0,bytes=0")
    client.create("/app/quota/second", b"01234")
    client.set("/app/quota/leaf", b"01234567890123456789")
    client.create("/app/quota/second/third", b"0123")
    client.delete("/app/quota/second/third")
    client.delete("/zookeeper/quota/app/data/zookeeper_limits")
    client.delete("/zookeeper/quota/app/data/zookeeper_stats")
    client.create("/app/data/after-quota", b"not counted")


def root(client):
    client.set("/", b"data of the root")
    client.create("/short-lived", b"")
    client.delete("/short-lived")
    client.set_acls("/", OPEN + [make_acl("ip", "127.0.0.1", read=True)])


def sessions(server, owner, *, name="first"):
    """Closed and open sessions, with ephemerals and without. Returns the open ones."""
    parent = f"/app/ephemerals-{name}"
    owner.create(parent, b"")
    for number in range(2):
        closed = connect(server, timeout=30.0 + number)
        if number:
            closed.create(f"{parent}/of-closed", b"", ephemeral=True)
            closed.create(f"{parent}/of-closed-", b"", ephemeral=True, sequence=True)
        closed.stop()
        closed.close()
    with_ephemerals, without = connect(server, timeout=90.0), connect(server, timeout=45.5)
    with_ephemerals.create(f"{parent}/lock-", b"mine", ephemeral=True, sequence=True)
    with_ephemerals.create(f"{parent}/member", None, ephemeral=True, acl=READ_ONLY)
    moved = owner.transaction()
    moved.create(f"{parent}/in-multi", b"", ephemeral=True)
    moved.commit()
    return [with_ephemerals, without]
