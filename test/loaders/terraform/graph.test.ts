/** What a plan says of any attribute: values, blocks known in part, and references followed through modules. */
import { describe, expect, it } from 'vitest';
import type { Sources } from '../../../src/loaders/terraform/values/sources.ts';
import { attributeName, lit, NULL, unknowable, type Value } from '../../../src/loaders/terraform/values/value.ts';
import { type Change, constant, graphOf, type Planned, references } from './planned.ts';

/** A value in short: literals as they are, attributes by name, `?` before what is not known. */
function shown(value: Value | undefined): unknown {
  if (value === undefined) return undefined;
  switch (value.k) {
    case 'lit':
      return value.sensitive ? { secret: value.v } : value.v;
    case 'attribute':
      return attributeName(value);
    case 'instance':
    case 'module':
      return `<${value.of.address}>`;
    case 'instances':
    case 'modules':
      return {
        [value.k]: value.of.map(({ address }) => address),
        open: Boolean(value.open) || (value.k === 'modules' && !value.whole),
      };
    case 'list':
      return value.items.map(shown);
    case 'object':
      return Object.fromEntries([...value.members].map(([name, member]) => [name, shown(member)]));
    case 'mix':
      return { mix: value.parts.map(shown) };
    case 'one':
      return { one: value.options.map(shown) };
    case 'unknown':
      return `? ${value.symbol ?? value.source}`;
    case 'error':
      return `! ${value.because}`;
    default:
      return value.k;
  }
}

/** Sources that tell nothing. */
const SILENT = {
  attribute: () => undefined,
  inBlock: () => undefined,
  argument: () => undefined,
  output: () => undefined,
  local: () => undefined,
  repetition: () => undefined,
  declared: (_graph, _module, _name, value) => value,
  ignoresChanges: () => undefined,
  hasDynamic: () => false,
} satisfies Sources;

/** A VPC and a subnet that have no ids yet, and one VPC that has. */
const MADE: Record<string, Change> = {
  'aws_vpc.v': { after: { cidr_block: '10.0.0.0/16' }, unknown: { id: true } },
  'aws_vpc.w': { after: { id: 'vpc-0a1', cidr_block: '10.1.0.0/16' } },
  'aws_subnet.s': { after: { cidr_block: '10.0.1.0/24' }, unknown: { id: true } },
};

/** An attribute of an endpoint that is created beside those. */
function read(name: string, change: Change, planned: Planned = {}, sources?: Partial<Sources>) {
  const changes = { ...MADE, ...planned.changes, 'aws_vpc_endpoint.e': change };
  return shown(graphOf({ ...planned, changes }, sources && { ...SILENT, ...sources }).read('aws_vpc_endpoint.e', name));
}

