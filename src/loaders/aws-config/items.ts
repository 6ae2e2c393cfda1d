/** The configuration items in documents of AWS Config: answers of its calls, and the files it delivers. */
import { parseArn } from '../../aws/index.ts';
import { InputError } from '../../model/input-error.ts';
import { readJson } from '../../text/json/index.ts';
import { type Fields, isObject } from '../describe/row.ts';

/** How much of what exists a document shows. */
export type Extent =
  /** All that a query found. */
  | 'query'
  /** All that is recorded of an account and Region. */
  | 'snapshot'
  /** Some resources: those asked for, or those that changed. */
  | 'part';

export interface Item {
  readonly type: string;
  readonly id: string | undefined;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly configuration: Fields;
  /** Tags as `[{key, value}]`. Undefined if the item has none. */
  readonly tags: unknown;
  /** The time of this state. Empty if the item does not say it. */
  readonly captured: string;
  /** Whether the item no longer exists, or the document does not describe it. */
  readonly gone: 'deleted' | 'untold' | null;
  readonly extent: Extent;
  readonly input: number;
  /** Of its configuration in the document. */
  readonly pointer: string;
  /** Whether the document holds it as a text. There are no places inside a text. */
  readonly asText: boolean;
}

/** A list of items in a document. */
interface Found {
  readonly list: readonly unknown[];
  readonly pointer: string;
  readonly extent: Extent;
  readonly more: boolean;
  /** Whether the pointer is that of its one item. */
  readonly alone?: true;
}

export interface ConfigFile {
  readonly input: number;
  readonly path: string | null;
  readonly value: unknown;
}

export interface Items {
  readonly items: readonly Item[];
  /** Whether a page token is left over. Null if the document is not an answer with pages. */
  readonly more: boolean | null;
  readonly errors: readonly InputError[];
}

/** Keys of lists, by the call or file they are of. */
const LISTS: Readonly<Record<string, Extent>> = {
  configurationItems: 'part',
  baseConfigurationItems: 'part',
  BaseConfigurationItems: 'part',
};

/** Whether a parsed document comes from AWS Config: its content shows it. */
export function isConfig(value: unknown): boolean {
  return listsIn(value) !== undefined || recordersIn(value) !== undefined;
}

/** The recorders that `describe-configuration-recorders` lists. */
export function recordersIn(value: unknown): readonly Fields[] | undefined {
  const answer = plain(value);
  return isObject(answer) && Array.isArray(answer.ConfigurationRecorders)
    ? answer.ConfigurationRecorders.filter(isObject)
    : undefined;
}

function listsIn(value: unknown): Found[] | undefined {
  const answer = plain(value);
  const pointer = answer === value ? '' : '/data';
  if (Array.isArray(answer)) return listsInArray(answer);
  if (!isObject(answer)) return undefined;
  if (isResults(answer))
    return [{ list: answer.Results, pointer: `${pointer}/Results`, extent: 'query', more: hasMore(answer) }];
  for (const [key, extent] of Object.entries(LISTS)) {
    const list = answer[key];
    if (!Array.isArray(list)) continue;
    const isSnapshot = typeof answer.configSnapshotId === 'string';
    return [{ list, pointer: `${pointer}/${key}`, extent: isSnapshot ? 'snapshot' : extent, more: hasMore(answer) }];
  }
  if (isItem(answer)) return [alone(answer, pointer)];
  const name = ONE.find((each) => isItem(answer[each]));
  return name === undefined ? undefined : [alone(answer[name], `${pointer}/${name}`)];
}

/** Members that hold one item: of an aggregator's answer, and of what AWS Config sends to topics and rules. */
const ONE = ['ConfigurationItem', 'configurationItem'];

function alone(item: unknown, pointer: string): Found {
  return { list: [item], pointer, extent: 'part', more: false, alone: true };
}

/** Pages side by side, or what `jq` and the console make of the results of a query. */
function listsInArray(array: readonly unknown[]): Found[] | undefined {
  if (array.length === 0) return undefined;
  if (array.every((each) => isItem(parsedText(each))))
    return [{ list: array, pointer: '', extent: 'query', more: false }];
  const pages = array.map(listsIn);
  if (pages.some((page) => page === undefined)) return undefined;
  return pages.flatMap((page, i) => page!.map((found) => ({ ...found, pointer: `/${i}${found.pointer}` })));
}

function isResults(answer: Fields): answer is Fields & { readonly Results: readonly unknown[] } {
  const { Results, QueryInfo } = answer;
  if (!Array.isArray(Results)) return false;
  return isObject(QueryInfo) || (Results.length > 0 && Results.every((each) => isItem(parsedText(each))));
}

