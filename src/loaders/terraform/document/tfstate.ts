import { InputError } from '../../../model/index.ts';
import type { JsonDocument, Select } from '../../../text/json/index.ts';
import { keySuffix } from './address.ts';
import { blockKey } from './configuration.ts';
import { documentOfInstances, type Instance, type TerraformDocument } from './document.ts';
import { isRecord, type JsonRecord, records, text } from './shapes.ts';
import { isWanted } from './types.ts';

export const TFSTATE_SELECT: Select = {
  members: {
    version: 'all',
    terraform_version: 'all',
    serial: 'all',
    lineage: 'all',
    resources: { items: (peek) => (isWanted(peek.string('type') ?? '', peek.string('mode')) ? 'all' : 'none') },
  },
};

/** A raw `terraform.tfstate` of version 4. */
export function readTfstate(document: JsonDocument, input: number, path: string | null): TerraformDocument {
  const state = document.value as JsonRecord;
  if (state.version !== 4) {
    throw new InputError(`state version ${JSON.stringify(state.version)} is not known here: this version reads 4`, {
      file: path,
      place: '/version',
      hint:
        typeof state.version === 'number' && state.version < 4
          ? 'let a current Terraform upgrade it first'
          : 'update vpce-lint',
    });
  }
  const instances: Instance[] = [];
  for (const resource of records(state.resources)) {
    instances.push(...readResource(resource, input, path, document.pointerOf(resource) ?? '/resources'));
  }
  return documentOfInstances(input, instances);
}

function readResource(resource: JsonRecord, input: number, path: string | null, pointer: string): Instance[] {
  const { type, name } = resource;
  if (typeof type !== 'string' || typeof name !== 'string') return [];
  const mode = resource.mode === 'data' ? 'data' : 'managed';
  const module = text(resource.module) ?? '';
  const out: Instance[] = [];
  const list = Array.isArray(resource.instances) ? resource.instances : [];
  for (const [i, item] of list.entries()) {
    if (!isRecord(item) || item.deposed !== undefined) continue;
    // What no provider has read since the upgrade from 0.11 keeps its old form.
    if (isRecord(item.attributes_flat)) {
      throw new InputError('an object is still written in the form of Terraform 0.11', {
        file: path,
        place: `${pointer}/instances/${i}/attributes_flat`,
        hint: 'let a current Terraform upgrade it first',
      });
    }
    const key = typeof item.index_key === 'string' || typeof item.index_key === 'number' ? item.index_key : undefined;
    const local = `${mode === 'data' ? 'data.' : ''}${type}.${name}${keySuffix(key)}`;
    const address = module === '' ? local : `${module}.${local}`;
    out.push({
      address,
      module,
      mode,
      type,
      name,
      blockName: blockKey({ mode, type, name }),
      key,
      values: isRecord(item.attributes) ? item.attributes : {},
      unknown: undefined,
      sensitive: sensitiveMarks(item.sensitive_attributes),
      before: undefined,
      action: null,
      block: undefined,
      provider: text(resource.provider),
      at: { input, address, pointer: `${pointer}/instances/${i}/attributes` },
    });
  }
  return out;
}

/** Paths (`[[{type: "get_attr", value: "ingress"}]]`) as the mark structure plans and states use. */
function sensitiveMarks(paths: unknown): JsonRecord | undefined {
  if (!Array.isArray(paths) || paths.length === 0) return undefined;
  const marks: JsonRecord = {};
  for (const path of paths) {
    const first = Array.isArray(path) ? path[0] : undefined;
    // The whole attribute is marked: a set has no stable paths below it.
    if (isRecord(first) && typeof first.value === 'string') marks[first.value] = true;
  }
  return marks;
}
