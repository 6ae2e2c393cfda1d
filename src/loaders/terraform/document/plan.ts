import { remembered } from '../../../base/memo.ts';
import { InputError, type Origin, type PlannedAction, type Replacement } from '../../../model/index.ts';
import type { JsonDocument, Select } from '../../../text/json/index.ts';
import { parseModuleAddress } from './address.ts';
import { blockKey, type ConfigResource, type Configuration, readConfiguration } from './configuration.ts';
import { Damage } from './damage.ts';
import type { Instance, TerraformDocument } from './document.ts';
import { checkFormat } from './format.ts';
import { LISTED_RESOURCES, moduleSelect } from './select.ts';
import { isNamed, isRecord, type JsonRecord, list, text } from './shapes.ts';
import { stateInstances } from './state.ts';
import { isWanted } from './types.ts';

/** The parts of a plan that we read. `planned_values` repeats `resource_changes`: we read it only without them. */
export const PLAN_SELECT: Select = {
  members: {
    format_version: 'all',
    terraform_version: 'all',
    timestamp: 'all',
    variables: 'all',
    resource_changes: LISTED_RESOURCES,
    prior_state: {
      members: {
        values: { members: { root_module: moduleSelect((type, mode) => mode === 'data' && isWanted(type, mode)) } },
      },
    },
    configuration: 'all',
    complete: 'all',
    errored: 'all',
    applyable: 'all',
  },
};

export const PLANNED_VALUES_SELECT: Select = {
  members: { planned_values: { members: { root_module: moduleSelect(isWanted) } } },
};

/** A plan as `terraform show -json PLAN` writes it. `plannedValues` reads that part on demand: only plans without changes need it. */
export function readPlan(
  document: JsonDocument,
  input: number,
  path: string | null,
  plannedValues: () => JsonDocument,
): TerraformDocument {
  const plan = document.value as JsonRecord;
  checkFormat(plan.format_version, path, '1');
  // A plan that only refreshes has none. Terraform did not write a value that is not a list.
  if (plan.resource_changes != null && !Array.isArray(plan.resource_changes)) {
    throw new InputError('`resource_changes` must be a list, as `terraform show -json PLAN` prints it', {
      file: path,
      place: '/resource_changes',
      hint: 'Save its output again, unchanged',
    });
  }
  const configuration = readConfiguration(plan.configuration);
  const blocks = new Blocks(configuration);
  const instances: Instance[] = [];
  const removed: Instance[] = [];
  const damage = new Damage();
  for (const change of list(plan.resource_changes)) {
    const pointer = isRecord(change) ? document.pointerOf(change) : undefined;
    if (!isChange(change)) {
      damage.at(pointer ?? 'an element of /resource_changes');
      continue;
    }
    // Without one of its actions a replacement reads as a deletion.
    if (!areActions(change.change.actions)) damage.at(`${pointer ?? 'a change'}/change/actions`);
    if (isCutOff(change)) damage.at(`${pointer ?? 'a change'}/change/after`);
    for (const instance of readChange(change, input, pointer, blocks)) {
      if (instance.action === 'delete' || instance.action === 'forget') removed.push(instance);
      else instances.push(instance);
    }
  }
  // Only the prior state has the data sources that Terraform reads while planning. Resources there are the past.
  const prior = (plan.prior_state as JsonRecord | undefined)?.values as JsonRecord | undefined;
  const changed = instances.length;
  let addresses: Set<string> | undefined;
  const isChanged = (address: string) => {
    addresses ??= new Set(instances.slice(0, changed).flatMap((each) => (each.mode === 'data' ? each.address : [])));
    return addresses.has(address);
  };
  for (const item of stateInstances(
    document,
    prior?.root_module,
    input,
    (module, name) => blocks.of(module, name),
    damage,
  )) {
    if (item.mode === 'data' && !isChanged(item.address)) instances.push(item);
  }
  const withoutChanges = !Array.isArray(plan.resource_changes);
  if (withoutChanges) {
    const part = plannedValues();
    const planned = (part.value as JsonRecord).planned_values as JsonRecord | undefined;
    for (const item of stateInstances(
      part,
      planned?.root_module,
      input,
      (module, name) => blocks.of(module, name),
      damage,
    )) {
      if (!isChanged(item.address)) instances.push(item);
    }
  }
  return {
    kind: 'terraform-plan',
    input,
    instances,
    removed,
    madeAt: text(plan.timestamp),
    configuration,
    variables: readVariables(plan.variables),
    partial: damage.partial ?? partialness(plan),
    // Terraform writes changes wherever it plans something: a file with only planned values is cut off.
    absentIsUnknown: withoutChanges,
  };
}

/** Finds the block of an instance; module instances share their call's blocks. */
class Blocks {
  readonly #configuration: Configuration | undefined;
  readonly #modules = new Map<string, Module>();
  constructor(configuration: Configuration | undefined) {
    this.#configuration = configuration;
  }

  of(module: string, blockName: string): ConfigResource | undefined {
    return this.module(module).resources?.get(blockName);
  }

  module(address: string): Module {
    return remembered(this.#modules, address, () => {
      let at = this.#configuration?.root as Configuration['root'] | undefined;
      for (const step of parseModuleAddress(address)) at = at?.calls.get(step.name)?.module;
      return { address, resources: at?.resources };
    });
  }
}

/** What all instances in one module instance share. */
interface Module {
  readonly address: string;
  /** Its blocks. Undefined if the configuration does not have them. */
  readonly resources: ReadonlyMap<string, ConfigResource> | undefined;
}

