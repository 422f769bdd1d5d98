/** Calls that are made one for many. */
export interface Coalesced {
  call(): void
  end(): void
}

/**
 * The first call is made as soon as the task at hand has ended, so that nobody waits for news; those that come
 * within `ms` after it are one call at the end of that time.
 */
export function coalesce(made: () => void, ms: number): Coalesced {
  let soon: NodeJS.Immediate | undefined
  let cooling: NodeJS.Timeout | undefined
  let again = false

  function make(): void {
    soon = undefined
    again = false
    cooling = setTimeout(() => {
      cooling = undefined
      if (again) make()
    }, ms)
    made()
  }

  return {
    call() {
      if (cooling !== undefined) again = true
      else soon ??= setImmediate(make)
    },
    end() {
      clearImmediate(soon)
      clearTimeout(cooling)
      soon = undefined
      cooling = undefined
      again = false
    },
  }
}
