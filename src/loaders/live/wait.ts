/** A call, with all its retries, ends at last: a server that trickles bytes would keep it for ever. */
const ANSWERS_LONG = 3;

/** Ends with the task, with the signal, or when it takes far longer than one answer may. */
export async function withDeadline<T>(task: () => Promise<T>, timeoutMs: number, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let timer: NodeJS.Timeout | undefined;
  let stop: (() => void) | undefined;
  const ended = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    timer = setTimeout(() => reject(new DOMException('', 'TimeoutError')), timeoutMs * ANSWERS_LONG);
  });
  try {
    return await Promise.race([task(), ended]);
  } finally {
    clearTimeout(timer);
    if (stop) signal.removeEventListener('abort', stop);
  }
}
