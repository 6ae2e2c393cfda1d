import { takesPolicy } from '../../../aws/index.ts';
import { type Fact, known, unknown } from '../../../model/fact.ts';
import { reason } from '../../../model/reason.ts';
import type { Tree } from '../../../model/tree.ts';
import { field, isObject, isRecorded, missing, placeOf, type Row } from '../row.ts';

/** How the text of a JSON object begins, even of one that breaks off later. */
const OBJECT = /^\s*\{\s*(?:["}]|$)/;

export function policyOf(row: Row, type: string | undefined): Fact<Tree | null> {
  const value = field(row, 'PolicyDocument');
  const at = placeOf(row, 'PolicyDocument');
  if (value === undefined || value === '') {
    const takesOne = type === undefined || takesPolicy(type);
    return takesOne ? unknown(missing(row, 'PolicyDocument'), at) : known(null, at);
  }
  if (isObject(value)) return known(value as Tree, at);
  if (typeof value !== 'string') return unknown(`\`PolicyDocument\` is not a text in this ${row.call} output`, at);
  const document = documentIn(value);
  // AWS prints the JSON that it accepted. Any other text says nothing about the policy.
  return document === undefined ? unknown(rewritten(row), at) : known(document, at);
}

/** The document in a text: itself, or out of the codings that tools put around it. */
function documentIn(text: string): string | undefined {
  if (OBJECT.test(text)) return text;
  const inner = /^\s*"/.test(text) ? parsed(text) : /^\s*%7B/i.test(text) ? decoded(text) : undefined;
  return typeof inner === 'string' && OBJECT.test(inner) ? inner : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.trim());
  } catch {
    return undefined;
  }
}

function rewritten(row: Row): string {
  const source = isRecorded(row) ? 'the query again' : '`aws ec2 describe-vpc-endpoints`';
  return reason(
    `\`PolicyDocument\` is not JSON in this ${row.call} output`,
    `Run ${source} and pass its output unchanged`,
  );
}
