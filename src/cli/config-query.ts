import { configQuery } from '../loaders/aws-config/query.ts';
import { InputError } from '../model/input-error.ts';
import type { Args } from './command.ts';
import { EXIT } from './exit.ts';
import type { Io } from './io.ts';

/** The `config-query` command. */
export function printQuery(args: Args, io: Io): number {
  const [first] = args.positional;
  if (first !== undefined)
    throw new InputError(`config-query: unexpected argument "${first}"`, { hint: 'config-query reads no input' });
  const accounts = args.list('account').map((id) => checked('account', id, /^\d{12}$/));
  const regions = args.list('region').map((name) => checked('region', name, /^[a-z]{2,}(-[a-z]+)+-\d+$/));
  io.stdout.write(`${configQuery({ types: args.list('type'), accounts, regions })}\n`);
  return EXIT.ok;
}

/** Accepts only what is certainly a name, because the query is a text that others run. */
function checked(option: string, text: string, form: RegExp): string {
  if (form.test(text)) return text;
  const hint = option === 'account' ? 'Use its 12 digits' : 'Use a name such as eu-west-1';
  throw new InputError(`--${option}: "${text}" is not valid`, { hint });
}