describe('an attribute', () => {
  it('that is known is its value, as secret as any part of it', () => {
    const after = { tags: { a: 'x', b: 'y' }, nothing: null };
    expect(read('tags', { after })).toEqual({ a: 'x', b: 'y' });
    expect(read('tags', { after, sensitive: { tags: { a: true } } })).toEqual({ secret: { a: 'x', b: 'y' } });
    expect(read('tags', { after, sensitive: { other: true } })).toEqual({ a: 'x', b: 'y' });
    expect(read('tags', { after, unknown: { tags: { a: false } } })).toEqual({ a: 'x', b: 'y' });
    expect(read('nothing', { after })).toBeNull();
  });

  it('that is not there is null, and unknown where the file is cut', () => {
    expect(read('absent', { after: {} })).toBeNull();
    const cut = graphOf({
      more: {
        resource_changes: undefined,
        planned_values: {
          root_module: {
            resources: [
              { address: 'aws_vpc_endpoint.e', mode: 'managed', type: 'aws_vpc_endpoint', name: 'e', values: {} },
            ],
          },
        },
      },
    });
    expect(cut.read('aws_vpc_endpoint.e', 'absent')).toEqual(
      unknowable(
        'aws_vpc_endpoint.e.absent',
        '`absent` of aws_vpc_endpoint.e is not in the file',
        'aws_vpc_endpoint.e.absent',
      ),
    );
  });

  it('that Terraform writes for each resource is unknown if it is not there', () => {
    expect(read('subnet_ids', { after: { subnet_ids: null } })).toBeNull();
    expect(read('subnet_ids', { after: {} })).toBe('? aws_vpc_endpoint.e.subnet_ids');
    expect(read('ip_address_type', { after: {} })).toBeNull();
  });

  it('that is unknown is what its expression refers to', () => {
    const change = (expressions: object) => ({ unknown: { vpc_id: true }, expressions });
    expect(read('vpc_id', change({ vpc_id: references('aws_vpc.v.id') }))).toEqual({ mix: ['aws_vpc.v.id'] });
    expect(read('vpc_id', change({ vpc_id: references('local.vpc') }))).toEqual({ mix: ['? local.vpc'] });
  });

  it('is one value for all instances of a block that do not differ in it', () => {
    const rule = (index: string | number, expression: object): Change => ({
      unknown: { security_group_id: true },
      expressions: { security_group_id: expression },
      index,
    });
    const both = (expression: object, keys: readonly (string | number)[]) => {
      const made = keys.map((key) => [`aws_x.r[${JSON.stringify(key)}]`, rule(key, expression)] as const);
      const { read } = graphOf({ changes: { ...MADE, ...Object.fromEntries(made) } });
      return made.map(([address]) => read(address, 'security_group_id'));
    };
    // Its `for_each` is not in the plan, so `each.value` is unknown for the same reason in each.
    const [one, two] = both(references('each.value', 'aws_vpc.v'), ['a', 'b']);
    expect(shown(one)).toEqual({ mix: ['? each.value', '<aws_vpc.v>'] });
    expect(two).toBe(one);
    const counted = both(references('count.index', 'aws_vpc.v'), [0, 1]);
    expect(counted.map(shown)).toEqual([{ mix: [0, '<aws_vpc.v>'] }, { mix: [1, '<aws_vpc.v>'] }]);
  });

  it('that is unknown and made of known values is null after all, or what the provider computes', () => {
    const change = (expression: object) => ({
      unknown: { service_region: true },
      expressions: { service_region: expression },
    });
    expect(read('service_region', change(constant(null)))).toBeNull();
    expect(read('service_region', change(constant('')))).toBeNull();
    expect(read('service_region', change(constant('x')))).toBe('aws_vpc_endpoint.e.service_region');
    expect(read('service_region', change(references('aws_vpc.w.cidr_block')))).toBe(
      'aws_vpc_endpoint.e.service_region',
    );
  });

  it('that is unknown and left out is null, where it can be left out', () => {
    const change = (more: Change = {}) => ({
      unknown: { subnet_ids: true, dns_entry: true },
      expressions: {},
      ...more,
    });
    expect(read('subnet_ids', change())).toBeNull();
    expect(read('dns_entry', change())).toBe('aws_vpc_endpoint.e.dns_entry');
    expect(read('subnet_ids', change({ actions: ['delete', 'create'] }))).toBeNull();
    expect(read('subnet_ids', change({ actions: ['update'] }))).toBe('aws_vpc_endpoint.e.subnet_ids');
    expect(read('subnet_ids', change({ actions: ['no-op'] }))).toBe('aws_vpc_endpoint.e.subnet_ids');
  });

  it('of a block that the configuration lacks is its own', () => {
    expect(read('subnet_ids', { unknown: { subnet_ids: true } })).toBe('aws_vpc_endpoint.e.subnet_ids');
  });

  it('of a data source or of another type is not taken as left out', () => {
    const unknown = { subnet_ids: true };
    const of = (address: string) =>
      shown(graphOf({ changes: { [address]: { unknown, expressions: {} } } }).read(address, 'subnet_ids'));
    expect(of('data.aws_vpc_endpoint.d')).toBe('data.aws_vpc_endpoint.d.subnet_ids');
    expect(of('aws_nonesuch.d')).toBe('aws_nonesuch.d.subnet_ids');
    expect(of('aws_vpc_endpoint.d')).toBeNull();
  });

  it('that a dynamic block may give is not left out', () => {
    const change = { unknown: { dns_options: true }, expressions: {} };
    expect(read('dns_options', change)).toBeNull();
    expect(read('dns_options', change, {}, { hasDynamic: (_g, _i, name) => name === 'dns_options' })).toBe(
      'aws_vpc_endpoint.e.dns_options',
    );
  });

  it('with a name that every object has is no expression', () => {
    expect(read('constructor', { unknown: { constructor: true }, expressions: {} })).toBe(
      'aws_vpc_endpoint.e.constructor',
    );
  });

  it('that is unknown and secret has secret parts', () => {
    const change = {
      unknown: { subnet_ids: true },
      sensitive: { subnet_ids: true },
      expressions: { subnet_ids: references('aws_subnet.s.id', 'var.more') },
    };
    expect(read('subnet_ids', change, { variables: { more: ['subnet-1'] } })).toEqual({
      mix: ['aws_subnet.s.id', { secret: ['subnet-1'] }],
    });
  });

  it('is what sources say of it', () => {
    const change = { unknown: { vpc_id: true }, expressions: { vpc_id: references('local.vpc') } };
    const attribute: Sources['attribute'] = (_g, { address }, name) =>
      name === 'vpc_id' ? lit(`${address} in sources`) : undefined;
    expect(read('vpc_id', change, {}, { attribute })).toBe('aws_vpc_endpoint.e.vpc_id');
    const other = unknowable('x', 'y', 'x');
    expect(read('vpc_id', change, {}, { attribute: () => other })).toBe('? x');
  });

  it('as others see it is known only after apply where it is left out and computed', () => {
    const { graph, instance } = graphOf({
      changes: { 'aws_vpc_endpoint.e': { after: { vpc_id: 'vpc-1' }, unknown: { policy: true }, expressions: {} } },
    });
    const e = instance('aws_vpc_endpoint.e');
    expect(shown(graph.read(e, 'policy'))).toBeNull();
    expect(shown(graph.refer(e, 'policy'))).toBe('aws_vpc_endpoint.e.policy');
    expect(shown(graph.refer(e, 'vpc_id'))).toBe('vpc-1');
    expect(shown(graph.refer(e, 'absent'))).toBeNull();
  });

  it('that sources say Terraform leaves alone', () => {
    const ignoresChanges: Sources['ignoresChanges'] = (_, name) => name === 'policy';
    const { graph, instance } = graphOf({ changes: { 'aws_vpc_endpoint.e': {} } }, { ...SILENT, ignoresChanges });
    const e = instance('aws_vpc_endpoint.e');
    expect([graph.ignoresChanges(e, 'policy'), graph.ignoresChanges(e, 'tags')]).toEqual([true, false]);
    const alone = graphOf({ changes: { 'aws_vpc_endpoint.e': {} } });
    expect(alone.graph.ignoresChanges(alone.instance('aws_vpc_endpoint.e'), 'policy')).toBeUndefined();
  });

  it('that is worked out here stays so for others', () => {
    const change = { unknown: { name: true }, expressions: {}, provider: 'aws', actions: ['read'] };
    const { graph, instance } = graphOf({
      changes: { 'data.aws_region.r': change },
      providers: { aws: { region: constant('us-east-1') } },
    });
    expect(shown(graph.refer(instance('data.aws_region.r'), 'name'))).toBe('us-east-1');
  });
});

