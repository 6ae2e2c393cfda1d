/** What a plan does to resources that are there already. */
import { type Evaluated, evaluateAll, type Look, valuesOf, visitAll } from './evaluate.ts';
import { evaluate, isList, type Json, UNKNOWN, type Value } from './expression.ts';
import { addressOf, type Resource } from './resource.ts';
import { schemaOf } from './schemas/index.ts';

export type Action = 'no-op' | 'create' | 'update' | 'delete' | 'replace';

export interface Changed extends Evaluated {
  readonly action: Action;
  /** As it was; undefined for what is new. */
  readonly before: Evaluated | undefined;
  /** Paths of attributes that force a replacement. */
  readonly replacePaths: readonly (readonly (string | number)[])[];
}

/** Attributes the provider cannot change in place, by resource type; by path, where they are inside a block. */
const FORCE_NEW: Readonly<Record<string, readonly string[]>> = {
  aws_vpc_endpoint: [
    'dns_options.private_dns_preference',
    'dns_options.private_dns_specified_domains',
    'private_dns_enabled',
    'resource_configuration_arn',
    'service_name',
    'service_network_arn',
    'service_region',
    'vpc_endpoint_type',
    'vpc_id',
  ],
  aws_vpc_endpoint_subnet_association: ['subnet_id', 'vpc_endpoint_id'],
  aws_vpc_endpoint_security_group_association: ['security_group_id', 'vpc_endpoint_id'],
  aws_vpc_endpoint_route_table_association: ['route_table_id', 'vpc_endpoint_id'],
  aws_vpc_endpoint_policy: ['vpc_endpoint_id'],
  aws_vpc: ['cidr_block'],
  aws_subnet: ['availability_zone', 'availability_zone_id', 'cidr_block', 'vpc_id'],
  aws_security_group: ['description', 'name', 'vpc_id'],
  aws_route_table: ['vpc_id'],
  aws_route53_zone: ['name'],
};

type Values = Readonly<Record<string, Value>>;

/** A second plan: `resources` on top of what an apply of `earlier` left. Deleted ones last. */
export function evaluateChanges(resources: readonly Resource[], earlier: readonly Resource[]): readonly Changed[] {
  const was = new Map([...evaluateAll(earlier, 'applied')].map(([address, it]) => [address, refreshed(it)]));
  const oldSaid = new Map<string, Values>();
  const lookBack: Look = ({ resource, path }) =>
    path.reduce<Value>((value, step) => (value as { [key: string]: Value })[step]!, was.get(resource)!.values as Value);
  for (const resource of earlier) oldSaid.set(addressOf(resource), said(resource, lookBack));

  const now = visitAll(resources, (resource, look): Changed => {
    const address = addressOf(resource);
    const oldAddress = addressOf({ ...resource, name: resource.moved ?? resource.name });
    const before = was.get(oldAddress);
    const fresh = (): Values => valuesOf(resource, resource.mode === 'data' ? 'applied' : 'planned', look);
    if (!before || resource.mode === 'data')
      return { resource, address, values: fresh(), action: 'create', before, replacePaths: [] };
    const changed = changedAttributes(resource, said(resource, look), oldSaid.get(oldAddress)!, before.values);
    const forced = changed.filter(({ path }) => FORCE_NEW[resource.type]?.includes(path.join('.')));
    const replacePaths = forced.map(({ path }) => (path.length > 1 ? [path[0]!, 0, ...path.slice(1)] : path));
    const common = { resource, address, before, replacePaths };
    if (changed.length === 0) return { ...common, values: before.values, action: 'no-op' };
    if (forced.length > 0) return { ...common, values: fresh(), action: 'replace' };
    const planned = fresh();
    const names = new Set(changed.map(({ path }) => path[0]!));
    const values = { ...before.values };
    for (const name of names) values[name] = merged(before.values[name], planned[name]!);
    return { ...common, values, action: 'update' };
  });
  const moved = new Set(resources.map((it) => addressOf({ ...it, name: it.moved ?? it.name })));
  const gone = [...was.values()].filter(({ address, resource }) => !moved.has(address) && resource.mode === 'managed');
  return [
    ...now.values(),
    ...gone.map((before): Changed => ({ ...before, action: 'delete', before, replacePaths: [] })),
  ];
}

/** The next plan reads everything again: a list or map that was left out is then there, and empty. */
function refreshed(it: Evaluated): Evaluated {
  const { attributes } = schemaOf(it.resource);
  const empty = (name: string, value: Value): Value => {
    const shape = attributes[name]?.shape;
    if (value !== null || shape === undefined || shape === 'scalar') return value;
    return shape === 'map' ? {} : [];
  };
  const values = Object.entries(it.values).map(([name, value]) => [name, empty(name, value)] as const);
  return { ...it, values: Object.fromEntries(values) };
}

/** What the configuration says, evaluated. */
function said(resource: Resource, look: Look): Values {
  return Object.fromEntries(
    Object.entries(resource.arguments).map(([name, expression]) => [name, evaluate(expression, look)]),
  );
}

/** Attributes that come to something else than they were; for blocks the arguments inside. */
function changedAttributes(
  resource: Resource,
  now: Values,
  old: Values,
  state: Values,
): { readonly path: readonly string[] }[] {
  const { attributes } = schemaOf(resource);
  const paths: { path: string[] }[] = [];
  for (const name of new Set([...Object.keys(now), ...Object.keys(old)])) {
    const is: Value | undefined = now[name];
    const was: Value | undefined = old[name];
    if (same(is, was)) continue;
    if (is === undefined) {
      const { unset, applied } = attributes[name]!;
      // What the provider computes stays as it was where nothing is said any more.
      if (unset === UNKNOWN || same(state[name], unset) || same(state[name], applied)) continue;
    } else if (same(is, state[name])) continue;
    if (!attributes[name]?.block || name === 'subnet_configuration') paths.push({ path: [name] });
    else paths.push(...insideBlock(name, is, was ?? state[name]));
  }
  return paths;
}

function insideBlock(name: string, is: Value | undefined, was: Value | undefined): { path: string[] }[] {
  const first = (value: Value | undefined) => ((isList(value) ? value[0] : undefined) ?? {}) as Values;
  const [now, old] = [first(is), first(was)];
  return Object.keys(now).flatMap((key) => (same(now[key], old[key]) ? [] : [{ path: [name, key] }]));
}

/** A block keeps what is not said of it. */
function merged(before: Value | undefined, planned: Value): Value {
  if (!isList(planned) || !isList(before)) return planned;
  const blocks = planned.every((item) => typeof item === 'object' && item !== null && !isList(item));
  if (!blocks) return planned;
  return planned.map((item, i) => {
    const given = Object.entries(item as Values).filter(([, value]) => value !== UNKNOWN && value !== null);
    return { ...((before[i] ?? {}) as Values), ...Object.fromEntries(given) };
  });
}

/** Lists of ids are sets. */
function same(a: Value | undefined, b: Value | undefined): boolean {
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

function plain(value: Value | undefined): Json | undefined {
  if (value === UNKNOWN) return '(known after apply)';
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) {
    const items = value.map((item) => plain(item) as Json);
    return items.every((item) => typeof item === 'string') ? [...items].sort() : items;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item) as Json]));
}
