import type { CompletedOption, Completion, Values } from './model.ts';

export function fish({ commands }: Completion): string {
  const names = commands.map(({ name }) => name);
  const [main] = names;
  const others = names.slice(1).join(' ');
  const lines = commands.flatMap(({ name, summary, positional, options }) => {
    // Without a command it is the default one.
    const here = name === main ? `not __fish_seen_subcommand_from ${others}` : `__fish_seen_subcommand_from ${name}`;
    return [
      `complete -c vpce-lint -n __fish_use_subcommand -a ${name} -d ${text(summary)}`,
      ...(positional.words.length > 0 ? [`complete -c vpce-lint -n ${text(here)} -f -a ${list(positional)}`] : []),
      ...options.map((option) => `complete -c vpce-lint -n ${text(here)} ${optionText(option)}`),
    ];
  });
  return `# fish completion of vpce-lint: vpce-lint completion fish > ~/.config/fish/completions/vpce-lint.fish\n${lines.join('\n')}\n`;
}

function optionText({ names, describe, values }: CompletedOption): string {
  const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const value = values === undefined ? [] : values.files ? ['-r', '-F'] : ['-x', '-a', list(values)];
  return [...flags, ...value, '-d', text(describe)].join(' ');
}

/** fish evaluates the list when it is asked for: a star would stand for files. */
function list({ words }: Values): string {
  return text(words.join(' ').replaceAll('*', '\\*'));
}

/** In single quotes fish knows two escapes only. */
function text(words: string): string {
  return `'${words.replace(/[\\']/g, '\\$&')}'`;
}