describe('what is known in part', () => {
  const rule = (cidr: unknown, more: object = {}) => ({ from_port: 443, cidr_blocks: cidr, ...more });

  it('of a block is the rest, and what its expression refers to', () => {
    const change = {
      after: { ingress: [{ from_port: 443 }] },
      unknown: { ingress: [{ cidr_blocks: true }] },
      expressions: { ingress: [{ from_port: constant(443), cidr_blocks: references('aws_vpc.v.id') }] },
    };
    expect(read('ingress', change)).toEqual([rule({ mix: ['aws_vpc.v.id'] })]);
  });

  it('of several blocks may be what any of them refers to: a set is in no order', () => {
    const change = {
      after: { ingress: [{ from_port: 443 }, { from_port: 80, cidr_blocks: ['10.0.0.0/8'] }] },
      unknown: { ingress: [{ cidr_blocks: true }, { cidr_blocks: [false] }] },
      expressions: {
        ingress: [
          { from_port: constant(80), cidr_blocks: constant(['10.0.0.0/8']) },
          { from_port: constant(443), cidr_blocks: references('aws_vpc.v.id'), deep: [{ er: references('local.d') }] },
        ],
      },
    };
    expect(read('ingress', change)).toEqual([
      rule({ mix: ['aws_vpc.v.id', '? local.d'] }),
      { from_port: 80, cidr_blocks: ['10.0.0.0/8'] },
    ]);
  });

  it('of blocks of which none refers to anything is its own', () => {
    const change = {
      after: { ingress: [{ from_port: 443 }, { from_port: 80 }] },
      unknown: { ingress: [{ cidr_blocks: true }, {}] },
      expressions: { ingress: [{ from_port: constant(80) }, 5] },
    };
    expect(read('ingress', change)).toEqual([rule('aws_vpc_endpoint.e.ingress[0].cidr_blocks'), { from_port: 80 }]);
  });

  it('of more blocks than are written is its own: a dynamic block made them', () => {
    const change = {
      after: { ingress: [{ from_port: 443 }, { from_port: 80 }] },
      unknown: { ingress: [{ cidr_blocks: true }, {}] },
      expressions: { ingress: [{ cidr_blocks: references('aws_vpc.v.id') }] },
    };
    expect(read('ingress', change)).toEqual([rule('aws_vpc_endpoint.e.ingress[0].cidr_blocks'), { from_port: 80 }]);
    expect(read('ingress', { ...change, expressions: {} })).toEqual([
      rule('aws_vpc_endpoint.e.ingress[0].cidr_blocks'),
      { from_port: 80 },
    ]);
  });

  it('of one block where a dynamic one may be meant is its own', () => {
    const change = {
      after: { ingress: [{ from_port: 443 }] },
      unknown: { ingress: [{ cidr_blocks: true }] },
      expressions: { ingress: [{ cidr_blocks: references('aws_vpc.v.id') }] },
    };
    const sources = { hasDynamic: () => true };
    expect(read('ingress', change, {}, sources)).toEqual([rule('aws_vpc_endpoint.e.ingress[0].cidr_blocks')]);
  });

  it('of an attribute that is a block is what all of it refers to', () => {
    const change = {
      after: { ingress: [{ from_port: 443 }] },
      unknown: { ingress: [{ cidr_blocks: true }] },
      expressions: { ingress: references('aws_vpc.v.id') },
    };
    expect(read('ingress', change)).toEqual([rule({ mix: ['aws_vpc.v.id'] })]);
    expect(read('ingress', { ...change, expressions: { ingress: constant([]) } })).toEqual([
      rule('aws_vpc_endpoint.e.ingress[0].cidr_blocks'),
    ]);
  });

  it('is not made of the known references beside it', () => {
    const change = {
      after: { subnet_ids: ['subnet-1', null] },
      unknown: { subnet_ids: [false, true] },
      expressions: { subnet_ids: references('aws_subnet.s.id', 'aws_vpc.w.id') },
    };
    expect(read('subnet_ids', change)).toEqual(['subnet-1', { mix: ['aws_subnet.s.id'] }]);
    const known = { ...change, expressions: { subnet_ids: references('aws_vpc.w.id') } };
    expect(read('subnet_ids', known)).toEqual(['subnet-1', 'aws_vpc_endpoint.e.subnet_ids[1]']);
  });

  it('as a whole may be made of what is known, too', () => {
    const change = {
      unknown: { subnet_ids: true },
      expressions: { subnet_ids: references('aws_subnet.s.id', 'aws_vpc.w.id') },
    };
    expect(read('subnet_ids', change)).toEqual({ mix: ['aws_subnet.s.id', 'vpc-0a1'] });
  });

  it('of an object has its members', () => {
    const change = {
      after: { tags: { a: 'x' }, dns_options: [{}] },
      unknown: { tags: { b: true } },
      expressions: { tags: references('local.tags') },
    };
    expect(read('tags', change)).toEqual({ a: 'x', b: { mix: ['? local.tags'] } });
    expect(read('tags', { ...change, after: { tags: null } })).toEqual({ b: { mix: ['? local.tags'] } });
    expect(read('tags', { ...change, sensitive: { tags: { a: true } } })).toMatchObject({ a: { secret: 'x' } });
  });

  it('has as many elements as are marked, though fewer are known', () => {
    const change = { after: { subnet_ids: ['subnet-1'] }, unknown: { subnet_ids: [false, true] }, expressions: {} };
    expect(read('subnet_ids', change)).toEqual(['subnet-1', 'aws_vpc_endpoint.e.subnet_ids[1]']);
    expect(read('subnet_ids', { ...change, after: { subnet_ids: 5 } })).toEqual([
      null,
      'aws_vpc_endpoint.e.subnet_ids[1]',
    ]);
    expect(read('subnet_ids', { ...change, after: { subnet_ids: ['a', 'b', 'c'] } })).toEqual([
      ...['a', 'aws_vpc_endpoint.e.subnet_ids[1]', 'c'],
    ]);
  });

  it('is as secret as its marks', () => {
    const change = {
      after: { subnet_ids: ['subnet-1', 'subnet-2', null] },
      unknown: { subnet_ids: [false, false, true] },
      sensitive: { subnet_ids: [true, false] },
      expressions: {},
    };
    expect(read('subnet_ids', change)).toEqual([
      { secret: 'subnet-1' },
      'subnet-2',
      'aws_vpc_endpoint.e.subnet_ids[2]',
    ]);
  });
});

