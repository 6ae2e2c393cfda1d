/** Items of AWS Config as the rows of describe output, by account and Region. */

import { remembered } from '../../base/memo.ts';
import { table } from '../../base/table.ts';
import { article } from '../../base/words.ts';
import { commandOf, reason } from '../../model/index.ts';
import type { InputError } from '../../model/input-error.ts';
import type { Completeness } from '../../model/network.ts';
import { callOf, type Key } from '../describe/calls.ts';
import type { Group } from '../describe/join.ts';
import { AWS_CONFIG, type Row } from '../describe/row.ts';
import { bareKey, type Section } from '../describe/sections.ts';
import { pascal } from './case.ts';
import { type ConfigFile, type Item, itemsOf, recordersIn } from './items.ts';
import { type Recorder, recorderOf } from './recorder.ts';
import { ASKED, BLOCK, RECORDER, type ResourceType, rowOf, TYPES, type TypeName, typeOf, typeOfId } from './types.ts';

export interface Recorded {
  readonly groups: readonly Group[];
  /** The place in the document of a row's pointer. */
  readonly pointers: ReadonlyMap<number, Pointers>;
  readonly errors: readonly InputError[];
}

/** Items of a document by their pointers. Text inside an item has no places, and field names may be lowercase. */
export type Pointers = ReadonlyMap<string, { readonly asText: boolean; readonly small: boolean }>;

/** What the query of a run asked for. Undefined means: what its results show. */
export type Asked = ReadonlySet<string>;

/** What is known beside the documents. */
export interface Known {
  readonly asked?: Asked;
  readonly recorders?: readonly Recorder[];
}

interface Place {
  readonly account: string | null;
  readonly region: string | null;
  readonly items: Item[];
}

/** Reads the documents of AWS Config of a run. What is in several of them is as it was recorded last. */
export function recordedIn(files: readonly ConfigFile[], { asked, recorders: more = [] }: Known = {}): Recorded {
  const read = files.map((file) => ({ file, ...itemsOf(file) }));
  const told = files.flatMap(({ value }) => (recordersIn(value) ?? []).map((each) => recorderOf(each)));
  const recorders = [...told, ...more];
  const items = read.flatMap((each) => each.items).map(withType);
  const places = new Map<string, Place>();
  for (const item of items) {
    const [account, region] = [item.account ?? null, item.region ?? null];
    remembered(places, `${account} ${region}`, () => ({ account, region, items: [] })).items.push(item);
  }
  const pages = read.flatMap(({ more }) => (more === null ? [] : [more]));
  const whole: Whole = {
    pagesMissing: pages.length > 0 && pages.every((more) => more),
    asked: asked ?? askedBy(items),
    recorders,
    fileOf: (input) => files.find((file) => file.input === input)!,
  };
  const zones = items.filter(({ type }) => typeOf(type)?.global);
  const pointers = new Map<number, Map<string, { asText: boolean; small: boolean }>>();
  for (const { input, pointer, asText, type } of items) {
    const small = typeOf(type)?.style === 'camel';
    remembered(pointers, input, () => new Map()).set(pointer, { asText, small });
  }
  return {
    groups: [...places.values()].filter(tells).map((place) => groupOf(place, zones, whole)),
    pointers,
    errors: read.flatMap((each) => each.errors),
  };
}

/**
 * An answer does not say what the query asked for, except for what it contains. Only `config-query` asks for recorders
 * and endpoints at once, and it asks for all.
 */
function askedBy(items: readonly Item[]): Asked {
  const types = new Set(items.filter(({ extent }) => extent === 'query').map(({ type }) => type));
  return types.has(RECORDER) ? new Set([...types, ...ASKED]) : types;
}

/** A place with nothing but zones and recorders is none: these count where endpoints may be. */
function tells({ items }: Place): boolean {
  return items.some(({ type }) => typeOf(type) !== undefined && !typeOf(type)!.global);
}

/** A query that does not select the type shows it by the fields, or by the id. */
function withType(item: Item): Item {
  if (item.type !== '') return item;
  const key = bareKey([pascal(item.configuration)]);
  const shown = Object.entries(TYPES).find(([, each]) => each.key === key)?.[0];
  const type = shown ?? (item.id === undefined ? undefined : typeOfId(item.id)) ?? '';
  return { ...item, type };
}

interface Whole {
  readonly pagesMissing: boolean;
  readonly asked: Asked;
  readonly recorders: readonly Recorder[];
  readonly fileOf: (input: number) => ConfigFile;
}

function groupOf(place: Place, zones: readonly Item[], whole: Whole): Group {
  const latest = lastOfEach([
    ...place.items,
    ...zones.filter(
      (zone) => zone.account === (place.account ?? undefined) && zone.region !== (place.region ?? undefined),
    ),
  ]);
  const blockMode = blockModeOf(latest);
  const rows = new Map<string, { readonly key: Key; readonly input: number; readonly rows: Row[] }>();
  for (const item of latest) {
    const type = typeOf(item.type);
    if (!type || item.gone) continue;
    const section = remembered(rows, `${type.key} ${item.input}`, () => ({
      key: type.key,
      input: item.input,
      rows: [],
    }));
    section.rows.push(asRow(item, type, blockMode));
  }
  const sections = [...rows.values()].map(({ key, input, rows }): Section => {
    return { key, file: whole.fileOf(input), rows, more: false };
  });
  const { account, region } = place;
  return { account, region, sections, recorded: (key) => completeness(key, place, whole) };
}

