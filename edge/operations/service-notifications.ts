import { writeSync } from 'node:fs'

/** What the daemon tells systemd (`sd_notify(3)`, `Type=notify`). Outside of systemd nothing is told. */
export interface ServiceNotifications {
  /** The lanes work: what is ordered after this service may start. */
  ready(): void
  stopping(): void
  /**
   * Shows the watchdog of systemd that the daemon works: `proof` is asked three times in its time. A daemon
   * whose proof fails or hangs for all of it is restarted.
   */
  watch(proof: () => Promise<unknown>): () => void
}

/** Times in the watchdog's time that it is told, so that one late answer does no harm. */
const tellsInTime = 3

/**
 * Node cannot send datagrams to a socket of Unix, so `with-notify-socket` (systemd/) connects one and hands
 * it over as file descriptor AYALDAMA_NOTIFY_FD: each write is one datagram. WATCHDOG_USEC is systemd's.
 */
export function createServiceNotifications(
  environment: Readonly<Record<string, string | undefined>>,
  write: (fd: number, text: string) => unknown = writeSync,
): ServiceNotifications {
  const fd = Number.parseInt(environment.AYALDAMA_NOTIFY_FD ?? '', 10)
  const watchdogMs = Number.parseInt(environment.WATCHDOG_USEC ?? '', 10) / 1000

  function tell(text: string): void {
    if (Number.isNaN(fd)) return
    try {
      write(fd, text)
    } catch {
      // systemd is away or full: it will judge by what comes later, and the lane goes on.
    }
  }

  return {
    ready: () => tell('READY=1'),
    stopping: () => tell('STOPPING=1'),
    watch(proof) {
      if (Number.isNaN(fd) || !(watchdogMs > 0)) return () => {}
      let asked = false
      const timer = setInterval(() => {
        if (asked) return
        asked = true
        proof()
          .then(
            () => tell('WATCHDOG=1'),
            () => {},
          )
          .finally(() => {
            asked = false
          })
      }, watchdogMs / tellsInTime)
      timer.unref()
      return () => clearInterval(timer)
    },
  }
}
