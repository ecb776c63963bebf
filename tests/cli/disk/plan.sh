#!/bin/sh
keeper_on_disks
keeperctl disk plan --old-config old.xml --config new.xml
ls disks/*
