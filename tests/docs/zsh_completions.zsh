#!/usr/bin/env zsh
# zsh_completions.zsh DIRECTORY LINE: prints what zsh offers at the end of LINE, one match a line, with the completion
# functions of DIRECTORY. An interactive zsh runs on a pseudo terminal; its compadd is replaced by one that prints.
zmodload zsh/zpty || exit 2
setup=$(mktemp) || exit 2
trap 'rm -f $setup $setup.dump' EXIT
cat > $setup <<SETUP
PROMPT=
fpath=(${(q)1} \$fpath)
autoload -Uz compinit
compinit -u -d $setup.dump
bindkey '^M' undefined
bindkey '^J' undefined
bindkey '^I' complete-word
zstyle ':completion:*' insert-tab false
zstyle ':completion:*' list-grouped false
begin-matches() { print -r -- '<matches>' }
end-matches() { print -r -- '</matches>'; exit }
compprefuncs=(begin-matches)
comppostfuncs=(end-matches)
compadd() {
    local -a matches
    # Calls that only compute (-O, -A, -D) are the completion system's own.
    if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
        builtin compadd "\$@"
        return
    fi
    builtin compadd -O matches "\$@"
    print -rl -- \$matches
    # Added for good too: a tag without a match makes the completion system try the next one.
    builtin compadd "\$@"
}
print ready
SETUP

zpty shell zsh -f -i
zpty -w shell "source ${(q)setup}"
zpty -r -m shell text '*ready*' || { print -u2 'zsh did not start'; exit 2 }
zpty -w -n shell "$2"$'\t'
zpty -r -m shell text '*</matches>*' || { print -u2 'no completion'; exit 2 }
text=${text//$'\r'/}
text=${text##*'<matches>'}
print -r -- ${${text%%'</matches>'*}#$'\n'}
