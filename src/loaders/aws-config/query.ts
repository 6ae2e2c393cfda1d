/** The query whose answer this tool reads. */
import { didYouMean } from '../../base/nearest.ts';
import { InputError } from '../../model/input-error.ts';
import { ASKED, BLOCK, RECORDER, TYPES } from './types.ts';

/** The length of the longest expression that AWS Config accepts. */
const MOST = 4096;

const FIELDS = [
  'accountId',
  'awsRegion',
  'resourceType',
  'resourceId',
  'configurationItemCaptureTime',
  'configurationItemStatus',
  'configuration',
  'tags',
];

/** All types that are read. */
const KNOWN: readonly string[] = [...Object.keys(TYPES), BLOCK, RECORDER];

export interface QueryOptions {
  /** Resource types. If there are none, all types that rules need. */
  readonly types?: readonly string[];
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
}

/** `SELECT … WHERE resourceType IN (…)`. Throws InputError where AWS Config would reject it. */
export function configQuery({ types = [], accounts = [], regions = [] }: QueryOptions): string {
  for (const type of types) {
    if (!KNOWN.includes(type))
      throw new InputError(`--type: no rule needs "${type}"${didYouMean(type, KNOWN)}`, {
        hint: 'Without --type the query asks for all types that rules need',
      });
  }
  const conditions = [
    isIn('resourceType', types.length === 0 ? ASKED : types),
    ...(accounts.length === 0 ? [] : [isIn('accountId', accounts)]),
    ...(regions.length === 0 ? [] : [isIn('awsRegion', regions)]),
  ];
  const query = `SELECT ${FIELDS.join(', ')} WHERE ${conditions.join(' AND ')}`;
  if (query.length <= MOST) return query;
  throw new InputError(`the query has ${query.length} characters, but AWS Config accepts ${MOST}`, {
    hint: 'Name fewer accounts or Regions, and run again for the others',
  });
}

function isIn(field: string, values: readonly string[]): string {
  const texts = [...new Set(values)].map((value) => `'${value}'`);
  return texts.length === 1 ? `${field} = ${texts[0]}` : `${field} IN (${texts.join(', ')})`;
}
