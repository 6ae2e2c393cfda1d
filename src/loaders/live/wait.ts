/** A call, with all its retries, ends at last: a server that trickles bytes would keep it for ever. */
const ANSWERS_LONG = 3;

/** Runs a task that ends by itself, with the run, or when it lasts far longer than one answer may. */
export type Deadline = <T>(task: () => Promise<T>) => Promise<T>;

export function deadline(timeoutMs: number, signal: AbortSignal): Deadline {
  const waiting = new Set<(reason: unknown) => void>();
  signal.addEventListener(
    'abort',
    () => {
      for (const reject of waiting) reject(signal.reason);
    },
    { once: true },
  );
  return async <T>(task: () => Promise<T>) => {
    signal.throwIfAborted();
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => reject(new DOMException('', 'TimeoutError')), timeoutMs * ANSWERS_LONG);
      waiting.add(reject);
      task()
        .then(resolve, reject)
        .finally(() => {
          clearTimeout(timer);
          waiting.delete(reject);
        });
    });
  };
}
