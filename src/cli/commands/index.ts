import type { Command } from '../command.ts';
import { audit } from './audit.ts';
import { completion } from './completion.ts';
import { configQuery } from './config-query.ts';
import { explain } from './explain.ts';
import { help } from './help.ts';
import { init } from './init.ts';
import { lint } from './lint.ts';
import { policy } from './policy.ts';
import { report } from './report.ts';
import { rules } from './rules.ts';
import { snapshot } from './snapshot.ts';

/** The first is the default. A new command is one file here and one beside `lint.ts` with its work. */
export const commands: readonly Command[] = [
  lint,
  audit,
  snapshot,
  policy,
  rules,
  explain,
  init,
  report,
  configQuery,
  completion,
  help,
];
