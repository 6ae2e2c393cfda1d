/** In which Region an object of a plan is: by itself, by its provider, by its neighbors; and what follows from it. */
import { describe, expect, it } from 'vitest';
import { type Change, constant, graphOf, type Planned, references } from './planned.ts';

const FOUND = (region: string, attribute = 'region', sensitive = false) => ({ region, attribute, sensitive });

describe('an object tells its Region', () => {
  it.each<[string, string, object, unknown]>([
    [
      'by its Region',
      'aws_subnet.a',
      { region: 'eu-west-1', arn: 'arn:aws:ec2:us-east-1:1:subnet/s' },
      FOUND('eu-west-1'),
    ],
    ['by its ARN', 'aws_subnet.a', { region: '', arn: 'arn:aws:ec2:us-west-2:1:subnet/s' }, FOUND('us-west-2', 'arn')],
    ['by its zone', 'aws_subnet.a', { availability_zone: 'us-east-1a' }, FOUND('us-east-1', 'availability_zone')],
    [
      'by its zone, where its ARN names no Region',
      'aws_subnet.a',
      { arn: 'arn:aws:s3:::bucket', availability_zone: 'us-east-1a' },
      FOUND('us-east-1', 'availability_zone'),
    ],
    [
      'by the first of its zones',
      'aws_lb.a',
      { availability_zones: ['eu-west-1b', 'eu-west-1a'] },
      FOUND('eu-west-1', 'availability_zone'),
    ],
    [
      'by the zones of a data source',
      'data.aws_availability_zones.a',
      { names: ['ap-south-1a'] },
      FOUND('ap-south-1', 'availability_zone'),
    ],
    ['as the data source of a Region', 'data.aws_region.a', { name: 'eu-north-1' }, FOUND('eu-north-1')],
    ['not by an empty name', 'data.aws_region.a', { name: '' }, undefined],
    ['not by the name of a managed object', 'aws_region.a', { name: 'eu-north-1' }, undefined],
    ['not by the name of another data source', 'data.aws_vpc.a', { name: 'eu-north-1' }, undefined],
    ['not by an ARN that is no text', 'aws_subnet.a', { arn: 5 }, undefined],
    ['not by zones that are no texts', 'aws_subnet.a', { availability_zone: 5, names: [null] }, undefined],
    ['not by a zone nobody knows', 'aws_subnet.a', { availability_zone: 'x' }, undefined],
  ])('%s', (_, address, after, found) => {
    expect(graphOf({ changes: { [address]: { after } } }).region(address)).toEqual(found);
  });

  it.each<[string, string, object, object]>([
    ['its ARN', 'aws_subnet.a', { arn: 'arn:aws:ec2:us-west-2:1:subnet/s' }, { arn: true }],
    ['its zone', 'aws_subnet.a', { availability_zone: 'us-west-2a' }, { availability_zone: true }],
    ['one of its zones', 'data.aws_availability_zones.a', { names: ['us-west-2a'] }, { names: [true] }],
    ['its name', 'data.aws_region.a', { name: 'us-west-2' }, { name: true }],
  ])('as secret as %s', (_, address, after, sensitive) => {
    const find = (marks: object) => graphOf({ changes: { [address]: { after, sensitive: marks } } }).region(address);
    expect(find(sensitive)).toMatchObject({ region: 'us-west-2', sensitive: true });
    expect(find({ tags: true, region: true })).toMatchObject({ region: 'us-west-2', sensitive: false });
  });
});

/** The Region of an object of a provider, in the root module or another. */
function of(provider: string, providers: Record<string, object>, more: Planned = {}) {
  const changes = { 'aws_vpc.v': { provider }, ...more.changes };
  return graphOf({ ...more, providers, changes }).region('aws_vpc.v')?.region;
}

const EAST = { region: constant('us-east-1') };
const WEST = { region: constant('us-west-2') };
/** A Region that the plan does not tell. */
const SOMEWHERE = { region: references('local.region') };

