/** The `configuration` part of a plan: blocks as written, one entry a block, no instances. Read leniently: it is others' data. */
import { isRecord } from './shapes.ts';

/** `{constant_value}`, `{references}`, `{}` or nested blocks of these. */
export type ConfigExpression = unknown;

export interface ConfigResource {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly providerKey: string | undefined;
  readonly expressions: Readonly<Record<string, ConfigExpression>>;
  readonly count: ConfigExpression | undefined;
  readonly forEach: ConfigExpression | undefined;
  /** `depends_on`, as written. */
  readonly dependsOn?: readonly string[];
}

export interface ConfigCall {
  readonly name: string;
  readonly source: string | undefined;
  readonly expressions: Readonly<Record<string, ConfigExpression>>;
  readonly count: ConfigExpression | undefined;
  readonly forEach: ConfigExpression | undefined;
  readonly dependsOn?: readonly string[];
  readonly module: ConfigModule;
}

export interface ConfigVariable {
  readonly hasDefault: boolean;
  readonly value: unknown;
  readonly sensitive: boolean;
}

export interface ConfigOutput {
  readonly expression: ConfigExpression;
  readonly sensitive: boolean;
  readonly dependsOn?: readonly string[];
}

export interface ConfigModule {
  /** By `type.name`, data sources by `data.type.name`. */
  readonly resources: ReadonlyMap<string, ConfigResource>;
  readonly calls: ReadonlyMap<string, ConfigCall>;
  readonly variables: ReadonlyMap<string, ConfigVariable>;
  readonly outputs: ReadonlyMap<string, ConfigOutput>;
}

export interface Configuration {
  readonly root: ConfigModule;
  /** By `provider_config_key`. */
  readonly providers: ReadonlyMap<string, Readonly<Record<string, ConfigExpression>>>;
}

export function readConfiguration(value: unknown): Configuration | undefined {
  if (!isRecord(value)) return undefined;
  const providers = new Map<string, Record<string, ConfigExpression>>();
  for (const [key, provider] of entries(value.provider_config)) {
    if (isRecord(provider)) providers.set(key, isRecord(provider.expressions) ? provider.expressions : {});
  }
  return { root: readModule(value.root_module), providers };
}

function readModule(value: unknown): ConfigModule {
  const module = isRecord(value) ? value : {};
  const resources = new Map<string, ConfigResource>();
  for (const item of Array.isArray(module.resources) ? module.resources : []) {
    const resource = readResource(item);
    if (resource) resources.set(blockKey(resource), resource);
  }
  const calls = new Map<string, ConfigCall>();
  for (const [name, call] of entries(module.module_calls)) {
    if (!isRecord(call)) continue;
    calls.set(name, {
      name,
      source: typeof call.source === 'string' ? call.source : undefined,
      expressions: isRecord(call.expressions) ? call.expressions : {},
      count: call.count_expression,
      forEach: call.for_each_expression,
      ...dependsOn(call),
      module: readModule(call.module),
    });
  }
  const variables = new Map<string, ConfigVariable>();
  for (const [name, variable] of entries(module.variables)) {
    const v = isRecord(variable) ? variable : {};
    variables.set(name, {
      hasDefault: 'default' in v,
      value: v.default,
      sensitive: v.sensitive === true || v.ephemeral === true,
    });
  }
  const outputs = new Map<string, ConfigOutput>();
  for (const [name, output] of entries(module.outputs)) {
    if (isRecord(output))
      outputs.set(name, { expression: output.expression, sensitive: output.sensitive === true, ...dependsOn(output) });
  }
  return { resources, calls, variables, outputs };
}

function readResource(value: unknown): ConfigResource | undefined {
  if (!isRecord(value) || typeof value.type !== 'string' || typeof value.name !== 'string') return undefined;
  return {
    address: typeof value.address === 'string' ? value.address : `${value.type}.${value.name}`,
    mode: value.mode === 'data' ? 'data' : 'managed',
    type: value.type,
    name: value.name,
    providerKey: typeof value.provider_config_key === 'string' ? value.provider_config_key : undefined,
    expressions: isRecord(value.expressions) ? value.expressions : {},
    count: value.count_expression,
    forEach: value.for_each_expression,
    ...dependsOn(value),
  };
}

/** How a block is called inside its module. */
export function blockKey(block: { readonly mode: string; readonly type: string; readonly name: string }): string {
  return block.mode === 'data' ? `data.${block.type}.${block.name}` : `${block.type}.${block.name}`;
}

function entries(value: unknown): [string, unknown][] {
  return isRecord(value) ? Object.entries(value) : [];
}

/** Nearly nothing has one. Without one, there is no member. */
function dependsOn({ depends_on: names }: Readonly<Record<string, unknown>>): {
  readonly dependsOn?: readonly string[];
} {
  return Array.isArray(names) ? { dependsOn: names.filter((name): name is string => typeof name === 'string') } : {};
}
