import { allRules } from '../catalogue.ts';
import { checkControl } from '../config/controls.ts';
import { inPreset } from '../config/levels.ts';
import type { Preset } from '../engine/index.ts';
import { helpUrl, meansControl, type RuleInfo } from '../findings/index.ts';
import { InputError } from '../model/index.ts';
import { width, wrap } from '../reporters/text.ts';
import type { Args } from './command.ts';
import { EXIT } from './exit.ts';
import type { Io } from './io.ts';
import { columnsOf } from './style.ts';

/** The `rules` command. */
export function listRules(args: Args, io: Io): number {
  if (args.positional.length > 0) {
    throw new InputError(`rules: unexpected argument "${args.positional[0]}"`, {
      hint: `For one rule use \`vpce-lint explain ${args.positional[0]}\``,
    });
  }
  const asked = args.list('control');
  const known: readonly RuleInfo[] = allRules();
  for (const control of asked) checkControl(control, known);
  const preset = args.text('preset') as Preset | undefined;
  const rules = known
    .filter((rule) => preset === undefined || inPreset(rule, preset))
    .filter((rule) => asked.length === 0 || asked.some((text) => carries(rule, text)))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  io.stdout.write(args.text('format') === 'json' ? asJson(rules) : asText(rules, columnsOf(io.stdout)));
  return EXIT.ok;
}

function carries({ controls = [] }: RuleInfo, text: string): boolean {
  return controls.some((control) => meansControl(text, control));
}

function asJson(rules: readonly RuleInfo[]): string {
  const rows = rules.map(({ id, level, preset, summary, controls = [] }) => ({
    id,
    level,
    preset,
    summary,
    docs: helpUrl(id),
    controls,
  }));
  return `${JSON.stringify(rows, null, 2)}\n`;
}

/** Rules by family: name, level and preset in columns. The summary is beside them, or below if it does not fit. */
function asText(rules: readonly RuleInfo[], columns: number): string {
  const wide = Math.max(...rules.map(({ id }) => width(id)));
  const families = [...new Set(rules.map(familyOf))];
  const blocks = families.map((family) =>
    rules
      .filter((rule) => familyOf(rule) === family)
      .flatMap(({ id, level, preset, summary }) => [
        `${id.padEnd(wide)}  ${level.padEnd(7)}  ${preset}`,
        ...wrap(summary, columns - 4).map((line) => `    ${line}`),
      ])
      .join('\n'),
  );
  return `${blocks.join('\n\n')}\n\n${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}; for one of them run vpce-lint explain <rule>\n`;
}

function familyOf({ id }: RuleInfo): string {
  return id.slice(0, id.indexOf('/'));
}
