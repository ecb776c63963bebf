#!/bin/sh
keeper-converter --version
