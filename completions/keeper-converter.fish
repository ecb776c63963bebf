# fish completion for keeper-converter: the program itself knows its commands and options.

function __keeper_converter_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
        switch $line
            case ':directories'
                __fish_complete_directories (string replace -r -- '^--[^=]*=' '' "$current")
            case ':files'
                __fish_complete_path (string replace -r -- '^--[^=]*=' '' "$current")
            case '*'
                echo $line
        end
    end
end

complete -c keeper-converter -f -a '(__keeper_converter_complete)'