/** An item, or a row of a query, whose fields may be flattened: `configuration.vpcId`. */
function isItem(value: unknown): boolean {
  if (!isObject(value)) return false;
  const told = ['resourceType', 'resourceId', 'accountId', 'awsAccountId', 'awsRegion'].some((name) => name in value);
  return told && Object.keys(value).some((key) => key === 'configuration' || key.startsWith('configuration.'));
}

function hasMore({ NextToken, nextToken }: Fields): boolean {
  return [NextToken, nextToken].some((token) => typeof token === 'string' && token !== '');
}

/** Recordings of botocore stubs, which hold the answer and its HTTP status. */
function plain(value: unknown): unknown {
  return isObject(value) && 'status_code' in value && isObject(value.data) ? value.data : value;
}

/** The items of a document, and what is malformed in it; the rest of them is read. */
export function itemsOf(file: ConfigFile): Items {
  const errors: InputError[] = [];
  const items: Item[] = [];
  let more: boolean | null = null;
  for (const found of listsIn(file.value) ?? []) {
    if (found.extent === 'query') more = found.more;
    const wrong: string[] = [];
    for (const [i, element] of found.list.entries()) {
      const pointer = found.alone ? found.pointer : `${found.pointer}/${i}`;
      const item = itemOf(element, { ...found, pointer }, file.input);
      if (item) items.push(item);
      else wrong.push(pointer);
    }
    const [first] = wrong;
    if (first === undefined) continue;
    const others = wrong.length === 1 ? '' : ` (${wrong.length - 1} more have this problem)`;
    const hint = 'Save the answer of AWS Config again, unchanged';
    errors.push(
      new InputError(`a result must be an item or its JSON text${others}`, {
        file: file.path,
        place: first,
        hint,
      }),
    );
  }
  return { items, more, errors };
}

function itemOf(element: unknown, { pointer, extent }: Found, input: number): Item | undefined {
  const value = parsedText(element);
  if (!isObject(value)) return undefined;
  const fields = unflattened(value);
  const configuration = parsedText(fields.configuration);
  if (!isObject(configuration)) {
    // The document says nothing else about deleted items and items that the query asked for only by name.
    return fields.configuration === undefined || fields.configuration === null || fields.configuration === ''
      ? untold({ ...envelopeOf(fields, {}), extent, input, pointer, asText: true })
      : undefined;
  }
  const whole = typeof element === 'string';
  return {
    ...envelopeOf(fields, configuration),
    extent,
    input,
    pointer: whole ? pointer : `${pointer}/configuration`,
    asText: whole || typeof fields.configuration === 'string',
  };
}

function envelopeOf(fields: Fields, configuration: Fields): Omit<Item, 'extent' | 'input' | 'pointer' | 'asText'> {
  const text = (...names: string[]) => names.map((name) => fields[name]).find((each) => typeof each === 'string');
  const arn = parseArn(text('arn', 'ARN') ?? '');
  const status = text('configurationItemStatus') ?? '';
  const owner = configuration.ownerId;
  return {
    type: text('resourceType') ?? '',
    id: text('resourceId'),
    // Of what several accounts see, the account that recorded it; its owner may be another.
    account: [text('accountId', 'awsAccountId'), arn?.account, owner].find(isAccount),
    region: text('awsRegion') ?? (arn?.region || undefined),
    configuration,
    tags: tagsOf(fields.tags ?? configuration.tags),
    captured: text('configurationItemCaptureTime') ?? '',
    gone: /Deleted/.test(status) ? 'deleted' : /NotRecorded/.test(status) ? 'untold' : null,
  };
}

function untold(item: Item): Item {
  return { ...item, gone: item.gone ?? 'untold' };
}

function isAccount(value: unknown): value is string {
  return typeof value === 'string' && /^\d{12}$/.test(value);
}

/** Lists in queries, an object in the other answers and in files. */
function tagsOf(tags: unknown): unknown {
  if (!isObject(tags)) return tags;
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

/** `{"configuration.vpcId": …}` as `{configuration: {vpcId: …}}`. */
function unflattened(value: Fields): Fields {
  if (!Object.keys(value).some((key) => key.includes('.'))) return value;
  const out: Record<string, unknown> = Object.create(null);
  for (const [key, field] of Object.entries(value)) {
    const steps = key.split('.');
    let at = out;
    for (const step of steps.slice(0, -1)) {
      if (!isObject(at[step])) at[step] = Object.create(null);
      at = at[step] as Record<string, unknown>;
    }
    at[steps.at(-1)!] = field;
  }
  return out;
}

/** The parsed value of a JSON text; any other value unchanged. */
function parsedText(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*\{/.test(value)) return value;
  try {
    return readJson(Buffer.from(value)).value;
  } catch {
    return undefined;
  }
}
