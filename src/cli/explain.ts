import { didYouMean } from '../base/nearest.ts';
import { allRules } from '../catalogue.ts';
import { writtenOut } from '../config/choices.ts';
import type { Example, Rule } from '../engine/index.ts';
import { controlLines, coversRule, helpUrl, type RuleInfo } from '../findings/index.ts';
import { InputError } from '../model/index.ts';
import { paint } from '../reporters/paint.ts';
import { wrap } from '../reporters/text.ts';
import type { Args } from './command.ts';
import { EXIT } from './exit.ts';
import { inline } from './inline.ts';
import type { Io } from './io.ts';
import { describeOptions } from './rule-options.ts';
import { columnsOf, wantsColor } from './style.ts';

const LISTS_RULES = '`vpce-lint rules` lists all rules';

/** The `explain` command. */
export async function explainRule(args: Args, io: Io): Promise<number> {
  const [typed, ...more] = args.positional;
  if (typed === undefined || more.length > 0) {
    throw new InputError(
      typed === undefined ? 'explain needs a rule' : `explain: "${more[0]}" is one argument too many`,
      {
        hint: 'Name one rule. `vpce-lint rules` lists all rules',
      },
    );
  }
  const rules = allRules();
  const ids = rules.map(({ id }) => id);
  const id = writtenOut(typed, ids);
  const rule = rules.find((each) => each.id === id);
  if (!rule) {
    if (ids.some((each) => coversRule(id, each))) {
      throw new InputError(`explain: "${typed}" is a family of rules`, {
        hint: 'Name one rule. `vpce-lint rules` lists the rules of each family',
      });
    }
    throw new InputError(`unknown rule "${typed}"${didYouMean(typed, ids)}`, { hint: LISTS_RULES });
  }
  io.stdout.write(
    explanation(rule, await import('./examples.ts'), columnsOf(io.stdout), wantsColor(args, io, io.stdout)),
  );
  return EXIT.ok;
}

/** Everything about a rule. */
export function explanation(rule: Rule | RuleInfo, apart: Apart, columns: number, color: boolean): string {
  const { bold, dim } = paint(color);
  const paragraph = (text: string) => wrap(text, columns - 2).map((line) => `  ${line}`);
  const bullets = (texts: readonly string[]) =>
    texts.flatMap((text) => wrap(text, columns - 4).map((line, i) => `${i === 0 ? '  - ' : '    '}${line}`));
  const code = (text: string) =>
    text
      .trim()
      .split('\n')
      .map((line) => `    ${line}`);
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [[bold(title), ...lines].join('\n')];
  const { recipes } = rule;
  const full = 'check' in rule ? rule : undefined;
  const needs = (apart.needs[rule.id] ?? []).map((fact) => fact.replace(/complete\((.*)\)/, 'complete list of $1'));
  const parts = [
    `${bold(rule.id)}  ${dim(`${rule.level}, preset ${rule.preset}, since ${rule.since}`)}\n${wrap(rule.summary, columns).join('\n')}`,
    ...section('Why', paragraph(rule.why)),
    ...section('Fix', [
      ...paragraph(rule.fix),
      ...(recipes?.terraform ? [`  ${dim('Terraform')}`, ...code(recipes.terraform)] : []),
      ...(recipes?.cloudformation ? [`  ${dim('CloudFormation')}`, ...code(recipes.cloudformation)] : []),
      ...(recipes?.cli ? [`  ${dim('AWS CLI')}`, ...code(recipes.cli)] : []),
    ]),
    ...section('Not reported, or at a lower level', bullets(rule.exceptions ?? [])),
    ...section('Assumes, if the input does not say', bullets(rule.assumes ?? [])),
    ...section('Undecided without', needs.length > 0 ? paragraph(needs.join(', ')) : []),
    ...section('Options', bullets(full ? describeOptions(full.options) : [])),
    ...(full ? examples(full, apart, columns, section) : []),
    ...section('Controls', bullets(controlLines(rule.controls ?? []))),
    ...section('Sources', bullets(rule.sources)),
    dim(helpUrl(rule.id)),
  ];
  return `${parts.join('\n\n')}\n`;
}

type Section = (title: string, lines: readonly string[]) => string[];
type Apart = typeof import('./examples.ts');

/** Each example as its relevant Terraform code, with the message of the rule. */
function examples(rule: Rule, { examplesByRule, ...printers }: Apart, columns: number, section: Section): string[] {
  const shown = (name: string, example: Example) => {
    const code = printers.printHcl(example.scene, `${rule.id} ${name}`);
    const options = example.options ? [`# ${rule.id}: { ${inline(example.options)} }`, ''] : [];
    const trust = example.trust ? [`# trust: { ${inline(example.trust)} }`, ''] : [];
    return [
      `  - ${name}`,
      '',
      ...[...options, ...trust, ...code.trimEnd().split('\n')].map((line) => `      ${line}`.trimEnd()),
      '',
    ];
  };
  const says = (name: string, { scene, level, says: text }: Example) => {
    const words = printers.inWordsOf('plan', text ?? rule.summary, printers.sceneObjects(scene, `${rule.id} ${name}`));
    return [...wrap(`${level ?? rule.level}: ${words}`, columns - 6).map((line) => `      ${line}`), ''];
  };
  const own = examplesByRule.get(rule.id) ?? rule;
  const bad = Object.entries(own.bad).flatMap(([name, example]) => [...shown(name, example), ...says(name, example)]);
  const good = Object.entries(own.good).flatMap(([name, example]) => shown(name, example));
  return [...section('Reported', bad.slice(0, -1)), ...section('Not reported', good.slice(0, -1))];
}
