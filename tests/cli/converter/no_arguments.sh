#!/bin/sh
keeper-converter
