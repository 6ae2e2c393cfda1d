/** Functions that lead elsewhere: `Ref`, `Fn::GetAtt`, `Fn::ImportValue`, `Fn::FindInMap`, `Fn::GetAZs`. */

import { table } from '../../../base/table.ts';
import { reason } from '../../../model/index.ts';
import { isList, isMap, isScalar, member, type Raw } from '../document/raw.ts';
import { arnOf } from './arns.ts';
import { type Context, inScope, within } from './context.ts';
import { because, lit, symbolOf, text, textOf, unknownValue, type Value } from './value.ts';

export function ref(argument: Raw, context: Context): Value {
  const name = nameIn(argument, context);
  return typeof name === 'string' ? referTo(name, context) : name;
}

/** A name, written or made by a function as the language extensions allow. */
function nameIn(raw: Raw, context: Context): string | Value {
  if (isScalar(raw)) return inScope(String(raw), context.scope);
  const value = context.run.evaluate(raw, within(context));
  return textOf(value) ?? unknownValue(`what is referred to: ${because(value)}`);
}

/** The meaning of a name: a loop's identifier, a pseudo parameter, a parameter or a resource. */
export function referTo(name: string, { run, stack, scope, inCondition }: Context): Value {
  const looped = scope.get(name);
  if (looped !== undefined) return lit(looped);
  const pseudo = run.pseudo(stack, name);
  if (pseudo) return pseudo;
  const parameter = run.parameter(stack, name, inCondition);
  if (parameter) return parameter;
  const resource = stack.resources.get(name);
  if (resource) {
    if (run.exists(resource) === 'no')
      return unknownValue(`${resource.address} is not created, because its condition is false`);
    return { k: 'ref', to: resource, attribute: null };
  }
  return unknownValue(stack.open ?? `the template has nothing called ${name}`, {
    symbol: `${stack.key}.${name}`,
    ...(stack.open === null ? { form: 'one' as const } : {}),
  });
}

export function getAtt(argument: Raw, context: Context): Value {
  if (isScalar(argument)) {
    const whole = inScope(String(argument), context.scope);
    const dot = whole.indexOf('.');
    return dot < 0
      ? unknownValue('`Fn::GetAtt` names no attribute')
      : attributeOf(whole.slice(0, dot), whole.slice(dot + 1), context);
  }
  if (!isList(argument) || argument.length < 2)
    return unknownValue('`Fn::GetAtt` is written with a resource and an attribute');
  const names = argument.map((each) => nameIn(each, context));
  const odd = names.find((name) => typeof name !== 'string');
  if (odd) return odd as Value;
  const [of, ...path] = names as string[];
  return attributeOf(of!, path.join('.'), context);
}

/** Attributes that are what `Ref` is. */
const IDENTITY: Readonly<Record<string, readonly string[]>> = table({
  'AWS::EC2::VPC': ['VpcId'],
  'AWS::EC2::Subnet': ['SubnetId'],
  'AWS::EC2::SecurityGroup': ['GroupId', 'Id'],
  'AWS::EC2::RouteTable': ['RouteTableId'],
  'AWS::EC2::VPCEndpoint': ['Id'],
  'AWS::EC2::VPCEndpointService': ['ServiceId'],
  'AWS::EC2::NatGateway': ['NatGatewayId'],
  'AWS::EC2::InternetGateway': ['InternetGatewayId'],
  'AWS::EC2::EgressOnlyInternetGateway': ['Id'],
  'AWS::EC2::VPNGateway': ['VPNGatewayId'],
  'AWS::EC2::VPCPeeringConnection': ['Id'],
  'AWS::EC2::TransitGateway': ['Id'],
  'AWS::EC2::NetworkAcl': ['Id'],
  'AWS::EC2::DHCPOptions': ['DhcpOptionsId'],
  'AWS::EC2::PrefixList': ['PrefixListId'],
  'AWS::EC2::NetworkInterface': ['Id'],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ['LoadBalancerArn'],
  'AWS::Route53::HostedZone': ['Id'],
  'AWS::Route53Resolver::ResolverRule': ['ResolverRuleId'],
  'AWS::Route53Profiles::Profile': ['Id'],
});

/** Attributes that are copies of properties. */
const COPIES: Readonly<Record<string, Readonly<Record<string, string>>>> = table({
  'AWS::EC2::VPC': { CidrBlock: 'CidrBlock' },
  'AWS::EC2::Subnet': {
    VpcId: 'VpcId',
    CidrBlock: 'CidrBlock',
    AvailabilityZone: 'AvailabilityZone',
    AvailabilityZoneId: 'AvailabilityZoneId',
  },
  'AWS::EC2::SecurityGroup': { VpcId: 'VpcId' },
});