function asRow(item: Item, type: ResourceType, blockMode: string | undefined): Row {
  const fields: Record<string, unknown> = { ...rowOf(type, item.configuration) };
  const { id, call } = callOf(type.key);
  if (id !== '' && item.id !== undefined) fields[id] ??= item.id;
  if (item.tags !== undefined) fields.Tags = pascal(item.tags);
  if (blockMode !== undefined && (type.key === 'Vpcs' || type.key === 'Subnets')) {
    fields.BlockPublicAccessStates = { InternetGatewayBlockMode: blockMode };
  }
  return { fields, at: { input: item.input, pointer: item.pointer }, call: AWS_CONFIG, shownBy: commandOf(call) };
}

/** Where Block Public Access is on, exclusions decide for each VPC and subnet; off is off for all. */
function blockModeOf(items: readonly Item[]): string | undefined {
  const options = items.find(({ type, gone }) => type === BLOCK && !gone);
  return options?.configuration.InternetGatewayBlockMode === 'off' ? 'off' : undefined;
}

/** The last that was recorded of each resource. */
function lastOfEach(items: readonly Item[]): Item[] {
  const last = new Map<string, Item>();
  const nameless: Item[] = [];
  for (const item of items) {
    if (item.id === undefined) {
      nameless.push(item);
      continue;
    }
    const key = `${item.type} ${item.id}`;
    const before = last.get(key);
    if (!before || item.captured > before.captured) last.set(key, item);
  }
  return [...last.values(), ...nameless];
}

/** Whether all objects of a key are here. Undefined for a key that AWS Config does not cover. */
function completeness(key: Key, place: Place, whole: Whole): Completeness | undefined {
  const { noun, call } = callOf(key);
  const missing = (because: string): Completeness => ({
    complete: false,
    because: reason(because, `Run \`vpce-lint audit\`, or add the output of \`aws ${commandOf(call)}\``),
    unlisted: true,
  });
  const found = (Object.entries(TYPES) as [TypeName, ResourceType][]).find(([, type]) => type.key === key);
  if (!found) return UNRECORDED[key] === undefined ? undefined : missing(UNRECORDED[key]);
  const [name, type] = found;
  if (type.global) return undefined;
  if (type.never !== undefined) return missing(type.never);
  if (place.account === null || place.region === null) {
    return missing('the answer of AWS Config does not name account and Region (accountId, awsRegion)');
  }
  const here = place.items.filter((item) => item.type === name);
  if (here.some(({ gone }) => gone === 'untold'))
    return missing(`AWS Config has ${article(noun)} ${noun} that its answer does not show`);
  const all = here.filter(({ extent }) => extent !== 'part');
  const recorder = recorderIn(place, whole);
  if (recorder && !recorder.records(name)) return missing(`AWS Config does not record ${name} here`);
  const inputs = [...new Set(all.map(({ input }) => input))];
  const snapshot = place.items.find(({ extent }) => extent === 'snapshot');
  if (snapshot && (recorder || all.some(({ extent }) => extent === 'snapshot'))) {
    return { complete: true, assumed: ASSUMED(noun), inputs: inputs.length > 0 ? inputs : [snapshot.input] };
  }
  if (place.items.every(({ extent }) => extent === 'part')) {
    const perhaps = here.length > 0 ? `another ${noun}` : `${article(noun)} ${noun}`;
    return missing(`AWS Config was asked for some resources only, so there may be ${perhaps}`);
  }
  if (!whole.asked.has(name))
    return missing(`no AWS Config answer shows ${article(noun)} ${noun}, so the query may not have asked for them`);
  if (whole.pagesMissing) return missing('a page of the answer of AWS Config is missing');
  if (all.length === 0 && !recorder) return missing(`AWS Config shows no ${noun} here, and may not record them`);
  return { complete: true, assumed: ASSUMED(noun), inputs: inputs.length > 0 ? inputs : [place.items[0]!.input] };
}

const ASSUMED = (noun: string) => `AWS Config records every ${noun} of the account and Region, and was asked for all`;

/** What no item contains. */
const UNRECORDED = table<Partial<Record<Key, string>>>({
  SecurityGroupVpcAssociations: 'AWS Config does not record the VPCs that security groups are associated with',
  ServiceDetails: 'AWS Config does not record what the services of endpoints are',
  HostedZones: 'AWS Config records neither records of hosted zones nor zones of other accounts',
  AvailabilityZones: 'AWS Config does not record zones',
  ProfileAssociations: 'AWS Config does not record what Route 53 Profiles hold',
  ProfileResourceAssociations: 'AWS Config does not record what Route 53 Profiles hold',
});

function recorderIn({ account, region, items }: Place, { recorders }: Whole): Recorder | undefined {
  const item = items.find(({ type, gone }) => type === RECORDER && !gone);
  if (item) return recorderOf(item.configuration, { account: item.account, region: item.region });
  return recorders.find((each) => each.account === account && each.region === region);
}
