#!/bin/sh
mkdir empty
convert empty
