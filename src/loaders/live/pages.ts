import type { LiveCall } from './calls.ts';
import { asPrinted, type Document } from './document.ts';
import { type Fault, faultOf, INTERRUPTED, MalformedAnswer } from './failure.ts';

/** Makes one request. */
export type Send = (call: LiveCall, input: Record<string, unknown>) => Promise<object>;

/** The answer to a call: a document, complete unless there is also a fault. Null if nothing came. */
export interface Answer {
  readonly document: Document | null;
  readonly fault: Fault | null;
}

/** No list is longer; one that goes on and on is broken. */
const MOST_PAGES = 10_000;

/** Reads a call page by page and returns what ended it: null after the last page. */
export async function* pagesOf(
  send: Send,
  call: LiveCall,
  input: Record<string, unknown>,
  signal: AbortSignal,
): AsyncGenerator<Document, Fault | null> {
  let next: Record<string, unknown> = {};
  const seen = new Set<string>();
  try {
    for (;;) {
      if (signal.aborted) return INTERRUPTED;
      const page = filled(call, asPrinted(await send(call, { ...sized(call, input), ...next })));
      if (call.key !== null && !Array.isArray(page[call.key])) throw new MalformedAnswer();
      const following = nextOf(call, page);
      yield page;
      if (following === null) return null;
      const mark = JSON.stringify(following);
      if (seen.has(mark) || seen.size >= MOST_PAGES) throw new MalformedAnswer();
      seen.add(mark);
      next = following;
    }
  } catch (error) {
    return signal.aborted ? INTERRUPTED : faultOf(error);
  }
}

/** Reads a call to its last page. A document of which a page is missing keeps the token that leads there. */
export async function readPages(
  send: Send,
  call: LiveCall,
  input: Record<string, unknown>,
  signal: AbortSignal,
): Promise<Answer> {
  let document: Document | null = null;
  const pages = pagesOf(send, call, input, signal);
  for (;;) {
    const { done, value } = await pages.next();
    if (done) return { document, fault: value };
    document = document === null ? value : joined(document, value, call);
  }
}

function filled({ key, sparse }: LiveCall, page: Document): Document {
  return sparse && key !== null && page[key] === undefined ? { [key]: [], ...page } : page;
}

/** Without a size, EC2 counts a call against a smaller bucket. Things named one by one come without pages. */
function sized({ paging }: LiveCall, input: Record<string, unknown>): Record<string, unknown> {
  if (paging === null || 'LoadBalancerArns' in input) return input;
  const [parameter, most] = paging.size;
  return { ...input, [parameter]: most };
}

/** Parameters that lead to the next page. Null after the last page. */
function nextOf({ paging }: LiveCall, page: Document): Record<string, unknown> | null {
  if (paging === null || (paging.more !== undefined && page[paging.more] !== true)) return null;
  const next: Record<string, unknown> = {};
  for (const [answered, parameter] of paging.tokens) {
    const token = page[answered];
    if (typeof token === 'string' && token !== '') next[parameter] = token;
  }
  if (Object.keys(next).length > 0) return next;
  if (paging.more !== undefined) throw new MalformedAnswer();
  return null;
}

/** Two pages as one: lists end to end, all else (where the next page begins) from the later one. */
function joined(before: Document, page: Document, { paging }: LiveCall): Document {
  const tokens = new Set([...(paging?.tokens ?? []).map(([answered]) => answered), paging?.more]);
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(before)) if (!tokens.has(name)) out[name] = value;
  for (const [name, value] of Object.entries(page)) {
    const had = before[name];
    out[name] = Array.isArray(had) && Array.isArray(value) ? had.concat(value) : value;
  }
  return out;
}
