/** What a file says about its account and Region, and about its VPCs and services. */

import { isRegion, parseArn, parseServiceName, regionOfZone, zoneOfEndpointName } from '../../aws/index.ts';
import { table } from '../../base/table.ts';
import { is } from '../../model/fact.ts';
import { GLOBAL, type Key } from './calls.ts';
import { typeOf } from './nouns/endpoint-type.ts';
import { field, isObject, type Row, rowsIn, text, texts } from './row.ts';
import { idInName, type Section } from './sections.ts';

export interface Evidence {
  /** Account whose call it was, where its own things name their owner. */
  readonly account: string | null;
  /** Account that most of what it lists belongs to; shared VPCs, subnets and interfaces may be another's. */
  readonly likelyAccount: string | null;
  /** Region whose call it was, by zones, ARNs and the like. */
  readonly region: string | null;
  /** Region that all service names in it name; an interface endpoint may lead to another Region's service. */
  readonly likelyRegion: string | null;
  /** Ids by which it hangs together with other files. */
  readonly ids: ReadonlySet<string>;
  /** Folder names from the root down. */
  readonly folder: readonly string[] | null;
  /** Whether all of it belongs to the account and not to a Region. */
  readonly global: boolean;
  readonly hasEndpoints: boolean;
}

type Tally = Map<string, number>;

/** Where rows of a kind name the account that made the call: these are answered to their owner only. */
const OWNER: Partial<Record<Key, string>> = table({
  VpcEndpoints: 'OwnerId',
  VpcEndpoint: 'OwnerId',
  SecurityGroups: 'OwnerId',
  SecurityGroupRules: 'GroupOwnerId',
  DhcpOptions: 'OwnerId',
  InternetGateways: 'OwnerId',
  InstanceConnectEndpoints: 'OwnerId',
  Reservations: 'OwnerId',
});

const ARNS = [
  'SubnetArn',
  'SecurityGroupArn',
  'LoadBalancerArn',
  'ListenerArn',
  'PrefixListArn',
  'nodegroupArn',
  'fargateProfileArn',
  'serviceArn',
  'taskDefinitionArn',
  'FunctionArn',
  'DomainArn',
  'ClusterArn',
  'arn',
];

/** Services that answer what is of the account itself only. */
const OWN: ReadonlySet<string> = new Set(['elasticloadbalancing', 'eks', 'ecs', 'lambda', 'sagemaker', 'kafka']);

/** Fields by which files hang together. */
const IDS = [
  'VpcId',
  'SubnetId',
  'GroupId',
  'ServiceId',
  'PrefixListId',
  'VpcEndpointId',
  'LoadBalancerArn',
  'HostVPCId',
  'vpcId',
];
const LISTS_OF_IDS = ['SubnetIds', 'subnets', 'subnetIds', 'NetworkLoadBalancerArns', 'GatewayLoadBalancerArns'];
const LISTS_OF_VPCS = [
  ['VPCs', 'VPCId'],
  ['Attachments', 'VpcId'],
  ['VpcAttachments', 'VpcId'],
] as const;

/** Rows looked at for account and Region: of many, the first are as good as all. */
const ENOUGH = 400;

export function evidenceOf(sections: readonly Section[]): Evidence {
  const owners: Tally = new Map();
  const likely: Tally = new Map();
  const regions: Tally = new Map();
  const likelyRegions: Tally = new Map();
  const ids = new Set<string>();
  for (const section of sections) {
    for (const [i, row] of section.rows.entries()) {
      for (const name of IDS) add(ids, text(row, name));
      for (const id of listedIds(row)) ids.add(id);
      add(ids, zoneId(row));
      if (i < ENOUGH) weigh(section.key, row, { owners, likely, regions, likelyRegions });
    }
    for (const kind of ['vpc', 'service', 'prefixList', 'hostedZone'] as const) {
      add(ids, idInName(section.file.path, kind));
    }
  }
  const path = sections[0]?.file.path ?? null;
  return {
    account: most(owners),
    likelyAccount: most(likely) ?? most(owners),
    region: most(regions),
    likelyRegion: most(regions) ?? (likelyRegions.size === 1 ? most(likelyRegions) : null),
    ids,
    folder: path === null ? null : path.split(/[\\/]/).slice(0, -1),
    global: sections.every((section) => GLOBAL.has(section.key)),
    hasEndpoints: sections.some((s) => s.key === 'VpcEndpoints' || s.key === 'VpcEndpoint'),
  };
}

