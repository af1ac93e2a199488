#compdef puce
# Completion of puce for zsh: source <(puce completion zsh), or this text as a file _puce in a folder of $fpath.
# puce itself knows the possible words, so this script need not change with puce.
_puce() {
    local -a lines typed plain open described
    local line
    typed=("${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}")
    lines=("${(@f)$("${words[1]}" complete-words -- "${typed[@]}" 2>/dev/null)}")
    case ${lines[1]} in
        program*)
            shift $((${lines[1]#program } + 1)) words
            ((CURRENT -= ${lines[1]#program } + 1))
            _normal
            return
            ;;
        files) _files ;;
    esac
    for line in "${(@)lines[2,-1]}"; do
        if [[ $line == *$'\t'* ]]; then
            described+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
        elif [[ $line == *[=:] ]]; then
            open+=("$line")
        elif [[ -n $line ]]; then
            plain+=("$line")
        fi
    done
    ((${#described})) && _describe -t words word described
    ((${#open})) && compadd -S '' -a open
    ((${#plain})) && compadd -a plain
}
if [[ ${funcstack[1]} == _puce ]]; then
    _puce "$@"
else
    if ! whence compdef >/dev/null; then autoload -U compinit && compinit; fi
    compdef _puce puce
fi
