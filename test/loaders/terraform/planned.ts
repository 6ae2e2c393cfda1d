/** Plans in a few words, and the graph and the network of one. */
import { loadFiles } from '../../../src/loaders/index.ts';
import type { Instance } from '../../../src/loaders/terraform/document/document.ts';
import { PLANNED_VALUES_SELECT, readPlan } from '../../../src/loaders/terraform/document/plan.ts';
import { Graph } from '../../../src/loaders/terraform/values/graph.ts';
import type { Sources } from '../../../src/loaders/terraform/values/sources.ts';
import type { Network } from '../../../src/model/index.ts';
import { readJson } from '../../../src/text/json/index.ts';

export interface Planned {
  /** By address. */
  readonly changes?: Readonly<Record<string, Change>>;
  /** Root module of `configuration`. */
  readonly root?: object;
  /** `provider_config`: expressions by key. */
  readonly providers?: Readonly<Record<string, object>>;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly more?: object;
}

export interface Change {
  readonly after?: object;
  readonly unknown?: object;
  readonly sensitive?: object;
  /** Default: `create`. */
  readonly actions?: readonly string[];
  /** Its block, where the configuration does not hold it already. */
  readonly expressions?: object;
  readonly provider?: string;
  readonly module?: string;
  readonly index?: string | number;
}

/** What `terraform show -json` would print. */
export function documentOf({ changes = {}, root = {}, providers, variables = {}, more = {} }: Planned): object {
  const blocks: object[] = [];
  const resource_changes = Object.entries(changes).map(([address, change]) => {
    const steps = address.replace(/\[[^\]]*\]/g, '').split('.');
    const mode = steps.at(-3) === 'data' ? 'data' : 'managed';
    const of = { mode, type: steps.at(-2), name: steps.at(-1) };
    const { after = {}, unknown = {}, sensitive = {}, expressions, provider, module, index } = change;
    if (expressions || provider)
      blocks.push({
        ...of,
        address: `${mode === 'data' ? 'data.' : ''}${of.type}.${of.name}`,
        expressions: expressions ?? {},
        ...(provider ? { provider_config_key: provider } : {}),
      });
    return {
      ...of,
      address,
      ...(module ? { module_address: module } : {}),
      ...(index === undefined ? {} : { index }),
      change: {
        actions: change.actions ?? ['create'],
        before: null,
        after,
        after_unknown: unknown,
        after_sensitive: sensitive,
      },
    };
  });
  const provider_config = Object.fromEntries(
    Object.entries(providers ?? {}).map(([key, expressions]) => [key, { expressions }]),
  );
  const { resources = [], ...rest } = root as { resources?: object[] };
  return {
    format_version: '1.2',
    resource_changes,
    variables: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, { value }])),
    configuration: { provider_config, root_module: { ...rest, resources: [...resources, ...blocks] } },
    ...more,
  };
}

/** The network of such a plan. */
export function networkOf(planned: Planned): Network {
  const bytes = new TextEncoder().encode(JSON.stringify(documentOf(planned)));
  return loadFiles([{ path: 'plan.json', bytes }]).pictures[0]!.network;
}

export function graphOf(planned: Planned, sources?: Partial<Sources>) {
  const bytes = new TextEncoder().encode(JSON.stringify(documentOf(planned)));
  const document = readPlan(readJson(bytes), 0, null, () => readJson(bytes, PLANNED_VALUES_SELECT));
  const graph = new Graph(document, sources as Sources | undefined);
  const instance = (address: string): Instance => {
    const found = document.instances.find((one) => one.address === address);
    if (!found) throw new Error(`no ${address} in the plan`);
    return found;
  };
  return {
    graph,
    instance,
    read: (address: string, name: string) => graph.read(instance(address), name),
    /** The Region of an instance: which, and by which attribute. */
    region: (address: string) => graph.regionOf(instance(address)),
  };
}

/** An expression of one reference and its prefixes, as Terraform lists them. */
export function references(...full: string[]): { references: string[] } {
  return {
    references: full.flatMap((one) => {
      const steps = one.split(/\.(?![^[]*\])/);
      // Resources have two steps, data sources three, variables and locals are whole.
      const least = /^(?:var|local|each|count|module)\./.test(one) ? 2 : one.startsWith('data.') ? 3 : 2;
      return steps
        .map((_, i) => steps.slice(0, steps.length - i).join('.'))
        .filter((_, i) => steps.length - i >= least);
    }),
  };
}

export const constant = (value: unknown) => ({ constant_value: value });
