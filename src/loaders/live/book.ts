/** Makes the calls about one account and Region, and keeps what was answered and what was not. */
import { actionOf, fileName, type LiveCall, permissionOf, type Service } from './calls.ts';
import type { Document } from './document.ts';
import type { Failure, Fault } from './failure.ts';
import { type Answer, readPages, type Send } from './pages.ts';
import { objects, texts } from './rows.ts';

/** The answers to the calls about one account and Region. */
export interface RegionRead {
  readonly account: string;
  readonly region: string;
  /** The VPCs that were read completely, if the run read only what an input names. Undefined if it read everything. */
  readonly vpcs?: readonly string[];
  readonly files: readonly LiveFile[];
  readonly failures: readonly Failure[];
}

/** One document, as a snapshot saves it. */
export interface LiveFile {
  readonly name: string;
  readonly value: Document;
}

export interface RegionReader {
  readonly account: string;
  readonly region: string;
  readonly send: Send;
  readonly signal: AbortSignal;
  /** What belongs to the whole account, which we ask for once. */
  readonly shared: (call: LiveCall, input?: Record<string, unknown>) => Promise<Answer>;
}

export type Rows = readonly Document[];

export interface Book {
  /** Makes a call and keeps its answer; its rows. `about` tells its file from others of the call. */
  read(call: LiveCall, input?: Record<string, unknown>, ...about: string[]): Promise<Rows>;
  /** As `read`, and whether these are all there are. */
  list(call: LiveCall): Promise<{ readonly rows: Rows; readonly isAll: boolean }>;
  keep(call: LiveCall, answer: Answer, ...about: string[]): Rows;
  ask(call: LiveCall, input: Record<string, unknown>): Promise<Answer>;
  /** Makes a call that answers one object, and keeps it. */
  one(call: LiveCall, input: Record<string, unknown>, ...about: string[]): Promise<Document>;
  /** Makes a call that returns names for other calls. Nothing of its answer is kept. */
  names(call: LiveCall, input?: Record<string, unknown>): Promise<readonly string[]>;
  /** As `names`, for a call whose rows hold the names. */
  rows(call: LiveCall): Promise<Rows>;
  finish(): Pick<RegionRead, 'files' | 'failures'>;
}

/** Keeps answers and failures. If the account cannot use a Region or a service there, no more calls go to it. */
export function bookOf({ account, region, send, signal }: RegionReader): Book {
  const files = new Map<string, Document>();
  const failures = new Map<string, Failure>();
  const refused = new Map<string, Fault>();
  const away = new Map<Service, Fault>();
  let shut: Fault | undefined;

  const ask = async (call: LiveCall, input: Record<string, unknown>): Promise<Answer> => {
    const known = shut ?? away.get(call.service) ?? refused.get(actionOf(call));
    return known ? { document: null, fault: known } : readPages(send, call, input, signal);
  };
  const keep = (call: LiveCall, { document, fault }: Answer, ...about: string[]): Rows => {
    if (document !== null) files.set(fileName(call, ...about), document);
    if (fault !== null && shut === undefined) {
      const action = actionOf(call);
      if (fault.kind === 'denied') refused.set(action, fault);
      else if (fault.kind === 'away' && call.service !== 'ec2') away.set(call.service, fault);
      else if (fault.kind !== 'failed') shut = fault;
      failures.set(`${action} ${fault.code}`, failureOf(call, fault, account, region));
    }
    return call.key === null ? [] : objects(document?.[call.key]);
  };
  const pass = async (call: LiveCall, input: Record<string, unknown>): Promise<unknown> => {
    const { document, fault } = await ask(call, input);
    keep(call, { document: null, fault });
    return call.key === null ? undefined : document?.[call.key];
  };
  return {
    ask,
    keep,
    read: async (call, input = {}, ...about) => keep(call, await ask(call, input), ...about),
    list: async (call) => {
      const answer = await ask(call, {});
      return { rows: keep(call, answer), isAll: answer.fault === null };
    },
    one: async (call, input, ...about) => {
      const answer = await ask(call, input);
      keep(call, answer, ...about);
      return answer.document ?? {};
    },
    names: async (call, input = {}) => texts(await pass(call, input)),
    rows: async (call) => objects(await pass(call, {})),
    finish: () => ({
      files: [...files].map(([name, value]) => ({ name, value })).sort((a, b) => (a.name < b.name ? -1 : 1)),
      failures: [...failures.values()],
    }),
  };
}

export function failureOf(call: LiveCall, fault: Fault, account: string | null, region: string | null): Failure {
  const action = actionOf(call);
  const rest = fault.kind !== 'denied' && fault.kind !== 'failed';
  const all = rest && (fault.kind !== 'away' || call.service === 'ec2');
  return {
    account,
    region,
    call: action,
    code: fault.code,
    message: all && region !== null ? `${fault.message}; nothing after this call was read` : fault.message,
    rest,
    optional: isOptional(call, fault),
    permission: fault.kind === 'denied' ? permissionOf(call) : null,
  };
}

function isOptional({ optional }: LiveCall, { kind }: Fault): boolean {
  if (kind === 'denied') return optional !== undefined;
  return optional === 'anyhow' && (kind === 'failed' || kind === 'away');
}
