#!/bin/sh
keeperctl state show .
