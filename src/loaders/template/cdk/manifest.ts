/**
 * `manifest.json` of a CDK assembly: which templates are stacks, and where they go.
 * Schema: https://github.com/aws/aws-cdk-cli/tree/main/packages/%40aws-cdk/cloud-assembly-schema
 */
import { push } from '../../../base/memo.ts';
import { isList, isMap, mapAt, member, type Raw, textAt } from '../document/raw.ts';
import type { Environment } from '../stack/types.ts';

export interface StackArtifact {
  readonly id: string;
  readonly stackName: string;
  /** Relative to the folder of the manifest. */
  readonly templateFile: string;
  readonly environment: Environment;
  /** Construct paths by logical id, and where the code makes them. */
  readonly metadataFile: string | null;
  readonly metadata: Raw | undefined;
  readonly displayName: string;
}

export interface Assembly {
  readonly stacks: readonly StackArtifact[];
  /** Folders of assemblies inside it. */
  readonly nested: readonly string[];
  /** What lookups still lack, each in a few words. */
  readonly missing: readonly string[];
}

/** Whether a document is such a manifest. */
export function isAssembly(value: unknown): boolean {
  const raw = value as Raw;
  return isMap(raw) && typeof raw.version === 'string' && isMap(raw.artifacts);
}

export function readAssembly(raw: Raw): Assembly {
  const stacks: StackArtifact[] = [];
  const nested: string[] = [];
  for (const [id, artifact] of Object.entries(mapAt(raw, 'artifacts'))) {
    const properties = mapAt(artifact, 'properties');
    if (textAt(artifact, 'type') === 'cdk:cloud-assembly') {
      const directory = textAt(properties, 'directoryName');
      if (directory !== undefined) nested.push(directory);
      continue;
    }
    const templateFile = textAt(properties, 'templateFile');
    if (textAt(artifact, 'type') !== 'aws:cloudformation:stack' || templateFile === undefined) continue;
    stacks.push({
      id,
      stackName: textAt(properties, 'stackName') ?? id,
      templateFile,
      environment: environmentOf(textAt(artifact, 'environment') ?? ''),
      metadataFile: textAt(artifact, 'additionalMetadataFile') ?? null,
      metadata: member(artifact, 'metadata'),
      displayName: textAt(artifact, 'displayName') ?? id,
    });
  }
  const missing = member(raw, 'missing');
  return {
    stacks,
    nested,
    missing: isList(missing) ? missing.map((each) => textAt(each, 'key') ?? 'a look-up without a key') : [],
  };
}

function environmentOf(written: string): Environment {
  const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(written) ?? [];
  return {
    account: account !== undefined && /^\d{12}$/.test(account) ? account : null,
    region: region === undefined || region.startsWith('unknown') ? null : region,
  };
}

export type ConstructPaths = ReadonlyMap<string, readonly string[]>;

export interface ConstructNames {
  /** Construct paths by logical id: several where nested stacks have resources of one id. */
  readonly paths: ConstructPaths;
  /** Places in the code, `file:line:column`, by logical id. */
  readonly traces: ReadonlyMap<string, CodePlace>;
}

export interface CodePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Names of constructs out of a stack's metadata. */
export function constructNames(metadata: Raw | undefined): ConstructNames {
  const paths = new Map<string, string[]>();
  const traces = new Map<string, CodePlace>();
  for (const [path, entries] of isMap(metadata) ? Object.entries(metadata) : []) {
    const list = isList(entries) ? entries : [];
    const id = list.find((entry) => textAt(entry, 'type') === 'aws:cdk:logicalId');
    const logical = textAt(id, 'data');
    if (logical === undefined) continue;
    push(paths, logical, path);
    const stack = list.find((entry) => textAt(entry, 'type') === 'aws:cdk:creationStack') ?? id;
    const frames = member(stack, 'data');
    const place = placeIn(isList(frames) ? frames : ((member(id, 'trace') as readonly Raw[] | undefined) ?? []));
    if (place) traces.set(logical, place);
  }
  return { paths, traces };
}

/** The first frame that is code of the user's own. */
function placeIn(frames: readonly Raw[]): CodePlace | undefined {
  for (const frame of frames) {
    if (typeof frame !== 'string' || /node_modules|node:internal|aws-cdk-lib/.test(frame)) continue;
    const found = /(?:file:\/\/)?(\/?[^\s():]+(?:\.[a-z]+)):(\d+)(?::(\d+))?/.exec(frame);
    if (found) return { file: found[1]!, line: Number(found[2]), column: Number(found[3] ?? 1) };
  }
  return undefined;
}
