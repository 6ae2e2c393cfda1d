import { push } from '../../../base/memo.ts';
import { type Bag, bag, openBag } from '../../../model/bag.ts';
import { type Fact, known, unknown } from '../../../model/fact.ts';
import { reason } from '../../../model/index.ts';
import type { DnsRecord, HostedZone, Vpc, ZoneRecords } from '../../../model/nouns/index.ts';
import type { Origin } from '../../../model/origin.ts';
import type { Ref } from '../../../model/ref.ts';
import { type Registry, refTo } from '../registry.ts';
import { fact, field, isObject, placeOf, type Row, rowsIn, text } from '../row.ts';
import { idInName, type Section } from '../sections.ts';
import { isWhole } from '../store.ts';

type Ground = Pick<Registry, 'store' | 'vpcs'>;

/** What the three calls about zones say about one zone. */
interface Mentions {
  /** The zone itself, of list-hosted-zones or get-hosted-zone. */
  zone?: Row;
  /** The answer of get-hosted-zone: it lists the VPCs. */
  answer?: Row;
  summary?: Row;
  /** VPCs whose list-hosted-zones-by-vpc has it. */
  readonly listedBy: { readonly vpc: string; readonly at: Origin }[];
}

export function hostedZonesOf(ground: Ground): Map<string, HostedZone> {
  const mentions = new Map<string, Mentions>();
  const of = (id: string): Mentions => {
    let found = mentions.get(id);
    if (!found) {
      found = { listedBy: [] };
      mentions.set(id, found);
    }
    return found;
  };
  for (const row of ground.store.rows('HostedZones')) {
    const id = text(row, 'Id');
    if (id !== undefined) of(bareId(id)).zone ??= row;
  }
  for (const row of ground.store.rows('HostedZone')) {
    const zone: Row = { ...row, fields: row.fields.HostedZone as Row['fields'], at: placeOf(row, 'HostedZone') };
    const id = text(zone, 'Id');
    if (id === undefined) continue;
    of(bareId(id)).zone ??= zone;
    of(bareId(id)).answer ??= row;
  }
  for (const section of ground.store.sections('HostedZoneSummaries')) {
    const vpc = vpcOfSection(section);
    for (const row of section.rows) {
      const id = text(row, 'HostedZoneId');
      if (id === undefined) continue;
      of(id).summary ??= row;
      if (vpc !== undefined) of(id).listedBy.push({ vpc, at: row.at });
    }
  }
  return new Map([...mentions].map(([id, m]) => [id, zoneOf(ground, id, m)]));
}

/** The answer of list-hosted-zones-by-vpc does not name the VPC; the file's name has to. */
export function vpcOfSection(section: Section): string | undefined {
  return idInName(section.file.path, 'vpc');
}

function zoneOf(ground: Ground, id: string, mentions: Mentions): HostedZone {
  const row = (mentions.zone ?? mentions.summary)!;
  const config = field(row, 'Config');
  const { at } = row;
  const isPrivate = isObject(config) && typeof config.PrivateZone === 'boolean' ? config.PrivateZone : undefined;
  const owner = mentions.summary ? field(mentions.summary, 'Owner') : undefined;
  const account = isObject(owner) && typeof owner.OwningAccount === 'string' ? owner.OwningAccount : undefined;
  return {
    kind: 'hosted-zone',
    key: id,
    address: null,
    id: known(id, at),
    region: unknown('hosted zones have no Region', at),
    account: accountOf(ground, mentions, account, at),
    at,
    name: nameFact(fact(row, 'Name', 'string')),
    // Only private zones are associated with VPCs.
    isPrivate: mentions.listedBy.length > 0 ? known(true, at) : privateFact(isPrivate, at),
    vpcs: vpcsOf(ground, mentions, isPrivate, at),
  };
}

