#!/bin/sh
# A server that hangs is waited for once.
serving closed silent -- keeperctl preflight @1 @2 --timeout 1s --quiet
