/** What a user says about the stacks that templates create: values of parameters, Region, account. */

import { resolve } from 'node:path';
import { isRegion } from '../../aws/index.ts';
import { NoRegularFile } from '../../base/regular-file.ts';
import { InputError } from '../../model/index.ts';
import { toUtf8 } from '../../text/encoding.ts';
import { readJson } from '../../text/json/index.ts';
import { TextError } from '../../text/text-error.ts';
import { readNamedFile } from '../named-file.ts';
import { type Given, givenIn } from './stack/parameters.ts';

/** As on the command line. */
export interface TemplateRequest {
  /** Files of parameters, in one of the shapes of the AWS CLI. */
  readonly parameterFiles?: readonly string[];
  /** `Key=Value`. They override files. */
  readonly parameters?: readonly string[];
  readonly region?: string;
  readonly account?: string;
}

export interface TemplateOptions {
  /** Values of parameters, of all files and options together. */
  readonly parameters: Given;
  /** Where they come from, which messages say. */
  readonly parametersFrom: readonly { readonly file: string | null; readonly names: readonly string[] }[];
  readonly region: string | null;
  readonly account: string | null;
  readonly cwd: string;
}

/** @throws InputError for what cannot be read, or is not a parameter, Region or account */
export function templateOptions(request: TemplateRequest, cwd: string): TemplateOptions {
  const { parameterFiles = [], parameters = [], region = null, account = null } = request;
  if (region !== null && !isRegion(region))
    throw new InputError(`--region: "${region}" is not a Region`, { hint: 'Use a name such as eu-west-1' });
  if (account !== null && !/^\d{12}$/.test(account))
    throw new InputError(`--account: "${account}" is not an account ID`, { hint: 'Use its 12 digits' });
  const given = new Map<string, string>();
  const from: { file: string | null; names: string[] }[] = [];
  for (const file of parameterFiles) {
    const values = readParameters(file, cwd);
    for (const [name, value] of values) given.set(name, value);
    from.push({ file, names: [...values.keys()] });
  }
  for (const pair of parameters) {
    const at = pair.indexOf('=');
    if (at < 1)
      throw new InputError(`--parameter: "${pair}" has no value`, {
        hint: 'Write --parameter Key=Value',
      });
    given.set(pair.slice(0, at), pair.slice(at + 1));
    from.push({ file: null, names: [pair.slice(0, at)] });
  }
  return { parameters: given, parametersFrom: from, region, account, cwd };
}

function readParameters(file: string, cwd: string): Map<string, string> {
  let bytes: Uint8Array;
  try {
    bytes = readNamedFile(resolve(cwd, file));
  } catch (error) {
    if (error instanceof NoRegularFile) throw new InputError(error.message, { file });
    throw new InputError('no such file', { file, hint: 'Name a file of parameters with --parameters' });
  }
  let value: unknown;
  try {
    ({ value } = readJson(toUtf8(bytes).bytes));
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    throw new InputError(error.message, {
      file,
      place: `line ${error.line}, column ${error.column}`,
      hint: error.hint,
    });
  }
  const values = givenIn(value);
  if (values === undefined) {
    throw new InputError('this is not a file of CloudFormation parameters', {
      file,
      hint: 'Write a list of {"ParameterKey": ..., "ParameterValue": ...}, or {"Parameters": {...}}',
    });
  }
  return values;
}
