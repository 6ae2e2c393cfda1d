import type { BySyntax, Control } from '../engine/index.ts';
import type { Level } from '../model/index.ts';
import { version } from '../version.ts';

/** What reporters and lists show of a rule, apart from its verdicts. */
export interface RuleInfo {
  readonly id: string;
  /** Its usual level. */
  readonly level: Level;
  readonly preset: string;
  readonly since: string;
  readonly summary: string;
  readonly why: string;
  readonly fix: string;
  readonly recipes?: BySyntax;
  readonly exceptions?: readonly string[];
  readonly sources: readonly string[];
  readonly assumes?: readonly string[];
  /** Controls of frameworks that it answers, wholly or in part. */
  readonly controls?: readonly Control[];
  /** CWE numbers, and a GitHub `security-severity` in (0, 10]. */
  readonly security?: { readonly cwe: readonly number[]; readonly severity: number };
}

/** A page of the documentation, as it is in this version. */
export function docsUrl(page: string): string {
  return `https://github.com/vpce-lint/vpce-lint/blob/v${version}/docs/${page}`;
}

/** The page of a rule. */
export function helpUrl(rule: string): string {
  return docsUrl(`rules/${rule}.md`);
}
