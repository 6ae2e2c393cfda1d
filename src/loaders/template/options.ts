/** What a user says of the stacks that templates make: values of parameters, Region, account. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isRegion } from '../../aws/index.ts';
import { InputError } from '../../model/index.ts';
import { toUtf8 } from '../../text/encoding.ts';
import { readJson } from '../../text/json/index.ts';
import { TextError } from '../../text/text-error.ts';
import { type Given, givenIn } from './stack/parameters.ts';

/** As on the command line. */
export interface TemplateRequest {
  /** Files of parameters, in one of the shapes of the AWS CLI. */
  readonly parameterFiles?: readonly string[];
  /** `Key=Value`; they win over files. */
  readonly parameters?: readonly string[];
  readonly region?: string;
  readonly account?: string;
}

export interface TemplateOptions {
  /** Values of parameters, of all files and options together. */
  readonly parameters: Given;
  /** Where they were read, for messages. */
  readonly parametersFrom: readonly { readonly file: string | null; readonly names: readonly string[] }[];
  readonly region: string | null;
  readonly account: string | null;
  readonly cwd: string;
}

/** @throws InputError for what cannot be read, or is no parameter, Region or account */
export function templateOptions(request: TemplateRequest, cwd: string): TemplateOptions {
  const { parameterFiles = [], parameters = [], region = null, account = null } = request;
  if (region !== null && !isRegion(region))
    throw new InputError(`--region ${region}: this is no Region`, { hint: 'name one such as eu-west-1' });
  if (account !== null && !/^\d{12}$/.test(account))
    throw new InputError(`--account ${account}: this is no account`, { hint: 'its id has twelve digits' });
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
      throw new InputError(`--parameter ${pair}: a parameter and its value are wanted`, {
        hint: 'write --parameter Key=Value',
      });
    given.set(pair.slice(0, at), pair.slice(at + 1));
    from.push({ file: null, names: [pair.slice(0, at)] });
  }
  return { parameters: given, parametersFrom: from, region, account, cwd };
}

function readParameters(file: string, cwd: string): Map<string, string> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(resolve(cwd, file));
  } catch {
    throw new InputError('there is no such parameters file', { file });
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
    throw new InputError('this is no parameters file of CloudFormation', {
      file,
      hint: 'a list of {"ParameterKey": ..., "ParameterValue": ...}, or {"Parameters": {...}}',
    });
  }
  return values;
}