interface Tallies {
  readonly owners: Tally;
  readonly likely: Tally;
  readonly regions: Tally;
  readonly likelyRegions: Tally;
}

function weigh(key: Key, row: Row, tallies: Tallies): void {
  const ownerField = OWNER[key];
  const owner = text(row, ownerField ?? 'OwnerId');
  const own = ownerField !== undefined || (key === 'Vpcs' && field(row, 'IsDefault') === true);
  countAccount(own ? tallies.owners : tallies.likely, owner);

  for (const name of ARNS) {
    const arn = parseArn(text(row, name) ?? '');
    countRegion(tallies.regions, arn?.region);
    if (arn && OWN.has(arn.service)) countAccount(tallies.owners, arn.account);
  }
  countRegion(tallies.regions, regionOfZone(text(row, 'AvailabilityZone') ?? ''));
  countRegion(tallies.regions, text(row, 'RegionName'));
  const placement = field(row, 'Placement');
  if (isObject(placement)) countRegion(tallies.regions, regionOfZone(textIn(placement.AvailabilityZone)));
  const zones = field(row, 'AvailabilityZones');
  if (Array.isArray(zones)) countRegion(tallies.regions, regionOfZone(textIn(zones[0])));
  const balancers = field(row, 'NetworkLoadBalancerArns') ?? field(row, 'GatewayLoadBalancerArns');
  if (Array.isArray(balancers)) countAccount(tallies.owners, parseArn(textIn(balancers[0]))?.account);

  weighServiceName(key, row, tallies);
}

/**
 * An interface endpoint may lead to a service of another Region. Such an endpoint has no zonal names. So zonal names
 * surely tell the endpoint's own Region. If none of its DNS names is zonal, the service's Region says nothing about it.
 */
function weighServiceName(key: Key, row: Row, tallies: Tallies): void {
  const named = text(row, 'ServiceName') ?? text(row, 'PrefixListName');
  const region = (named === undefined ? null : parseServiceName(named).region) ?? undefined;
  if (key !== 'VpcEndpoints' && key !== 'VpcEndpoint') {
    countRegion(key === 'ServiceConfigurations' ? tallies.regions : tallies.likelyRegions, region);
    return;
  }
  if (is(typeOf(row), 'Gateway')) {
    countRegion(tallies.regions, region);
    return;
  }
  const names = rowsIn(row, 'DnsEntries').map((entry) => text(entry, 'DnsName') ?? '');
  const zones = names.map(zoneOfEndpointName).filter((zone) => zone !== undefined);
  for (const zone of zones) countRegion(tallies.regions, regionOfZone(zone));
  const crossing = zones.length === 0 && names.some((name) => /^(\*\.)?vpce-.*\.vpce\.amazonaws\./.test(name));
  if (!crossing) countRegion(tallies.likelyRegions, region);
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function listedIds(row: Row): string[] {
  const ids = LISTS_OF_IDS.flatMap((name) => texts(row, name));
  const vpcs = LISTS_OF_VPCS.flatMap(([name, id]) => rowsIn(row, name).flatMap((vpc) => text(vpc, id) ?? []));
  return vpcs.length === 0 ? ids : [...ids, ...vpcs];
}

function zoneId(row: Row): string | undefined {
  const zone = field(row, 'HostedZone');
  const id = isObject(zone) ? zone.Id : (text(row, 'HostedZoneId') ?? text(row, 'Id'));
  return typeof id === 'string' ? id.replace(/^\/hostedzone\//, '') : undefined;
}

function add(ids: Set<string>, id: string | undefined): void {
  if (id !== undefined) ids.add(id);
}

function countAccount(tally: Tally, account: string | undefined): void {
  if (account !== undefined && /^\d{12}$/.test(account)) tally.set(account, (tally.get(account) ?? 0) + 1);
}

function countRegion(tally: Tally, region: string | undefined): void {
  if (region !== undefined && isRegion(region)) tally.set(region, (tally.get(region) ?? 0) + 1);
}

function most(tally: Tally): string | null {
  let best: string | null = null;
  for (const [value, count] of tally) if (best === null || count > tally.get(best)!) best = value;
  return best;
}
