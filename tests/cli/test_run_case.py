"""The runner itself: one that accepts anything would hide every fault."""

import os
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import run_case  # noqa: E402


class Globs(unittest.TestCase):
    def test_what_matches(self):
        for glob, text in (("", ""), ("a\n", "a\n"), ("a", "a\n"), ("a*c\n", "abbc\n"), ("a?c\n", "abc\n"),
                           ("...\n", ""), ("...\n", "a\nb\n"), ("...\nb\n", "b\n"), ("...\nb\n...\n", "a\nb\nc\n"),
                           ("[a] (b) \\ +\n", "[a] (b) \\ +\n"), ("a\n", "a")):
            self.assertTrue(run_case.matches_glob(glob, text), (glob, text))

    def test_what_does_not_match(self):
        for glob, text in (("", "a\n"), ("a\n", ""), ("a\n", "b\n"), ("a*c\n", "ab\nc\n"), ("a?c\n", "ac\n"),
                           ("a\n...\n", "b\na\n"), ("...\nb\n", "b\na\n"), ("[ab]\n", "a\n"), ("a.c\n", "abc\n"),
                           ("a\n", "a\nb\n")):
            self.assertFalse(run_case.matches_glob(glob, text), (glob, text))


class Cases(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.case = Path(self.folder.name) / "case.sh"
        self.addCleanup(self.folder.cleanup)

    def run_script(self, script, *options, **expectations):
        self.case.write_text("#!/bin/sh\n" + script)
        self.case.chmod(0o755)
        for suffix, text in expectations.items():
            self.case.with_suffix("." + suffix.replace("_", ".")).write_text(text)
        sys.stdout = open(os.devnull, "w")
        try:
            return run_case.main([*options, str(self.case)])
        finally:
            sys.stdout.close()
            sys.stdout = sys.__stdout__

    def test_a_silent_success_needs_no_file(self):
        self.assertEqual(self.run_script("true"), 0)

    def test_unexpected_output_fails(self):
        self.assertEqual(self.run_script("echo a"), 1)
        self.assertEqual(self.run_script("echo a >&2"), 1)

    def test_unexpected_exit_codes_fail(self):
        self.assertEqual(self.run_script("exit 3"), 1)
        self.assertEqual(self.run_script("exit 3", exit="3\n"), 0)
        self.assertEqual(self.run_script("true"), 1)

    def test_expectations_are_compared(self):
        self.assertEqual(self.run_script("echo a; echo b >&2", stdout_exact="a\n", stderr_glob="?\n"), 0)
        self.assertEqual(self.run_script("echo x; echo b >&2"), 1)
        self.assertEqual(self.run_script("echo a; echo bb >&2"), 1)

    def test_an_ignored_stream_may_say_anything(self):
        self.assertEqual(self.run_script("date", stdout_ignore=""), 0)

    def test_update_writes_and_removes_expectations(self):
        self.assertEqual(self.run_script("echo a; exit 4", "--update"), 0)
        self.assertEqual(self.case.with_suffix(".stdout.exact").read_text(), "a\n")
        self.assertEqual(self.case.with_suffix(".exit").read_text(), "4\n")
        self.assertEqual(self.run_script("true", "--update"), 0)
        self.assertEqual(list(self.case.parent.glob("case.*")), [self.case])

    def test_update_leaves_glob_files_to_people(self):
        self.assertEqual(self.run_script("echo new", "--update", stdout_glob="old*\n"), 1)
        self.assertEqual(self.case.with_suffix(".stdout.glob").read_text(), "old*\n")


if __name__ == "__main__":
    unittest.main()
