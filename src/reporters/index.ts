import type { Reporter } from './reporter.ts';

export type * from './reporter.ts';

/** Every format, by the name `--format` takes; a run loads only those it writes. */
export const reporters: Readonly<Record<string, () => Promise<Reporter>>> = {
  pretty: async () => (await import('./pretty.ts')).pretty,
  json: async () => (await import('./json.ts')).json,
  sarif: async () => (await import('./sarif.ts')).sarif,
  github: async () => (await import('./github.ts')).github,
  markdown: async () => (await import('./markdown.ts')).markdown,
};
