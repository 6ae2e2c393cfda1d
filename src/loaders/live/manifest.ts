/** `manifest.json` of a snapshot: when and by whom it was read, and what was not. */
import type { Failure } from './failure.ts';

export interface Manifest {
  /** Version of this form. */
  readonly vpceLintSnapshot: 1;
  readonly tool: { readonly name: 'vpce-lint'; readonly version: string };
  readonly takenAt: string;
  readonly callers: readonly { readonly account: string; readonly arn: string | null }[];
  readonly readings: readonly ManifestReading[];
  /** Calls that were not answered to the end. */
  readonly failed: readonly Failure[];
  /** Accounts that are still to be read, or read anew: the snapshot was cut off. */
  readonly pending?: readonly string[];
}

export interface ManifestReading {
  readonly account: string;
  readonly region: string;
  /** Files in `<account>/<region>/`. */
  readonly files: readonly string[];
  /** The VPCs of which all was read, where only what an input names was. */
  readonly vpcs?: readonly string[];
}

/** Whether a parsed document is a manifest. */
export function isManifest(value: unknown): value is Manifest {
  if (!isObject(value) || value.vpceLintSnapshot !== 1) return false;
  const { pending = [] } = value;
  if (!isListOf(pending, (account) => typeof account === 'string')) return false;
  return isListOf(value.readings, isReading) && isListOf(value.failed, isFailure);
}

function isReading(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { account, region, files, vpcs = [] } = value;
  if (!isListOf(vpcs, (vpc) => typeof vpc === 'string')) return false;
  return typeof account === 'string' && typeof region === 'string' && isListOf(files, (f) => typeof f === 'string');
}

function isFailure(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { account, region, call, code, message, optional, rest, permission } = value;
  return (
    [account, region, call, permission].every((text) => text === null || typeof text === 'string') &&
    [code, message].every((text) => typeof text === 'string') &&
    [optional, rest].every((flag) => typeof flag === 'boolean')
  );
}

function isListOf(value: unknown, is: (element: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(is);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
