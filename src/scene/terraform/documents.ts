/** The documents Terraform writes: plan JSON, state JSON, raw state. */
import type { ResolvedScene } from '../resolved.ts';
import { type Changed, evaluateChanges } from './change.ts';
import { type Evaluated, evaluateAll, isWhollyKnown, knownPart, sensitiveMarks, unknownMarks } from './evaluate.ts';
import { type Expression, type Json, Local, type Reference, referencesIn, shown } from './expression.ts';
import { addressOf, type Resource } from './resource.ts';
import { resourcesOf } from './resources/index.ts';
import { schemaOf } from './schemas/index.ts';

const PROVIDER = 'registry.terraform.io/hashicorp/aws';
const TERRAFORM_VERSION = '1.11.4';

type Record_ = { readonly [key: string]: Json };

/** First plan of a stack (`terraform show -json PLAN`): nothing exists yet, all ids are known after apply only. */
export function planDocument(scene: ResolvedScene): Json {
  const all = byAddress(resourcesOf(scene, 'planned'), 'planned');
  const made = all.filter(({ resource }) => resource.mode === 'managed');
  const read = all.filter(({ resource }) => resource.mode === 'data');
  return {
    format_version: '1.2',
    terraform_version: TERRAFORM_VERSION,
    planned_values: { root_module: { resources: made.map((it) => valuesEntry(it, [])) } },
    resource_changes: made.map(change),
    ...(read.length === 0 ? {} : { prior_state: stateOf(read) }),
    configuration: {
      provider_config: {
        aws: { name: 'aws', full_name: PROVIDER, expressions: { region: { constant_value: scene.region } } },
      },
      root_module: { resources: all.map(({ resource }) => configuration(resource)) },
    },
    ...relevant(all),
    timestamp: '2026-01-15T09:00:00Z',
    applyable: true,
    complete: true,
    errored: false,
  };
}

/** Plan of a stack that is there as `before` says. */
export function laterPlanDocument(scene: ResolvedScene, before: ResolvedScene): Json {
  const changes = [...evaluateChanges(resourcesOf(scene, 'planned'), resourcesOf(before, 'refreshed'))].sort((a, b) =>
    a.address < b.address ? -1 : 1,
  );
  const kept = changes.filter(({ action }) => action !== 'delete');
  const made = kept.filter(({ resource }) => resource.mode === 'managed');
  const read = kept.filter(({ resource }) => resource.mode === 'data');
  const was = changes.flatMap((it) => (it.before && it.resource.mode === 'managed' ? [it.before] : []));
  const { configuration: code, ...rest } = planDocument(scene) as Record_ & { readonly configuration: Json };
  return {
    ...rest,
    planned_values: { root_module: { resources: made.map((it) => valuesEntry(it, [])) } },
    resource_changes: changes.filter(({ resource }) => resource.mode === 'managed').map(laterChange),
    prior_state: stateOf([...read, ...was]),
    configuration: code,
  };
}

/** `terraform show -json` after apply. */
export function stateDocument(scene: ResolvedScene): Json {
  return stateOf(byAddress(resourcesOf(scene, 'applied'), 'applied'));
}

/** `terraform.tfstate`, version 4. */
export function tfstateDocument(scene: ResolvedScene): Json {
  const all = byAddress(resourcesOf(scene, 'applied'), 'applied');
  const dependencies = dependenciesOf(all);
  return {
    version: 4,
    terraform_version: TERRAFORM_VERSION,
    serial: all.length,
    lineage: '5f3c1a52-7d0e-4a7c-9a0a-2f1f6f1f2b11',
    outputs: {},
    resources: all.map(({ resource, address, values }) => ({
      mode: resource.mode,
      type: resource.type,
      name: resource.name,
      provider: `provider["${PROVIDER}"]`,
      instances: [
        {
          schema_version: schemaOf(resource).version,
          attributes: knownPart(values),
          sensitive_attributes: [],
          ...(resource.mode === 'data' ? {} : { private: 'bnVsbA==' }),
          ...some('dependencies', dependencies.get(address) ?? []),
        },
      ],
    })),
    check_results: null,
  };
}

/** Evaluated, in the order of their addresses, data sources first. */
function byAddress(resources: readonly Resource[], phase: 'planned' | 'applied'): Evaluated[] {
  return [...evaluateAll(resources, phase).values()].sort((a, b) => (a.address < b.address ? -1 : 1));
}

