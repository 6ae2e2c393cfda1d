import type { Preset } from '../engine/index.ts';
import type { Location } from '../findings/index.ts';
import type { Level, Trust } from '../model/index.ts';

/** Lowest level that makes the exit status 1. */
export type FailOn = Level | 'never';

export const PRESETS: readonly Preset[] = ['recommended', 'strict', 'pedantic'];
export const FAIL_ON: readonly FailOn[] = ['error', 'warning', 'note', 'never'];
export const RULE_LEVELS: readonly (Level | 'off')[] = ['off', 'note', 'warning', 'error'];

/** What the user says of a rule or a family: a level, `off`, options of a rule. */
export interface RuleSetting {
  readonly level?: Level | 'off';
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Settings by rule pattern, in the order written. */
export type RuleSettings = readonly (readonly [pattern: string, setting: RuleSetting])[];

export const MATCH_KEYS = ['address', 'id', 'service', 'vpc', 'tag', 'account', 'region'] as const;

/** Which subjects are meant: globs, all of the keys given, any of a key's. */
export type Match = { readonly [key in (typeof MATCH_KEYS)[number]]?: readonly string[] };

export interface Override {
  readonly match: Match;
  readonly rules: RuleSettings;
  readonly reason?: string;
}

export interface SuppressionEntry {
  readonly rule: string;
  readonly match: Match;
  readonly reason?: string;
  readonly until?: string;
  readonly location: Location;
}

/** What a `vpce-lint.yaml` says, checked. */
export interface Config {
  /** Path of the file; null where there is none. */
  readonly file: string | null;
  readonly preset?: Preset;
  readonly failOn?: FailOn;
  readonly rules: RuleSettings;
  readonly trust?: Trust;
  /** What exists beside the judged inputs: files, directories and globs below the config's directory. */
  readonly context?: readonly string[];
  readonly overrides: readonly Override[];
  readonly suppressions: readonly SuppressionEntry[];
}

export const NO_CONFIG: Config = { file: null, rules: [], overrides: [], suppressions: [] };
