import type { Command } from '../command.ts';
import { SHELLS } from '../shells.ts';

export const completion: Command = {
  name: 'completion',
  args: '<shell>',
  summary: 'print a completion script for bash, zsh, fish or powershell',
  about: `The shell then completes commands, options, formats, presets, rules and files. The script starts no process. Shells: ${SHELLS.join(', ')}.`,
  options: [],
  examples: [
    ['source <(vpce-lint completion bash)', 'in ~/.bashrc'],
    ['source <(vpce-lint completion zsh)', 'in ~/.zshrc, after compinit'],
    ['vpce-lint completion fish > ~/.config/fish/completions/vpce-lint.fish', 'once'],
    ['vpce-lint completion powershell | Out-String | Invoke-Expression', 'in $PROFILE'],
  ],
  run: async (args, io, commands) => (await import('../completion.ts')).printCompletion(args, io, commands),
};
