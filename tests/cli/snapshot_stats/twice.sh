#!/bin/sh
printf '{"path": "/"}\n{"path": "/a"}\n{"path": "/a"}\n' | keeper_snapshot s
keeperctl snapshot stats s