function accountOf(ground: Ground, mentions: Mentions, stated: string | undefined, at: Origin): Fact<string> {
  if (stated !== undefined) return known(stated, at);
  // list-hosted-zones lists only the zones of the account.
  if (mentions.zone && ground.store.account !== null) return known(ground.store.account, at);
  return unknown('no file of this input names the owner of the hosted zone', at);
}

function privateFact(isPrivate: boolean | undefined, at: Origin): Fact<boolean> {
  return isPrivate === undefined ? unknown('`PrivateZone` is not in the input', at) : known(isPrivate, at);
}

function vpcsOf(ground: Ground, mentions: Mentions, isPrivate: boolean | undefined, at: Origin): Bag<Ref<Vpc>> {
  const { answer } = mentions;
  if (answer && Array.isArray(field(answer, 'VPCs'))) {
    const vpcs = rowsIn(answer, 'VPCs').flatMap((vpc) => {
      const id = text(vpc, 'VPCId');
      return id === undefined ? [] : [refTo(ground.vpcs, id, placeOf(vpc, 'VPCId'))];
    });
    return bag(vpcs, placeOf(answer, 'VPCs'));
  }
  const listed = mentions.listedBy.map(({ vpc, at }) => refTo(ground.vpcs, vpc, at));
  if (isPrivate === false && listed.length === 0) return bag([], at);
  return bag(listed, at, {
    open: reason('its VPCs are not in the input', 'Add the output of `aws route53 get-hosted-zone`'),
  });
}

/** Records by zone. Their answer names no zone: the file's name does, else the zone whose apex its SOA record is. */
export function zoneRecordsOf(zones: ReadonlyMap<string, HostedZone>, sections: readonly Section[]): ZoneRecords[] {
  const byZone = new Map<string, Section[]>();
  for (const section of sections) {
    const id = idInName(section.file.path, 'hostedZone') ?? zoneOfApex(zones, section);
    if (id === undefined) continue;
    push(byZone, id, section);
  }
  return [...byZone].map(([id, of]) => {
    const at = of[0]!.rows[0]?.at ?? { input: of[0]!.file.input };
    const records = of.flatMap((section) => section.rows.map(recordOf));
    const open = isWhole(of) ? null : 'a page of route53 list-resource-record-sets is missing';
    return { zone: refTo(zones, id, at), records: bag(records, at, { open }) };
  });
}

function zoneOfApex(zones: ReadonlyMap<string, HostedZone>, section: Section): string | undefined {
  const soa = section.rows.find((row) => text(row, 'Type') === 'SOA');
  const apex = soa ? text(soa, 'Name') : undefined;
  if (apex === undefined) return undefined;
  const named = [...zones.values()].filter((zone) => zone.name.known && zone.name.value === plainName(apex));
  return named.length === 1 ? named[0]!.key : undefined;
}

function recordOf(row: Row): DnsRecord {
  return {
    at: row.at,
    name: nameFact(fact(row, 'Name', 'string')),
    type: fact(row, 'Type', 'string'),
    targets: targetsOf(row),
  };
}

function targetsOf(row: Row): Bag<string> {
  const alias = field(row, 'AliasTarget');
  if (isObject(alias) && typeof alias.DNSName === 'string') {
    return bag([plainName(alias.DNSName)], placeOf(row, 'AliasTarget'));
  }
  if (!Array.isArray(field(row, 'ResourceRecords'))) return openBag('the record has no values here', row.at);
  const values = rowsIn(row, 'ResourceRecords').flatMap((record) => text(record, 'Value') ?? []);
  const named = text(row, 'Type') === 'CNAME';
  return bag(named ? values.map(plainName) : values, placeOf(row, 'ResourceRecords'));
}

/** Route 53 prints names with a trailing dot and `*` as an octal escape. */
function plainName(name: string): string {
  return name.replace(/\.$/, '').replaceAll('\\052', '*').toLowerCase();
}

function nameFact(name: Fact<string>): Fact<string> {
  return name.known ? { ...name, value: plainName(name.value) } : name;
}

function bareId(id: string): string {
  return id.replace(/^\/hostedzone\//, '');
}
