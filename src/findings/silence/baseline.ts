/**
 * Known findings, so that a check can begin on a stack that has some: one entry a line, sorted, so that two branches
 * merge. An entry holds for its finding as long as the evidence behind it stays the same.
 */
import { InputError } from '../../model/index.ts';
import type { Draft } from '../draft.ts';
import { identityOf } from '../fingerprint.ts';
import { byCodePoint } from '../order.ts';
import { sha256 } from '../sha256.ts';

/** By fingerprint: the hash of the evidence, and the line it stands in. */
export type Baseline = ReadonlyMap<string, { readonly evidence: string; readonly line: string }>;

const HEADER = '# Findings vpce-lint knows of: rule, fingerprint, evidence, subject. `--update-baseline` rewrites it.';
const ENTRY = /^(\S+) ([0-9a-f]{32}(?::\d+)?) ([0-9a-f]{16})(?: .*)?$/;

/** @throws InputError for a line that is not an entry */
export function readBaseline(text: string, file: string): Baseline {
  const out = new Map<string, { evidence: string; line: string }>();
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const entry = ENTRY.exec(line);
    if (!entry) {
      const merge = /^(<<<<<<<|=======|>>>>>>>)/.test(line);
      throw new InputError(
        merge ? 'this line is a mark of a merge conflict' : 'this line is not an entry of a baseline',
        {
          file,
          place: `line ${i + 1}`,
          hint: merge ? 'Keep the entries of both sides' : 'Delete the file and run with --update-baseline',
        },
      );
    }
    out.set(entry[2]!, { evidence: entry[3]!, line });
  }
  return out;
}

/** Sorts findings into new ones and those the baseline knows. */
export function applyBaseline(drafts: readonly Draft[], baseline: Baseline): { open: Draft[]; known: Draft[] } {
  if (baseline.size === 0) return { open: [...drafts], known: [] };
  const open: Draft[] = [];
  const known: Draft[] = [];
  for (const draft of drafts) {
    const entry = baseline.get(`${draft.fingerprint}`);
    (entry !== undefined && entry.evidence === evidenceHash(draft) ? known : open).push(draft);
  }
  return { open, known };
}

/** The file for these findings, and for those that were known before and that the run could not show. */
export function writeBaseline(drafts: readonly Draft[], kept: Baseline): string {
  const lines = new Map([...kept].map(([fingerprint, { line }]) => [fingerprint, line]));
  for (const d of drafts) {
    const subject = oneLine(identityOf(d.subject));
    lines.set(`${d.fingerprint}`, `${d.rule} ${d.fingerprint} ${evidenceHash(d)} ${subject}`.trimEnd());
  }
  return `${[HEADER, ...[...lines.values()].sort(byCodePoint)].join('\n')}\n`;
}

/** Names come from untrusted inputs: nothing in them may end the line. */
function oneLine(text: string): string {
  return text.replace(/[\p{C}\p{Z}]+/gu, ' ');
}

function evidenceHash(draft: Draft): string {
  return sha256(canonical([draft.level, draft.basis()])).slice(0, 16);
}

/** JSON with sorted keys: equal facts are equal text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).sort(([a], [b]) => byCodePoint(a, b));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}
