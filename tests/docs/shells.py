"""The shells, asked for what they offer at the end of a line."""
import os
import re
import subprocess


def run(command, **more):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=True,
                          **more).stdout


class Shells:
    """`name` is the program; the one in `bin_dir` is found first."""

    def __init__(self, name, completions, folder, bin_dir=None):
        self.name, self.completions, self.folder = name, completions, folder
        path = os.pathsep.join(filter(None, [bin_dir, os.environ["PATH"]]))
        self.environment = {**os.environ, "PATH": path, "HOME": folder}

    def bash(self, words):
        """Bash hands the words over already cut, "=" being a word of its own."""
        function = "_" + self.name.replace("-", "_")
        script = ('source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1));'
                  f' [[ $(complete -p {self.name}) == "complete -F {function} {self.name}" ]] || exit 9;'
                  f' {function}; ((${{#COMPREPLY[@]}} == 0)) || printf "%s\\n" "${{COMPREPLY[@]}}"')
        cut = [part for word in words for part in re.split(r"(=)", word) if part or word == ""]
        if words[-1].endswith("="):
            cut = cut if cut[-1] == "=" else cut + ["="]
        return run(["bash", "--norc", "-c", script, "bash", f"{self.completions}/{self.name}.bash", *cut],
                   cwd=self.folder, env=self.environment).splitlines()

    def zsh(self, words):
        here = os.path.dirname(os.path.abspath(__file__))
        answer = run(["zsh", "-f", here + "/zsh_completions.zsh", self.completions, " ".join(words)], cwd=self.folder, env=self.environment)
        return [line for line in answer.splitlines() if line]

    def fish(self, words):
        script = 'source "$argv[1]"; complete -C "$argv[2]"'
        answer = run(["fish", "--no-config", "-c", script, f"{self.completions}/{self.name}.fish",
                      " ".join(words)], cwd=self.folder, env=self.environment)
        return [line.split("\t")[0] for line in answer.splitlines()]
