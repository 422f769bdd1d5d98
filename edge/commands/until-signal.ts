/**
 * Resolves with the first of SIGINT, SIGTERM, SIGHUP; a second one ends the process at once. With `onHangUp`
 * a SIGHUP is a word to the process and does not end it.
 */
export function untilSignal(onHangUp?: () => void): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let asked = false
    const onSignal = (signal: NodeJS.Signals) => {
      if (asked) process.exit(1)
      asked = true
      resolve(signal)
    }
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal)
    process.on('SIGHUP', onHangUp ?? onSignal)
  })
}
