#!/bin/sh
serving tls:leader elsewhere:leader -- keeperctl 4lw ruok @1 @2 --tls-ca tls/ca.pem
echo
serving tls:leader leader -- keeperctl 4lw ruok @1 @2 --tls
serving mtls:leader -- keeperctl 4lw ruok @1 --tls-ca tls/ca.pem
