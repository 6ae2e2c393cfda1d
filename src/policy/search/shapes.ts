import type { Trust } from '../../model/trust.ts';
import type { EndpointFacts } from '../document/endpoint-facts.ts';
import { ANY, BUCKET, literal, many, NOCOLON, one, type Pattern, some } from '../document/pattern.ts';
import { parseText, toPattern } from '../document/policy-string.ts';
import { AWS_RESOURCES, accountlessOwner, awsBuckets, isReadByOthers } from '../service/aws-owned.ts';
import { charactersOf, sampleName } from '../service/names.ts';
import type { ServiceAction } from '../service/service.ts';
import { type Lang, lang, sharedLang } from './automaton.ts';
import type { Names, Owner } from './classes.ts';
import type { Slot } from './constraint.ts';
import type { Mentions } from './mentions.ts';

/** One form the resource of a request may take; `callerOwned` when only the caller's own account can own it. */
export interface ResourceShape {
  readonly slot: Slot;
  readonly callerOwned: boolean;
  /** Whether all that others than its owner can do with it is to read it. */
  readonly onlyRead?: true;
}

/** Answers which resource ARNs an action may name in the hands of an owner. */
export type Shapes = (action: ServiceAction, owner: Owner) => readonly ResourceShape[];

/** Builds the shapes of one analysis, each only once. */
export function shapesFor(
  facts: EndpointFacts,
  mentions: Mentions,
  names: Names,
  trust: Trust | undefined,
  partition: string,
): Shapes {
  const insideBuckets = bucketsInside(facts, mentions, trust, partition);
  const awsOwned = facts.region == null ? null : awsBucketLang(facts.region, partition);
  const namedResources =
    mentions.resources.size === 0 ? null : lang([...mentions.resources].map((arn) => ({ tokens: literal(arn) })));
  const cache = new Map<string, ResourceShape | null>();

  const shapeOf = (prefix: string, type: string, template: string, owner: Owner): ResourceShape | null => {
    // Owners whose account the ARN does not have share what they can name, but for the bucket that reads as theirs.
    const whose = hasAccount(template) ? owner.account : owner.account === names.owner;
    const key = `${template}|${owner.kind}|${whose}|${owner.outside.is !== 'no'}`;
    const known = cache.get(key);
    if (known !== undefined) return known;
    const shape = make(prefix, type, template, owner, key);
    cache.set(key, shape);
    return shape;
  };

  const make = (prefix: string, type: string, template: string, owner: Owner, id: string): ResourceShape | null => {
    const account = accountPart(template);
    const outside = owner.outside.is !== 'no';
    let never: Lang | null = null;
    let callerOwned = false;
    if (account === 'aws') {
      if (owner.kind !== 'aws') return null;
    } else if (account === '') {
      if (/:s3:::\$\{BucketName\}/.test(template)) {
        if (owner.kind === 'aws') {
          if (awsOwned === null) return null;
          return { slot: resourceSlot(id, awsOwned, null, awsOwnedSamples(facts, partition)), callerOwned };
        }
        never = outside ? insideBuckets : awsOwned;
      } else {
        const who = accountlessOwner(prefix, type);
        if ((who === 'aws') !== (owner.kind === 'aws')) return null;
        callerOwned = who === 'caller';
        if (who === 'any' && outside) never = namedResources;
      }
    } else if (owner.kind === 'none') return null;
    // AWS's own resources carry `aws` in place of an account.
    const who = owner.kind === 'aws' ? 'aws' : owner.account!;
    // Recovery points of EC2 have no account in their ARN, those of other services do.
    const accounts = account === '*' ? [who, ''] : [who];
    const shape = sharedLang(`${partition} ${facts.region} ${template} ${account === '' ? '' : who}`, () =>
      accounts.map((each) => ({ tokens: templateTokens(prefix, template, each, facts, partition) })),
    );
    const sample = templateSample(template, owner, names, facts, partition);
    const slot = resourceSlot(id, shape, never, [sample]);
    return isReadByOthers(prefix, type) ? { slot, callerOwned, onlyRead: true } : { slot, callerOwned };
  };

  const none: ResourceShape = {
    slot: resourceSlot('*', lang([{ tokens: literal('*') }]), null, ['*']),
    callerOwned: false,
  };

  // By action, then owner: asked for at every turn.
  const known = new Map<ServiceAction, (readonly ResourceShape[])[]>();
  return (action, owner) => {
    let byOwner = known.get(action);
    if (byOwner === undefined) {
      byOwner = [];
      known.set(action, byOwner);
    }
    let shapes = byOwner[owner.id];
    if (shapes === undefined) {
      shapes = shapesOf(action, owner);
      byOwner[owner.id] = shapes;
    }
    return shapes;
  };

  function shapesOf(action: ServiceAction, owner: Owner): readonly ResourceShape[] {
    if (owner.kind === 'none') return action.templates.length === 0 || action.anyShape ? [none] : [];
    const out: ResourceShape[] = [];
    for (const { type, template } of action.templates) {
      const shape = shapeOf(action.prefix, type, template, owner);
      if (shape !== null) out.push(shape);
      const own = owner.kind === 'aws' ? AWS_RESOURCES[action.prefix]?.[type] : undefined;
      if (own !== undefined) out.push(awsShape(own, owner, type));
    }
    return out;
  }

  function awsShape(template: string, owner: Owner, type: string): ResourceShape {
    const key = `aws:${type}:${template}`;
    const known = cache.get(key);
    if (known != null) return known;
    const tokens = templateTokens(template.split(':')[2] ?? '', template, '', facts, partition);
    const shape = {
      slot: resourceSlot(key, lang([{ tokens }]), null, [templateSample(template, owner, names, facts, partition)]),
      callerOwned: false,
    };
    cache.set(key, shape);
    return shape;
  }
}

