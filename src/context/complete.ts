/** Whether a set of the joined network is all there is. */
import type { Completeness, Entity, Network, NounKind, Ref, Vpc } from '../model/index.ts';
import { byIdentity, idOf, vpcIn } from './identity.ts';
import type { Join } from './join.ts';
import type { Names } from './named.ts';
import type { Source } from './source.ts';

/** Kinds of which an export of a VPC lists every one. */
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
    if (vpc && id === undefined) return own;
    for (const source of exports) {
      if (id !== undefined && !byIdentity(source.network, 'vpc').has(id) && !tellsOf(source.network, id)) continue;
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

/** Whether an export without describe-vpcs output has objects of a VPC. */
function tellsOf(network: Network, vpc: string): boolean {
  return network.complete('hosted-zone', { is: 'id', id: vpc, at: { input: 0 } }).complete || hasObjectsOf(network, vpc);
}

function hasObjectsOf({ endpoints, subnets, routeTables }: Network, vpc: string): boolean {
  return [endpoints, subnets, routeTables].some((list) => list.some((noun) => idOf(noun.vpc) === vpc));
}

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
    if (!LISTED.includes(kind) || byIdentity(network, kind).has(id) || join.gone.has(id)) continue;
    // Of an object whose VPC nobody tells, the export may lack any.
    const places = vpc === undefined ? [...names.vpcs] : [vpc];
    for (const place of places) {
      if (gaps.has(place) || (vpc === undefined && elsewhere(id, kind, join))) continue;
      gaps.set(place, `${name} does not have ${id}, which the input names: it is older, or not of everything`);
    }
  }
  return gaps;
}

/** Whether another context has the object: then its VPC is known, and named by itself. */
function elsewhere(id: string, kind: NounKind, join: Join): boolean {
  return join.sources.some(({ network, is }) => is !== 'judged' && byIdentity(network, kind).has(id));
}
