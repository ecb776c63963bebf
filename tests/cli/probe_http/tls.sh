#!/bin/sh
# Certificates are verified; either mistake about TLS is told.
serving tls:http-leader elsewhere:http-leader http-leader -- keeperctl probe http @1 @2 @3 --tls-ca tls/ca.pem
echo $?
serving tls:http-leader -- sh -c 'keeperctl probe http @1 --tls; keeperctl probe http @1 --insecure; keeperctl probe http @1;
    keeperctl probe http @1 --tls-ca tls/stranger.pem'
serving elsewhere:http-leader -- keeperctl probe http @1 --tls-ca tls/ca.pem --tls-server-name keeper.example.com
echo $?
serving mtls:http-leader -- sh -c 'keeperctl probe http @1 --tls-ca tls/ca.pem;
    keeperctl probe http @1 --tls-ca tls/ca.pem --tls-cert tls/client.pem --tls-key tls/client-locked.key \
        --tls-passphrase-file tls/passphrase'
echo $?
