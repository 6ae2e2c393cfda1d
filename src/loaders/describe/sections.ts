import { article } from '../../base/words.ts';
import { InputError } from '../../model/input-error.ts';
import {
  BY_ID,
  callOf,
  IDS_IN_NAMES,
  isInner,
  isListKey,
  type Key,
  keysUnder,
  type ListKey,
  type SingleKey,
  WHOLE_ANSWERS,
} from './calls.ts';
import { type Fields, isObject, type Row } from './row.ts';

/** A parsed document and where it came from. */
export interface DescribeFile {
  /** Its index in the run. */
  readonly input: number;
  /** The path as the user named it. Null for standard input. */
  readonly path: string | null;
  readonly value: unknown;
  /** Whose calls read it, if that is known without a look at its content. One object for all such sections. */
  readonly reading?: Reading;
}

/** A reading of one account and Region through its API. */
export interface Reading {
  readonly account: string;
  readonly region: string;
  /** Calls that were not answered to the end, as on the AWS CLI, with the reason. */
  readonly unread: ReadonlyMap<string, string>;
  /** The VPCs of which all was read, where not all of the account was. */
  readonly vpcs?: ReadonlySet<string>;
}

/** The rows of one key of one document. */
export interface Section {
  readonly key: Key;
  readonly file: DescribeFile;
  readonly rows: readonly Row[];
  /** Whether a page token is left over: the next page is in another document, or nowhere. */
  readonly more: boolean;
}

/** One answer of an API: a document, or a part of one. */
interface Answer {
  readonly fields: Fields;
  readonly pointer: string;
}

/** The answers in a document: it may be a recording, or an array of pages. Undefined where it has none. */
function answers(value: unknown): Answer[] | undefined {
  const found: Answer[] = [];
  const add = (candidate: unknown, pointer: string): boolean => {
    if (!isObject(candidate)) return false;
    // Recordings of botocore stubs, which hold the answer and its HTTP status.
    const recorded = 'status_code' in candidate && isObject(candidate.data);
    found.push(
      recorded ? { fields: candidate.data as Fields, pointer: `${pointer}/data` } : { fields: candidate, pointer },
    );
    return true;
  };
  if (!Array.isArray(value)) return add(value, '') ? found : undefined;
  const keyed = value.length > 0 && value.every((page) => isObject(page) && heldBy(pageFields(page), null).length > 0);
  if (!keyed) return undefined;
  for (const [i, page] of value.entries()) add(page, `/${i}`);
  return found;
}

function pageFields(page: Fields): Fields {
  return 'status_code' in page && isObject(page.data) ? page.data : page;
}

/** What an answer holds: the key, and the member that holds it. Null if the answer itself is the object. */
interface Held {
  readonly key: Key;
  readonly member: string | null;
}

/** The parts of an answer that its content identifies, or its file name if other answers have the same members. */
function heldBy(fields: Fields, path: string | null): Held[] {
  const held = Object.keys(fields).flatMap((member) =>
    keysUnder(member)
      .filter((key) => (isListKey(key) ? isList(key, fields[member], path) : isOne(key, fields[member])))
      .map((key): Held => ({ key, member })),
  );
  if (held.length > 0) return held;
  const whole = WHOLE_ANSWERS.find((key) => isOne(key, fields));
  return whole === undefined ? [] : [{ key: whole, member: null }];
}

function isOne(key: SingleKey, value: unknown): boolean {
  return isObject(value) && (callOf(key).has ?? []).every((name) => Object.hasOwn(value, name));
}

function isList(key: ListKey, value: unknown, path: string | null): boolean {
  const { call, has } = callOf(key);
  if (key === 'VpcEndpoints') return !isList('DomainVpcEndpoints', value, null);
  if (has === undefined || path?.includes(call.replace(' ', '-'))) return true;
  const isRow = (row: unknown) => isObject(row) && has.every((name) => Object.hasOwn(row, name));
  return Array.isArray(value) && value.length > 0 && value.every(isRow);
}

