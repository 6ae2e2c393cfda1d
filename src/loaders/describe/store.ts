import { push } from '../../base/memo.ts';
import { count } from '../../base/words.ts';
import type { Completeness } from '../../model/network.ts';
import { callOf, type Key } from './calls.ts';
import type { Group } from './join.ts';
import { type Row, text } from './row.ts';
import type { Reading, Section } from './sections.ts';

/** The rows of one account and Region, by key, each object once. */
export interface Store {
  readonly account: string | null;
  readonly region: string | null;
  /** The first of its files. */
  readonly input: number;
  /** Whether we read it through the API, so it is not an export: it holds every answer that came. */
  readonly live: boolean;
  /** The VPCs of which all was read, where not all of the account was. */
  readonly vpcs: ReadonlySet<string> | null;
  rows(key: Key): readonly Row[];
  sections(key: Key): readonly Section[];
  /** Whether the export of a key is here and whole. */
  complete(key: Key): Completeness;
  /** Why a live read lacks all or part of the answer to a call. Undefined if AWS denied nothing. */
  unread(call: string): string | undefined;
  /** Sentences on what was found twice and differs, and on pages that are missing. */
  readonly notes: readonly string[];
}

export function storeOf(group: Group): Store {
  const byKey = new Map<Key, Section[]>();
  for (const section of group.sections) {
    push(byKey, section.key, section);
  }
  const notes: string[] = [];
  const rows = new Map<Key, readonly Row[]>();
  for (const [key, sections] of byKey) {
    rows.set(key, once(key, sections, notes));
    if (!isWhole(sections))
      notes.push(`the output of ${callOf(key).call} has a page token, but the next page is not in the input`);
  }
  return {
    account: group.account,
    region: group.region,
    input: group.sections[0]?.file.input ?? 0,
    live: group.reading !== undefined,
    vpcs: group.reading?.vpcs ?? null,
    rows: (key) => rows.get(key) ?? [],
    sections: (key) => byKey.get(key) ?? [],
    complete: (key) => group.recorded?.(key) ?? completeness(key, byKey.get(key), group.reading),
    unread: (call) => group.reading?.unread.get(call),
    notes,
  };
}

/** The rows of all sections, without those of an id that came before. */
function once(key: Key, sections: readonly Section[], notes: string[]): readonly Row[] {
  const { id: idField, noun } = callOf(key);
  if (idField === '') return sections.flatMap((section) => section.rows);
  const seen = new Map<string, Row>();
  const rows: Row[] = [];
  const unlike = new Set<string>();
  for (const row of sections.flatMap((section) => section.rows)) {
    const id = text(row, idField);
    const before = id === undefined ? undefined : seen.get(id);
    if (id === undefined || before === undefined) {
      rows.push(row);
      if (id !== undefined) seen.set(id, row);
    } else if (JSON.stringify(before.fields) !== JSON.stringify(row.fields)) unlike.add(id);
  }
  const [first] = unlike;
  if (first !== undefined) {
    const others = unlike.size === 1 ? '' : ` (and ${count(unlike.size - 1, `other ${noun}`)})`;
    notes.push(`two answers describe ${noun} ${first}${others} differently, so vpce-lint uses the first`);
  }
  return rows;
}

/** Every page except the last has a token, so pages without a last one are incomplete. */
export function isWhole(sections: readonly Section[]): boolean {
  return sections.some((section) => !section.more);
}

function completeness(key: Key, sections: readonly Section[] | undefined, reading: Reading | undefined): Completeness {
  const { call, noun } = callOf(key);
  const unread = reading?.unread.get(call);
  if (unread !== undefined) return { complete: false, because: `${call}: ${unread}` };
  if (!sections) return { complete: false, because: `the input has no \`${call}\` output`, unlisted: true };
  if (!isWhole(sections)) return { complete: false, because: `a page of ${call} is missing` };
  if (reading) return { complete: true, assumed: null };
  const inputs = sections.map((section) => section.file.input);
  return { complete: true, assumed: `the export holds every ${noun} of the account and region`, inputs };
}
