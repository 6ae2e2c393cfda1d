import type { Tree } from '../model/tree.ts';
import type { Trust } from '../model/trust.ts';
import { type Analysis, analyze } from './analyze.ts';
import type { EndpointFacts } from './document/endpoint-facts.ts';

/** Analyses by document, then by what it was judged with. Documents that are objects are forgotten with their owner. */
const byObject = new WeakMap<object, Map<string, Analysis>>();
const byText = new Map<string, Map<string, Analysis>>();
/** Texts have no owner: keep the last of them only. */
const KEEP_TEXTS = 200;

/**
 * The analysis of a document, made once for each document (by identity), facts and trust: several rules ask for the same.
 * `null` stands for no policy: AWS's default, which lets everything through.
 */
export function analysisOf(document: Tree | null, facts: EndpointFacts, trust?: Trust): Analysis {
  const tree = document ?? DEFAULT_POLICY;
  const known = typeof tree === 'object' && tree !== null ? objectMemo(tree) : textMemo(String(tree));
  const key = JSON.stringify([facts, trust]);
  const before = known.get(key);
  if (before !== undefined) return before;
  const analysis = analyze(tree, facts, trust);
  known.set(key, analysis);
  return analysis;
}

/** The document AWS attaches where none is given. */
export const DEFAULT_POLICY: Tree = Object.freeze({
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
});

function objectMemo(tree: object): Map<string, Analysis> {
  const known = byObject.get(tree) ?? new Map<string, Analysis>();
  byObject.set(tree, known);
  return known;
}

function textMemo(text: string): Map<string, Analysis> {
  const known = byText.get(text) ?? new Map<string, Analysis>();
  byText.delete(text);
  byText.set(text, known);
  for (const oldest of byText.keys()) {
    if (byText.size <= KEEP_TEXTS) break;
    byText.delete(oldest);
  }
  return known;
}