/** Which list a plain array is. Undefined if it is not a known list. */
export function bareKey(value: unknown): ListKey | undefined {
  if (!Array.isArray(value)) return undefined;
  const first = value.find(isObject);
  if (!first) return undefined;
  return BY_ID.find(([ids]) => ids.every((id) => Object.hasOwn(first, id)))?.[1];
}

/** Whether a parsed document is describe output. Its content shows it, or its file name if the content is ambiguous. */
export function isDescribe(value: unknown, path: string | null): boolean {
  if (bareKey(value) !== undefined) return true;
  // Names without details say nothing about a service, but the document is still describe output.
  const isOne = ({ fields }: Answer) => heldBy(fields, path).length > 0 || Array.isArray(fields.ServiceNames);
  return (answers(value) ?? []).some(isOne);
}

/** The sections of a document, and what is malformed in it. */
export function sectionsOf(file: DescribeFile): { sections: Section[]; errors: InputError[] } {
  const errors: InputError[] = [];
  const bare = bareKey(file.value);
  if (bare !== undefined) {
    const rows = listRows(file, { key: bare, name: bare }, file.value, '', errors);
    return { sections: [{ key: bare, file, rows, more: false }], errors };
  }
  const sections: Section[] = [];
  for (const { fields, pointer } of answers(file.value) ?? []) {
    const more = hasMore(fields);
    for (const { key, member } of heldBy(fields, file.path)) {
      const rows = isListKey(key)
        ? listRows(file, { key, name: member! }, fields[member!], `${pointer}/${member}`, errors)
        : [singleRow(file, { key, member }, fields, pointer)];
      sections.push({ key, file, rows, more });
    }
  }
  return { sections, errors };
}

/** The objects in a list. What is wrong with it is one error, however often. */
function listRows(
  file: DescribeFile,
  { key, name }: { readonly key: ListKey; readonly name: string },
  value: unknown,
  pointer: string,
  errors: InputError[],
): Row[] {
  const { call, noun } = callOf(key);
  const fail = (place: string, message: string) => {
    const hint = `Save the output of ${call} again, unchanged`;
    errors.push(new InputError(`${message}, as ${call} prints it`, { file: file.path, place, hint }));
  };
  if (!Array.isArray(value)) {
    fail(pointer, `\`${name}\` must be a list`);
    return [];
  }
  const rows: Row[] = [];
  const wrong: number[] = [];
  value.forEach((fields: unknown, i) => {
    if (isObject(fields)) rows.push({ fields, at: { input: file.input, pointer: `${pointer}/${i}` }, call });
    else wrong.push(i);
  });
  if (wrong.length > 0) {
    const others = wrong.length === 1 ? '' : ` (${wrong.length - 1} more have this problem)`;
    fail(`${pointer}/${wrong[0]}`, `${article(noun)} ${noun} must be an object${others}`);
  }
  return rows;
}

/** A document about one object is its row, unless a member of the document holds the object. */
function singleRow(
  file: DescribeFile,
  { key, member }: { readonly key: SingleKey; readonly member: string | null },
  fields: Fields,
  pointer: string,
): Row {
  const below = member !== null && isInner(key);
  return {
    fields: below ? (fields[member] as Fields) : fields,
    at: { input: file.input, pointer: below ? `${pointer}/${member}` : pointer },
    call: callOf(key).call,
  };
}

function hasMore(fields: Fields): boolean {
  const token = (name: string) => typeof fields[name] === 'string' && fields[name] !== '';
  if (fields.IsTruncated === true) return true;
  return ['NextToken', 'nextToken', 'NextMarker', 'position'].some(token);
}

/** The id in a file's name that says whose the things in it are. */
export function idInName(path: string | null, kind: keyof typeof IDS_IN_NAMES): string | undefined {
  const name = path?.split(/[\\/]/).at(-1);
  return name === undefined ? undefined : IDS_IN_NAMES[kind].exec(name)?.[0];
}