function resourceSlot(id: string, shape: Lang, never: Lang | null, samples: readonly string[]): Slot {
  return { id: `resource:${id}`, key: 'resource', shape, never, optional: false, multi: false, samples };
}

const isPlain = (name: string): boolean => !name.includes('*');

function awsOwnedSamples(facts: EndpointFacts, partition: string): string[] {
  const [bucket] = awsBuckets(facts.region ?? '');
  return [`arn:${partition}:s3:::${bucket}/k`, `arn:${partition}:s3:::${bucket}`];
}

/** Buckets an external account cannot own: those the policy allows by name, the trusted ones, AWS's. */
function bucketsInside(
  facts: EndpointFacts,
  mentions: Mentions,
  trust: Trust | undefined,
  partition: string,
): Lang | null {
  const trusted = trust?.buckets ?? [];
  const patterns = bucketPatterns([...trusted, ...(trusted.length === 0 ? mentions.buckets : [])], partition);
  const owned = facts.region == null ? null : awsBucketLang(facts.region, partition);
  if (patterns.length === 0) return owned;
  return lang(owned === null ? patterns : [...patterns, ...owned.patterns]);
}

const awsBucketLangs = new Map<string, Lang>();

/** AWS's own buckets of a region, made once. */
function awsBucketLang(region: string, partition: string): Lang {
  const key = `${partition}:${region}`;
  const known =
    awsBucketLangs.get(key) ??
    lang(
      awsBuckets(region)
        .filter(isPlain)
        .flatMap((name) => bucketArns(literal(name), partition)),
    );
  awsBucketLangs.set(key, known);
  return known;
}

/** ARNs of buckets by name or glob, and of the objects in them. */
function bucketPatterns(names: readonly string[], partition: string): Pattern[] {
  return names.flatMap((name) => {
    const bare = name.replace(/^arn:[^:]*:s3:::/, '').replace(/\/.*$/, '');
    const glob = toPattern(parseText(bare, { wildcards: true, variables: false }), {
      mode: 'may',
      bind: () => 'absent',
    })!;
    return bucketArns(glob.tokens, partition);
  });
}

function bucketArns(name: readonly number[], partition: string): Pattern[] {
  const tokens = [...literal(`arn:${partition}:s3:::`), ...name];
  return [{ tokens }, { tokens: [...tokens, ...literal('/'), many(ANY)] }];
}

/**
 * The account part of an ARN template: empty, `aws`, `*`, or `${Account}`, under any name of the variable
 * (`${AccountId}`, `${ManagementAccountId}`). ARNs of older services lack the part.
 */
function accountPart(template: string): string {
  const part = template.split(':')[4] ?? '';
  if (part.startsWith('${')) return '${Account}';
  return part === 'aws' || part === '*' ? part : '';
}

function hasAccount(template: string): boolean {
  const part = accountPart(template);
  return part !== '' && part !== 'aws';
}

function templateTokens(
  prefix: string,
  template: string,
  account: string,
  facts: EndpointFacts,
  partition: string,
): number[] {
  const tokens: number[] = [];
  let colons = 0;
  const parts = template.split(/(\$\{[^}]*\}|\*)/);
  parts.forEach((part, index) => {
    const last = parts.slice(index + 1).every((rest) => rest === '');
    if (part === '${Partition}') tokens.push(...literal(partition));
    else if (part === '${Region}') tokens.push(...(facts.region == null ? some(NOCOLON) : literal(facts.region)));
    else if (colons === 4 && part !== '' && (part === '*' || part.startsWith('${'))) tokens.push(...literal(account));
    else if (part === '${BucketName}') tokens.push(one(BUCKET), one(BUCKET), one(BUCKET), many(BUCKET));
    else if (part === '*') tokens.push(many(last ? ANY : NOCOLON));
    else if (part.startsWith('${')) tokens.push(...some(charactersOf(prefix, part.slice(2, -1), last)));
    else tokens.push(...literal(part));
    if (!part.startsWith('${')) colons += part.split(':').length - 1;
  });
  return tokens;
}

function templateSample(template: string, owner: Owner, names: Names, facts: EndpointFacts, partition: string): string {
  const parts = template.split(':');
  if (/^(?:\$\{|\*)/.test(parts[4] ?? '')) parts[4] = owner.kind === 'aws' ? 'aws' : (owner.account ?? '');
  return parts
    .join(':')
    .replaceAll('${Partition}', partition)
    .replaceAll('${Region}', facts.region ?? 'us-east-1')
    .replaceAll('${BucketName}', owner.account === names.owner ? 'bucket-of-owner' : 'bucket-of-outsider')
    .replace(/\$\{([A-Za-z]*)\}/g, (_, name: string) => sampleName(name))
    .replaceAll('*', 'x');
}
