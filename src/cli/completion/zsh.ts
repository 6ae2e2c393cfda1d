import { type Completion, quoted, type Values, valueArms } from './model.ts';

export function zsh(completion: Completion): string {
  const { commands } = completion;
  const names = commands.map(({ name }) => name);
  return `#compdef vpce-lint
# zsh completion of vpce-lint: source <(vpce-lint completion zsh), or a file _vpce-lint in a directory of $fpath
_vpce_lint() {
  local cur="\${words[CURRENT]}" prev="\${words[CURRENT - 1]}" command=${names[0]} named= files= word
  local -a values options
  for word in "\${(@)words[2,CURRENT - 1]}"; do
    case "$word" in
      ${names.join('|')}) command="$word" named=1; break ;;
      -*) ;;
      *) break ;;
    esac
  done
  # --format=json: the value is a part of the word.
  if [[ $cur == --*=* ]]; then
    prev="\${cur%%=*}"
    compset -P '*='
  fi
  case "$command $prev" in
${valueArms(completion)
  .map(({ pattern, values }) => `    ${pattern}) ${assign(values)} ;;`)
  .join('\n')}
    *)
      case "$command" in
${commands
  .map(
    ({ name, positional, options }) =>
      `        ${name}) ${assign(positional)}; options=(${options.map(optionText).join(' ')}) ;;`,
  )
  .join('\n')}
      esac
      if [[ $cur == -* ]]; then
        _describe -o option options
        return
      elif [[ -z $named && $CURRENT -eq 2 ]]; then
        local -a names
        names=(${commands.map(({ name, summary }) => quoted(`${name}:${summary}`)).join(' ')})
        _describe command names
      fi ;;
  esac
  if (( $#values )); then compadd -a values; fi
  if [[ -n $files ]]; then _files; fi
}
if [[ "$funcstack[1]" == _vpce-lint ]]; then _vpce_lint "$@"; else compdef _vpce_lint vpce-lint; fi
`;
}

function assign({ words, files }: Values): string {
  return `values=(${words.map(quoted).join(' ')}) files=${files ? '1' : ''}`;
}

/** Each of its names, with what it does behind a colon. */
function optionText({ names, describe }: Completion['commands'][number]['options'][number]): string {
  return names.map((name) => quoted(`${name}:${describe.replaceAll(':', '\\:')}`)).join(' ');
}
