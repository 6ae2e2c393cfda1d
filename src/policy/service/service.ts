import { type AccessLevel, type ActionSlice, actionSlice } from '../../aws/actions/load.ts';
import { matches, type Pattern } from '../document/pattern.ts';
import { type Text, toPattern } from '../document/policy-string.ts';
import type { PreparedStatement } from '../document/prepared.ts';
import { prefixesOf } from './prefixes.ts';

/** An action of the endpoint's service; `name` null: one that no data knows yet. */
export interface ServiceAction {
  readonly prefix: string;
  readonly name: string | null;
  /** `s3:PutObject`; for the unnamed one a stand-in that only wildcards match. */
  readonly text: string;
  readonly level: AccessLevel;
  readonly templates: readonly { readonly type: string; readonly template: string }[];
  /** Takes any shape of resource, or none. */
  readonly anyShape: boolean;
  readonly writes: boolean;
  /** Names of the resource types, in one text. */
  readonly types: string;
  /** `text` in lower case: IAM compares actions so. */
  readonly lower: string;
}

/** What the endpoint's service offers; `prefixes` null when that is not known. */
export interface ServiceData {
  readonly prefixes: readonly string[] | null;
  readonly slices: readonly ActionSlice[];
  readonly actions: readonly ServiceAction[];
  /** Keys with several values, lower case. */
  readonly multi: ReadonlySet<string>;
}

/** A name no pattern spells: only wildcards match it. */
const UNNAMED = 'Unnamed\u2026Action\u2026\u2026';

const LEVEL_ORDER: readonly AccessLevel[] = ['Write', 'Permissions management', 'Tagging', 'Read', 'List'];

/** Actions that say most to a reader; first where several would do. */
const TELLING = new Set(
  (
    's3:putobject s3:getobject dynamodb:putitem dynamodb:getitem sqs:sendmessage sns:publish kms:decrypt kinesis:putrecord ' +
    'secretsmanager:putsecretvalue secretsmanager:getsecretvalue lambda:invokefunction logs:putlogevents sts:assumerole ' +
    'ssm:putparameter ssm:getparameter ecr:putimage firehose:putrecord events:putevents execute-api:invoke states:startexecution'
  ).split(' '),
);

/** Any ARN of any service: what the resource of an unknown service may look like. Those of S3 have no account. */
const ANY_TEMPLATES = [
  'arn:${Partition}:*:*:${Account}:*',
  'arn:${Partition}:s3:::${BucketName}',
  'arn:${Partition}:s3:::${BucketName}/${ObjectName}',
].map((template) => ({ type: '*', template }));

const cache = new Map<string, ServiceData>();

/** The actions of an endpoint service, most telling first, and one unnamed action for each prefix. */
export function serviceData(service: string | null): ServiceData {
  const known = cache.get(service ?? '');
  if (known !== undefined) return known;
  const prefixes = service === null ? null : prefixesOf(service);
  const slices = (prefixes ?? []).map(actionSlice).filter((slice) => slice !== null);
  const data: ServiceData = {
    prefixes,
    slices,
    actions:
      prefixes === null ? [unnamed('*', ANY_TEMPLATES)] : prefixes.flatMap((prefix) => actionsOf(prefix, slices)),
    multi: new Set(slices.flatMap((slice) => [...slice.multi])),
  };
  cache.set(service ?? '', data);
  return data;
}

function actionsOf(prefix: string, slices: readonly ActionSlice[]): ServiceAction[] {
  const slice = slices.find((each) => each.prefix === prefix);
  if (slice === undefined) return [unnamed(prefix, ANY_TEMPLATES.slice(0, 1))];
  const actions = [...slice.actions.values()].map((info): ServiceAction => {
    const templates = info.types.flatMap((type) =>
      (slice.types.get(type) ?? []).map((template) => ({ type, template })),
    );
    templates.sort((a, b) => plainness(a.template) - plainness(b.template));
    const text = `${prefix}:${info.name}`;
    const writes = info.level !== 'Read' && info.level !== 'List';
    return {
      prefix,
      name: info.name,
      text,
      lower: text.toLowerCase(),
      level: info.level,
      templates,
      types: info.types.join(),
      anyShape: false,
      writes,
    };
  });
  actions.sort((a, b) => rank(a) - rank(b));
  const all = [...slice.types].flatMap(([type, templates]) => templates.map((template) => ({ type, template })));
  return [...actions, unnamed(prefix, all)];
}

/** Plain resources before access points and the like. */
function plainness(template: string): number {
  return /:s3:::/.test(template) ? 0 : template.length;
}

function rank(action: ServiceAction): number {
  const level = LEVEL_ORDER.indexOf(action.level);
  return level * 10 + (TELLING.has(action.lower) ? 0 : 1) + (action.templates.length === 0 ? 5 : 0);
}

function unnamed(prefix: string, templates: ServiceAction['templates']): ServiceAction {
  const text = `${prefix}:${UNNAMED}`;
  return {
    prefix,
    name: null,
    text,
    lower: text.toLowerCase(),
    level: 'Write',
    templates,
    types: 'any',
    anyShape: true,
    writes: true,
  };
}

/** Whether an action falls under a statement's Action or NotAction. */
export type Match = 'yes' | 'maybe' | 'no';

/** Answers for one statement which actions it speaks of. */
export function actionMatcher(statement: PreparedStatement, service: ServiceData): (action: ServiceAction) => Match {
  const { action: element, unknown } = statement.source;
  const open = element.open !== null || unknown !== null;
  const texts = statement.actions.map((text) => ({ must: patternOf(text, 'must'), may: patternOf(text, 'may') }));
  const everything = statement.actions.some((text) => text.pieces.length === 1 && text.pieces[0]!.kind === 'many');
  return (action) => {
    if (element.missing) return open ? 'maybe' : 'no';
    if (everything) return element.not ? 'no' : 'yes';
    const text = action.lower;
    const sure = (pattern: Pattern | null): boolean => pattern !== null && matches(pattern, text);
    let found: Match = open ? 'maybe' : 'no';
    for (const { must, may } of texts) {
      if (sure(must)) {
        found = 'yes';
        break;
      }
      if (sure(may)) found = 'maybe';
    }
    // Of a service whose prefix is not known, any action pattern may name something.
    if (found === 'no' && service.prefixes === null && texts.length > 0) found = 'maybe';
    if (!element.not || found === 'maybe') return found;
    return found === 'yes' ? 'no' : 'yes';
  };
}

function patternOf(text: Text, mode: 'must' | 'may'): Pattern | null {
  const pattern = toPattern(text, { mode, bind: () => 'absent' });
  return pattern === null ? null : { tokens: pattern.tokens.map((token) => lowerToken(token)) };
}

function lowerToken(token: number): number {
  return token >= 65 && token <= 90 ? token + 32 : token;
}
