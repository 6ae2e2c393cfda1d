const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs a task that stops cleanly on Ctrl-C: the signal tells it, and it may still report what it knows. A second Ctrl-C
 * ends the process.
 */
export async function interruptible<T>(task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = () => {
    release();
    controller.abort();
  };
  const release = () => {
    for (const name of SIGNALS) process.off(name, stop);
  };
  for (const name of SIGNALS) process.once(name, stop);
  // The SDK would print a warning about the version of Node.js.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  try {
    return await task(controller.signal);
  } finally {
    release();
  }
}
