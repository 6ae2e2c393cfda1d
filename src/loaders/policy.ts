import { parseServiceName, serviceByName } from '../aws/index.ts';
import { oneOf } from '../base/sentences.ts';
import { type FilePosition, InputError, type Tree, type Trust } from '../model/index.ts';
import { sniff, toUtf8 } from '../text/encoding.ts';
import { type JsonDocument, readJson } from '../text/json/index.ts';
import { TextError } from '../text/text-error.ts';

/** A policy to judge on its own, with what is known about its endpoint. Null means not known. */
export interface PolicyInput {
  /** As shown to people; `-` for standard input. */
  readonly file: string;
  /** The text as written, or an object. Null means that there is none, so AWS's default applies. */
  readonly document: Tree | null;
  /** JSON pointer of the document in the file. */
  readonly pointer: string;
  /** Key in the service table: `s3`, `ecr.api`. */
  readonly service: string | null;
  readonly type: 'Gateway' | 'Interface' | null;
  readonly region: string | null;
  readonly id: string | null;
  readonly vpcId: string | null;
  readonly ownerId: string | null;
  /** Who is inside, where the input says so itself. */
  readonly trust: Trust | undefined;
  /** Place of a JSON pointer in the file, where it can be found. */
  readonly locate: (pointer: string) => FilePosition | undefined;
}

/** A policy with what a program says of its endpoint. */
export interface GivenPolicy {
  /** The document, as text or as an object. Null means that there is none, so AWS's default applies. */
  readonly policy: string | object | null;
  /** Its name in findings. Default `policy.json`. */
  readonly file?: string;
  /** Service of the endpoint: `s3`, `ecr.api`, or the whole name. */
  readonly service?: string;
  readonly type?: 'Gateway' | 'Interface';
  readonly region?: string;
  /** Id of the endpoint. */
  readonly id?: string;
  readonly vpcId?: string;
  /** Account that owns the endpoint. */
  readonly ownerId?: string;
  /** Who is inside; as in the config. */
  readonly trust?: Trust;
}

/** What the command line adds if an input does not say it. */
export interface PolicyDefaults {
  readonly service?: string | undefined;
  readonly type?: 'Gateway' | 'Interface' | undefined;
}

/** Members that show another kind of file. */
const OTHERS = ['VpcEndpoints', 'VpcEndpoint', 'planned_values', 'resource_changes', 'terraform_version', 'Resources'];

const TRUST = [
  'organizations',
  'organizationPaths',
  'accounts',
  'principals',
  'resourceAccounts',
  'resourceOrganizations',
  'buckets',
] as const satisfies readonly (keyof Trust)[];

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads one input: a policy document, or an object `{service, endpoint, policy, trust}` around one. Throws InputError
 * if the input is not a policy at all. The analysis reports what is wrong inside a document.
 */
export function readPolicy(file: string, bytes: Uint8Array, defaults: PolicyDefaults = {}): PolicyInput {
  const kind = sniff(bytes);
  if (kind === 'empty') throw new InputError('the file is empty', { file });
  if (kind !== 'text') throw new InputError('this is not a text file', { file });
  const utf8 = decoded(file, bytes);
  const text = Buffer.from(utf8).toString('utf8');
  const value = parsed(text);
  const bare = {
    file,
    document: text,
    pointer: '',
    ...about(undefined, undefined, defaults, file),
    trust: undefined,
    locate: locator(utf8),
  };
  // A document as one JSON string: what `jq .policy` prints.
  if (typeof value === 'string') return { ...bare, document: value, locate: () => undefined };
  if (!isMembers(value) || 'Statement' in value) return bare;
  const other = OTHERS.find((name) => name in value);
  if (other !== undefined && !('policy' in value)) {
    throw new InputError(`this is not a policy, because it has "${other}"`, {
      file,
      hint: `Use \`vpce-lint lint ${file}\``,
    });
  }
  if (!('policy' in value)) return bare;
  const { policy } = value;
  if (policy !== null && typeof policy !== 'string' && !isMembers(policy)) {
    throw new InputError('"policy" must be an object, a string or null', { file });
  }
  return {
    ...bare,
    document: policy as Tree | null,
    pointer: '/policy',
    ...about(value.service, value.endpoint, defaults, file),
    trust: trustOf(value.trust, file),
  };
}

