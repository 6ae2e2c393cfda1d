import { nearest } from '../../base/nearest.ts';
import { InputError } from '../../model/input-error.ts';
import type { Args, Command } from '../command.ts';
import { EXIT } from '../exit.ts';
import { help as helpOf } from '../help.ts';
import type { Io } from '../io.ts';

export const help: Command = {
  name: 'help',
  args: '[command]',
  summary: 'the same as --help',
  options: [],
  examples: [['vpce-lint help audit', 'the options of one command']],
  run: showHelp,
};

function showHelp({ positional: [name, ...more] }: Args, io: Io, commands: readonly Command[]): number {
  if (more.length > 0) throw new InputError('help takes one command', { hint: 'vpce-lint help lists them' });
  const names = commands.map((each) => each.name);
  const command = commands.find((each) => each.name === (name ?? names[0]));
  if (!command) {
    const near = nearest(name!, names);
    throw new InputError(`no command is called "${name}"${near === undefined ? '' : `; did you mean "${near}"?`}`, {
      ...(near === undefined ? { hint: 'vpce-lint help lists them' } : {}),
    });
  }
  io.stdout.write(helpOf(command, name !== undefined, commands));
  return EXIT.ok;
}
