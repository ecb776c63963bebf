#!/bin/sh
keeperctl log info .
