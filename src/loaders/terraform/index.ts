/** Terraform and OpenTofu documents: plans, states and raw state files, each a picture of its own. */
import type { Picture } from '../../model/index.ts';
import type { JsonDocument } from '../../text/json/index.ts';
import type { ConfigModule } from './configuration.ts';
import type { TerraformDocument } from './document.ts';
import { buildNetwork } from './network.ts';
import { readPlan } from './plan.ts';
import { secretsOf } from './secrets.ts';
import { readState } from './state.ts';
import { readTfstate } from './tfstate.ts';

export { PLAN_SELECT, PLANNED_VALUES_SELECT } from './plan.ts';
export { STATE_SELECT } from './state.ts';
export { TFSTATE_SELECT } from './tfstate.ts';

export type TerraformKind = 'plan' | 'state' | 'tfstate';

export interface TerraformFile {
  readonly kind: TerraformKind;
  readonly document: JsonDocument;
  readonly input: number;
  /** As named by the user; null for standard input. */
  readonly path: string | null;
  /** Reads `planned_values`, which only plans without changes need. */
  readonly plannedValues: () => JsonDocument;
}

/** @throws InputError for a format or version that is not known */
export function readTerraform(file: TerraformFile): Picture {
  const document = readDocument(file);
  const network = buildNetwork(document, undefined);
  const notes: string[] = [];
  if (network.endpoints.length === 0) {
    const declared = document.configuration ? countDeclared(document.configuration.root) : 0;
    if (declared > 0) {
      const blocks =
        declared === 1
          ? '1 block of the configuration declares VPC endpoints'
          : `${declared} blocks of the configuration declare VPC endpoints`;
      notes.push(`${file.path ?? 'standard input'}: ${blocks}, but none is planned`);
    }
  }
  const { partial } = document;
  return {
    network,
    notes,
    inputs: [file.input],
    secrets: secretsOf(document),
    incomplete: partial
      ? [{ path: file.path, account: null, region: null, call: null, code: partial.code, message: partial.message }]
      : [],
  };
}

function readDocument(file: TerraformFile): TerraformDocument {
  if (file.kind === 'plan') return readPlan(file.document, file.input, file.path, file.plannedValues);
  return file.kind === 'state'
    ? readState(file.document, file.input, file.path)
    : readTfstate(file.document, file.input, file.path);
}

function countDeclared(module: ConfigModule): number {
  let count = 0;
  for (const block of module.resources.values())
    if (block.mode === 'managed' && block.type === 'aws_vpc_endpoint') count += 1;
  for (const call of module.calls.values()) count += countDeclared(call.module);
  return count;
}
