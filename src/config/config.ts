import type { Preset, Tier } from '../engine/index.ts';
import type { Location } from '../findings/index.ts';
import type { Level, Trust } from '../model/index.ts';

/** Lowest level that makes the exit status 1. */
export type FailOn = Level | 'never';

/** Each includes those before it. */
export const TIERS: readonly Tier[] = ['recommended', 'strict', 'pedantic'];
export const PRESETS: readonly Preset[] = [...TIERS, 'fsbp', 'cis-7.0'];
export const FAIL_ON: readonly FailOn[] = ['error', 'warning', 'note', 'never'];
export const RULE_LEVELS: readonly (Level | 'off')[] = ['off', 'note', 'warning', 'error'];

/** The user's setting for a rule or a family: a level, `off`, or options of a rule. */
export interface RuleSetting {
  readonly level?: Level | 'off';
  /** Who says so: `vpce-lint.yaml:4`, `--rule`. */
  readonly from?: string;
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
  /** The place of the setting: `vpce-lint.yaml:7`. */
  readonly from?: string;
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
  /** Path of the file; null if there is none. */
  readonly file: string | null;
  /** Paths of the files it extends, those read first in front. */
  readonly bases: readonly string[];
  /** Where `preset`, `failOn`, `context` and each key of `trust` (`trust.accounts`) are written: `vpce-lint.yaml:4`. */
  readonly from: Readonly<Record<string, string>>;
  readonly preset?: Preset;
  readonly failOn?: FailOn;
  /** In the order they apply: the narrower pattern later, and all of a base before what stands in the file. */
  readonly rules: RuleSettings;
  readonly trust?: Trust;
  /**
   * Context: files, directories and globs below the directory of the config that show what exists beside the checked
   * inputs.
   */
  readonly context?: readonly string[];
  readonly overrides: readonly Override[];
  readonly suppressions: readonly SuppressionEntry[];
}

export const NO_CONFIG: Config = { file: null, bases: [], from: {}, rules: [], overrides: [], suppressions: [] };
