const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs a task that Ctrl-C ends in good order: it is told by the signal and may still say what it knows. A second one
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
  // The SDK would tell users of the program which Node.js it wants.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  try {
    return await task(controller.signal);
  } finally {
    release();
  }
}
