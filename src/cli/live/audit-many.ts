/** Audits of listed accounts: each is judged and written as soon as it is read, and then let go. */
import { mergeReports, type Report, type Summary } from '../../findings/index.ts';
import type { LiveRequest } from '../../loaders/live/request.ts';
import { streamOf } from '../../reporters/streams.ts';
import type { Outcome, RunOptions } from '../../run.ts';
import type { AccountOutcome } from '../../run-accounts.ts';
import type { Args } from '../command.ts';
import type { Io } from '../io.ts';
import { contextOf, type Format, type Shown, writeReports } from '../output.ts';
import { fileWriter } from './file-writer.ts';

export interface ManyOptions {
  readonly args: Args;
  readonly io: Io;
  readonly formats: readonly Format[];
  readonly options: RunOptions & { readonly live: LiveRequest };
}

/** What is left when all accounts are judged: no findings, where every format was written by then. */
export type ManyOutcome = Shown & Pick<Outcome, 'notes' | 'timing' | 'settings'>;

export async function auditMany({ args, io, formats, options }: ManyOptions): Promise<ManyOutcome> {
  const { runAccounts } = await import('../../run-accounts.ts');
  const order: string[] = [];
  const { store } = options.live;
  const expect = (accounts: readonly string[]) => {
    order.push(...accounts);
    store?.expect(accounts);
  };
  const live: LiveRequest = {
    ...options.live,
    store: { find: (id) => store?.find(id), save: (id, read) => store?.save(id, read), expect },
  };
  const streams = formats.flatMap((format) => {
    const stream = streamOf(format.name);
    return stream ? [{ format, stream, writer: writerOf(format, io) }] : [];
  });
  const others = formats.filter(({ name }) => streamOf(name) === undefined);
  const telling = { args, io, elapsedMs: 0 };
  const sum = new Sum(others.length > 0);
  const parts = new Map<string, readonly string[]>();
  let next = 0;
  let begun = false;
  const flush = () => {
    for (; next < order.length && parts.has(order[next]!); next += 1) {
      const texts = parts.get(order[next]!)!;
      parts.delete(order[next]!);
      for (const [i, { writer }] of streams.entries()) writer.write(texts[i]!);
    }
  };
  try {
    for await (const outcome of runAccounts({ ...options, live })) {
      const { rest, remarks } = sum.add(outcome);
      if (!begun) for (const { stream, writer } of streams) writer.write(stream.head(rest));
      begun = true;
      if (outcome.account === null) continue;
      parts.set(
        outcome.account,
        streams.map(({ format, stream }) =>
          stream.part({ ...rest, findings: withoutRemarks(rest, remarks) }, contextOf(outcome, telling, format.file)),
        ),
      );
      flush();
    }
    const total = sum.total();
    for (const { format, stream, writer } of streams) {
      if (!begun) writer.write(stream.head(total.report));
      writer.write(stream.tail(total.tail, contextOf(total, telling, format.file)));
    }
    await writeReports(others, total, telling);
    for (const { writer } of streams) writer.end();
    return total;
  } catch (error) {
    for (const { writer } of streams) writer.drop();
    throw error;
  }
}

function writerOf({ file }: Format, io: Io) {
  if (file !== null) return fileWriter(file, io.cwd);
  return { write: (text: string) => io.stdout.write(text), end: () => undefined, drop: () => undefined };
}

function withoutRemarks({ findings }: Report, remarks: ReadonlySet<object>): Report['findings'] {
  return findings.filter((finding) => !remarks.has(finding));
}

/** Adds up what accounts come to; their findings only where something needs them in the end. */
class Sum {
  readonly #reports: Report[] = [];
  readonly #keepsAll: boolean;
  readonly #notes = new Set<string>();
  readonly #summaries: Summary[] = [];
  /** Of each level one, by which the exit status is told. */
  readonly #samples = new Map<string, Report['findings'][number]>();
  #undecided: Report['undecided'] = [];
  #judged = false;
  #managed = 0;
  #settings: Outcome['settings'] | undefined;

  constructor(keepsAll: boolean) {
    this.#keepsAll = keepsAll;
  }

  add({ report, notes, judged, managed, settings }: AccountOutcome) {
    for (const note of notes) this.#notes.add(note);
    this.#judged ||= judged;
    this.#managed += managed;
    this.#settings = settings;
    const remarks = new Set<object>(report.findings.filter(isOfConfig));
    const own = report.findings.filter((each) => !remarks.has(each));
    for (const each of own)
      if (each.status === 'open' && !this.#samples.has(each.level)) this.#samples.set(each.level, each);
    if (this.#undecided.length === 0) this.#undecided = report.undecided.slice(0, 1);
    this.#summaries.push(countsOf(report, own));
    this.#reports.push(
      this.#keepsAll
        ? report
        : { ...report, endpoints: [], undecided: [], passed: [], findings: [...remarks] as Report['findings'] },
    );
    return { rest: report, remarks };
  }

  /** `tail` is what streams have not written; `report` what the exit status and summary are told by, or all there is. */
  total(): ManyOutcome & { readonly tail: Report } {
    const { report: merged, notes } = mergeReports(this.#reports);
    const remarks = merged.findings.filter(isOfConfig);
    const summary = this.#keepsAll ? merged.summary : addedUp(this.#summaries, remarks);
    const samples = [...this.#samples.values()];
    const report: Report = this.#keepsAll
      ? merged
      : { ...merged, summary, findings: [...samples, ...remarks], undecided: this.#undecided };
    const tail: Report = { ...merged, summary, endpoints: [], undecided: [], findings: remarks };
    return {
      report,
      tail: { ...tail, ...(merged.passed ? { passed: [] } : {}) },
      notes: [...this.#notes, ...notes],
      judged: this.#judged,
      managed: this.#managed,
      settings: this.#settings!,
      timing: { read: 0, check: 0, report: 0 },
    };
  }
}

/** Findings on the words of a config are the same in each account. */
function isOfConfig({ subject }: Report['findings'][number]): boolean {
  return subject.kind === 'suppression' && subject.address === null && subject.id === null;
}

function countsOf({ summary }: Report, own: Report['findings']): Summary {
  const open = (level: string) => own.filter((each) => each.status === 'open' && each.level === level).length;
  return { ...summary, errors: open('error'), warnings: open('warning'), notes: open('note') };
}

function addedUp(summaries: readonly Summary[], remarks: Report['findings']): Summary {
  const empty = { endpoints: 0, errors: 0, warnings: 0, notes: 0, undecided: 0, suppressed: 0, baselined: 0 };
  const all = [...summaries, countsOf({ summary: empty } as Report, remarks)];
  const sum = (name: keyof Summary) => all.reduce((total, each) => total + each[name], 0);
  return {
    endpoints: sum('endpoints'),
    errors: sum('errors'),
    warnings: sum('warnings'),
    notes: sum('notes'),
    undecided: sum('undecided'),
    suppressed: sum('suppressed'),
    baselined: sum('baselined'),
  };
}
