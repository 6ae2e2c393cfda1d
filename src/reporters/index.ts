import { table } from '../base/table.ts';
import { github } from './github.ts';
import { json } from './json.ts';
import { markdown } from './markdown.ts';
import { pretty } from './pretty.ts';
import type { PieceReporter, Reporter } from './reporter.ts';
import { sarif } from './sarif.ts';

export type * from './reporter.ts';

/** Every format, by the name `--format` takes. What few runs ask for is loaded when it is. */
const reporters = table({
  pretty: async () => pretty,
  concise: async () => (await import('./concise.ts')).concise,
  json: async () => json,
  jsonl: async () => (await import('./jsonl.ts')).jsonl,
  sarif: async () => sarif,
  github: async () => github,
  gitlab: async () => (await import('./gitlab.ts')).gitlab,
  junit: async () => (await import('./junit.ts')).junit,
  markdown: async () => markdown,
  html: async () => (await import('./html.ts')).html,
  csv: async () => (await import('./csv.ts')).csv,
  rdjson: async () => (await import('./rdjson.ts')).rdjson,
  ocsf: async () => (await import('./ocsf.ts')).ocsf,
  sonarqube: async () => (await import('./sonarqube.ts')).sonarqube,
  azure: async () => (await import('./azure.ts')).azure,
}) satisfies Record<string, () => Promise<Reporter | PieceReporter>>;

export type FormatName = keyof typeof reporters;

export const FORMATS = Object.keys(reporters) as readonly FormatName[];

export async function reporterOf(format: FormatName): Promise<PieceReporter> {
  return inPieces(await reporters[format]());
}

/** A text in one piece, if it is not written in several. */
export function inPieces(reporter: Reporter | PieceReporter): PieceReporter {
  return (report, context) => {
    const written = reporter(report, context);
    return typeof written === 'string' ? [written] : written;
  };
}
