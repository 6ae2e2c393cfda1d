/** Pseudo parameters: the values in a stack of `AWS::Region` and the others. */

import { partitionOf } from '../../../aws/index.ts';
import { reason } from '../../../model/index.ts';
import type { Stack } from '../stack/types.ts';
import { ACCOUNT, REGION } from '../values/stand-ins.ts';
import { lit, NONE, textOf, unknownValue, type Value } from '../values/value.ts';
import type { State } from './state.ts';

interface Taken {
  readonly state: State;
  /** Whether Region and account are not compared with others: too many are named. */
  readonly opaque: ReadonlySet<'AWS::Region' | 'AWS::AccountId'>;
}

/** Undefined for a name that is not a pseudo parameter. */
export function pseudoOf(stack: Stack, name: string, taken: Taken): Value | undefined {
  const { region, account } = stack.environment;
  switch (name) {
    case 'AWS::Region':
      return region === null && taken.opaque.has(name)
        ? unknownValue(reason('the Region is not known', 'Pass --region'), { symbol: name, form: 'one' })
        : standIn(name, region, REGION, taken);
    case 'AWS::AccountId':
      return account === null && taken.opaque.has(name)
        ? unknownValue(reason('the account is not known', 'Pass --account'), { symbol: 'AWS.account_id', form: 'one' })
        : standIn(name, account, ACCOUNT, taken);
    case 'AWS::Partition':
      return ofPartition(stack, taken, (partition) => partition.name);
    case 'AWS::URLSuffix':
      return ofPartition(stack, taken, (partition) => partition.dnsSuffix);
    case 'AWS::StackName':
      return stack.name === null ? atDeployment(stack, name, 'the name of the stack is') : lit(stack.name);
    case 'AWS::StackId':
      return atDeployment(stack, name, 'the id of the stack is');
    case 'AWS::NotificationARNs':
      return unknownValue('the notification ARNs are known only after deployment', { form: 'list' });
    case 'AWS::NoValue':
      return NONE;
    default:
      return undefined;
  }
}

function atDeployment({ key }: Stack, name: string, what: string): Value {
  return unknownValue(`${what} known only after deployment`, { symbol: `${key} ${name}`, form: 'one' });
}

function ofPartition(
  stack: Stack,
  taken: Taken,
  of: (partition: { name: string; dnsSuffix: string }) => string,
): Value {
  const region = textOf(pseudoOf(stack, 'AWS::Region', taken)!);
  const partition = region === undefined ? undefined : partitionOf(region);
  return partition
    ? lit(of(partition))
    : unknownValue(reason('the partition is not known', 'Pass --region'), { symbol: 'AWS::Partition', form: 'one' });
}

/** The known or assumed value, else a text that stands for it. */
function standIn(symbol: string, known: string | null, text: string, { state }: Taken): Value {
  const value = known ?? state.get(symbol)?.is;
  return value === undefined ? lit(text, { standIn: true }) : lit(value);
}
