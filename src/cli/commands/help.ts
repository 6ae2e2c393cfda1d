import { didYouMean } from '../../base/nearest.ts';
import { InputError } from '../../model/input-error.ts';
import type { Args, Command } from '../command.ts';
import { EXIT } from '../exit.ts';
import { help as helpOf } from '../help.ts';
import type { Io } from '../io.ts';

export const help: Command = {
  name: 'help',
  args: '[command]',
  summary: 'show the help of a command, like --help',
  options: [],
  examples: [['vpce-lint help audit', 'the options of one command']],
  run: showHelp,
};

function showHelp({ positional: [name, ...more] }: Args, io: Io, commands: readonly Command[]): number {
  if (more.length > 0)
    throw new InputError(`help: "${more[0]}" is one argument too many`, { hint: 'Name one command' });
  const names = commands.map((each) => each.name);
  const command = commands.find((each) => each.name === (name ?? names[0]));
  if (!command) {
    throw new InputError(`help: unknown command "${name}"${didYouMean(name!, names)}`, {
      hint: '`vpce-lint help` lists all commands',
    });
  }
  io.stdout.write(helpOf(command, name !== undefined, commands));
  return EXIT.ok;
}
