/** Values of a template's parameters. */
import { reason } from '../../../model/index.ts';
import { isList, isMap, isScalar, member, type Raw, textAt } from '../document/raw.ts';
import { list, lit, unknownValue, type Value } from '../values/value.ts';

/** Values for a stack's parameters, by name, as written in a file or on the command line. */
export type Given = ReadonlyMap<string, string>;

export interface Declared {
  readonly name: string;
  readonly type: string;
  readonly isList: boolean;
  /** `AWS::SSM::Parameter::Value<...>`: its value names a parameter stored in AWS. */
  readonly stored: boolean;
  readonly noEcho: boolean;
  readonly default: string | undefined;
  readonly allowed: readonly string[] | undefined;
}

export function declared(name: string, raw: Raw | undefined): Declared {
  const type = textAt(raw, 'Type') ?? 'String';
  const stored = type.startsWith('AWS::SSM::Parameter::Value<');
  const inner = stored ? type.slice('AWS::SSM::Parameter::Value<'.length, -1) : type;
  const allowed = member(raw, 'AllowedValues');
  const own = member(raw, 'Default');
  const noEcho = member(raw, 'NoEcho');
  return {
    name,
    type,
    isList: inner === 'CommaDelimitedList' || inner.startsWith('List<'),
    stored,
    noEcho: noEcho === true || noEcho === 'true',
    default: isList(own) ? own.map(String).join(',') : isScalar(own) ? String(own) : undefined,
    allowed: isList(allowed) ? allowed.filter(isScalar).map(String) : undefined,
  };
}

/** A parameter with a value. */
export function givenValue(parameter: Declared, written: string, symbol: string): Value {
  const { name, stored, noEcho: secret } = parameter;
  if (stored) {
    return unknownValue(`the parameter ${name} names ${written}, which is stored in AWS`, {
      symbol: `${symbol} in Parameter Store`,
      form: parameter.isList ? 'list' : 'one',
      secret,
    });
  }
  if (!parameter.isList) return lit(written, { secret });
  // CloudFormation reads an empty text as a list of one empty item, but nobody means that.
  return written.trim() === '' ? list([]) : list(written.split(',').map((item) => lit(item.trim(), { secret })));
}

/** A parameter without a value. */
export function openValue({ name, isList: many, noEcho, stored, default: own }: Declared, symbol: string): Value {
  const why =
    stored && own !== undefined
      ? `the parameter ${name} names what is stored in AWS`
      : reason(`the parameter ${name} has no value`, `Pass --parameter ${name}=VALUE, or a file with --parameters`);
  return unknownValue(why, { symbol, form: many ? 'list' : 'one', secret: noEcho });
}

/** The values a parameters file gives: the two shapes of the AWS CLI, and texts `Key=Value`. Undefined for what is none. */
export function givenIn(raw: unknown): Map<string, string> | undefined {
  const out = new Map<string, string>();
  const put = (name: string, value: unknown) => {
    out.set(name, Array.isArray(value) ? value.map(String).join(',') : String(value));
  };
  if (Array.isArray(raw)) {
    for (const each of raw as Raw[]) {
      if (typeof each === 'string' && each.includes('=')) {
        put(each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1));
        continue;
      }
      const name = textAt(each, 'ParameterKey');
      if (name === undefined) return undefined;
      const value = member(each, 'ResolvedValue') ?? member(each, 'ParameterValue');
      // `UsePreviousValue`: the value that the stack already has.
      if (value !== undefined) put(name, value);
    }
    return out;
  }
  if (!isMap(raw as Raw)) return undefined;
  const inside = member(raw as Raw, 'Parameters');
  const values = isMap(inside) ? inside : (raw as Readonly<Record<string, Raw>>);
  for (const [name, value] of Object.entries(values)) {
    if (!isScalar(value) && !isList(value)) return undefined;
    put(name, value);
  }
  return out;
}
