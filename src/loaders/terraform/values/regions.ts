/** The Region of an instance: from itself, from its provider's configuration, or from others of its provider. */
import { parseArn, parseServiceName, regionOfZone, zonesOfNames } from '../../../aws/index.ts';
import { oncePer } from '../../../base/memo.ts';
import type { ConfigExpression } from '../document/configuration.ts';
import type { Instance, TerraformDocument } from '../document/document.ts';
import type { ModuleTree } from '../document/modules.ts';
import { anyMark, isRecord, markAt } from '../document/shapes.ts';
import { isWanted } from '../document/types.ts';
import type { Scope } from './scope.ts';
import type { Value } from './value.ts';

/** The parts of a graph that the search for a Region needs. */
interface Graph {
  readonly document: TerraformDocument;
  readonly tree: ModuleTree;
  evaluate(expression: ConfigExpression, scope: Scope): Value;
}

/** A Region, and the attribute of the instance that tells it. */
export interface FoundRegion {
  readonly region: string;
  readonly attribute: 'region' | 'arn' | 'availability_zone' | 'dns_entry' | 'service_name';
  readonly sensitive: boolean;
}

export function regionOf(instance: Instance, graph: Graph): FoundRegion | undefined {
  const own = ownRegion(instance);
  if (own) return own;
  const { provider } = instance;
  if (provider === undefined) return undefined;
  const configured = configuredRegion(graph, provider);
  if (configured) return { ...configured, attribute: 'region' };
  const region = neighboursOf(graph).get(provider);
  return region === undefined || region === null ? undefined : { region, attribute: 'region', sensitive: false };
}

/** What an instance says about its own Region. */
function ownRegion(instance: Instance): FoundRegion | undefined {
  const { mode, type, values, sensitive } = instance;
  const found = (region: string, attribute: FoundRegion['attribute'], from: string = attribute): FoundRegion => {
    return { region, attribute, sensitive: anyMark(markAt(sensitive, from)) };
  };
  if (typeof values.region === 'string' && values.region !== '') return found(values.region, 'region');
  const arn = typeof values.arn === 'string' ? parseArn(values.arn)?.region : undefined;
  if (arn) return found(arn, 'arn');
  for (const name of ['availability_zone', 'availability_zones', 'names']) {
    const value = values[name];
    const zone = Array.isArray(value) ? value[0] : value;
    const region = typeof zone === 'string' ? regionOfZone(zone) : undefined;
    if (region !== undefined) return found(region, 'availability_zone', name);
  }
  if (type === 'aws_vpc_endpoint') {
    const region = regionOfNames(values.dns_entry);
    if (region !== undefined) return found(region, 'dns_entry');
    const service = serviceOfGateway(values);
    if (service !== undefined) return found(service, 'service_name');
  }
  const named = mode === 'data' && type === 'aws_region' ? values.name : undefined;
  return typeof named === 'string' && named !== '' ? found(named, 'region', 'name') : undefined;
}

/** An endpoint to a service of another Region has no zonal names. */
function regionOfNames(entries: unknown): string | undefined {
  if (!Array.isArray(entries)) return undefined;
  const names = entries.map((entry) => (isRecord(entry) && typeof entry.dns_name === 'string' ? entry.dns_name : ''));
  return [...zonesOfNames(names)].map(regionOfZone).find((region) => region !== undefined);
}

/** AWS creates a gateway endpoint only in the Region of its service. */
function serviceOfGateway({ id, vpc_endpoint_type: type, service_name: name }: Instance['values']): string | undefined {
  const exists = typeof id === 'string' && type === 'Gateway' && typeof name === 'string';
  return exists ? (parseServiceName(name).region ?? undefined) : undefined;
}

type Configured = Pick<FoundRegion, 'region' | 'sensitive'>;

/** The Region that a provider's configuration names, by its key in the plan. */
function configuredRegion(graph: Graph, key: string): Configured | undefined {
  const { configuration } = graph.document;
  const own = configuration?.providers.get(key);
  if (!configuration) return undefined;
  const { path, name } = partsOf(key);
  const told = own && regionIn(graph, own, path);
  // A configuration without a Region uses the environment's. In a module it may stand for the one the caller passes.
  if (told !== undefined || path.length === 0) return told;
  if (own && Object.hasOwn(own, 'region')) return undefined;
  return inheritedRegion(graph, path, name);
}

