import { github } from './github.ts';
import { json } from './json.ts';
import { markdown } from './markdown.ts';
import { pretty } from './pretty.ts';
import type { Reporter } from './reporter.ts';
import { sarif } from './sarif.ts';

export type * from './reporter.ts';

/** Every format, by the name `--format` takes. All are loaded: a module more costs Node over 1 ms, all their code less. */
export const reporters: Readonly<Record<string, Reporter>> = { pretty, json, sarif, github, markdown };
