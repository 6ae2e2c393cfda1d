import type { SubjectName } from './report.ts';
import { sha256 } from './sha256.ts';

/**
 * What a finding is known by from run to run: rule, subject and a stable detail, never line or wording. A baseline and
 * code scanning remember it, so it must not change between versions.
 */
export function fingerprint(rule: string, identity: string, detail: string): string {
  return new Fingerprint(rule, identity, detail).hash;
}

/** A fingerprint that is hashed when it is asked for: reports for people show none. */
export class Fingerprint {
  /** What it is the hash of. */
  readonly #basis: string;
  #hash: string | undefined;
  #nth = 1;

  constructor(rule: string, identity: string, detail: string) {
    this.#basis = JSON.stringify([rule, identity, detail]);
  }

  /** The fingerprint before equal ones get a number. */
  get hash(): string {
    this.#hash ??= sha256(this.#basis).slice(0, 32);
    return this.#hash;
  }

  /** Sets equal ones apart as `numbering` does, in their order. */
  static number(prints: Iterable<Fingerprint>): void {
    const seen = new Map<string, number>();
    for (const print of prints) {
      print.#nth = (seen.get(print.#basis) ?? 0) + 1;
      seen.set(print.#basis, print.#nth);
    }
  }

  toString(): string {
    return numbered(this.hash, this.#nth);
  }
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
    return numbered(print, count);
  };
}

function numbered(print: string, nth: number): string {
  return nth === 1 ? print : `${print}:${nth}`;
}
