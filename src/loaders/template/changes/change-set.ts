/**
 * Change sets: what `aws cloudformation describe-change-set --include-property-values` prints.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html
 */
import type { Tri } from '../../../model/index.ts';
import { readJson } from '../../../text/json/index.ts';
import { TextError } from '../../../text/text-error.ts';
import { isList, isMap, mapAt, member, type Raw, type RawMap, textAt } from '../document/raw.ts';
import type { Environment } from '../stack/types.ts';

export interface ResourceChange {
  /** Logical id. */
  readonly id: string;
  readonly action: 'add' | 'modify' | 'remove' | 'import' | 'other';
  readonly type: string;
  readonly physicalId: string | null;
  /** The change set of a nested stack. Null if it is not a nested stack, or has no change set. */
  readonly changeSetId: string | null;
  /** Whether another one replaces it. Unknown if that depends on values that only execution shows. */
  readonly replaced: Tri;
  /** Properties whose change has it replaced. */
  readonly forcedBy: readonly string[];
  /** Properties before and after. Null if it did not exist, or the change set does not show them. */
  readonly before: RawMap | null;
  readonly after: RawMap | null;
}

export interface ChangeSet {
  /** The file it was read from. */
  readonly path: string | null;
  readonly id: string | null;
  /** The change set of the stack that nests its stack. Null for a root stack. */
  readonly parentId: string | null;
  /** Those of nested stacks, by logical id. */
  readonly nested: ReadonlyMap<string, ChangeSet>;
  readonly stackName: string | null;
  readonly environment: Environment;
  /** Values of the stack's parameters, without those that are hidden. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The values of parameters that are stored in AWS. */
  readonly resolved: ReadonlyMap<string, string>;
  readonly changes: readonly ResourceChange[];
  /** Why it does not show what existed before. Null if it does. */
  readonly lacks: string | null;
}

/** Whether a document is a change set. */
export function isChangeSet(value: unknown): boolean {
  const raw = value as Raw;
  return isMap(raw) && isList(member(raw, 'Changes')) && ('ChangeSetName' in raw || 'ChangeSetId' in raw);
}

export function readChangeSet(raw: Raw, path: string | null): ChangeSet {
  const parameters = new Map<string, string>();
  const resolved = new Map<string, string>();
  for (const each of listAt(raw, 'Parameters')) {
    const [name, value, stored] = ['ParameterKey', 'ParameterValue', 'ResolvedValue'].map((key) => textAt(each, key));
    if (name === undefined) continue;
    // `NoEcho`.
    if (value !== undefined && !/^\*+$/.test(value)) parameters.set(name, value);
    if (stored !== undefined) resolved.set(name, stored);
  }
  const changes = listAt(raw, 'Changes').flatMap((each) => changeIn(mapAt(each, 'ResourceChange')));
  const [, region = null, account = null] =
    /^arn:[^:]+:cloudformation:([^:]+):(\d{12}):/.exec(textAt(raw, 'StackId') ?? textAt(raw, 'ChangeSetId') ?? '') ??
    [];
  const isShown = ({ action, type, before }: ResourceChange) =>
    action === 'add' || action === 'import' || before !== null || type === 'AWS::CloudFormation::Stack';
  return {
    path,
    id: textAt(raw, 'ChangeSetId') ?? null,
    parentId: textAt(raw, 'ParentChangeSetId') ?? null,
    nested: new Map(),
    stackName: textAt(raw, 'StackName') ?? null,
    environment: { account, region },
    parameters,
    resolved,
    changes,
    lacks:
      textAt(raw, 'NextToken') !== undefined
        ? 'the change set is cut off. Describe it without --no-paginate.'
        : changes.every(isShown)
          ? null
          : 'the change set does not show the values before it. Describe it with --include-property-values.',
  };
}

const ACTIONS: ReadonlyMap<string, ResourceChange['action']> = new Map([
  ['Add', 'add'],
  ['Modify', 'modify'],
  ['Remove', 'remove'],
  ['Import', 'import'],
]);

const REPLACED: ReadonlyMap<string, Tri> = new Map([
  ['True', 'yes'],
  ['False', 'no'],
  ['Conditional', 'unknown'],
]);

function changeIn(raw: RawMap): ResourceChange[] {
  const [id, type] = [textAt(raw, 'LogicalResourceId'), textAt(raw, 'ResourceType')];
  if (id === undefined || type === undefined) return [];
  return [
    {
      id,
      type,
      action: ACTIONS.get(textAt(raw, 'Action') ?? '') ?? 'other',
      physicalId: textAt(raw, 'PhysicalResourceId') ?? null,
      changeSetId: textAt(raw, 'ChangeSetId') ?? null,
      replaced: REPLACED.get(textAt(raw, 'Replacement') ?? '') ?? 'no',
      forcedBy: forcing(listAt(raw, 'Details')),
      before: propertiesIn(textAt(raw, 'BeforeContext')),
      after: propertiesIn(textAt(raw, 'AfterContext')),
    },
  ];
}

/** Properties, `DnsOptions.PrivateDnsPreference` where it is a part of one. */
function forcing(details: readonly Raw[]): string[] {
  const names = details.flatMap((detail) => {
    const target = mapAt(detail, 'Target');
    const path = /^\/Properties\/(.+)$/.exec(textAt(target, 'Path') ?? '')?.[1];
    const name = path?.replaceAll('/', '.') ?? textAt(target, 'Name');
    const recreates = textAt(target, 'RequiresRecreation');
    return name !== undefined && recreates !== undefined && recreates !== 'Never' ? [name] : [];
  });
  return [...new Set(names)];
}

/** `{"Properties": {...}}` as a text, which may be cut. */
function propertiesIn(text: string | undefined): RawMap | null {
  if (text === undefined || text === '') return null;
  try {
    return mapAt(readJson(Buffer.from(text)).value as Raw, 'Properties');
  } catch (error) {
    if (error instanceof TextError) return null;
    throw error;
  }
}

function listAt(raw: Raw, name: string): readonly Raw[] {
  const found = member(raw, name);
  return isList(found) ? found : [];
}
