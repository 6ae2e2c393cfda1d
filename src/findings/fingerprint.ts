import type { SubjectName } from './report.ts';
import { sha256 } from './sha256.ts';

/**
 * What a finding is known by from run to run: rule, subject and a stable detail, never line or wording. A baseline and
 * code scanning remember it, so it must not change between versions.
 */
export function fingerprint(rule: string, identity: string, detail: string): string {
  return sha256(JSON.stringify([rule, identity, detail])).slice(0, 32);
}

/** The Terraform address without file or line, else id or ARN. */
export function identityOf(subject: SubjectName): string {
  return subject.address ?? subject.id ?? '';
}

/** Sets equal fingerprints apart by their order: the first keeps its own, then `:2`, `:3`. */
export function numbering(): (print: string) => string {
  const seen = new Map<string, number>();
  return (print) => {
    const count = (seen.get(print) ?? 0) + 1;
    seen.set(print, count);
    return count === 1 ? print : `${print}:${count}`;
  };
}
