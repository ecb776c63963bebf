#!/bin/sh
# What a person reads: what failed and why it matters, what could not be seen and what it needs.
serving leader closed no-quorum -- keeperctl preflight @1 @2 @3
