# Completion of puce for fish: puce completion fish | source
# puce itself knows the possible words, so this script need not change with puce.
function __puce_complete
    set -l typed (commandline -opc)
    set -l current (commandline -ct | string trim --left --chars '"\'')
    set -l lines ($typed[1] complete-words -- $typed[2..-1] $current 2>/dev/null)
    switch "$lines[1]"
        case 'program *'
            set -l at (string replace 'program ' '' -- $lines[1])
            set -l rest $typed[(math $at + 2)..-1] $current
            complete --do-complete (string join ' ' -- (string escape -- $rest))
        case files
            string join \n -- $lines[2..-1]
            __fish_complete_path $current
        case '*'
            string join \n -- $lines[2..-1]
    end
end
complete --command puce --no-files --arguments '(__puce_complete)'