describe('sources beside a plan', () => {
  const ITEMS: Value = { k: 'list', items: [lit('subnet-1'), unknowable('data.x', 'because', 'data.x.id')] };
  const change = {
    after: { subnet_ids: ['subnet-1', null] },
    unknown: { subnet_ids: [false, true] },
    expressions: { subnet_ids: references('local.all') },
  };
  const from = (value: Value, more: Change = change) => read('subnet_ids', more, {}, { attribute: () => value });

  it('tell each element of a list that is as long as planned', () => {
    expect(from(ITEMS)).toEqual(['subnet-1', '? data.x.id']);
    expect(from({ k: 'list', items: [...ITEMS.items, lit('c')] } as Value)).toEqual([
      'subnet-1',
      { mix: ['? local.all'] },
    ]);
    expect(from(lit(['subnet-1', 'subnet-2']))).toEqual(['subnet-1', { mix: ['? local.all'] }]);
  });

  it('do not tell an element that would be known then, nor one that is known', () => {
    const literal: Value = { k: 'list', items: [unknowable('y', 'z', 'y'), lit('subnet-2')] };
    expect(from(literal)).toEqual(['subnet-1', { mix: ['? local.all'] }]);
  });

  it('tell no list within a list', () => {
    const nested = { ...change, after: { subnet_ids: [['subnet-1', null]] }, unknown: { subnet_ids: [[false, true]] } };
    expect(from(ITEMS, nested)).toEqual([['subnet-1', { mix: ['? local.all'] }]]);
  });

  const block = {
    after: { ingress: [{ from_port: 443 }] },
    unknown: { ingress: [{ cidr_blocks: true }] },
    expressions: { ingress: [{ cidr_blocks: references('local.all') }] },
  };
  const inBlock: Sources['inBlock'] = (_g, _i, of, name) => unknowable(`${of}.${name}`, 'because', `${of}.${name}`);

  it('tell an attribute of the one block of its name', () => {
    expect(read('ingress', block, {}, { inBlock })).toEqual([{ from_port: 443, cidr_blocks: '? ingress.cidr_blocks' }]);
    expect(read('ingress', block, {}, { inBlock: () => lit(['x']) })).toEqual([
      { from_port: 443, cidr_blocks: { mix: ['? local.all'] } },
    ]);
  });

  it('do not tell which of several blocks is meant, nor what is deeper', () => {
    const two = {
      after: { ingress: [{ from_port: 443 }, { from_port: 80 }] },
      unknown: { ingress: [{ cidr_blocks: true }, {}] },
      expressions: { ingress: [...block.expressions.ingress, {}] },
    };
    expect(read('ingress', two, {}, { inBlock })).toEqual([
      { from_port: 443, cidr_blocks: { mix: ['? local.all'] } },
      { from_port: 80 },
    ]);
    const deeper = {
      ...block,
      after: { ingress: [{ cidr_blocks: [null] }] },
      unknown: { ingress: [{ cidr_blocks: [true] }] },
    };
    expect(read('ingress', deeper, {}, { inBlock })).toEqual([{ cidr_blocks: [{ mix: ['? local.all'] }] }]);
  });
});

