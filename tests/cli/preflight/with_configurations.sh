#!/bin/sh
# Servers found in their configurations: two that run, and one that hangs and is waited for once.
cat > ensemble.py <<'END'
import socket, subprocess, sys, time
sys.path.insert(0, sys.argv[1])
from support.four_letter_server import FourLetterServer
servers = {3: FourLetterServer("leader"), 1: FourLetterServer("follower"), 2: FourLetterServer("silent")}
raft = {node: socket.create_server(("127.0.0.1", 0)) for node in servers}
names = {f"127.0.0.1:{port.getsockname()[1]}": f"raft{node}" for node, port in raft.items()}
names |= {server.address: f"server{node}" for node, server in servers.items()}
members = "".join(f"<server><id>{node}</id><hostname>127.0.0.1</hostname><port>{port.getsockname()[1]}</port></server>"
                  for node, port in sorted(raft.items()))
for node, server in servers.items():
    with open(f"k{node}.xml", "w") as file:
        file.write(f"<clickhouse><keeper_server><server_id>{node}</server_id><tcp_port>{server.address.split(':')[1]}</tcp_port>"
                   f"<storage_path>/nowhere/k{node}</storage_path>"
                   f"<raft_configuration>{members}</raft_configuration></keeper_server></clickhouse>")
raft[2].close()
begin = time.monotonic()
done = subprocess.run(["keeperctl", "preflight", "--config", "k1.xml", "k2.xml", "k3.xml", "--timeout", "1s", "--format", "json"],
                      capture_output=True, text=True, check=False)
print(f"exit code {done.returncode}, {'once' if time.monotonic() - begin < 4 else 'too often'}")
lines = subprocess.run(["outcomes"], input=done.stdout, capture_output=True, text=True, check=True).stdout
for address, name in names.items():
    lines = lines.replace(address, name)
print(lines, end="")
END
python3 ensemble.py "$INPUTS/../.."