/** A policy from a program. @throws InputError for values of a wrong type */
export function policyInput({ policy, file = 'policy.json', service, trust, ...endpoint }: GivenPolicy): PolicyInput {
  if (policy !== null && typeof policy !== 'string' && !isMembers(policy)) {
    throw new InputError('"policy" must be an object, a string or null', { file });
  }
  return {
    file,
    document: policy as Tree | null,
    pointer: '',
    ...about(service, endpoint, {}, file),
    trust: trustOf(trust, file),
    locate: typeof policy === 'string' ? locator(Buffer.from(policy)) : () => undefined,
  };
}

function decoded(file: string, bytes: Uint8Array): Uint8Array {
  try {
    return toUtf8(bytes).bytes;
  } catch (error) {
    if (error instanceof TextError) throw new InputError(error.message, { file, place: placeText(error) });
    throw error;
  }
}

function placeText({ line, column }: TextError): string {
  return `line ${line}, column ${column}`;
}

/** Undefined if the text is not JSON: the analysis says where it breaks. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The file is read again for places only when one is asked for. */
function locator(utf8: Uint8Array): PolicyInput['locate'] {
  let document: JsonDocument | null | undefined;
  return (pointer) => {
    if (document === undefined) {
      try {
        document = readJson(utf8);
      } catch (error) {
        if (!(error instanceof TextError)) throw error;
        document = null;
      }
    }
    return document?.locate(pointer);
  };
}

type About = Pick<PolicyInput, 'service' | 'type' | 'region' | 'id' | 'vpcId' | 'ownerId'>;

function about(service: unknown, endpoint: unknown, defaults: PolicyDefaults, file: string): About {
  if (endpoint !== undefined && endpoint !== null && !isMembers(endpoint)) {
    throw new InputError('"endpoint" must be an object: {id, vpcId, ownerId, region, type}', { file });
  }
  const members: Members = isMembers(endpoint) ? endpoint : {};
  const read = (name: string) => textOf(members[name], `endpoint.${name}`, file);
  const given = textOf(service, 'service', file) ?? defaults.service ?? null;
  const name = given === null ? null : parseServiceName(given);
  const known = name !== null && name.form !== 'unknown';
  const region = read('region') ?? (known ? name.region : null);
  const key = name === null ? null : known ? name.key : given;
  const type = typeOf(read('type'), file) ?? defaults.type ?? onlyType(key, region);
  return { service: key, type, region, id: read('id'), vpcId: read('vpcId'), ownerId: read('ownerId') };
}

function textOf(value: unknown, name: string, file: string): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return value;
  throw new InputError(`"${name}" must be a string`, { file });
}

function typeOf(type: string | null, file: string): PolicyInput['type'] {
  if (type === null || type === 'Gateway' || type === 'Interface') return type;
  throw new InputError(`endpoints of type "${type}" have no policy. Use Gateway or Interface`, { file });
}

/** The type of a service that has endpoints of one type only. */
export function onlyType(service: string | null, region: string | null): PolicyInput['type'] {
  if (service === null) return null;
  const types = serviceByName(serviceNameOf(service, region ?? 'us-east-1'))?.types ?? [];
  const [only] = types;
  return types.length === 1 && (only === 'Gateway' || only === 'Interface') ? only : null;
}

/** The service name of a key: `com.amazonaws.us-east-1.s3`, `aws.sagemaker.us-east-1.studio`. */
export function serviceNameOf(service: string, region: string | null): string {
  const [form, rest] = service.includes('/') ? service.split('/', 2) : ['com.amazonaws', service];
  return [form, region, rest].filter((part) => part !== null).join('.');
}

function trustOf(value: unknown, file: string): Trust | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isMembers(value)) throw new InputError('"trust" must be an object of lists', { file });
  for (const [name, list] of Object.entries(value)) {
    if (!(TRUST as readonly string[]).includes(name)) {
      throw new InputError(`"trust.${name}" is not a known key. Use ${oneOf(TRUST)}`, { file });
    }
    if (!Array.isArray(list) || !list.every((item) => typeof item === 'string')) {
      throw new InputError(`"trust.${name}" must be a list of strings`, { file });
    }
  }
  return value as Trust;
}