describe('a provider tells the Region', () => {
  it.each<[string, string | undefined, Record<string, object>]>([
    ['as a constant', 'us-east-1', { aws: EAST, 'aws.west': WEST }],
    ['not where it names none', undefined, { aws: {}, 'aws.west': WEST }],
    ['not where it is empty', undefined, { aws: { region: constant('') } }],
    ['not where it is no text', undefined, { aws: { region: constant(5) } }],
    ['not where it is null', undefined, { aws: { region: constant(null) } }],
    ['not where its expression is damaged', undefined, { aws: { region: 'us-east-1' } }],
    ['not where it comes from elsewhere', undefined, { aws: SOMEWHERE }],
  ])('%s', (_, region, providers) => {
    expect(of('aws', providers)).toBe(region);
  });

  it('of its alias', () => {
    expect(of('aws.west', { aws: EAST, 'aws.west': WEST })).toBe('us-west-2');
  });

  it('by a variable, and not where more than the variable is in it', () => {
    const variables = { region: 'eu-west-1', zone: 'a' };
    const by = (...full: string[]) => of('aws', { aws: { region: references(...full) } }, { variables });
    expect(by('var.region')).toBe('eu-west-1');
    expect(by('var.region', 'var.zone')).toBeUndefined();
  });

  it('not without a configuration', () => {
    const { graph, instance } = graphOf({ changes: { 'aws_vpc.v': {} }, more: { configuration: undefined } });
    expect(graph.regionOf({ ...instance('aws_vpc.v'), provider: 'aws' })).toBeUndefined();
  });
});

/** A module call `name` with what it calls. */
const calls = (name: string, module: object, expressions: object = {}) => ({
  module_calls: { [name]: { expressions, module } },
});

describe('a provider of a module', () => {
  const within = (provider: string, providers: Record<string, object>, root: object = {}) =>
    of(provider, providers, { root, variables: { region: 'eu-west-1' } });

  it('tells a Region of its own, in the scope of the module', () => {
    const inner = { variables: { where: {} } };
    const handed = calls('a', inner, { where: references('var.region') });
    const own = { region: references('var.where') };
    expect(within('module.a:aws', { aws: EAST, 'module.a:aws': own }, handed)).toBe('eu-west-1');
    expect(within('a:aws', { aws: EAST, 'a:aws': own }, handed)).toBe('eu-west-1');
    const deeper = calls('b', handed);
    expect(within('module.b.module.a:aws', { aws: EAST, 'module.b.module.a:aws': WEST }, deeper)).toBe('us-west-2');
    expect(within('b.a:aws', { aws: EAST, 'b.a:aws': WEST }, deeper)).toBe('us-west-2');
  });

  it('in a module that is called by a module is in the scope of the inner one', () => {
    const inner = calls('a', { variables: { where: { default: 'eu-south-1' } } });
    const own = { region: references('var.where') };
    expect(within('module.b.module.a:aws', { 'module.b.module.a:aws': own }, calls('b', inner))).toBe('eu-south-1');
  });

  it('stands for the one above, where it has no Region', () => {
    expect(within('module.a:aws', { aws: EAST, 'module.a:aws': {} })).toBe('us-east-1');
    expect(within('module.a:aws', { aws: EAST })).toBe('us-east-1');
    expect(within('a.b:aws', { aws: EAST, 'a:aws': {}, 'a.b:aws': {} })).toBe('us-east-1');
  });

  it('does not, where its own Region is not known', () => {
    expect(within('module.a:aws', { aws: EAST, 'module.a:aws': SOMEWHERE })).toBeUndefined();
  });

  it('stands for any of those above: they have to agree', () => {
    expect(within('module.a:aws', { aws: EAST, 'aws.west': WEST })).toBeUndefined();
    expect(within('module.a:aws', { aws: EAST, 'aws.again': EAST })).toBe('us-east-1');
    expect(within('module.a:aws', { aws: EAST, 'aws.open': SOMEWHERE })).toBeUndefined();
    expect(within('module.a:aws', { aws: EAST, 'aws.plain': {} })).toBeUndefined();
  });

  it('stands for none of another kind, of another module, or below it', () => {
    const others = { awscc: WEST, 'aws4:aws': WEST, 'module.b:aws': WEST, 'module.a.module.c:aws': WEST };
    expect(within('module.a:aws', { aws: EAST, ...others })).toBe('us-east-1');
    expect(within('module.a.module.c:aws', { aws: EAST, 'module.b:aws': WEST })).toBe('us-east-1');
    expect(within('module.a.module.c:aws', { aws: EAST, 'module.a:aws': WEST })).toBeUndefined();
    expect(within('module.a:aws', { aws: EAST, 'module.a:aws': {}, 'module.a:aws.other': WEST })).toBe('us-east-1');
  });

  it('without one above of that name is not known, but an alias is handed in', () => {
    expect(within('module.a:aws', { 'aws.west': WEST })).toBeUndefined();
    expect(within('module.a:aws.here', { 'aws.west': WEST })).toBe('us-west-2');
    expect(within('module.a:aws.here', {})).toBeUndefined();
  });

  it('is as secret as what it stands for', () => {
    const find = (providers: Record<string, object>) =>
      graphOf({
        providers,
        variables: { region: 'us-east-1' },
        root: { variables: { region: { sensitive: true } } },
        changes: { 'aws_vpc.v': { provider: 'module.a:aws' } },
      }).region('aws_vpc.v');
    const secret = { region: references('var.region') };
    expect(find({ aws: EAST, 'aws.again': EAST })).toMatchObject({ region: 'us-east-1', sensitive: false });
    expect(find({ aws: EAST, 'aws.secret': secret })).toMatchObject({ region: 'us-east-1', sensitive: true });
    expect(find({ 'aws.secret': secret, aws: EAST })).toMatchObject({ region: 'us-east-1', sensitive: true });
  });
});

