/** Joins checked inputs with what already exists: context, and each other. */
import type { Input, Picture } from '../model/index.ts';
import { type Fit, fitOf } from './fit.ts';
import { byIdentity } from './identity.ts';
import { namesIn } from './named.ts';
import { type FileOf, joinedNetwork } from './network.ts';
import { KINDS, nounsOf, type Source } from './source.ts';

export { wantedBy } from './wanted.ts';

export interface Joined {
  readonly pictures: readonly Picture[];
  /** One line for each context that is not used, or only partly used. */
  readonly notes: readonly string[];
}

const NOWHERE = { accounts: new Set<string>(), regions: new Set<string>() };

/**
 * Joins each judged picture with the contexts that belong to it and with the other judged ones. A picture that nothing
 * belongs to stays as it is.
 *
 * @param inputs All inputs of the run, those of contexts included.
 * @param shown  A path as reports show it.
 */
export function joinContexts(
  judged: readonly Picture[],
  contexts: readonly Picture[],
  inputs: readonly Input[],
  shown: (path: string) => string,
): Joined {
  const fileOf: FileOf = (input) => {
    const path = inputs[input]?.path ?? null;
    return path === null ? null : shown(path);
  };
  const sourceOf = (picture: Picture, role: 'judged' | 'context'): Source => {
    const is = role === 'judged' ? 'judged' : sortOf(inputs[picture.inputs[0] ?? 0]);
    return {
      network: picture.network,
      is,
      name: nameOf(picture, fileOf),
      places: picture.places?.() ?? NOWHERE,
      madeAt: picture.madeAt,
    };
  };
  const given = contexts.map((picture) => ({ picture, source: sourceOf(picture, 'context'), fits: [] as Fit[] }));
  const plans = judged.filter((picture) => sortOf(inputs[picture.inputs[0] ?? 0]) === 'plan');
  const pictures = judged.map((picture): Picture => {
    const self = sourceOf(picture, 'judged');
    const others = plans.includes(picture)
      ? plans.filter((other) => other !== picture && !areOneStack(picture, other))
      : [];
    const beside = others.map((other) => sourceOf(other, 'context'));
    if (given.length === 0 && beside.length === 0) return picture;
    const names = namesIn(self.network);
    const used: { readonly source: Source; readonly picture: Picture | undefined }[] = [];
    for (const [i, source] of beside.entries()) {
      const found = fitOf(self, names, source).source;
      if (found) used.push({ source: found, picture: others[i] });
    }
    for (const each of given) {
      const found = fitOf(self, names, each.source);
      each.fits.push(found);
      if (found.source) used.push({ source: found.source, picture: each.picture });
    }
    if (used.length === 0) return picture;
    return joinedPicture(picture, self, used, fileOf);
  });
  return { pictures, notes: given.flatMap(({ source, fits }) => remarks(source, fits)) };
}

function joinedPicture(
  picture: Picture,
  self: Source,
  used: readonly { readonly source: Source; readonly picture: Picture | undefined }[],
  fileOf: FileOf,
): Picture {
  const network = joinedNetwork([self, ...used.map(({ source }) => source)], fileOf);
  const unread = new Map(used.flatMap((each) => [...(each.picture?.unread ?? [])]));
  const secrets = new Set([picture.secrets, ...used.map((each) => each.picture?.secrets ?? [])].flat());
  return {
    ...picture,
    network,
    hasContext: true,
    secrets: [...secrets],
    ...(unread.size > 0 ? { unread: new Map([...unread, ...(picture.unread ?? [])]) } : {}),
  };
}

/** Plans, and all that says what will be; several of them are judged in one run as if all were applied. */
function sortOf(input: Input | undefined): 'plan' | 'state' | 'export' {
  switch (input?.kind) {
    case 'terraform-plan':
    case 'terraform-sources':
    case 'cloudformation':
      return 'plan';
    case 'terraform-state':
      return 'state';
    default:
      return 'export';
  }
}

/** Two plans that manage one object are plans of one stack, made at different times: they say nothing of each other. */
function areOneStack({ network: a }: Picture, { network: b }: Picture): boolean {
  return KINDS.some((kind) => {
    const there = byIdentity(b, kind);
    return nounsOf(a, kind).own.some((noun) => {
      if (noun.lookedUp || !noun.id.known) return false;
      return (there.get(noun.id.value) ?? []).some((other) => !other.extended && !other.noun.lookedUp);
    });
  });
}

function remarks({ name }: Source, fits: readonly Fit[]): string[] {
  if (fits.some(({ source, because }) => source !== null && because === null)) return [];
  const told = fits.find(({ source }) => source !== null) ?? fits[0];
  return told?.because == null ? [] : [`--context ${name}: ${told.because}`];
}

/** The file of a picture, or the directory that all its files are in. */
function nameOf({ inputs }: Picture, fileOf: FileOf): string {
  const files = [...new Set(inputs.map((input) => fileOf(input) ?? 'standard input'))];
  if (files.length === 1) return files[0]!;
  const folders = files.map((file) => file.split('/').slice(0, -1));
  const shared: string[] = [];
  for (const [i, step] of (folders[0] ?? []).entries()) {
    if (!folders.every((folder) => folder[i] === step)) break;
    shared.push(step);
  }
  return shared.length === 0 ? files[0]! : shared.join('/');
}
