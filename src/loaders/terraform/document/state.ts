import type { JsonDocument, Select } from '../../../text/json/index.ts';
import { blockKey, type ConfigResource } from './configuration.ts';
import { Damage } from './damage.ts';
import { documentOfInstances, type Instance, type TerraformDocument } from './document.ts';
import { checkFormat } from './format.ts';
import { moduleSelect } from './select.ts';
import { isNamed, isRecord, type JsonRecord, list, text } from './shapes.ts';
import { isWanted } from './types.ts';

export const STATE_SELECT: Select = {
  members: {
    format_version: 'all',
    terraform_version: 'all',
    values: { members: { root_module: moduleSelect(isWanted) } },
  },
};

/** A state as `terraform show -json` writes it. */
export function readState(document: JsonDocument, input: number, path: string | null): TerraformDocument {
  const state = document.value as JsonRecord;
  checkFormat(state.format_version, path, '1');
  const damage = new Damage();
  // An empty state has no values at all.
  if (state.values != null && !isRecord(state.values)) damage.at('/values');
  const values = isRecord(state.values) ? state.values : {};
  const instances = [...stateInstances(document, values.root_module, input, () => undefined, damage)];
  return { ...documentOfInstances(input, instances), partial: damage.partial };
}

type BlockOf = (module: string, blockName: string) => ConfigResource | undefined;

/** The instances of a module tree as states, prior states and planned values hold it. */
export function* stateInstances(
  document: JsonDocument,
  root: unknown,
  input: number,
  blockOf: BlockOf,
  damage: Damage,
): Generator<Instance> {
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const module = waiting.pop();
    if (module == null) continue;
    if (!isRecord(module) || !isLists(module)) {
      damage.at('a module');
      continue;
    }
    const address = text(module.address) ?? '';
    for (const item of list(module.resources)) {
      const pointer = isRecord(item) ? document.pointerOf(item) : undefined;
      if (!isRecord(item) || !isNamed(item))
        damage.at(pointer ?? `a resource of ${address === '' ? 'the root module' : address}`);
      else {
        const instance = readInstance(item, address, input, pointer, blockOf);
        if (!instance) continue;
        if (!isRecord(item.values)) damage.at(`${pointer ?? instance.address}/values`);
        yield instance;
      }
    }
    for (const child of list(module.child_modules)) waiting.push(child ?? false);
  }
}

/** Whether what a module holds are lists, where it holds any. */
function isLists({ resources, child_modules: children }: JsonRecord): boolean {
  return [resources, children].every((each) => each == null || Array.isArray(each));
}

function readInstance(
  item: JsonRecord,
  module: string,
  input: number,
  pointer: string | undefined,
  blockOf: BlockOf,
): Instance | undefined {
  const { address, type, name } = item;
  if (typeof address !== 'string' || typeof type !== 'string' || typeof name !== 'string') return undefined;
  const mode = item.mode === 'data' ? 'data' : 'managed';
  if (!isWanted(type, mode) || item.deposed_key !== undefined) return undefined;
  const blockName = blockKey({ mode, type, name });
  const block = blockOf(module, blockName);
  return {
    address,
    module,
    mode,
    type,
    name,
    blockName,
    key: typeof item.index === 'string' || typeof item.index === 'number' ? item.index : undefined,
    values: isRecord(item.values) ? item.values : {},
    unknown: undefined,
    sensitive: item.sensitive_values,
    before: undefined,
    action: null,
    block,
    provider: block?.providerKey,
    at: { input, address, ...(pointer === undefined ? {} : { pointer: `${pointer}/values` }) },
  };
}
