/** Whether a set of the joined network is all there is. */
import { oncePer } from '../base/memo.ts';
import type { Completeness, Entity, Network, NounKind, Ref, Vpc } from '../model/index.ts';
import { byIdentity, idOf, vpcIn } from './identity.ts';
import type { Join } from './join.ts';
import { type Names, vpcsOf } from './named.ts';
import type { Source } from './source.ts';

/** Kinds of objects that an export of a VPC lists completely. */
const LISTED: readonly NounKind[] = ['vpc', 'endpoint', 'subnet', 'security-group', 'route-table'];

/** Why nothing can be argued from what an export lacks, by VPC. */
type Gaps = ReadonlyMap<string, string>;

export function completeness(join: Join, names: Names, fileOf: (input: number) => string | null) {
  const [judged, ...contexts] = join.sources as [Source, ...Source[]];
  const exports = contexts.filter((source) => source.is === 'export' && !source.foreign);
  const gaps = new Map(exports.map((source) => [source, gapsOf(source, names, join)]));
  return (kind: NounKind, vpc?: Ref<Vpc>): Completeness => {
    const own = judged.network.complete(kind, vpc && judgedRef(vpc, judged.network));
    if (own.complete) return own;
    let closest: Completeness | undefined;
    const id = vpc && idOf(vpc);
    // Of what is in VPCs only that of the judged ones is joined.
    if (id === undefined && (vpc || LISTED.includes(kind))) return own;
    for (const source of exports) {
      if (id !== undefined && !vpcsIn(source.network).has(id)) continue;
      const its = source.network.complete(kind, vpc && vpcIn(source.network, id!, vpc.at));
      const gap = gaps.get(source)!;
      const because = id === undefined ? [...gap.values()][0] : gap.get(id);
      if (its.complete && because === undefined) return { ...its, assumed: placed(its, source, fileOf) };
      const why = because ?? (its.complete ? undefined : `${source.name}: ${its.because}`);
      if (!closest && why !== undefined) closest = { ...(its.complete ? {} : its), complete: false, because: why };
    }
    return closest ?? own;
  };
}

/** The VPCs an export has objects of. */
const vpcsIn = oncePer((network: Network): ReadonlySet<string> => {
  const { endpoints, subnets, securityGroups, routeTables, hostedZones, vpcs } = network;
  const found = new Set<string>();
  for (const list of [endpoints, subnets, securityGroups, routeTables, hostedZones])
    for (const noun of list) for (const vpc of vpcsOf(noun)) found.add(vpc);
  for (const { id } of vpcs) if (id.known) found.add(id.value);
  return found;
});

/** A VPC as the judged network has it. */
function judgedRef(vpc: Ref<Vpc>, network: Network): Ref<Vpc> {
  if (vpc.is !== 'entity') return vpc;
  const id = idOf(vpc as Ref<Entity>);
  if (id !== undefined) return vpcIn(network, id, vpc.at);
  const to = network.vpcs.find(({ key }) => key === vpc.to.key);
  return to ? { ...vpc, to } : vpc;
}

function placed(its: Completeness, source: Source, fileOf: (input: number) => string | null): string | null {
  if (!its.complete || its.assumed === null) return null;
  const files = [...new Set((its.inputs ?? []).map(fileOf))].filter((file) => file !== null);
  return `${files.length === 1 ? files[0] : source.name}: ${its.assumed}`;
}

/** An export that lacks what the judged input names is older than that, or was made with a filter. */
function gapsOf({ network, name }: Source, names: Names, join: Join): Gaps {
  const gaps = new Map<string, string>();
  for (const { kind, id, vpc } of names.all) {
    if (!LISTED.includes(kind) || join.gone.has(id)) continue;
    // If the VPC of an object is not known, the export may lack any object of the kind.
    const places = vpc === undefined ? [...names.vpcs] : [vpc];
    for (const place of places) {
      if (gaps.has(place) || lists(network, kind, id, place)) continue;
      if (vpc === undefined && elsewhere(id, kind, join)) continue;
      gaps.set(place, `${name} lacks ${id}, which the input names, so it is older or not complete`);
    }
  }
  return gaps;
}

/** Whether an export lists an object, or does not list its kind at all. */
function lists(network: Network, kind: NounKind, id: string, vpc: string): boolean {
  // If the VPC itself is missing, the export cannot be complete for that VPC.
  const whose = kind === 'vpc' ? undefined : vpcIn(network, vpc, { input: 0 });
  if (!network.complete(kind, whose).complete) return true;
  const found = byIdentity(network, kind).get(id)?.[0]?.noun;
  // A security group that is known only by its rules is in no list.
  return found !== undefined && !(found.kind === 'security-group' && found.vpc.is === 'unknown');
}

/** Whether another context has the object: then its VPC is known, and named by itself. */
function elsewhere(id: string, kind: NounKind, join: Join): boolean {
  return join.sources.some(({ network, is }) => is !== 'judged' && byIdentity(network, kind).has(id));
}
