import { configQuery } from '../loaders/aws-config/query.ts';
import { InputError } from '../model/input-error.ts';
import type { Args } from './command.ts';
import { EXIT } from './exit.ts';
import type { Io } from './io.ts';

/** The `config-query` command. */
export function printQuery(args: Args, io: Io): number {
  const [first] = args.positional;
  if (first !== undefined) throw new InputError(`config-query takes no input, not "${first}"`);
  const accounts = args.list('account').map((id) => checked('account', id, /^\d{12}$/));
  const regions = args.list('region').map((name) => checked('region', name, /^[a-z]{2,}(-[a-z]+)+-\d+$/));
  io.stdout.write(`${configQuery({ types: args.list('type'), accounts, regions })}\n`);
  return EXIT.ok;
}

/** Only what is surely a name: the query is a text that others run. */
function checked(option: string, text: string, form: RegExp): string {
  if (form.test(text)) return text;
  throw new InputError(`--${option} does not accept "${text}"`);
}
