#!/bin/sh
# Also a server that wants TLS and is asked without.
serving tls:leader-25.8 -- keeperctl preflight @1 --tls-ca tls/ca.pem --format json > answer
echo "exit code $?"
outcomes < answer | grep servers.serving
serving tls:leader-25.8 -- keeperctl preflight @1 --timeout 2s --format json > answer
echo "exit code $?"
outcomes < answer | grep servers.serving
