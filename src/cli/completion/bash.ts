import { type Completion, quoted, type Values, valueArms } from './model.ts';

/** Works with bash 3.2, which macOS has, and later. */
export function bash(completion: Completion): string {
  const { commands } = completion;
  const names = commands.map(({ name }) => name);
  return `# bash completion of vpce-lint: source <(vpce-lint completion bash)
_vpce_lint() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD - 1]}"
  local command=${names[0]} named= words= files= options= line i
  # Bash cuts --format=json into three words.
  if [[ $cur == = ]]; then cur=
  elif [[ $prev == = ]]; then prev="\${COMP_WORDS[COMP_CWORD - 2]}"
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      ${names.join('|')}) command="\${COMP_WORDS[i]}" named=1; break ;;
      -*) ;;
      *) break ;;
    esac
  done
  case "$command $prev" in
${valueArms(completion)
  .map(({ pattern, values }) => `    ${pattern}) ${assign(values)} ;;`)
  .join('\n')}
    *)
      case "$command" in
${commands
  .map(
    ({ name, positional, options }) =>
      `        ${name}) ${assign(positional)}; options=${quoted(options.flatMap((each) => each.names).join(' '))} ;;`,
  )
  .join('\n')}
      esac
      if [[ $cur == -* ]]; then words=$options files=
      elif [[ -z $named && $COMP_CWORD -eq 1 ]]; then words=${quoted(names.join(' '))}
      fi ;;
  esac
  COMPREPLY=()
  while IFS= read -r line; do COMPREPLY+=("$line"); done < <(
    compgen -W "$words" -- "$cur"
    if [[ -n $files ]]; then compgen -f -- "$cur"; fi
  )
  if [[ -n $files ]]; then compopt -o filenames 2>/dev/null; fi
  return 0
}
complete -F _vpce_lint vpce-lint
`;
}

/** `compgen -W` expands its words. The only special character in our words is the star, which `compgen` does not expand. */
function assign({ words, files }: Values): string {
  return `words=${quoted(words.join(' '))} files=${files ? '1' : ''}`;
}
