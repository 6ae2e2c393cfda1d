import type { InputError } from '../../model/input-error.ts';
import type { Picture } from '../../model/picture.ts';
import { callOf } from './calls.ts';
import { type Group, join } from './join.ts';
import { networkOf } from './network.ts';
import { type DescribeFile, type Reading, type Section, sectionsOf } from './sections.ts';
import { isWhole, storeOf } from './store.ts';

export { type DescribeFile, isDescribe, type Reading } from './sections.ts';

export interface DescribeResult {
  /** One for each account and Region. */
  readonly pictures: readonly Picture[];
  /** How many endpoints each document holds, by `DescribeFile.input`; 0 for one without any. */
  readonly endpointsByInput: ReadonlyMap<number, number>;
  /** Calls of which a page token is left over, by the document that has it. */
  readonly pagesLeft: ReadonlyMap<number, readonly string[]>;
  /** Malformed parts of otherwise readable documents. The rest of each document is read. */
  readonly errors: readonly InputError[];
}

/** Joins the describe files of one run by account and Region, one picture each; with what AWS Config `recorded` of them. */
export function readDescribe(files: readonly DescribeFile[], recorded: readonly Group[] = []): DescribeResult {
  const errors: InputError[] = [];
  const read: Section[][] = [];
  const readings = new Map<Reading, Section[]>();
  const endpointsByInput = new Map<number, number>();
  const count = (sections: readonly Section[]) => {
    for (const { key, rows, file } of sections) {
      if (key !== 'VpcEndpoints' && key !== 'VpcEndpoint') continue;
      endpointsByInput.set(file.input, (endpointsByInput.get(file.input) ?? 0) + rows.length);
    }
  };
  for (const file of files) {
    const { sections, errors: found } = sectionsOf(file);
    errors.push(...found);
    if (file.reading) readings.set(file.reading, [...(readings.get(file.reading) ?? []), ...sections]);
    else read.push(sections);
    endpointsByInput.set(file.input, endpointsByInput.get(file.input) ?? 0);
    count(sections);
  }
  for (const { sections } of recorded) count(sections);
  const pagesLeft = new Map<number, string[]>();
  const groups = [
    ...join(read, recorded),
    ...[...readings].map(([reading, sections]): Group => ({ ...reading, reading, sections })),
  ];
  const pictures = groups.map((group): Picture => {
    const store = storeOf(group);
    for (const [input, call] of leftOver(group.sections)) pagesLeft.set(input, [...(pagesLeft.get(input) ?? []), call]);
    return {
      network: networkOf(store),
      isExport: true,
      incomplete: [],
      notes: store.notes,
      secrets: [],
      places: () => ({ accounts: only(group.account), regions: only(group.region) }),
      inputs: [...new Set(group.sections.map((section) => section.file.input))],
      ...(group.reading ? { unread: group.reading.unread } : {}),
    };
  });
  return { pictures, endpointsByInput, pagesLeft, errors };
}

function only(text: string | null): ReadonlySet<string> {
  return new Set(text === null ? [] : [text]);
}

/** The documents whose next page is not in the group, with the call. */
function leftOver(sections: readonly Section[]): [input: number, call: string][] {
  const left: [number, string][] = [];
  for (const section of sections) {
    if (!section.more || isWhole(sections.filter((other) => other.key === section.key))) continue;
    left.push([section.file.input, callOf(section.key).call]);
  }
  return left;
}
