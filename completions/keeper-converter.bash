# bash completion for keeper-converter: the program itself knows its commands and options.

_keeper_converter()
{
    # bash cuts "--format=js" into three words at "="; the program takes it as one.
    local -a words=()
    local word i glued=''
    for ((i = 1; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ $word == '=' && ${#words[@]} -gt 0 ]]; then
            words[-1]+='='
            glued=yes
        elif [[ -n $glued ]]; then
            words[-1]+=$word
            glued=''
        else
            words+=("$word")
        fi
    done
    local current=${words[-1]} line
    [[ $current == --*=* ]] && current=${current#*=}

    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            :directories)
                compopt -o filenames 2> /dev/null
                mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
            :files)
                compopt -o filenames 2> /dev/null
                mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
            *)
                line=${line%%$'\t'*}
                [[ $line == --*=* ]] && line=${line#*=}
                COMPREPLY+=("$line") ;;
        esac
    done < <("${COMP_WORDS[0]}" __complete "${words[@]}" 2> /dev/null)
}

complete -F _keeper_converter keeper-converter
