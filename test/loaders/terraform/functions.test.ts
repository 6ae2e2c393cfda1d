/** Terraform's functions of known arguments: results as `terraform console` prints them. */
import { describe, expect, it } from 'vitest';
import { loadFiles } from '../../../src/loaders/index.ts';

/** What an expression comes to; `error` and why, where Terraform refuses it. */
function evaluated(code: string): unknown {
  const main = `resource "aws_vpc_endpoint" "x" {\n  vpc_id = "vpc-1"\n  policy = jsonencode({ v = ${code} })\n}\n`;
  const { pictures } = loadFiles([{ path: 'main.tf', bytes: new TextEncoder().encode(main) }]);
  const { policy } = pictures[0]!.network.endpoints[0]!;
  if (!policy.known) return `unknown: ${policy.because}`;
  return typeof policy.value === 'string' ? (JSON.parse(policy.value) as { v: unknown }).v : policy.value;
}

const D = '$';

describe('functions of known arguments', () => {
  it.each<[string, unknown]>([
    ['abs(-3.5)', 3.5],
    ['ceil(1.2)', 2],
    ['floor(-1.2)', -2],
    ['max([1, 5, 3]...)', 5],
    ['min(2, 1)', 1],
    ['parseint("ff", 16)', 255],
    ['pow(2, 10)', 1024],
    ['signum(-4)', -1],
    ['sum([1, 2, 3])', 6],
    ['log(16, 2)', 4],
    ['chomp("a\\n")', 'a'],
    ['endswith("abc", "bc")', true],
    ['startswith("abc", "b")', false],
    ['strcontains("abc", "b")', true],
    ['format("%s-%03d-%t-%%", "a", 7, true)', 'a-007-true-%'],
    ['format("%[2]s%[1]s", "a", "b")', 'ba'],
    ['format("%-5s|%5s|%.2f|%q|%x", "a", "b", 1.005, "c", 255)', 'a    |    b|1.00|"c"|ff'],
    ['formatlist("%s-%s", ["a", "b"], "x")', ['a-x', 'b-x']],
    ['indent(2, "a\\nb")', 'a\n  b'],
    ['join("-", ["a", "b"], ["c"])', 'a-b-c'],
    ['lower("AbC")', 'abc'],
    ['title("hello world")', 'Hello World'],
    ['regex("^(?P<a>[a-z]+)-(?P<b>\\\\d+)$", "x-1")', { a: 'x', b: '1' }],
    ['regex("[a-z]+", "12ab")', 'ab'],
    ['regexall("[a-z]", "1a2b")', ['a', 'b']],
    [`replace("hello", "/(l+)/", "<${D}1>")`, 'he<ll>o'],
    ['replace("a.b.c", ".", "-")', 'a-b-c'],
    ['split(",", "a,b")', ['a', 'b']],
    ['strrev("abc")', 'cba'],
    ['substr("hello", 1, 3)', 'ell'],
    ['substr("hello", -2, -1)', 'lo'],
    ['trim("??a??", "?")', 'a'],
    ['trimprefix("aab", "a")', 'ab'],
    ['trimsuffix("baa", "a")', 'ba'],
    ['trimspace(" a ")', 'a'],
    ['alltrue([true, "true"])', true],
    ['anytrue([false, null])', false],
    ['chunklist([1, 2, 3], 2)', [[1, 2], [3]]],
    ['coalesce(null, "", "a")', 'a'],
    ['coalescelist([], ["a"])', ['a']],
    ['compact(["a", "", null])', ['a']],
    ['concat(["a"], ["b"])', ['a', 'b']],
    ['contains(["a"], "a")', true],
    ['distinct(["b", "a", "b"])', ['b', 'a']],
    ['element(["a", "b"], 3)', 'b'],
    ['flatten([["a"], [["b"]]])', ['a', 'b']],
    ['index(["a", "b"], "b")', 1],
    ['keys({ b = 1, a = 2 })', ['a', 'b']],
    ['values({ b = 1, a = 2 })', [2, 1]],
    ['length("héllo")', 5],
    ['lookup({ a = 1 }, "b", 2)', 2],
    ['matchkeys(["x", "y"], ["a", "b"], ["b"])', ['y']],
    ['merge({ a = 1 }, { a = 2, b = 3 })', { a: 2, b: 3 }],
    ['one([])', null],
    ['range(3)', [0, 1, 2]],
    ['range(1, 8, 3)', [1, 4, 7]],
    ['range(4, 1)', [4, 3, 2]],
    ['reverse(["a", "b"])', ['b', 'a']],
    ['setintersection(["a", "b"], ["b", "c"])', ['b']],
    [
      'setproduct(["a", "b"], ["x"])',
      [
        ['a', 'x'],
        ['b', 'x'],
      ],
    ],
    ['setsubtract(["a", "b"], ["b"])', ['a']],
    ['setunion(["a"], ["b", "a"])', ['a', 'b']],
    ['slice(["a", "b", "c"], 1, 3)', ['b', 'c']],
    ['sort(["b", "a"])', ['a', 'b']],
    ['transpose({ a = ["1", "2"], b = ["2"] })', { '1': ['a'], '2': ['a', 'b'] }],
    ['zipmap(["a", "b"], [1, 2])', { a: 1, b: 2 }],
    ['base64decode("aGk=")', 'hi'],
    ['base64encode("hi")', 'aGk='],
    ['csvdecode("a,b\\n1,\\"x,y\\"\\n")', [{ a: '1', b: 'x,y' }]],
    ['jsondecode("{\\"a\\": [1]}")', { a: [1] }],
    ['yamldecode("a: [1, two]")', { a: [1, 'two'] }],
    ['urlencode("a b/c")', 'a+b%2Fc'],
    ['textdecodebase64("aABpAA==", "UTF-16LE")', 'hi'],
    ['md5("hi")', '49f68a5c8493ec2c0bf489821c21fc3b'],
    ['sha1("hi")', 'c22b5f9178342609428d6f51b2c5af4c0bde6a42'],
    ['sha256("hi")', '8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4'],
    ['uuidv5("dns", "www.terraform.io")', 'a5008fae-b28c-5ba5-96cd-82b4c53552d6'],
    ['formatdate("DD MMM YYYY hh:mm ZZZ", "2018-01-02T23:12:01Z")', '02 Jan 2018 23:12 UTC'],
    ['timeadd("2017-11-22T00:00:00Z", "10m")', '2017-11-22T00:10:00Z'],
    ['timecmp("2017-11-22T00:00:00Z", "2017-11-22T01:00:00Z")', -1],
    ['cidrhost("10.12.112.0/20", 16)', '10.12.112.16'],
    ['cidrhost("10.12.112.0/20", -1)', '10.12.127.255'],
    ['cidrhost("fd00:fd12:3456:7890:00a2::/72", 34)', 'fd00:fd12:3456:7890::22'],
    ['cidrnetmask("172.16.0.0/12")', '255.240.0.0'],
    ['cidrsubnet("172.16.0.0/12", 4, 2)', '172.18.0.0/16'],
    ['cidrsubnet("fd00:fd12:3456:7890::/56", 16, 162)', 'fd00:fd12:3456:7800:a200::/72'],
    ['cidrsubnets("10.1.0.0/16", 4, 4, 8, 4)', ['10.1.0.0/20', '10.1.16.0/20', '10.1.32.0/24', '10.1.48.0/20']],
    ['cidrcontains("10.0.0.0/8", "10.1.2.3")', true],
    ['can(regex("a", "b"))', false],
    ['try(regex("a", "b"), "none")', 'none'],
    ['tobool("true")', true],
    ['tonumber("4")', 4],
    ['tostring(4)', '4'],
    ['toset(["b", "a", "b"])', ['a', 'b']],
    ['issensitive("a")', false],
    ['basename("a/b.txt")', 'b.txt'],
    ['dirname("a/b.txt")', 'a'],
    [`templatestring("x-${D}${D}{n}", { n = 1 })`, 'x-1'],
    ['"%{ if 1 < 2 }yes%{ else }no%{ endif }"', 'yes'],
    ['{ for k, v in { a = 1, b = 1 } : v => k... }', { '1': ['a', 'b'] }],
    ['provider::aws::arn_parse("arn:aws:s3:::b").service', 's3'],
    ['core::upper("a")', 'A'],
  ])('%s', (code, expected) => {
    const value = evaluated(code);
    if (typeof expected === 'number' && typeof value === 'number') expect(value).toBeCloseTo(expected, 9);
    else expect(value).toEqual(expected);
  });

  it.each([
    'timestamp()',
    'plantimestamp()',
    'uuid()',
    'bcrypt("a")',
    'pathexpand("~/x")',
    'terraform.workspace',
    'nosuch(1)',
  ])('%s is unknown', (code) => {
    expect(JSON.stringify(evaluated(code))).not.toMatch(/^"unknown: .*circle/);
    expect(evaluated(code)).toHaveProperty('v.because');
  });
});

describe('what is made of a sensitive value, or chosen by one, is sensitive', () => {
  it.each([
    'var.s == "a"',
    'var.s == "b" || true',
    '!(var.s == "a" && true)',
    'var.s == "a" ? "b" : "c"',
    'lookup({ a = "b" }, var.s)',
    '{ a = "b" }[var.s]',
    '["b", "c"][length(var.s)]',
    'length(var.l)',
    'contains(var.l, "x")',
    'keys({ (var.s) = 1 })[0]',
    '{ (var.s) = "b" }["a"]',
    'length([for x in ["a", "b"] : x if x == var.s])',
    '{ for x in ["a"] : var.s => x }["a"]',
    '[for x in var.l : "b"][0]',
    `"%{ if var.s == "a" }b%{ endif }"`,
    `"%{ for x in var.l }b%{ endfor }"`,
    `upper("${D}{var.s}-b")`,
    'can(regex("a", var.s))',
    'element(["b", "c"], length(var.s))',
    'join("-", var.l)',
    'coalesce(null, var.s)',
  ])('%s', (code) => {
    const variables = ['s = "a"', 'l = ["x"]'].map((text) => {
      const [name, value] = text.split(' = ');
      return `variable "${name}" {\n  sensitive = true\n  default = ${value}\n}\n`;
    });
    const endpoint = `resource "aws_vpc_endpoint" "x" {\n  vpc_id = "vpc-1"\n  service_name = tostring(${code})\n}\n`;
    const bytes = new TextEncoder().encode(`${variables.join('')}${endpoint}`);
    const { serviceName } = loadFiles([{ path: 'main.tf', bytes }]).pictures[0]!.network.endpoints[0]!;
    expect(serviceName).toMatchObject({ known: true, sensitive: true });
  });
});
