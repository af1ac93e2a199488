# Completion of puce for bash: source <(puce completion bash)
# puce itself knows the possible words, so this script need not change with puce.
_puce() {
    # bash splits words at "=". puce gets them whole: --filter=function=x
    local words=() i
    for ((i = 1; i <= COMP_CWORD; i++)); do
        if ((${#words[@]} > 0)) && [[ ${COMP_WORDS[i]} == "="* || ${COMP_WORDS[i - 1]} == *"=" ]]; then
            words[-1]+=${COMP_WORDS[i]}
        else
            words+=("${COMP_WORDS[i]}")
        fi
    done
    local whole=${words[-1]#[\"\']} current=${COMP_WORDS[COMP_CWORD]#[\"\']}
    [[ $current != "=" ]] || current=
    words[-1]=$whole

    local kind at=0 lines line quoted
    mapfile -t lines < <("${COMP_WORDS[0]}" complete-words -- "${words[@]}" 2>/dev/null)
    read -r kind at <<<"${lines[0]-}"
    COMPREPLY=()
    if [[ $kind == program ]]; then
        if declare -F _comp_command_offset >/dev/null; then
            _comp_command_offset $((at + 1))
        elif declare -F _command_offset >/dev/null; then
            _command_offset $((at + 1))
        elif ((at == ${#words[@]} - 1)); then
            mapfile -t COMPREPLY < <(compgen -A command -- "$whole")
        else
            compopt -o default
        fi
        return
    fi
    for line in "${lines[@]:1}"; do
        line=${line%%$'\t'*}
        line=${line:$((${#whole} - ${#current}))} # bash replaces only the part behind "="
        if [[ ${COMP_WORDS[COMP_CWORD]} == [\"\']* ]]; then quoted=$line; else printf -v quoted %q "$line"; fi
        COMPREPLY+=("$quoted")
    done
    if [[ $kind == files ]]; then
        compopt -o filenames
        mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$current")
    fi
    if [[ ${COMPREPLY[0]-} == *[=:] ]]; then compopt -o nospace; fi
}
complete -F _puce puce