describe('members of blocks', () => {
  const members = (change: Change, sources?: Partial<Sources>) => {
    const { graph, instance } = graphOf(
      { changes: { ...MADE, 'aws_lb.l': change } },
      sources && { ...SILENT, ...sources },
    );
    return graph.blockMembers(instance('aws_lb.l'), 'subnet_mapping', 'subnet_id')?.map(shown);
  };
  const written = [{ subnet_id: references('aws_subnet.s.id') }, { subnet_id: constant('subnet-1') }, 5];

  it('are the values of known blocks', () => {
    expect(members({ after: { subnet_mapping: [{ subnet_id: 'subnet-1' }, { subnet_id: 'subnet-2' }] } })).toEqual([
      ...['subnet-1', 'subnet-2'],
    ]);
    expect(members({ after: { subnet_mapping: [] } })).toEqual([]);
    expect(members({ after: {} })).toEqual([]);
  });

  it('are not known where the blocks are not', () => {
    expect(members({ unknown: { subnet_mapping: true } })).toBeUndefined();
  });

  const partly = (n: number, expressions: object): Change => ({
    after: { subnet_mapping: Array.from({ length: n }, () => ({})) },
    unknown: { subnet_mapping: Array.from({ length: n }, () => ({ subnet_id: true })) },
    expressions,
  });

  it('are the expressions of blocks that are written one by one', () => {
    expect(members(partly(3, { subnet_mapping: written }))).toEqual([{ mix: ['aws_subnet.s.id'] }, 'subnet-1', null]);
  });

  it('are those of each block where there are more than are written, or some may be dynamic', () => {
    const own = (i: number) => `aws_lb.l.subnet_mapping[${i}].subnet_id`;
    expect(members(partly(2, { subnet_mapping: written.slice(0, 1) }))).toEqual([own(0), own(1)]);
    expect(members(partly(2, {}))).toEqual([own(0), own(1)]);
    expect(members(partly(1, { subnet_mapping: written.slice(0, 1) }), { hasDynamic: () => true })).toEqual([own(0)]);
  });
});

