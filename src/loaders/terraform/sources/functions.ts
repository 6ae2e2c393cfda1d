/**
 * Functions. Where all arguments are known they are Terraform's (`pure/`); those of `partial/` also say what can be said where some
 * are not. Any other result is unknown, and so is what differs from run to run (`timestamp`, `uuid`).
 */
import { posix } from 'node:path';
import type { Evaluator } from '../values/evaluator.ts';
import { madeOf } from '../values/marked.ts';
import { failure, lit, NULL, unknowable, type Value } from '../values/value.ts';
import { whyUnknown } from '../values/why-unknown.ts';
import { callOnFile } from './file-functions.ts';
import { type Fn, type Literal, onLiteral } from './partial/fn.ts';
import {
  chunklist,
  coalescelist,
  compact,
  concat,
  contains,
  element,
  flatten,
  length,
  matchkeys,
  one,
  reverse,
  setproduct,
  setunion,
  slice,
  sort,
  tolist,
  toset,
  unique,
} from './partial/lists.ts';
import { keys, lookup, merge, values, zipmap } from './partial/maps.ts';
import { issensitive, nonsensitive, sensitive } from './partial/marks.ts';
import { coalesce, format, join, jsondecode, jsonencode, regexall } from './partial/texts.ts';
import type { Pure } from './pure/arguments.ts';
import { FunctionError, LARGEST, PURE, SetResult } from './pure/index.ts';

export function call(name: string, args: readonly Value[], graph: Evaluator): Value {
  const pure = PURE.get(name);
  if (pure && args.every((arg) => arg.k === 'lit')) return callPure(name, pure, args as readonly Literal[]);
  const fn = FUNCTIONS.get(name);
  if (fn) return ABOUT_MARKS.has(name) ? fn(args, graph) : madeOf(args, fn(args, graph));
  const ofFile = callOnFile(name, args, graph);
  if (ofFile) return ofFile;
  const unknown = pure && args.find((arg) => arg.k !== 'lit');
  if (!unknown) return unknowable(`${name}()`, `\`${name}(...)\` is not evaluated`);
  return { ...unknowable(`${name}()`, whyUnknown(unknown)), from: args };
}

function callPure(name: string, pure: Pure, args: readonly Literal[]): Value {
  const isSensitive = args.some((arg) => arg.sensitive);
  let result: unknown;
  try {
    result = pure(...args.map((arg) => arg.v));
  } catch (error) {
    if (error instanceof FunctionError) return failure(error.message);
    return unknowable(`${name}()`, `\`${name}(...)\` could not be evaluated`);
  }
  if (typeof result === 'string' && result.length > LARGEST)
    return unknowable(`${name}()`, `what \`${name}(...)\` gives is too large`);
  return result instanceof SetResult ? { ...lit(result.items, isSensitive), set: true } : lit(result, isSensitive);
}

/** They read marks or remove them. */
const ABOUT_MARKS: ReadonlySet<string> = new Set(['nonsensitive', 'issensitive']);

const same: Fn = ([value]) => value ?? NULL;

const FUNCTIONS: ReadonlyMap<string, Fn> = new Map(
  Object.entries({
    concat,
    slice,
    values,
    keys,
    toset,
    tolist,
    tomap: same,
    flatten,
    merge,
    lookup,
    one,
    compact,
    distinct: unique,
    sort,
    length,
    element,
    format,
    join,
    jsonencode,
    jsondecode,
    regexall,
    contains,
    coalesce,
    coalescelist,
    reverse,
    setproduct,
    setunion,
    zipmap,
    chunklist,
    matchkeys,
    sensitive,
    nonsensitive,
    issensitive,
    ephemeralasnull: same,
    tostring: same,
    basename: onLiteral('basename', (path) => posix.basename(path)),
    dirname: onLiteral('dirname', (path) => posix.dirname(path)),
  }),
);
