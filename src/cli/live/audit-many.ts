/** Audits of listed accounts. Each account is checked and written as soon as it is read, and then released. */
import { setFlagsFromString } from 'node:v8';
import type { Report } from '../../findings/index.ts';
import type { LiveRequest } from '../../loaders/live/request.ts';
import { streamOf } from '../../reporters/streams.ts';
import type { RunOptions } from '../../run.ts';
import type { Args } from '../command.ts';
import type { Io } from '../io.ts';
import { contextOf, type Format, writeReports } from '../output.ts';
import { fileWriter } from '../write-whole.ts';
import { type ManyOutcome, sumOf } from './sum.ts';
import { waitingTexts } from './waiting.ts';

export interface ManyOptions {
  readonly args: Args;
  readonly io: Io;
  readonly formats: readonly Format[];
  readonly options: RunOptions & { readonly live: LiveRequest };
}

export async function auditMany({ args, io, formats, options }: ManyOptions): Promise<ManyOutcome> {
  growSlowly();
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
  const sum = sumOf(others.length > 0);
  const waiting = waitingTexts();
  let next = 0;
  let begun = false;
  const flush = () => {
    for (; next < order.length; next += 1) {
      const texts = waiting.take(order[next]!);
      if (!texts) return;
      for (const [i, { writer }] of streams.entries()) writer.write(texts[i]!);
    }
  };
  try {
    for await (const outcome of runAccounts({ ...options, live })) {
      const { rest, remarks } = sum.add(outcome);
      if (!begun) for (const { stream, writer } of streams) writer.write(stream.head(rest));
      begun = true;
      if (outcome.account === null) continue;
      waiting.put(
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
  } finally {
    waiting.close();
  }
}

function writerOf({ file }: Format, io: Io) {
  if (file !== null) return fileWriter(file, io.cwd);
  return { write: (text: string) => io.stdout.write(text), end: () => undefined, drop: () => undefined };
}

function withoutRemarks({ findings }: Report, remarks: ReadonlySet<object>): Report['findings'] {
  return findings.filter((finding) => !remarks.has(finding));
}

/**
 * V8 lets garbage grow to four times the memory in use before it collects. A long run therefore needs more memory than a
 * short one. A factor of two is enough here, because the run mostly waits for answers.
 */
function growSlowly(): void {
  setFlagsFromString('--heap-growing-percent=100');
}