describe('neighbors tell the Region', () => {
  const beside = (changes: Record<string, Change>) => of('aws', { aws: {} }, { changes });
  const inZone = (zone: string, more: Change = {}): Change => ({
    after: { availability_zone: zone },
    provider: 'aws',
    ...more,
  });

  it('by their zones, where they agree', () => {
    expect(beside({ 'aws_subnet.a': inZone('us-east-1a'), 'aws_subnet.b': inZone('us-east-1b') })).toBe('us-east-1');
    expect(beside({ 'aws_subnet.a': inZone('us-east-1a'), 'aws_subnet.b': inZone('eu-west-1b') })).toBeUndefined();
    const three = {
      'aws_subnet.a': inZone('us-east-1a'),
      'aws_subnet.b': inZone('eu-west-1b'),
      'aws_subnet.c': inZone('us-east-1c'),
    };
    expect(beside(three)).toBeUndefined();
  });

  it('of the same provider only', () => {
    expect(beside({ 'aws_subnet.a': inZone('us-east-1a', { provider: 'aws.west' }) })).toBeUndefined();
    const { provider: _, ...none } = inZone('us-east-1a');
    expect(beside({ 'aws_subnet.a': none })).toBeUndefined();
  });

  it.each(['region', 'name', 'endpoint', 'arn'])('but for those that are asked for by %s', (argument) => {
    const expressions = { [argument]: constant('x'), vpc_id: constant('vpc-1') };
    expect(beside({ 'aws_subnet.a': inZone('us-east-1a', { expressions }) })).toBeUndefined();
    expect(beside({ 'aws_subnet.a': inZone('us-east-1a', { expressions: { vpc_id: constant('vpc-1') } }) })).toBe(
      'us-east-1',
    );
  });

  it('but for objects that may be of any Region', () => {
    expect(beside({ 'aws_s3_bucket.a': { after: { region: 'us-east-1' }, provider: 'aws' } })).toBeUndefined();
    expect(beside({ 'data.aws_s3_bucket.a': { after: { region: 'us-east-1' }, provider: 'aws' } })).toBeUndefined();
  });

  it('as data sources, too', () => {
    const read = (type: string, after: object) => beside({ [`data.${type}.a`]: { after, provider: 'aws' } });
    expect(read('aws_region', { name: 'us-east-1' })).toBe('us-east-1');
    expect(read('aws_availability_zones', { names: ['us-east-1a'] })).toBe('us-east-1');
    expect(read('aws_availability_zone', { availability_zone: 'us-east-1a' })).toBe('us-east-1');
    expect(read('aws_subnet', { availability_zone: 'us-east-1a' })).toBe('us-east-1');
    // A managed object of that name is none that we know.
    expect(beside({ 'aws_availability_zone.a': inZone('us-east-1a') })).toBeUndefined();
  });

  it('after the provider itself', () => {
    const changes = { 'aws_vpc.v': { provider: 'aws' }, 'aws_subnet.a': inZone('us-east-1a') };
    expect(graphOf({ changes, providers: { aws: WEST } }).region('aws_vpc.v')).toEqual(FOUND('us-west-2'));
    expect(graphOf({ changes }).region('aws_vpc.v')).toEqual(FOUND('us-east-1'));
  });
});

