import { didYouMean } from '../base/nearest.ts';
import { oneOf } from '../base/sentences.ts';
import { table } from '../base/table.ts';
import { allRules } from '../catalogue.ts';
import { InputError } from '../model/input-error.ts';
import { FORMATS } from '../reporters/index.ts';
import type { Args, Command, Option } from './command.ts';
import { bash } from './completion/bash.ts';
import { fish } from './completion/fish.ts';
import type { Completion, Values } from './completion/model.ts';
import { powershell } from './completion/powershell.ts';
import { zsh } from './completion/zsh.ts';
import { EXIT } from './exit.ts';
import type { Io } from './io.ts';
import { optionsOf } from './parse.ts';
import { SHELLS, type Shell } from './shells.ts';

const SCRIPTS: Record<Shell, (completion: Completion) => string> = table({ bash, zsh, fish, powershell });

/** The `completion` command. */
export function printCompletion(args: Args, io: Io, commands: readonly Command[]): number {
  const [shell, ...more] = args.positional;
  if (shell === undefined || more.length > 0)
    throw new InputError('completion needs one shell', { hint: `Use ${oneOf(SHELLS)}` });
  if (!isShell(shell)) {
    throw new InputError(`completion: unknown shell "${shell}"${didYouMean(shell, SHELLS)}`, {
      hint: `Use ${oneOf(SHELLS)}`,
    });
  }
  io.stdout.write(SCRIPTS[shell](completionOf(commands)));
  return EXIT.ok;
}

function isShell(text: string): text is Shell {
  return (SHELLS as readonly string[]).includes(text);
}

/** What can be typed at each place of a command line. It comes from the options that parse it. */
function completionOf(commands: readonly Command[]): Completion {
  const ids = allRules()
    .map(({ id }) => id)
    .sort();
  const patterns = [...new Set(ids.map((id) => `${id.slice(0, id.indexOf('/'))}/*`)), ...ids];
  const valuesOf = ({ name, value, choices }: Option): Values => {
    if (choices) return { words: choices };
    if (name === 'format') return { words: FORMATS };
    if (name === 'rule' || name === 'select' || name === 'ignore') return { words: patterns };
    return /<(file|dir|path)/.test(value ?? '') ? { words: [], files: true } : { words: [] };
  };
  const positional = ({ name, args }: Command): Values => {
    if (name === 'explain') return { words: ids };
    if (name === 'help') return { words: commands.map((each) => each.name) };
    if (name === 'completion') return { words: SHELLS };
    return { words: [], files: /<(input|file)/.test(args) };
  };
  return {
    commands: commands.map((command) => ({
      name: command.name,
      summary: command.summary,
      positional: positional(command),
      options: optionsOf(command)
        .filter(({ hidden }) => !hidden)
        .map((option) => ({
          names: [`--${option.name}`, ...(option.alias === undefined ? [] : [`-${option.alias}`])],
          describe: option.describe,
          ...(option.value === undefined ? {} : { values: valuesOf(option) }),
        })),
    })),
  };
}