function stateOf(all: readonly Evaluated[]): Json {
  const dependencies = dependenciesOf(all);
  return {
    format_version: '1.0',
    terraform_version: TERRAFORM_VERSION,
    values: { root_module: { resources: all.map((it) => valuesEntry(it, dependencies.get(it.address) ?? [])) } },
  };
}

function valuesEntry({ resource, address, values }: Evaluated, dependencies: readonly string[]): Record_ {
  const { version, attributes } = schemaOf(resource);
  const known = knownPart(values) as Record_;
  return {
    ...identity(resource, address),
    provider_name: PROVIDER,
    schema_version: version,
    ...(Object.keys(known).length > 0 ? { values: known } : {}),
    sensitive_values: sensitiveMarks(values, attributes),
    ...some('depends_on', dependencies),
  };
}

function identity(resource: Resource, address: string): Record_ {
  return { address, mode: resource.mode, type: resource.type, name: resource.name };
}

function change({ resource, address, values }: Evaluated): Record_ {
  return {
    ...identity(resource, address),
    provider_name: PROVIDER,
    change: {
      actions: ['create'],
      before: null,
      after: knownPart(values),
      after_unknown: unknownMarks(values),
      before_sensitive: false,
      after_sensitive: sensitiveMarks(values, schemaOf(resource).attributes),
    },
  };
}

function laterChange(changed: Changed): Record_ {
  const { resource, address, values, action, before, replacePaths } = changed;
  if (!before) return change(changed);
  const { attributes } = schemaOf(resource);
  const gone = action === 'delete';
  const order = resource.createBeforeDestroy ? ['create', 'delete'] : ['delete', 'create'];
  const reason = gone ? 'delete_because_no_resource_config' : 'replace_because_cannot_update';
  return {
    ...identity(resource, address),
    ...(before.address === address ? {} : { previous_address: before.address }),
    provider_name: PROVIDER,
    change: {
      actions: action === 'replace' ? order : [action],
      before: knownPart(before.values),
      after: gone ? null : knownPart(values),
      after_unknown: gone || isWhollyKnown(values) ? {} : unknownMarks(values),
      before_sensitive: sensitiveMarks(before.values, attributes),
      after_sensitive: gone ? false : sensitiveMarks(values, attributes),
      ...(action === 'replace' ? { replace_paths: replacePaths } : {}),
    },
    ...(gone || action === 'replace' ? { action_reason: reason } : {}),
  };
}

function configuration(resource: Resource): Record_ {
  const { version, attributes } = schemaOf(resource);
  const expressions = Object.entries(resource.arguments)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, expression]) => [name, attributes[name]?.block ? blocks(expression) : shown(expression)]);
  return {
    ...identity(resource, addressOf(resource)),
    provider_config_key: 'aws',
    expressions: Object.fromEntries(expressions) as Record_,
    schema_version: version,
    ...some('depends_on', [...(resource.dependsOn ?? [])]),
  };
}

/** Nested blocks: an object of expressions each. */
function blocks(expression: Expression): Json {
  return (expression as readonly { readonly [key: string]: Expression }[]).map((item) =>
    Object.fromEntries(Object.entries(item).map(([name, inner]) => [name, shown(inner)])),
  );
}

/** Attributes that other resources use, each once. */
function relevant(all: readonly Evaluated[]): { relevant_attributes?: Json } {
  const used = new Map<string, Json>();
  for (const { resource } of all) {
    for (const reference of referencesIn(resource.arguments)) {
      if (reference instanceof Local) continue;
      const entry = { resource: reference.resource, attribute: reference.path };
      used.set(JSON.stringify(entry), entry);
    }
  }
  const sorted = [...used].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  return sorted.length > 0 ? { relevant_attributes: sorted } : {};
}

/** Everything that a resource depends on, directly or indirectly, as Terraform keeps it. */
function dependenciesOf(all: readonly Evaluated[]): ReadonlyMap<string, readonly string[]> {
  const direct = new Map(
    all.map(({ address, resource }) => [
      address,
      referencesIn(resource.arguments).flatMap((it) => (it instanceof Local ? [] : [(it as Reference).resource])),
    ]),
  );
  const gather = (address: string, into: Set<string>): Set<string> => {
    for (const other of direct.get(address) ?? []) {
      if (into.has(other)) continue;
      into.add(other);
      gather(other, into);
    }
    return into;
  };
  return new Map(all.map(({ address }) => [address, [...gather(address, new Set())].sort()]));
}

function some(key: string, list: readonly string[]): Record_ {
  return list.length > 0 ? { [key]: list } : {};
}