describe('an expression', () => {
  const evaluated = (expression: unknown, planned: Planned = {}) => {
    const { graph } = graphOf({ ...planned, changes: { ...MADE, ...planned.changes } });
    return shown(
      graph.evaluate(expression, { module: graph.tree.root, key: undefined, forEach: undefined, owner: 'x' }),
    );
  };

  it.each<[string, unknown, unknown]>([
    ['a constant', constant('x'), 'x'],
    ['nothing', undefined, null],
    ['what is no expression', 5, null],
    ['blocks', [{ a: constant(1) }, {}], [{ a: 1 }, '? an expression']],
    ['nested', { a: constant(1), b: references('aws_vpc.v.id') }, { a: 1, b: { mix: ['aws_vpc.v.id'] } }],
    ['without a trace', {}, '? an expression'],
    ['of two references', references('aws_vpc.v.id', 'aws_vpc.w.id'), { mix: ['aws_vpc.v.id', 'vpc-0a1'] }],
    ['of references that are no texts', { references: [5, 'aws_vpc.w.id', 'aws_vpc.w'] }, { mix: ['vpc-0a1'] }],
    ['of what is no reference', { references: ['a..b'] }, { mix: ['? a..b'] }],
    ['of an index without a name', { references: ['[0].id'] }, { mix: ['? [0].id'] }],
    ['of the path', references('path.module'), { mix: ['? path.module'] }],
    ['of the workspace', references('terraform.workspace'), { mix: ['? terraform.workspace'] }],
    ['of what is not in the plan', references('aws_sqs_queue.q.arn'), { mix: ['? aws_sqs_queue.q.arn'] }],
    ['of a key in it', { references: ['aws_sqs_queue.q["a b"].arn'] }, { mix: ['? aws_sqs_queue.q["a b"].arn'] }],
    ['of each without for_each', references('each.value'), { mix: ['? each.value'] }],
    ['of a key without for_each', references('each.key'), { mix: [null] }],
    ['of a count without one', references('count.index'), { mix: [null] }],
  ])('%s', (_, expression, value) => {
    expect(evaluated(expression)).toEqual(value);
  });

  it('of a variable is its value, its default, or not known', () => {
    const root = {
      variables: { a: {}, b: { default: 'by default' }, c: {}, d: { default: null }, s: { sensitive: true } },
    };
    const value = (name: string) => evaluated(references(`var.${name}`), { root, variables: { a: { x: 1 }, s: 'x' } });
    expect(value('a')).toEqual({ mix: [{ x: 1 }] });
    expect(value('b')).toEqual({ mix: ['by default'] });
    expect(value('c')).toEqual({ mix: ['? var.c'] });
    expect(value('d')).toEqual({ mix: [null] });
    expect(value('s')).toEqual({ mix: [{ secret: 'x' }] });
    expect(value('nonesuch')).toEqual({ mix: ['? var.nonesuch'] });
  });

  const many = (name: string, keys: (string | number)[]): Record<string, Change> =>
    Object.fromEntries(
      keys.map((index) => [`aws_subnet.${name}[${JSON.stringify(index)}]`, { unknown: { id: true }, index }]),
    );
  const block = (name: string, more: object = {}) => ({
    type: 'aws_subnet',
    name,
    mode: 'managed',
    expressions: {},
    ...more,
  });

  it('of all instances of a block, or one of them', () => {
    const planned = { changes: many('m', ['a', 'b']) };
    expect(evaluated({ references: ['aws_subnet.m'] }, planned)).toEqual({
      mix: [{ instances: ['aws_subnet.m["a"]', 'aws_subnet.m["b"]'], open: false }],
    });
    expect(evaluated({ references: ['aws_subnet.m["b"].id'] }, planned)).toEqual({ mix: ['aws_subnet.m["b"].id'] });
  });

  it('of a single instance', () => {
    expect(evaluated({ references: ['aws_subnet.s'] })).toEqual({ mix: ['<aws_subnet.s>'] });
    const one = { changes: many('m', [0]) };
    expect(evaluated({ references: ['aws_subnet.m'] }, one)).toEqual({
      mix: [{ instances: ['aws_subnet.m[0]'], open: false }],
    });
    const counted = { root: { resources: [block('s', { count_expression: constant(1) })] } };
    expect(evaluated({ references: ['aws_subnet.s'] }, counted)).toEqual({ mix: ['<aws_subnet.s>'] });
  });

  it('of a repeated block without instances is none, where the plan would have them', () => {
    const none = (more: object, type = 'aws_subnet') => ({ root: { resources: [{ ...block('n', more), type }] } });
    const empty = { mix: [{ instances: [], open: false }] };
    expect(evaluated({ references: ['aws_subnet.n'] }, none({ count_expression: constant(0) }))).toEqual(empty);
    expect(evaluated({ references: ['aws_subnet.n'] }, none({ for_each_expression: constant({}) }))).toEqual(empty);
    expect(evaluated({ references: ['aws_subnet.n'] }, none({}))).toEqual({ mix: ['? aws_subnet.n'] });
    const other = none({ count_expression: constant(0) }, 'aws_sqs_queue');
    expect(evaluated({ references: ['aws_sqs_queue.n'] }, other)).toEqual({ mix: ['? aws_sqs_queue.n'] });
    const data = { root: { resources: [{ ...block('n', { count_expression: constant(0) }), mode: 'data' }] } };
    expect(evaluated({ references: ['data.aws_subnet.n'] }, data)).toEqual(empty);
  });

  it('of a block may have other instances where the plan is cut', () => {
    const planned = { changes: many('m', ['a']), more: { complete: false, errored: true } };
    expect(evaluated({ references: ['aws_subnet.m'] }, planned)).toEqual({
      mix: [{ instances: ['aws_subnet.m["a"]'], open: true }],
    });
    const none = { root: { resources: [block('n', { count_expression: constant(0) })] }, more: { errored: true } };
    expect(evaluated({ references: ['aws_subnet.n'] }, none)).toEqual({ mix: ['? aws_subnet.n'] });
  });

  it('of each and count is another in each instance', () => {
    const changes: Record<string, Change> = {
      'aws_subnet.f["a"]': { index: 'a', unknown: { tags: true, vpc_id: true, x: true } },
      'aws_subnet.f["b"]': { index: 'b', unknown: { tags: true, vpc_id: true, x: true } },
      'aws_subnet.c[1]': { index: 1, unknown: { tags: true, x: true } },
    };
    const root = {
      resources: [
        block('f', {
          for_each_expression: constant({ a: { id: 'vpc-a' }, b: { id: 'vpc-b' } }),
          expressions: { tags: references('each.key', 'local.x'), vpc_id: references('each.value.id', 'local.x') },
        }),
        block('c', {
          count_expression: constant(2),
          expressions: { tags: references('count.index', 'local.x'), x: references('each.value', 'local.x') },
        }),
      ],
    };
    const { read: of } = graphOf({ changes, root });
    const x = '? local.x';
    expect(shown(of('aws_subnet.f["a"]', 'tags'))).toEqual({ mix: ['a', x] });
    expect(shown(of('aws_subnet.f["b"]', 'tags'))).toEqual({ mix: ['b', x] });
    expect(shown(of('aws_subnet.f["a"]', 'vpc_id'))).toEqual({ mix: ['vpc-a', x] });
    expect(shown(of('aws_subnet.c[1]', 'tags'))).toEqual({ mix: [1, x] });
    expect(shown(of('aws_subnet.c[1]', 'x'))).toEqual({ mix: ['? each.value', x] });
  });

  it('of a for_each that left no trace is not known', () => {
    const changes = {
      'aws_subnet.f["a"]': {
        index: 'a',
        unknown: { vpc_id: true },
        expressions: { vpc_id: references('each.value', 'local.x') },
      },
    };
    const { read: of } = graphOf({ changes });
    expect(shown(of('aws_subnet.f["a"]', 'vpc_id'))).toEqual({ mix: ['? each.value', '? local.x'] });
    expect(of('aws_subnet.f["a"]', 'vpc_id')).toMatchObject({
      parts: [{ because: 'its `for_each` is not in the plan. Pass the Terraform directory with --root' }, {}],
    });
  });

  it('that leads back to itself is told', () => {
    const circle = {
      module_calls: {
        m: {
          module: { outputs: { o: { expression: references('var.a') } }, variables: { a: {} } },
          expressions: { a: references('module.m.o') },
        },
      },
    };
    expect(evaluated({ references: ['module.m.o', 'module.m'] }, { root: circle })).toEqual({
      mix: [{ mix: [{ mix: ['? module.m.output.o'] }] }],
    });
  });
});

