#!/bin/sh
refused() {
    keeperctl config "$@" 2>&1
}
refused
refused shw
refused get
refused get a b
refused diff a
refused show a b
refused show --confg x
refused show k.xml --format yaml
true
