import type { JsonDocument, Select } from '../../../text/json/index.ts';
import { blockKey, type ConfigResource } from './configuration.ts';
import { documentOfInstances, type Instance, type TerraformDocument } from './document.ts';
import { checkFormat } from './format.ts';
import { isRecord, type JsonRecord, records, text } from './shapes.ts';
import { isWanted } from './types.ts';

/** What to read of a module tree: the instances `wanted` asks for, at any depth. */
export function moduleSelect(wanted: (type: string, mode: string | undefined) => boolean): Select {
  const members: Record<string, Select> = {
    address: 'all',
    resources: { items: (peek) => (wanted(peek.string('type') ?? '', peek.string('mode')) ? 'all' : 'none') },
  };
  const module = { members };
  members.child_modules = { items: module };
  return module;
}

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
  const values = isRecord(state.values) ? state.values : {};
  return documentOfInstances(input, [...stateInstances(document, values.root_module, input, () => undefined)]);
}

type BlockOf = (module: string, blockName: string) => ConfigResource | undefined;

/** The instances of a module tree as states, prior states and planned values hold it. */
export function* stateInstances(
  document: JsonDocument,
  root: unknown,
  input: number,
  blockOf: BlockOf,
): Generator<Instance> {
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const module = waiting.pop();
    if (!isRecord(module)) continue;
    const address = text(module.address) ?? '';
    for (const item of records(module.resources)) {
      const instance = readInstance(item, address, input, document.pointerOf(item), blockOf);
      if (instance) yield instance;
    }
    waiting.push(...records(module.child_modules));
  }
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
