/** Which files were read from one account and Region: their objects join by id into one picture. */
import type { Completeness } from '../../model/network.ts';
import type { Key } from './calls.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import type { Reading, Section } from './sections.ts';

/** The sections of one account and Region. */
export interface Group {
  /** Account that made the calls. Null if nothing says it. */
  readonly account: string | null;
  readonly region: string | null;
  readonly sections: readonly Section[];
  readonly reading?: Reading;
  /** Whether AWS Config tells everything about a key. Undefined if it does not cover the key. */
  readonly recorded?: (key: Key) => Completeness | undefined;
}

interface Growing {
  account: string | null;
  region: string | null;
  readonly members: { readonly evidence: Evidence; readonly sections: readonly Section[] }[];
  readonly ids: Set<string>;
  readonly folders: Map<string, Evidence['folder']>;
  /** The group that existed before. */
  readonly group?: Group;
}

/**
 * Groups files. A file without an owner goes where its ids point, else where its folder points.
 * If two places are equally good, it gets its own group.
 * `there` holds existing groups: describe output replaces the answers of the group it joins.
 */
export function join(files: readonly (readonly Section[])[], there: readonly Group[] = []): Group[] {
  const members = files
    .filter((sections) => sections.length > 0)
    .map((sections) => ({ sections, evidence: evidenceOf(sections) }));
  // The files that say most come first, so that the others find a group to join.
  const ordered = [...members].sort((a, b) => rank(b.evidence) - rank(a.evidence));
  const groups: Growing[] = there.map(seed);
  for (const member of ordered) {
    const homes = homesOf(member.evidence, groups);
    if (homes.length === 0) {
      const group: Growing = { account: null, region: null, members: [], ids: new Set(), folders: new Map() };
      groups.push(group);
      homes.push(group);
    }
    for (const group of homes) settle(group, member);
  }
  return groups.map((group) => ({
    ...together(group),
    account: group.account ?? likely(group, 'likelyAccount'),
    region: group.region ?? likely(group, 'likelyRegion'),
  }));
}

function seed(group: Group): Growing {
  const evidence = evidenceOf(group.sections);
  const ids = new Set(evidence.ids);
  return { account: group.account, region: group.region, members: [], ids, folders: new Map(), group };
}

function together({ members, group }: Growing): Pick<Group, 'sections' | 'recorded'> {
  const sections = inOrder(members.flatMap((member) => member.sections));
  return group ? withAnswers(group, sections) : { sections };
}

/** A group with the describe output about it, which replaces everything else under the same keys. */
export function withAnswers(group: Group, sections: readonly Section[]): Group {
  const described = new Set(sections.map(({ key }) => key));
  return {
    ...group,
    sections: [...group.sections.filter(({ key }) => !described.has(key)), ...sections],
    ...(group.recorded ? { recorded: (key) => (described.has(key) ? undefined : group.recorded!(key)) } : {}),
  };
}

function rank(e: Evidence): number {
  return (
    (e.account ? 4 : 0) + (e.region ? 2 : 0) + (e.hasEndpoints ? 3 : 0) + (e.likelyAccount ? 1 : 0) - (e.global ? 8 : 0)
  );
}

function settle(group: Growing, member: { evidence: Evidence; sections: readonly Section[] }): void {
  group.members.push(member);
  group.account ??= member.evidence.account;
  group.region ??= member.evidence.global ? null : member.evidence.region;
  for (const id of member.evidence.ids) group.ids.add(id);
  group.folders.set(folderKey(member.evidence.folder), member.evidence.folder);
}

/** The groups a file belongs to: one, several if it is about the whole account, or none if it joins no group. */
function homesOf(file: Evidence, groups: readonly Growing[]): Growing[] {
  // A common likely owner or likely Region scores only 1, which is not enough without other evidence.
  let best = 2;
  let homes: Growing[] = [];
  for (const group of groups) {
    const score = affinity(file, group);
    if (score < best) continue;
    if (score > best) homes = [];
    best = score;
    homes.push(group);
  }
  if (homes.length < 2) return homes;
  const oneAccount = homes.every((group) => group.account === homes[0]?.account);
  return file.global && oneAccount ? homes : [];
}

/** How strongly a file belongs to a group; 0 where it cannot. */
function affinity(file: Evidence, group: Growing): number {
  const accountsMeet = file.account !== null && file.account === group.account;
  const regionsMeet = file.region !== null && file.region === group.region;
  if (file.account !== null && group.account !== null && !accountsMeet) return 0;
  if (!file.global && file.region !== null && group.region !== null && !regionsMeet) return 0;
  if (accountsMeet && regionsMeet) return 100;
  const linked = [...file.ids].some((id) => group.ids.has(id));
  const likelyRegion = group.region ?? likely(group, 'likelyRegion');
  const regionsDiffer = file.likelyRegion !== null && likelyRegion !== null && file.likelyRegion !== likelyRegion;
  // Only a common VPC outweighs a different likely Region.
  if (!file.global && regionsDiffer && !linked) return 0;
  let score = (linked ? 8 : 0) + nearness(file, group);
  if (accountsMeet) score += 2;
  else if (file.likelyAccount !== null && file.likelyAccount === group.account) score += 1;
  if (!file.global && file.likelyRegion !== null && file.likelyRegion === likelyRegion) score += 1;
  return score;
}

/** 4 in one folder, 2 where one folder is in the other, else 0. */
function nearness(file: Evidence, group: Growing): number {
  if (group.folders.has(folderKey(file.folder))) return 4;
  for (const folder of group.folders.values()) {
    if (file.folder === null || folder === null) continue;
    const [short, long] = file.folder.length < folder.length ? [file.folder, folder] : [folder, file.folder];
    if (short.every((name, i) => name === long[i])) return 2;
  }
  return 0;
}

function folderKey(folder: Evidence['folder']): string {
  return folder === null ? 'standard input' : `/${folder.join('/')}`;
}

/** The value that all files of a group share, except those without one. */
function likely(group: Growing, what: 'likelyAccount' | 'likelyRegion'): string | null {
  const said = new Set(group.members.map(({ evidence }) => evidence[what]));
  said.delete(null);
  const [only] = said;
  return said.size === 1 && only !== undefined ? only : null;
}

/** Sorts by input, so that the order of the grouping leaves no trace. */
function inOrder(sections: readonly Section[]): Section[] {
  return [...sections].sort((a, b) => a.file.input - b.file.input);
}
