import { table } from '../../base/table.ts';
import { ANY, LOWER, literal, many, NAME, NOCOLON, one, PRINTING, some, UPPER } from '../document/pattern.ts';
import { lang, sharedLang } from './automaton.ts';
import type { Caller } from './classes.ts';
import type { Slot } from './constraint.ts';
import type { Mentions } from './mentions.ts';

const VPC_SHAPE = lang([{ tokens: [...literal('vpc-'), ...some(LOWER)] }]);

/** aws:PrincipalType by form of principal. */
export const PRINCIPAL_TYPES: Readonly<Record<Caller['form'], string>> = table({
  role: 'AssumedRole',
  user: 'User',
  root: 'Account',
  'federated-user': 'FederatedUser',
});

export function principalArn(form: Caller['form'], account: string, partition: string): Omit<Slot, 'id' | 'multi'> {
  const key = 'aws:principalarn';
  const prefix = `arn:${partition}:iam::${account}:`;
  if (form === 'root') {
    return {
      key,
      shape: lang([{ tokens: literal(`${prefix}root`) }]),
      never: null,
      optional: false,
      samples: [`${prefix}root`],
    };
  }
  if (form === 'federated-user') {
    const start = `arn:${partition}:sts::${account}:federated-user/`;
    const tokens = [...literal(start), ...some(NAME)];
    return { key, shape: lang([{ tokens }]), never: null, optional: false, samples: [`${start}alice`] };
  }
  const shape = sharedLang(`principal ${prefix}${form}/`, () => [
    { tokens: [...literal(`${prefix}${form}/`), ...some(NAME)] },
    { tokens: [...literal(`${prefix}${form}/`), ...some(PRINTING)] },
  ]);
  const sample = `${prefix}${form}/${form === 'role' ? 'developer' : 'alice'}`;
  return { key, shape, never: null, optional: false, samples: [sample] };
}

export function userId(who: Caller, mentions: Mentions): Omit<Slot, 'id' | 'multi'> {
  const key = 'aws:userid';
  const named = who.freshAccount ? [...(mentions.ids.get(key) ?? [])] : [];
  const never = named.length === 0 ? null : lang(named.map((id) => ({ tokens: [...literal(id), many(ANY)] })));
  if (who.form === 'root') {
    return { key, shape: lang([{ tokens: literal(who.account!) }]), never, optional: false, samples: [who.account!] };
  }
  if (who.form === 'federated-user') {
    const tokens = [...literal(`${who.account}:`), ...some(NAME)];
    return { key, shape: lang([{ tokens }]), never, optional: false, samples: [`${who.account}:alice`] };
  }
  const prefix = who.form === 'role' ? 'AROA' : 'AIDA';
  const id = [...literal(prefix), ...Array<number>(12).fill(one(UPPER)), many(UPPER)];
  const tokens = who.form === 'role' ? [...id, ...literal(':'), ...some(ANY)] : id;
  const sample = `${prefix}${who.freshAccount ? 'OUTSIDER' : 'EXAMPLE0'}000000001${who.form === 'role' ? ':session' : ''}`;
  return { key, shape: lang([{ tokens }]), never, optional: false, samples: [sample] };
}

export function accountArn(
  key: string,
  service: string,
  account: string,
  kind: string,
  partition: string,
): Omit<Slot, 'id' | 'multi'> {
  const tokens = [
    ...literal(`arn:${partition}:${service}:`),
    ...some(NOCOLON),
    ...literal(`:${account}:${kind}`),
    ...some(ANY),
  ];
  return { key, shape: lang([{ tokens }]), never: null, optional: true, samples: [] };
}

/** VPC and address of the instance the credentials were given to: those of an external caller are never the named ones. */
export function instanceKey(key: string, who: Caller, mentions: Mentions): Omit<Slot, 'id' | 'multi'> {
  const named = who.freshAccount ? [...(mentions.ids.get(key) ?? [])] : [];
  const never = named.length === 0 ? null : lang(named.map((id) => ({ tokens: literal(id) })));
  const shape = key === 'aws:ec2instancesourcevpc' ? VPC_SHAPE : null;
  return { key, shape, never, optional: true, samples: [] };
}
