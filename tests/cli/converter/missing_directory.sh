#!/bin/sh
convert no-such-folder
