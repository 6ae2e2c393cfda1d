/**
 * Does work for each item of a source, at most `most` at once, and yields the results in the order in which they end.
 * It asks the source for no more items than there is room for.
 */
export async function* sideBySide<T, R>(
  source: Iterable<T> | AsyncIterable<T>,
  most: number,
  work: (each: T) => Promise<R>,
): AsyncGenerator<R> {
  const items = iteratorOf(source);
  const done: R[] = [];
  const faults: unknown[] = [];
  let running = 0;
  let isAsking = false;
  let isEnded = false;
  let wake = () => {};
  const start = (each: T) => {
    running += 1;
    work(each)
      .then(
        (result) => done.push(result),
        (error: unknown) => faults.push(error),
      )
      .finally(() => {
        running -= 1;
        wake();
      });
  };
  const ask = () => {
    isAsking = true;
    Promise.resolve(items.next())
      .then(
        (next) => {
          if (next.done) isEnded = true;
          else start(next.value);
        },
        (error: unknown) => faults.push(error),
      )
      .finally(() => {
        isAsking = false;
        wake();
      });
  };
  while (!isEnded || isAsking || running + done.length > 0) {
    if (!isEnded && !isAsking && running < most) ask();
    // Not a race of promises: one that is pending for long would hold what all others came to.
    if (done.length + faults.length === 0) {
      await new Promise<void>((go) => {
        wake = go;
      });
    }
    if (faults.length > 0) throw faults[0];
    while (done.length > 0) yield done.shift() as R;
  }
}

function iteratorOf<T>(source: Iterable<T> | AsyncIterable<T>): Iterator<T> | AsyncIterator<T> {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}
