/** Conditions that cannot work as written: keys that no request has, values of the wrong form. */
import { parseCidr } from '../aws/index.ts';
import { TemplateLeaf, UnknownLeaf } from '../model/tree.ts';
import type { Condition, ParsedPolicy, Value } from './document/document.ts';
import type { EndpointFacts } from './document/endpoint-facts.ts';
import type { Place } from './document/place.ts';
import { isPlaceholder } from './document/placeholder.ts';
import { MULTI_KEYS } from './service/keys.ts';
import { carried, nearestKey } from './service/known-keys.ts';
import { serviceData } from './service/service.ts';

export interface ConditionFault {
  readonly statement: number;
  readonly place: Place;
  /** What is wrong, as the rest of a sentence that begins with the policy or its statement. */
  readonly problem: string;
  /** The key and the form that its values must have, if a value has another form. */
  readonly wrong?: { readonly key: string; readonly form: string };
}

/** The form of a key's values, and what to call it. */
type Form = readonly [pattern: RegExp, form: string];

const ACCOUNT: Form = [/^(?:\d{12}|anonymous)$/, 'a 12-digit account ID'];
const ORGANIZATION: Form = [/^o-[a-z0-9]{10,32}$/, 'an organization ID such as o-abc123def4'];
const PATH: Form = [/^o-[a-z0-9]{10,32}\//, 'a path that begins with an organization ID, o-abc123def4/'];
const VPC: Form = [/^vpc-(?:[0-9a-f]{8}|[0-9a-f]{17})$/, 'a VPC ID'];
const ENDPOINT: Form = [/^vpce-(?:[0-9a-f]{8}|[0-9a-f]{17})$/, 'a VPC endpoint ID'];

/** By key in lower case. Source: IAM User Guide, AWS global condition context keys. */
const FORMS: ReadonlyMap<string, Form> = new Map([
  ...['aws:principalaccount', 'aws:resourceaccount', 'aws:sourceaccount', 'aws:vpceaccount', 's3:resourceaccount'].map(
    (key) => [key, ACCOUNT] as const,
  ),
  ...['aws:principalorgid', 'aws:resourceorgid', 'aws:sourceorgid', 'aws:vpceorgid'].map(
    (key) => [key, ORGANIZATION] as const,
  ),
  ...['aws:principalorgpaths', 'aws:resourceorgpaths', 'aws:sourceorgpaths', 'aws:vpceorgpaths'].map(
    (key) => [key, PATH] as const,
  ),
  ['aws:sourcevpc', VPC],
  ['aws:sourcevpce', ENDPOINT],
]);

/** Every condition of a document that cannot work as written, in order. */
export function conditionFaults({ statements }: ParsedPolicy, { service }: EndpointFacts): readonly ConditionFault[] {
  const data = serviceData(service);
  return statements.flatMap(({ index, conditions }) =>
    conditions.flatMap((condition): ConditionFault[] => {
      const { key, place } = condition;
      const at = (problem: string) => ({ statement: index, place, problem });
      const lower = key.toLowerCase();
      if (isPlaceholder(key)) return [at(`has the placeholder ${key} instead of a condition key`)];
      if (carried(lower, data) === 'no') {
        const near = nearestKey(key, data);
        const meant = near === null || near.toLowerCase() === lower ? '' : ` (did you mean ${near}?)`;
        return [at(`tests ${key}, which no request has${meant}`)];
      }
      const isMulti = MULTI_KEYS.has(lower) || data.multi.has(lower);
      if (isMulti && condition.set === null && condition.base !== 'Null')
        return [at(`tests the multivalued ${key} without ForAnyValue or ForAllValues`)];
      for (const item of condition.items) {
        const found = problemOf(condition, lower, item.value);
        if (found) return [{ statement: index, place: item.place, ...found }];
      }
      return [];
    }),
  );
}

type Problem = Pick<ConditionFault, 'problem' | 'wrong'>;

/** What is wrong with a value; undefined if nothing is, as far as it is known. */
function problemOf({ key, base }: Condition, lower: string, value: Value): Problem | undefined {
  const left = placeholderIn(value);
  if (left !== undefined) return { problem: `compares ${key} with the placeholder ${left}` };
  if (typeof value !== 'string' || value.includes('${') || base === 'Null') return undefined;
  if (base === 'IpAddress')
    return (parseCidr(value) ?? parseCidr(`${value}/32`) ?? parseCidr(`${value}/128`))
      ? undefined
      : wrong(key, value, 'an IP address range');
  if (base === 'Bool') return /^(?:true|false)$/i.test(value) ? undefined : wrong(key, value, 'true or false');
  if (!base.startsWith('String') || /[*?]/.test(value)) return undefined;
  const form = FORMS.get(lower);
  return form === undefined || form[0].test(value) ? undefined : wrong(key, value, form[1]);
}

function wrong(key: string, value: string, form: string): Problem {
  return { problem: `compares ${key} with "${value}", which is not ${form}`, wrong: { key, form } };
}

/** A placeholder that was not filled in, as written; undefined if there is none. */
function placeholderIn(value: Value): string | undefined {
  const parts = value instanceof TemplateLeaf ? value.parts : [value];
  for (const part of parts) {
    const found =
      part instanceof UnknownLeaf ? /^"(.*)" is a placeholder that nobody filled in/.exec(part.because) : null;
    if (found) return found[1];
  }
  return undefined;
}