/** Of two equal texts that which many share, so that the other can be forgotten: each instance brings its own. */
function shared(own: string, common: string | undefined): string {
  return common === own ? common : own;
}

interface Change extends JsonRecord {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly change: JsonRecord;
}

function isChange(entry: unknown): entry is Change {
  if (!isRecord(entry) || !isRecord(entry.change) || !Array.isArray(entry.change.actions)) return false;
  return isNamed(entry);
}

const ACTIONS: ReadonlySet<unknown> = new Set([
  ...['no-op', 'create', 'read', 'update', 'delete', 'forget'],
  // Of ephemeral resources.
  ...['open', 'renew', 'close'],
]);

function areActions(actions: unknown): boolean {
  if (!Array.isArray(actions) || actions.length === 0) return false;
  return new Set(actions).size === actions.length && actions.every((action) => ACTIONS.has(action));
}

/** Whether a change leaves an object, and does not have its attributes. */
function isCutOff({ change, deposed }: Change): boolean {
  const remains = (change.actions as unknown[]).some((action) => REMAINS.has(action));
  return remains && deposed === undefined && !isRecord(change.after);
}

const REMAINS: ReadonlySet<unknown> = new Set(['no-op', 'create', 'read', 'update']);

function readChange(entry: Change, input: number, pointer: string | undefined, blocks: Blocks): Instance[] {
  const { address, change } = entry;
  const actions = (change.actions as unknown[]).filter((it) => typeof it === 'string');
  const { address: module, resources } = blocks.module(text(entry.module_address) ?? '');
  const mode = entry.mode === 'data' ? 'data' : 'managed';
  const ownName = blockKey({ mode, type: entry.type, name: entry.name });
  const block = resources?.get(ownName);
  const blockName = shared(ownName, block?.address);
  const type = shared(entry.type, block?.type);
  const name = shared(entry.name, block?.name);
  const key = typeof entry.index === 'string' || typeof entry.index === 'number' ? entry.index : undefined;
  const before = isRecord(change.before) ? change.before : undefined;
  // Both list their fields in one order, so V8 gives them one shape: there are a hundred thousand of them.
  const old = (action: 'delete' | 'forget'): Instance => ({
    address,
    module,
    mode,
    type,
    name,
    blockName,
    key,
    values: before ?? {},
    unknown: undefined,
    sensitive: change.before_sensitive,
    before,
    sensitiveBefore: undefined,
    action,
    previousAddress: undefined,
    replacement: undefined,
    block,
    provider: block?.providerKey,
    at: originOf(input, address, pointer, 'before'),
  });
  // A deposed object is the old half of a replacement that went wrong: it is being deleted.
  if (entry.deposed !== undefined) return [old('delete')];
  const forgotten = actions.includes('forget');
  if (forgotten && !actions.includes('create')) return [old('forget')];
  const action = actionOf(actions);
  if (action === 'delete') return [old('delete')];
  const planned: Instance = {
    address,
    module,
    mode,
    type,
    name,
    blockName,
    key,
    values: isRecord(change.after) ? change.after : {},
    unknown: change.after_unknown,
    sensitive: change.after_sensitive,
    before,
    sensitiveBefore: change.before_sensitive,
    action,
    previousAddress: text(entry.previous_address),
    replacement: action === 'replace' ? replacementOf(entry, change, actions) : undefined,
    block,
    provider: block?.providerKey,
    at: originOf(input, address, pointer, 'after'),
  };
  // If the old one remains in AWS, Terraform creates another beside it.
  if (forgotten) return [{ ...planned, before: undefined }, old('forget')];
  return action === 'replace' ? [planned, old('delete')] : [planned];
}

function replacementOf(entry: JsonRecord, change: JsonRecord, actions: readonly string[]): Replacement {
  const paths = Array.isArray(change.replace_paths) ? change.replace_paths : [];
  const names = paths.map((path: unknown) =>
    (Array.isArray(path) ? path : [path]).filter((step) => typeof step === 'string').join('.'),
  );
  return {
    createsFirst: actions.indexOf('create') < actions.indexOf('delete'),
    forcedBy: [...new Set(names)].filter((name) => name !== '').sort(),
    reason: text(entry.action_reason) ?? null,
  };
}

function originOf(input: number, address: string, pointer: string | undefined, half: 'before' | 'after'): Origin {
  return pointer === undefined ? { input, address } : { input, address, pointer: `${pointer}/change/${half}` };
}

function actionOf(actions: readonly string[]): PlannedAction | 'read' | 'delete' {
  if (actions.includes('create')) return actions.includes('delete') ? 'replace' : 'create';
  if (actions.includes('delete')) return 'delete';
  if (actions.includes('update')) return 'update';
  return actions.includes('read') ? 'read' : 'no-op';
}

function readVariables(value: unknown): Map<string, unknown> {
  const out = new Map<string, unknown>();
  if (isRecord(value)) for (const [name, v] of Object.entries(value)) if (isRecord(v)) out.set(name, v.value);
  return out;
}

function partialness(plan: JsonRecord): TerraformDocument['partial'] {
  if (plan.errored === true) {
    return {
      code: 'plan-errored',
      message: 'this plan ended with an error, so it lists only some of your resources. Fix the error and plan again.',
    };
  }
  if (plan.complete === false) {
    return {
      code: 'plan-partial',
      message:
        'this plan was created with -target or has deferred changes, so some resources are missing. Run a full plan.',
    };
  }
  return null;
}
