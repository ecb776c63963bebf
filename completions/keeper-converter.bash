# bash completion for keeper-converter; needs no helper package.

_keeper_converter()
{
    local current=${COMP_WORDS[COMP_CWORD]} option='' values=''
    # bash cuts "--codec=zs" into three words at "=".
    if [[ $current == '=' ]]; then
        option=${COMP_WORDS[COMP_CWORD - 1]} current=''
    elif [[ $COMP_CWORD -ge 2 && ${COMP_WORDS[COMP_CWORD - 1]} == '=' ]]; then
        option=${COMP_WORDS[COMP_CWORD - 2]}
    elif [[ $COMP_CWORD -ge 1 ]]; then
        option=${COMP_WORDS[COMP_CWORD - 1]}
    fi

    COMPREPLY=()
    case $option in
        --zookeeper-logs-dir | --zookeeper-snapshots-dir | --output-dir)
            compopt -o filenames 2> /dev/null
            mapfile -t COMPREPLY < <(compgen -d -- "$current")
            return ;;
        --report)
            compopt -o filenames 2> /dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$current")
            return ;;
        --snapshot-version) values='3 4 5 6 7 8 9' ;;
        --for-keeper) values='21.11 22.3 22.8 23.3 23.8 24.3 24.8 25.3 25.8 26.3 26.8' ;;
        --digest-version) values='0 1 2 4 5' ;;
        --codec) values='zstd lz4' ;;
        --sessions) values='keep drop' ;;
        --special-nodes) values='auto persistent fail' ;;
        --acl-policy) values='keep open fail' ;;
        --digest-charset) values='auto utf-8 ascii' ;;
        --format) values='text json' ;;
        --color | --progress) values='auto always never' ;;
        --compression-level | --acl-map | --drop-path | --until-zxid | --until-time | --expansion-limit | --threads | --memory-limit)
            return ;;
        *)
            values='--zookeeper-logs-dir --zookeeper-snapshots-dir --output-dir
                --snapshot-version --for-keeper --digest-version --codec --compression-level
                --sessions --special-nodes --acl-policy --acl-map --drop-path
                --until-zxid --until-time
                --allow-fuzzy --allow-gap --allow-digest-mismatch --trust-empty --force --dry-run
                --digest-charset --emulate-353-ttl --expansion-limit
                --threads --memory-limit --format --report --quiet --verbose --color --progress --version --help' ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$values" -- "$current")
}

complete -F _keeper_converter keeper-converter
