/** Terraform and OpenTofu documents: plans, states and raw state files, each a picture of its own. */
import {
  judged,
  type Network,
  type Origin,
  type Picture,
  type SourceComment,
  type SourcePlace,
} from '../../model/index.ts';
import type { JsonDocument } from '../../text/json/index.ts';
import { networkBefore, touchedBy } from './before.ts';
import type { ConfigModule } from './document/configuration.ts';
import { dependenciesOf, either, orderOf } from './document/dependencies.ts';
import type { TerraformDocument } from './document/document.ts';
import { readPlan } from './document/plan.ts';
import { asWritten, partsOf, secretsOf } from './document/secrets.ts';
import { readState } from './document/state.ts';
import { readTfstate } from './document/tfstate.ts';
import { networkOf } from './network.ts';
import { Registry } from './nouns/registry.ts';
import { placesOf } from './places.ts';
import { commentsOf } from './sources/comments.ts';
import { dependenciesIn } from './sources/dependencies.ts';
import { SourceExpressions } from './sources/expressions.ts';
import { firstMissing } from './sources/match.ts';
import { formerAddresses } from './sources/moved.ts';
import type { FoundSources } from './sources/open.ts';
import { placeOf } from './sources/places.ts';
import type { SourceTree } from './sources/tree.ts';
import { withoutSecrets } from './sources/without-secrets.ts';
import { unreadIn } from './unread.ts';
import { Graph } from './values/graph.ts';

export { PLAN_SELECT, PLANNED_VALUES_SELECT } from './document/plan.ts';
export { STATE_SELECT } from './document/state.ts';
export { TFSTATE_SELECT } from './document/tfstate.ts';

export type TerraformKind = 'plan' | 'state' | 'tfstate';

export interface TerraformFile {
  readonly kind: TerraformKind;
  readonly document: JsonDocument;
  readonly input: number;
  /** The path as the user named it. Null for standard input. */
  readonly path: string | null;
  /** Reads `planned_values`, which only plans without changes need. */
  readonly plannedValues: () => JsonDocument;
  /** Finds the sources of the document; called once it is known to be readable. */
  readonly sources: () => FoundSources;
}

export interface TerraformPicture extends Picture {
  /** Where something of the document is written. Undefined if there are no sources. */
  readonly source: ((origin: Origin) => SourcePlace | undefined) | undefined;
  /** Suppression comments of the sources. Undefined if there are no sources. */
  readonly comments: (() => readonly SourceComment[]) | undefined;
  /** The directory of its sources. Undefined if there are none, or if they are in a binary plan file. */
  readonly directory: string | undefined;
}

/** @throws InputError for a format or version that is not known */
export function readTerraform(file: TerraformFile): TerraformPicture {
  const document = readDocument(file);
  // What the picture holds must not hold the file: its values are the half of a large plan that nobody reads again.
  const { input, path } = file;
  const { tree, note } = fittingSources(file, document);
  const sources = tree && document.configuration ? new SourceExpressions(tree) : undefined;
  const registry = new Registry(new Graph(document, sources));
  const network = networkOf(registry);
  const notes = note === undefined ? [] : [note];
  if (judged(network.endpoints).length === 0) notes.push(...declaredOnly(file, document));
  const { partial } = document;
  const secrets = secretsOf(document);
  let written: readonly string[] | undefined;
  const secretCode = () => {
    written ??= asWritten(secrets);
    return written;
  };
  return {
    network: document.kind === 'terraform-plan' ? asPlanned(network, document, tree) : network,
    notes,
    inputs: [input],
    places: () => placesOf(registry),
    madeAt: document.madeAt,
    secrets: [...new Set([...secrets, ...secrets.flatMap(partsOf)])],
    former: formerAddresses(document, tree),
    incomplete: [...(partial ? [partial] : []), ...unreadIn(document)].map(({ code, message }) => {
      return { path, account: null, region: null, call: null, code, message };
    }),
    directory: tree?.module([])?.directory,
    source: tree && ((origin) => withoutSecrets(placeOf(origin, tree), secretCode)),
    comments: tree && (() => commentsOf(tree, new Set(document.instances.map((i) => i.module)))),
    ...(document.kind === 'terraform-plan' ? { touched: () => touchedBy(document) } : {}),
  };
}

/** The state before a plan is built on demand. */
function asPlanned(network: Network, document: TerraformDocument, tree: SourceTree | undefined): Network {
  let before: ReturnType<typeof networkBefore> | null = null;
  const { configuration } = document;
  return {
    ...network,
    isOrdered:
      configuration &&
      orderOf(
        document,
        tree ? either(dependenciesIn(tree), dependenciesOf(configuration)) : dependenciesOf(configuration),
      ),
    get before() {
      if (before === null) before = networkBefore(document);
      return before;
    },
  };
}

/** Sources count only where they are those of the plan. */
function fittingSources(file: TerraformFile, document: TerraformDocument): FoundSources {
  const found = file.sources();
  const { configuration } = document;
  if (!found.tree || !configuration) return found;
  const missing = firstMissing(configuration, found.tree);
  if (missing === null) return found;
  return {
    tree: undefined,
    note: `the Terraform code in ${found.shown ?? found.tree.root} does not belong to the plan (it lacks ${missing}), so vpce-lint ignores it`,
  };
}

function declaredOnly(file: TerraformFile, document: TerraformDocument): string[] {
  const declared = document.configuration ? countDeclared(document.configuration.root) : 0;
  if (declared === 0) return [];
  const blocks =
    declared === 1
      ? '1 block of the configuration declares VPC endpoints'
      : `${declared} blocks of the configuration declare VPC endpoints`;
  return [`${file.path ?? 'standard input'}: ${blocks}, but none is planned`];
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
