import { TemplateLeaf, UnknownLeaf } from '../../model/tree.ts';
import type { Condition, ParsedPolicy, PrincipalEntry, Statement, Value } from './document.ts';
import type { EndpointFacts } from './endpoint-facts.ts';
import { takesWildcards } from './operators.ts';
import { parseText, plainText, type Text } from './policy-string.ts';

/** Stand for the endpoint's own id and VPC before they are known: no policy names them. */
export const OWN_ID = 'vpce-00000000000000own';
export const OWN_VPC = 'vpc-00000000000000own';

/** A condition with its values taken apart. */
export interface PreparedCondition {
  readonly id: number;
  readonly source: Condition;
  /** Lower case. */
  readonly key: string;
  readonly texts: readonly Text[];
  /** Keys its values refer to by variables. */
  readonly variables: readonly string[];
}

/** A member of Principal or NotPrincipal with what is read from it. */
export interface PreparedPrincipal {
  readonly entry: PrincipalEntry;
  readonly text: Text;
  /** Null where parts of it are unknown. */
  readonly plain: string | null;
  /** The account of an ARN or a bare id; null if it has none, or it is not known. */
  readonly account: string | null;
  /** It stands for the whole account: its id, or its root ARN. */
  readonly whole: boolean;
}

const WHOLE_ACCOUNT = /^(?:(\d{12})|arn:[^:]+:iam::(\d{12}):root)$/;

function preparePrincipal(entry: PrincipalEntry): PreparedPrincipal {
  const text = parseText(entry.value, { wildcards: false, variables: false });
  const plain = plainText(text);
  const found = plain === null ? null : WHOLE_ACCOUNT.exec(plain);
  const account = found?.[1] ?? found?.[2] ?? /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(plain ?? '')?.[1] ?? null;
  return { entry, text, plain, account, whole: found !== null };
}

/** A statement with its strings taken apart. */
export interface PreparedStatement {
  readonly source: Statement;
  readonly index: number;
  readonly actions: readonly Text[];
  readonly resources: readonly Text[];
  readonly resourceVariables: readonly string[];
  readonly principals: readonly PreparedPrincipal[];
  readonly conditions: readonly PreparedCondition[];
}

/** Takes every string of a policy apart, once; unknown leaves that stand for the endpoint's own id become that id. */
export function prepare(policy: ParsedPolicy, facts: EndpointFacts): readonly PreparedStatement[] {
  let nextCondition = 0;
  const variables = policy.variables;
  const own = (value: Value): Value => ownValue(value, facts);
  return policy.statements.map((source) => {
    const resources = source.resource.items.map(({ value }) => parseText(own(value), { wildcards: true, variables }));
    const conditions = source.conditions.map((condition): PreparedCondition => {
      const wildcards = takesWildcards(condition.base);
      const texts = condition.items.map(({ value }) => parseText(own(value), { wildcards, variables }));
      return {
        id: nextCondition++,
        source: condition,
        key: condition.key.toLowerCase(),
        texts,
        variables: [...new Set(texts.flatMap((text) => text.variables))],
      };
    });
    return {
      source,
      index: source.index,
      actions: source.action.items.map(({ value }) => parseText(value, { wildcards: true, variables: false })),
      resources,
      resourceVariables: [...new Set(resources.flatMap((text) => text.variables))],
      principals: source.principal.entries.map(preparePrincipal),
      conditions,
    };
  });
}

/** A value with the endpoint's own id and VPC put in where a leaf stands for them. */
export function ownValue(value: Value, facts: EndpointFacts): Value {
  if (typeof value === 'string') return value;
  if (value instanceof UnknownLeaf) return ownSymbol(value, facts) ?? value;
  const parts = value.parts.map((part) => (part instanceof UnknownLeaf ? (ownSymbol(part, facts) ?? part) : part));
  return parts.every((part) => typeof part === 'string') ? parts.join('') : new TemplateLeaf(parts);
}

function ownSymbol({ symbol }: UnknownLeaf, facts: EndpointFacts): string | null {
  if (symbol === undefined) return null;
  if (symbol === facts.idSymbol) return facts.id ?? OWN_ID;
  return symbol === facts.vpcSymbol ? (facts.vpcId ?? OWN_VPC) : null;
}
