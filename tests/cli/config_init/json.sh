#!/bin/sh
keeperctl config init --server 1=a --server 2=b --output-dir pair --format json --server-version 25.8
