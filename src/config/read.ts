import { NoRegularFile, readRegularFile } from '../base/regular-file.ts';
import { shownPath } from '../base/shown-path.ts';
import type { Rule } from '../engine/index.ts';
import { SUPPRESSION_RULES } from '../findings/index.ts';
import { InputError, type Trust } from '../model/index.ts';
import { toUtf8 } from '../text/encoding.ts';
import { TextError } from '../text/text-error.ts';
import type { Config, Match, Override, SuppressionEntry } from './config.ts';
import { extendedFile } from './extend.ts';
import { firstIssue } from './issue.ts';
import { narrowestLast } from './levels.ts';
import { mergeConfigs } from './merge.ts';
import { type Known, readPattern, readRules } from './rule-settings.ts';
import { configSchema, type RawConfig } from './schema.ts';
import type { Path, Source } from './source.ts';
import { readYaml } from './yaml.ts';

/** Far more than anybody writes; the parser needs up to 5 s for a megabyte of brackets. */
const MOST = 400_000;

/** Reads and checks a config file and what it extends. @throws InputError for the first mistake */
export async function readConfig(path: string, rules: readonly Rule[], cwd: string): Promise<Config> {
  const layers: Config[] = [];
  const known = [...rules, ...SUPPRESSION_RULES];
  await readLayers(path, { known, cwd, layers, way: [] });
  return layers.reduce(mergeConfigs);
}

interface Reading {
  readonly known: Known;
  readonly cwd: string;
  /** Files read so far, bases first. */
  readonly layers: Config[];
  /** The files that led here. */
  readonly way: readonly string[];
}

async function readLayers(path: string, reading: Reading): Promise<void> {
  const { cwd, layers, known } = reading;
  const file = shownPath(path, cwd);
  const source = await sourceOf(readText(path, file), file);
  const raw = checked(source);
  const way = [...reading.way, path];
  const single = typeof raw.extends === 'string';
  for (const [i, entry] of [raw.extends ?? []].flat().entries()) {
    const { place } = source.fault(single ? ['extends'] : ['extends', i], '');
    const base = extendedFile(
      entry,
      path,
      (message, hint) => new InputError(message, { file, place, ...(hint && { hint }) }),
    );
    if (way.includes(base)) {
      const circle = [...way.slice(way.indexOf(base)), base].map((each) => shownPath(each, cwd));
      throw new InputError(`extends: the files extend each other (${circle.join(' > ')})`, {
        file,
        place,
        hint: 'Remove one of these entries',
      });
    }
    // One file that two others extend counts once.
    if (!layers.some((layer) => layer.file === base)) await readLayers(base, { ...reading, way });
  }
  layers.push(layerOf(raw, path, source, known));
}

/** What one file says itself. */
function layerOf(raw: RawConfig, path: string, source: Source, known: Known): Config {
  const { file } = source;
  const at = (where: Path, of?: 'key') => `${file}:${source.yaml.place(where, of).line}`;
  const keys = [
    ...(['preset', 'failOn', 'context'] as const).filter((key) => raw[key] !== undefined).map((key) => [key]),
    ...Object.keys(raw.trust ?? {}).map((key) => ['trust', key]),
  ];
  return {
    file: path,
    bases: [],
    from: Object.fromEntries(keys.map((key) => [key.join('.'), at(key, 'key')])),
    ...(raw.preset === undefined ? {} : { preset: raw.preset }),
    ...(raw.failOn === undefined ? {} : { failOn: raw.failOn }),
    ...(raw.trust === undefined ? {} : { trust: raw.trust as Trust }),
    ...(raw.context === undefined ? {} : { context: [raw.context].flat() }),
    rules: narrowestLast(readRules(raw.rules ?? {}, ['rules'], known, source)),
    overrides: (raw.overrides ?? []).map((each, i): Override => {
      const settings = readRules(each.rules, ['overrides', i, 'rules'], known, source);
      return { match: readMatch(each.match), rules: settings, ...reasonOf(each), from: at(['overrides', i]) };
    }),
    suppressions: (raw.suppressions ?? []).map((each, i): SuppressionEntry => {
      readPattern(each.rule, ['suppressions', i, 'rule'], known, source);
      if (each.rule === '*') throw source.fault(['suppressions', i, 'rule'], '`*` is not allowed here. Name the rules');
      const { line, column } = source.yaml.place(['suppressions', i, 'rule']);
      return {
        rule: each.rule,
        match: readMatch(each.match ?? {}),
        ...reasonOf(each),
        ...(each.until === undefined ? {} : { until: each.until }),
        location: { file, line, column, endLine: line, endColumn: column + each.rule.length, pointer: null },
      };
    }),
  };
}

function readText(path: string, file: string): string {
  try {
    return Buffer.from(toUtf8(readRegularFile(path, { most: MOST })).bytes).toString('utf8');
  } catch (error) {
    if (error instanceof TextError) {
      const place = `line ${error.line}, column ${error.column}`;
      throw new InputError(error.message, { file, place, hint: error.hint });
    }
    if (error instanceof NoRegularFile) throw new InputError(error.message, { file });
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') throw new InputError('no such config', { file, hint: 'Create it with `vpce-lint init`' });
    throw new InputError(`the config cannot be read (${code ?? error})`, { file });
  }
}

async function sourceOf(text: string, file: string): Promise<Source> {
  const yaml = await readYaml(text, file);
  return {
    file,
    yaml,
    fault: (path, message, of) => {
      const { line, column } = yaml.place(path, of);
      return new InputError(message, { file, place: `line ${line}, column ${column}` });
    },
  };
}

/** A key without a value counts as omitted: its list may be commented out. */
function checked(source: Source): RawConfig {
  const { value } = source.yaml;
  if (value !== null && (typeof value !== 'object' || Array.isArray(value))) {
    throw source.fault([], 'the config must be a map of settings. Write `preset: recommended`, for example');
  }
  const given = Object.fromEntries(Object.entries(value ?? {}).filter(([, each]) => each !== null));
  const parsed = configSchema().safeParse(given);
  if (!parsed.success) throw firstIssue(parsed.error.issues, source);
  return parsed.data;
}

function readMatch(match: Readonly<Record<string, string | readonly string[] | undefined>>): Match {
  return Object.fromEntries(Object.entries(match).map(([key, globs]) => [key, [globs ?? []].flat()]));
}

function reasonOf({ reason }: { readonly reason?: string | undefined }): { reason?: string } {
  return reason === undefined || reason.trim() === '' ? {} : { reason: reason.trim() };
}