/**
 * Up to Terraform 1.0, a plan does not say which configuration a module receives (terraform issues 23408, 30138). The
 * Region is known if all possible configurations agree.
 */
function inheritedRegion(graph: Graph, path: readonly string[], name: string): Configured | undefined {
  const base = baseOf(name);
  const regions = new Map<string | undefined, Configured | undefined>();
  let isDefaultThere = false;
  for (const [key, provider] of graph.document.configuration!.providers) {
    const other = partsOf(key);
    const isAbove = other.path.length < path.length && other.path.every((step, i) => step === path[i]);
    if (!isAbove || baseOf(other.name) !== base) continue;
    isDefaultThere ||= other.name === base;
    // The others include the configuration that a module above receives.
    if (other.path.length > 0 && !Object.hasOwn(provider, 'region')) continue;
    const found = regionIn(graph, provider, other.path);
    const before = regions.get(found?.region);
    regions.set(found?.region, before?.sensitive ? before : found);
  }
  const [only] = regions.values();
  return regions.size === 1 && (isDefaultThere || name !== base) ? only : undefined;
}

/** `module.a.module.b:aws.west`, or `a.b:aws.west` as Terraform 0.12 and 0.13 wrote it: module calls and provider. */
function partsOf(key: string): { readonly path: readonly string[]; readonly name: string } {
  const colon = key.lastIndexOf(':');
  if (colon < 0) return { path: [], name: key };
  const steps = key.slice(0, colon).split('.');
  const path = steps[0] === 'module' ? steps.filter((_, i) => i % 2 === 1) : steps;
  return { path, name: key.slice(colon + 1) };
}

function baseOf(provider: string): string {
  return provider.split('.')[0]!;
}

function regionIn(
  graph: Graph,
  provider: Readonly<Record<string, ConfigExpression>>,
  path: readonly string[],
): Configured | undefined {
  if (!isRecord(provider.region)) return undefined;
  const module = graph.tree.at(path.map((call) => `module.${call}`).join('.'));
  const scope = { module, key: undefined, forEach: undefined, owner: 'provider' };
  const literal = literalOf(graph.evaluate(provider.region, scope));
  const region = literal?.v;
  return typeof region === 'string' && region !== '' ? { region, sensitive: literal?.sensitive === true } : undefined;
}

/** The one literal value of an expression, for values that the plan has nowhere else. */
function literalOf(value: Value): (Value & { k: 'lit' }) | undefined {
  if (value.k === 'lit') return value;
  return value.k === 'mix' && value.parts.length === 1 ? literalOf(value.parts[0]!) : undefined;
}

/** The Region of each provider by its key, as its objects show it. Null if they differ. */
const neighboursOf = oncePer((graph: Graph): ReadonlyMap<string, string | null> => {
  const regions = new Map<string, string | null>();
  for (const instance of graph.document.instances) {
    const { block, type, mode } = instance;
    // Arguments by which an object of another Region may be asked for or made.
    const isFree = ELSEWHERE.every((name) => !Object.hasOwn(block?.expressions ?? {}, name));
    const key = block?.providerKey;
    if (key === undefined || !isFree || !tells(type, mode)) continue;
    const own = ownRegion(instance);
    if (!own || own.sensitive) continue;
    const before = regions.get(key);
    regions.set(key, before === undefined || before === own.region ? own.region : null);
  }
  return regions;
});

const ELSEWHERE = ['region', 'name', 'endpoint', 'arn'];

/** Types whose objects are in the Region of their provider. */
function tells(type: string, mode: Instance['mode']): boolean {
  return mode === 'managed' ? isWanted(type, mode) : isWanted(type, 'managed') || TELLING_DATA.has(type);
}

const TELLING_DATA: ReadonlySet<string> = new Set(['aws_region', 'aws_availability_zones', 'aws_availability_zone']);
