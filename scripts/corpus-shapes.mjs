#!/usr/bin/env node
/**
 * `node scripts/corpus-shapes.mjs FOLDER` writes fixtures/corpus-shapes/*.json: the keys and shapes of each resource
 * type, without values. It reads the plans, states, raw states and describe output that real tools wrote below FOLDER.
 * Tests compare the scene printers with them.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { importTs, root } from './lib/import-ts.mjs';

const [{ merge, shapeOf }] = await importTs('test/scene/shape.ts');

const folder = process.argv[2];
if (folder === undefined) {
  console.error('usage: node scripts/corpus-shapes.mjs FOLDER');
  process.exit(2);
}

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((path) => join(folder, path))
  .sort();
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const named = (name) => files.filter((path) => basename(path) === name).map(read);

/** Collects shapes under names. */
class Shapes {
  all = new Map();
  add(name, part, value, options) {
    const parts = this.all.get(name) ?? {};
    const shape = shapeOf(value, options);
    parts[part] = parts[part] ? merge(parts[part], shape) : shape;
    this.all.set(name, parts);
  }
  toJSON() {
    return Object.fromEntries([...this.all].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

const typeName = (resource) => (resource.mode === 'data' ? `data.${resource.type}` : resource.type);

/** First plans: what is created with every id still unknown. */
function plans() {
  const shapes = new Shapes();
  for (const plan of named('plan.json')) {
    const { resource_changes = [], planned_values, configuration, ...rest } = plan;
    const creates = resource_changes.filter(({ change }) => change.actions.join() === 'create');
    if (creates.length < resource_changes.filter(({ mode }) => mode === 'managed').length) continue;
    shapes.add('document', 'document', {
      ...withoutContent(rest),
      resource_changes: [],
      planned_values: {},
      configuration: {},
    });
    for (const { change, ...entry } of creates) {
      const type = typeName(entry);
      shapes.add('document', 'resource_changes', { ...entry, change: withoutContent(change) });
      shapes.add(type, 'after', change.after);
      shapes.add(type, 'after_unknown', change.after_unknown, { marks: true });
      shapes.add(type, 'after_sensitive', change.after_sensitive, { marks: true });
    }
    for (const { values, sensitive_values, ...entry } of resourcesIn(planned_values.root_module)) {
      shapes.add('document', 'planned_values', { ...entry, values: {}, sensitive_values: {} });
    }
    for (const module of modulesIn(configuration.root_module)) {
      for (const { expressions = {}, ...entry } of module.resources ?? []) {
        shapes.add('document', 'configuration', withoutContent({ ...entry, expressions: {} }));
        for (const [name, expression] of Object.entries(expressions)) {
          shapes.add(typeName(entry), `expression ${name}`, withoutConstants(expression));
        }
      }
    }
    for (const provider of Object.values(configuration.provider_config ?? {})) {
      shapes.add('document', 'provider_config', withoutContent(provider));
    }
  }
  return shapes;
}

/** Plans of stacks that are there: what is kept (unchanged or changed in place), made (new or replaced), and gone. */
function laterPlans() {
  const shapes = new Shapes();
  for (const { resource_changes = [] } of [...named('plan.json'), ...named('plan-after-apply.json')]) {
    const managed = resource_changes.filter(({ mode }) => mode === 'managed');
    if (managed.every(({ change }) => change.actions.join() === 'create')) continue;
    for (const { change, ...entry } of managed) {
      const actions = change.actions.join();
      const kind = { 'no-op': 'kept', update: 'kept', delete: 'gone', forget: 'gone' }[actions] ?? 'made';
      const what = kind === 'made' && change.before !== null ? 'replaced' : kind;
      shapes.add('document', `resource_changes ${what}`, { ...entry, change: withoutContent(change) });
      if (change.before !== null) {
        shapes.add(entry.type, 'before', change.before);
        shapes.add(entry.type, 'before_sensitive', change.before_sensitive, { marks: true });
      }
      if (change.after === null) continue;
      shapes.add(entry.type, `${kind} after`, change.after);
      shapes.add(entry.type, `${kind} after_unknown`, change.after_unknown, { marks: true });
      shapes.add(entry.type, `${kind} after_sensitive`, change.after_sensitive, { marks: true });
    }
  }
  return shapes;
}

function states() {
  const shapes = new Shapes();
  for (const state of named('state.json')) {
    shapes.add('document', 'document', withoutContent(state));
    for (const { values, sensitive_values, ...entry } of resourcesIn(state.values.root_module)) {
      shapes.add('document', 'resource', { ...entry, values: {}, sensitive_values: {} });
      shapes.add(typeName(entry), 'values', values);
      shapes.add(typeName(entry), 'sensitive_values', sensitive_values, { marks: true });
    }
  }
  return shapes;
}

function rawStates() {
  const shapes = new Shapes();
  for (const state of named('terraform.tfstate')) {
    shapes.add('document', 'document', withoutContent(state));
    for (const { instances, ...entry } of state.resources) {
      shapes.add('document', 'resource', { ...entry, instances: [] });
      for (const { attributes, sensitive_attributes, ...instance } of instances) {
        shapes.add('document', 'instance', { ...instance, attributes: {}, sensitive_attributes: [] });
        shapes.add(typeName(entry), 'attributes', attributes);
      }
    }
  }
  return shapes;
}

/** Describe output by call: the name of the file without ids. */
function answers() {
  const shapes = new Shapes();
  for (const path of files.filter((file) => /[\\/]describe[\\/][^\\/]+\.json$/.test(file))) {
    const call = basename(path, '.json').split('.')[0];
    shapes.add(call, 'answer', read(path));
  }
  return shapes;
}

/** An object whose arrays and objects are emptied; its scalars stay. */
function withoutContent(object) {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => {
      if (Array.isArray(value)) return [key, []];
      return [key, typeof value === 'object' && value !== null ? {} : value];
    }),
  );
}

/** An expression of `configuration` without the constants in it. */
function withoutConstants(expression) {
  if (Array.isArray(expression)) {
    return expression.map((block) =>
      Object.fromEntries(Object.entries(block).map(([name, inner]) => [name, withoutConstants(inner)])),
    );
  }
  return 'constant_value' in expression ? { constant_value: null } : expression;
}

function resourcesIn(module) {
  return [...(module.resources ?? []), ...(module.child_modules ?? []).flatMap(resourcesIn)];
}

function modulesIn(module) {
  return [module, ...Object.values(module.module_calls ?? {}).flatMap((call) => modulesIn(call.module))];
}

const target = join(root, 'fixtures/corpus-shapes');
mkdirSync(target, { recursive: true });
for (const [name, shapes] of Object.entries({
  plan: plans(),
  'later-plan': laterPlans(),
  state: states(),
  tfstate: rawStates(),
  describe: answers(),
})) {
  writeFileSync(join(target, `${name}.json`), `${lines(shapes.toJSON())}\n`);
}

/** JSON with one line for each part of each type. */
function lines(shapes) {
  const types = Object.entries(shapes).map(([type, parts]) => {
    const inner = Object.entries(parts).map(([part, shape]) => `    ${JSON.stringify(part)}: ${JSON.stringify(shape)}`);
    return `  ${JSON.stringify(type)}: {\n${inner.join(',\n')}\n  }`;
  });
  return `{\n${types.join(',\n')}\n}`;
}