describe('modules', () => {
  const inner = {
    outputs: {
      id: { expression: references('aws_vpc.v.id') },
      secret: { expression: references('var.given'), sensitive: true },
      plain: { expression: references('var.given') },
      default: { expression: references('var.left') },
      open: { expression: references('local.x', 'aws_sqs_queue.q.arn') },
    },
    variables: { given: {}, left: { default: 'left' }, none: {} },
  };
  const called = (more: object = {}) => ({
    root: { module_calls: { m: { module: inner, expressions: { given: references('var.g') }, ...more } } },
    variables: { g: 'handed in' },
  });
  const VPC: Change = { unknown: { id: true }, module: 'module.m' };
  const once = { ...called(), changes: { 'module.m.aws_vpc.v': VPC } };
  const evaluated = (full: string, planned: Planned, sources?: Partial<Sources>) => {
    const { graph } = graphOf(planned, sources && { ...SILENT, ...sources });
    return shown(
      graph.evaluate(
        { references: [full] },
        { module: graph.tree.root, key: undefined, forEach: undefined, owner: 'x' },
      ),
    );
  };

  it('have outputs', () => {
    expect(evaluated('module.m.id', once)).toEqual({ mix: [{ mix: ['module.m.aws_vpc.v.id'] }] });
    expect(evaluated('module.m.plain', once)).toEqual({ mix: [{ mix: [{ mix: ['handed in'] }] }] });
    expect(evaluated('module.m.secret', once)).toEqual({ mix: [{ mix: [{ mix: [{ secret: 'handed in' }] }] }] });
    expect(evaluated('module.m.default', once)).toEqual({ mix: [{ mix: ['left'] }] });
    expect(evaluated('module.m.nonesuch', once)).toEqual({ mix: ['? module.m.nonesuch'] });
    expect(evaluated('module.m', once)).toEqual({ mix: ['<module.m>'] });
  });

  it('name what is not known by their address', () => {
    expect(evaluated('module.m.open', once)).toEqual({
      mix: [{ mix: ['? module.m.local.x', '? module.m.aws_sqs_queue.q.arn'] }],
    });
    const { graph } = graphOf(once);
    expect(graph.variable('none', graph.tree.at('module.m'))).toEqual(
      unknowable('var.none', 'the value of `module.m.var.none` is not in the plan', 'module.m.var.none'),
    );
    // What the command line gives is for the root module.
    expect(shown(graph.variable('g', graph.tree.at('module.m')))).toBe('? module.m.var.g');
  });

  it('do not take names that every object has as arguments', () => {
    const { graph } = graphOf(once);
    expect(shown(graph.variable('constructor', graph.tree.at('module.m')))).toBe('? module.m.var.constructor');
  });

  it('that are repeated are as many as their call says', () => {
    const counted = called({ count_expression: constant(2) });
    expect(evaluated('module.m', counted)).toEqual({ mix: [{ modules: ['module.m[0]', 'module.m[1]'], open: false }] });
    const open = called({ count_expression: references('local.n') });
    expect(
      evaluated('module.m', { ...open, changes: { 'module.m[0].aws_vpc.v': { ...VPC, module: 'module.m[0]' } } }),
    ).toEqual({
      mix: [{ modules: ['module.m[0]'], open: true }],
    });
    const each = called({ for_each_expression: constant({ a: 'of a', b: 'of b' }) });
    expect(evaluated('module.m["a"].plain', each)).toEqual({ mix: [{ mix: [{ mix: ['handed in'] }] }] });
    // One that was once without count is still in the plan under its old address.
    const moved = { ...counted, changes: { 'module.m.aws_vpc.v': VPC } };
    expect(evaluated('module.m', moved)).toMatchObject({ mix: [{ modules: ['module.m[0]', 'module.m[1]'] }] });
  });

  it('that nobody calls are not known', () => {
    expect(evaluated('module.n.id', called())).toEqual({ mix: ['? module.n'] });
  });

  it('have arguments of the instance that is meant', () => {
    const each = called({
      for_each_expression: constant({ a: 'of a', b: 'of b' }),
      expressions: { given: references('each.value', 'each.key') },
    });
    expect(evaluated('module.m["b"].plain', each)).toEqual({ mix: [{ mix: [{ mix: ['of b', 'b'] }] }] });
    const counted = called({
      count_expression: constant(2),
      expressions: { given: references('count.index', 'each.value') },
    });
    expect(evaluated('module.m[1].plain', counted)).toEqual({ mix: [{ mix: [{ mix: [1, '? each.value'] }] }] });
  });

  it('are as sources tell', () => {
    expect(evaluated('module.m.plain', once, { output: (_g, m, name) => lit(`${m.address} ${name}`) })).toEqual({
      mix: ['module.m plain'],
    });
    const argument: Sources['argument'] = (_g, m, name) => lit(`${m.address} ${name}`);
    expect(evaluated('module.m.plain', once, { argument })).toEqual({
      mix: [{ mix: ['module.m given'] }],
    });
    const local: Sources['local'] = (_g, m, name) => (name === 'x' ? lit(`${m.address} ${name}`) : undefined);
    expect(evaluated('local.x', once, { local })).toEqual({ mix: [' x'] });
    expect(evaluated('local.y', once, { local })).toEqual({ mix: ['? local.y'] });
    const repetition: Sources['repetition'] = (_g, { owner }, name) =>
      owner === 'module.m' && name === 'count' ? lit(1) : NULL;
    const open = called({ count_expression: references('local.n') });
    expect(evaluated('module.m', open, { repetition })).toEqual({
      mix: [{ modules: ['module.m[0]'], open: false }],
    });
    const declared: Sources['declared'] = (_g, _m, _n, value) =>
      value.k === 'lit' ? lit(String(value.v).length) : value;
    expect(evaluated('var.g', once, { declared })).toEqual({ mix: [9] });
  });
});
