#!/bin/sh
serving leader-25.8 -- keeperctl 4lw lgif @1 --format json | sed 's/"elapsed_ms": .*/"elapsed_ms": N,/'
serving leader closed -- keeperctl 4lw wchs @1 @2 --format jsonl | sed 's/"elapsed_ms":[0-9]*/"elapsed_ms":N/'