describe('a data source that is put off', () => {
  /** An attribute that is unknown, of a data source with these arguments: constants, and what is not known either. */
  function put(address: string, unknown: string, expressions: Record<string, object>, planned: Planned = {}) {
    const written = Object.entries(expressions);
    const known = written.filter(([, one]) => 'constant_value' in one);
    const after = Object.fromEntries(
      known.map(([key, one]) => [key, (one as { constant_value: unknown }).constant_value]),
    );
    const open = Object.fromEntries(written.filter(([, one]) => 'references' in one).map(([key]) => [key, true]));
    const change: Change = {
      after,
      unknown: { ...open, [unknown]: true },
      expressions,
      provider: 'aws',
      actions: ['read'],
    };
    return graphOf({ providers: { aws: EAST }, ...planned, changes: { [address]: change } }).read(address, unknown);
  }
  const SERVICE = 'data.aws_vpc_endpoint_service.s';
  const own = (of: string, name: string) => ({
    k: 'attribute',
    of: expect.objectContaining({ address: of }),
    path: [name],
  });
  const name = (v: string) => ({ k: 'lit', v, derived: true });

  it('for a service will have its name', () => {
    const service = { service: constant('sqs') };
    expect(put(SERVICE, 'service_name', service)).toEqual(name('com.amazonaws.us-east-1.sqs'));
  });

  it.each<[string, Record<string, object>, Planned]>([
    ['a filter', { service: constant('sqs'), filter: [{}] }, {}],
    ['Regions of the service', { service: constant('sqs'), service_regions: constant(['eu-west-1']) }, {}],
    ['its name', { service: constant('sqs'), service_name: references('local.n') }, {}],
    ['an empty service', { service: constant('') }, {}],
    ['a number', { service: constant(5) }, {}],
    ['a service that is not known', { service: references('local.s') }, {}],
    ['no service', {}, {}],
    ['a Region that is not known', { service: constant('sqs') }, { providers: { aws: {} } }],
    [
      'a Region in China, where names begin in two ways',
      { service: constant('sqs') },
      { providers: { aws: { region: constant('cn-north-1') } } },
    ],
  ])('does not tell its name with %s', (_, expressions, planned) => {
    expect(put(SERVICE, 'service_name', expressions, planned)).not.toMatchObject({ derived: true });
  });

  it('tells nothing else, and a resource of that name nothing', () => {
    const service = { service: constant('sqs') };
    expect(put(SERVICE, 'id', service)).toEqual(own(SERVICE, 'id'));
    expect(put('aws_vpc_endpoint_service.s', 'service_name', service)).toEqual(
      own('aws_vpc_endpoint_service.s', 'service_name'),
    );
    expect(put('data.aws_vpc_endpoint.s', 'service_name', service)).toEqual(
      own('data.aws_vpc_endpoint.s', 'service_name'),
    );
  });

  it.each(['name', 'id', 'region'])('for the Region of the provider has it as its %s', (attribute) => {
    expect(put('data.aws_region.r', attribute, {})).toEqual(name('us-east-1'));
    expect(put('data.aws_region.r', attribute, {}, { providers: {} })).toEqual(own('data.aws_region.r', attribute));
    expect(put('data.aws_vpc.r', attribute, {})).toEqual(own('data.aws_vpc.r', attribute));
    expect(put('aws_region.r', attribute, {})).toEqual(own('aws_region.r', attribute));
  });

  it('for a Region does not tell more than that, nor of another Region', () => {
    expect(put('data.aws_region.r', 'description', {})).toEqual(own('data.aws_region.r', 'description'));
    for (const argument of ['name', 'endpoint', 'region'])
      expect(put('data.aws_region.r', 'id', { [argument]: references('local.r') }), argument).not.toMatchObject({
        derived: true,
      });
  });

  it('has a secret name where the Region or the service is secret', () => {
    const planned = { variables: { v: 'us-east-1' }, root: { variables: { v: { sensitive: true } } } };
    const region = { providers: { aws: { region: references('var.v') } }, ...planned };
    const service = { service: constant('sqs') };
    expect(put(SERVICE, 'service_name', service, region)).toEqual({
      ...name('com.amazonaws.us-east-1.sqs'),
      sensitive: true,
    });
    const known = graphOf({
      providers: { aws: EAST },
      changes: {
        [SERVICE]: {
          after: { service: 'sqs' },
          unknown: { service_name: true },
          sensitive: { service: true },
          provider: 'aws',
        },
      },
    }).read(SERVICE, 'service_name');
    expect(known).toEqual({ ...name('com.amazonaws.us-east-1.sqs'), sensitive: true });
  });
});
