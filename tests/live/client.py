"""kazoo, with the two requests that it lacks, and a reader of the whole tree as a client sees it."""

import base64
import logging
from collections import namedtuple

from kazoo.client import KazooClient
from kazoo.exceptions import KazooException
from kazoo.protocol.serialization import Create2, long_struct

from live.zookeeper_server import SUPER

# Servers are killed on purpose here; kazoo's warnings about that would only hide the message that matters.
logging.getLogger("kazoo").setLevel(logging.CRITICAL + 1)

CONTAINER_FLAGS, TTL_FLAGS, SEQUENTIAL_TTL_FLAGS = 4, 5, 6


class CreateContainer(Create2):
    type = 19


class CreateTtl(namedtuple("CreateTtl", "path data acl flags ttl_ms")):
    type = 21

    def serialize(self):
        return Create2(*self[:4]).serialize() + long_struct.pack(self.ttl_ms)

    deserialize = Create2.deserialize


def connect(server, *, timeout=60.0, auth=()):
    client = KazooClient(server.address, timeout=timeout, auth_data=list(auth))
    client.start(timeout=15)
    return client


def connect_as_super(server, *, timeout=60.0):
    return connect(server, timeout=timeout, auth=[("digest", SUPER)])


def request(client, record):
    """Sends any request record and waits for the answer."""
    answer = client.handler.async_result()
    client._call(record, answer)
    return answer.get()


def create_container(client, path, data, acl):
    return request(client, CreateContainer(path, data, acl, CONTAINER_FLAGS))[0]


def create_ttl(client, path, data, acl, ttl_ms, sequence=False):
    return request(client, CreateTtl(path, data, acl, SEQUENTIAL_TTL_FLAGS if sequence else TTL_FLAGS, ttl_ms))[0]


def fails(expected, call, *arguments, **named):
    """Makes a request that the server must refuse."""
    try:
        call(*arguments, **named)
    except expected:
        return
    except KazooException as error:
        raise AssertionError(f"{call.__name__}{arguments}: {error!r} instead of {expected.__name__}") from error
    raise AssertionError(f"{call.__name__}{arguments} did not fail with {expected.__name__}")


def leave(clients):
    """Lets go of clients whose server is gone."""
    for client in clients:
        client.stop()
        client.close()


def read_tree(server):
    """path -> node with the fields of tree.jsonl."""
    client = connect_as_super(server)
    tree, level = {}, ["/"]
    while level:
        asked = [(path, client.get_async(path), client.get_acls_async(path), client.get_children_async(path))
                 for path in level]
        level = []
        for path, data, acl, children in asked:
            tree[path] = node_of(path, *data.get(), acl.get()[0])
            level += [f"{path.rstrip('/')}/{name}" for name in children.get()]
    client.stop()
    client.close()
    return tree


def node_of(path, data, stat, acl):
    return {"path": path, "data": None if data is None else base64.b64encode(data).decode(),
            "acl": [{"perms": a.perms, "scheme": a.id.scheme, "id": a.id.id} for a in acl],
            "czxid": stat.czxid, "mzxid": stat.mzxid, "ctime": stat.ctime, "mtime": stat.mtime,
            "version": stat.version, "cversion": stat.cversion, "aversion": stat.aversion,
            "ephemeralOwner": stat.ephemeralOwner, "dataLength": stat.dataLength,
            "numChildren": stat.numChildren, "pzxid": stat.pzxid}
