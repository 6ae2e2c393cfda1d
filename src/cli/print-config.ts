import { resolve } from 'node:path';
import { configText } from '../config/print.ts';
import { type LintOptions, settingsOf } from '../run.ts';

/** `--print-config`: what is in effect, as a config file that says the same. */
export async function printConfig(options: LintOptions, cwd: string): Promise<string> {
  return configText(await settingsOf(options, resolve(cwd)), cwd);
}
