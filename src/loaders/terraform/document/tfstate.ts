import { InputError } from '../../../model/index.ts';
import type { JsonDocument, Select } from '../../../text/json/index.ts';
import { keySuffix } from './address.ts';
import { blockKey } from './configuration.ts';
import { Damage } from './damage.ts';
import { documentOfInstances, type Instance, type TerraformDocument } from './document.ts';
import { LISTED_RESOURCES } from './select.ts';
import { isRecord, type JsonRecord, list, text } from './shapes.ts';

export const TFSTATE_SELECT: Select = {
  members: {
    version: 'all',
    terraform_version: 'all',
    serial: 'all',
    lineage: 'all',
    resources: LISTED_RESOURCES,
  },
};

/** A raw `terraform.tfstate` of version 4. */
export function readTfstate(document: JsonDocument, input: number, path: string | null): TerraformDocument {
  const state = document.value as JsonRecord;
  if (state.version !== 4) {
    throw new InputError(`vpce-lint reads state version 4, not ${JSON.stringify(state.version)}`, {
      file: path,
      place: '/version',
      hint:
        typeof state.version === 'number' && state.version < 4
          ? 'Upgrade the state with a current Terraform'
          : 'Update vpce-lint',
    });
  }
  const instances: Instance[] = [];
  const damage = new Damage();
  if (state.resources != null && !Array.isArray(state.resources)) damage.at('/resources');
  for (const resource of list(state.resources)) {
    const pointer = (isRecord(resource) ? document.pointerOf(resource) : undefined) ?? '/resources';
    if (isRecord(resource)) instances.push(...readResource(resource, input, path, pointer, damage));
    else damage.at(`an element of ${pointer}`);
  }
  return { ...documentOfInstances(input, instances), partial: damage.partial };
}

function readResource(
  resource: JsonRecord,
  input: number,
  path: string | null,
  pointer: string,
  damage: Damage,
): Instance[] {
  const { type, name } = resource;
  if (typeof type !== 'string' || typeof name !== 'string' || !Array.isArray(resource.instances)) {
    damage.at(pointer);
    return [];
  }
  const mode = resource.mode === 'data' ? 'data' : 'managed';
  const module = text(resource.module) ?? '';
  const out: Instance[] = [];
  for (const [i, item] of resource.instances.entries()) {
    if (!isRecord(item)) damage.at(`${pointer}/instances/${i}`);
    if (!isRecord(item) || item.deposed !== undefined) continue;
    // A resource that no provider has read since the upgrade from 0.11 keeps its old form.
    if (isRecord(item.attributes_flat)) {
      throw new InputError('an object still has the format of Terraform 0.11', {
        file: path,
        place: `${pointer}/instances/${i}/attributes_flat`,
        hint: 'Upgrade the state with a current Terraform',
      });
    }
    if (!isRecord(item.attributes)) damage.at(`${pointer}/instances/${i}/attributes`);
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
  const marks: JsonRecord = Object.create(null);
  for (const path of paths) {
    const first = Array.isArray(path) ? path[0] : undefined;
    // The whole attribute is marked: a set has no stable paths below it.
    if (isRecord(first) && typeof first.value === 'string') marks[first.value] = true;
  }
  return marks;
}
