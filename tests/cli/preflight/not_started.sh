#!/bin/sh
# The files of a new ensemble: nobody listens on its ports, until somebody does.
cat > listen.py <<'END'
import socket, subprocess, sys
ports = [socket.create_server(("127.0.0.1", 0)) for _ in range(6)]
numbers = [port.getsockname()[1] for port in ports]
members = "".join(f"<server><id>{i}</id><hostname>127.0.0.1</hostname><port>{numbers[i]}</port></server>" for i in (1, 2, 3))
for node, client in ((1, numbers[0]), (2, numbers[4]), (3, numbers[5])):
    with open(f"k{node}.xml", "w") as file:
        file.write(f"<clickhouse><keeper_server><server_id>{node}</server_id><tcp_port>{client}</tcp_port>"
                   f"<storage_path>/nowhere/k{node}</storage_path>"
                   f"<raft_configuration>{members}</raft_configuration></keeper_server></clickhouse>")
def preflight():
    done = subprocess.run(["keeperctl", "preflight", "--config", "k1.xml", "k2.xml", "k3.xml", "--not-started",
                           "--server-version", "25.8"], capture_output=True, text=True, check=False)
    out = done.stdout + done.stderr
    for place, number in enumerate(numbers):
        out = out.replace(str(number), f"PORT{place}")
    print(out + f"exit code {done.returncode}", flush=True)
for port in ports[1:]:
    port.close()
preflight()
ports[0].close()
preflight()
END
python3 listen.py