export function attributeOf(id: string, attribute: string, context: Context): Value {
  const { run, stack } = context;
  const resource = stack.resources.get(id);
  if (!resource) {
    return unknownValue(stack.open ?? `the template has no resource called ${id}`, {
      symbol: `${stack.key}.${id}.${attribute}`,
    });
  }
  if (run.exists(resource) === 'no')
    return unknownValue(`${resource.address} is not created, because its condition is false`);
  if (attribute.startsWith('Outputs.')) {
    const nested = stack.nested.get(id);
    if (nested === undefined) return { k: 'ref', to: resource, attribute };
    const name = attribute.slice('Outputs.'.length);
    if (typeof nested === 'string') return unknownValue(nested, { symbol: `${resource.address}.${attribute}` });
    return run.output(nested, name);
  }
  const copied = COPIES[resource.type]?.[attribute];
  if (copied !== undefined) {
    const value = run.read(resource, copied);
    if (value.k !== 'none') return value;
  }
  const arn = arnOf(resource, attribute, context);
  if (arn) return arn;
  if (IDENTITY[resource.type]?.includes(attribute)) return { k: 'ref', to: resource, attribute: null };
  return { k: 'ref', to: resource, attribute };
}

export function importValue(argument: Raw, context: Context): Value {
  const name = context.run.evaluate(argument, within(context));
  const known = textOf(name);
  const found = known === undefined ? undefined : context.run.imported(known, context.stack);
  if (found) return found;
  const called = symbolOf(name);
  return unknownValue(
    reason(
      `it is imported from another stack${known === undefined ? '' : ` as ${known}`}`,
      'Pass the template of that stack, too',
    ),
    called === undefined ? {} : { symbol: `import ${called}` },
  );
}

/** The most candidates of a mapping's key that we try. */
const MOST_KEYS = 40;

export function findInMap(argument: Raw, context: Context): Value {
  if (!isList(argument) || argument.length < 3)
    return unknownValue('`Fn::FindInMap` is written with a mapping and two keys');
  const keys = argument.slice(0, 3).map((each) => context.run.evaluate(each, within(context)));
  const otherwise = member(argument[3], 'DefaultValue');
  const fallback = () => (otherwise === undefined ? undefined : context.run.evaluate(otherwise, within(context)));
  let level: Raw | undefined = context.stack.template.mappings;
  for (const [depth, key] of keys.entries()) {
    const known = keyOf(key, level, context, otherwise !== undefined);
    if (typeof known !== 'string') return known;
    const next: Raw | undefined = member(level, known);
    if (next === undefined) {
      const none = fallback();
      if (none) return none;
      const message = `the mapping ${textOf(keys[0]!) ?? ''} has no ${known}`;
      if (depth > 0) context.run.refuse(message);
      return unknownValue(message);
    }
    level = next;
  }
  return context.run.evaluate(level as Raw, within(context));
}

/** A key of one level; what is unknown is asked for among the keys of that level. */
function keyOf(key: Value, level: Raw | undefined, { run }: Context, hasDefault: boolean): string | Value {
  const plain = key.k === 'lit' && !(key.standIn && !hasKey(level, text(key))) ? text(key) : undefined;
  if (plain !== undefined) return plain;
  const symbol = key.k === 'lit' ? (/^\d/.test(text(key)) ? 'AWS::AccountId' : 'AWS::Region') : symbolOf(key);
  const keys = isMap(level) ? Object.keys(level) : [];
  if (symbol === undefined || keys.length === 0 || keys.length > MOST_KEYS) return unknownValue(because(key));
  const taken = run.taken(symbol);
  if (taken?.is !== undefined) return taken.is;
  const options = keys.filter((each) => !taken?.not.includes(each));
  run.ask({ symbol, label: symbol, options, rest: hasDefault });
  return unknownValue(
    `a mapping is looked up by ${key.k === 'lit' ? 'a Region or account that is not known' : because(key)}`,
  );
}

function hasKey(level: Raw | undefined, key: string): boolean {
  return member(level, key) !== undefined;
}

export function getAzs(argument: Raw, context: Context): Value {
  const given = context.run.evaluate(argument, within(context));
  const own = context.run.pseudo(context.stack, 'AWS::Region')!;
  const region = given.k === 'none' || textOf(given) === '' ? own : given;
  if (region.k !== 'lit') return unknownValue(because(region), { form: 'list' });
  return { k: 'zones', region: text(region), standIn: region.standIn === true };
}
