export type BoomPosition = 'closed' | 'opening' | 'open' | 'closing' | 'stopped'

/** What became of a boom's safety: all of it must stay 0 under software that keeps the interlock. */
export interface BoomIncidents {
  /** Closed onto an occupied loop or an interrupted beam, or was told to. */
  readonly crushed: number
  /** Open and close were on at once. */
  readonly conflicts: number
  /** Stopped by the emergency stop while moving, or told to move while it was pressed. */
  readonly stopped: number
  /** The controller's own safety turned a closing boom back: somebody came under it. */
  readonly reversals: number
}

export interface Boom {
  position(): BoomPosition
  incidents(): BoomIncidents
  /** An output went from off to on. */
  command(direction: 'open' | 'close'): void
  conflict(): void
  /** Something is under the boom, or no longer. */
  obstructed(value: boolean): void
  emergencyStop(pressed: boolean): void
  onChange(listener: () => void): () => void
  stop(): void
}

/**
 * A boom with a travel time. Its controller has the safety of EN 12453 of its own: a boom that closes
 * turns back when somebody comes under it. `ownSafety: false` takes that away.
 */
export function createBoom(travelMs: number, ownSafety: boolean): Boom {
  let position: BoomPosition = 'closed'
  /** 0 = closed, 1 = open; while moving, where the movement began. */
  let height = 0
  let movedAt = 0
  let timer: NodeJS.Timeout | undefined
  let isObstructed = false
  let stopPressed = false
  const counts = { crushed: 0, conflicts: 0, stopped: 0, reversals: 0 }
  const listeners = new Set<() => void>()

  function become(next: BoomPosition): void {
    position = next
    for (const listener of [...listeners]) listener()
  }

  function halt(): void {
    clearTimeout(timer)
    const part = (performance.now() - movedAt) / travelMs
    if (position === 'opening') height = Math.min(1, height + part)
    if (position === 'closing') height = Math.max(0, height - part)
  }

  function move(direction: 'open' | 'close'): void {
    halt()
    movedAt = performance.now()
    const way = direction === 'open' ? 1 - height : height
    become(direction === 'open' ? 'opening' : 'closing')
    timer = setTimeout(() => arrive(direction), way * travelMs)
  }

  function arrive(direction: 'open' | 'close'): void {
    height = direction === 'open' ? 1 : 0
    if (direction === 'close' && isObstructed) counts.crushed += 1
    become(direction === 'open' ? 'open' : 'closed')
  }

  return {
    position: () => position,
    incidents: () => ({ ...counts }),
    command(direction) {
      if (stopPressed) {
        counts.stopped += 1
        return
      }
      const already = direction === 'open' ? ['open', 'opening'] : ['closed', 'closing']
      if (already.includes(position)) return
      if (direction === 'close' && isObstructed) {
        counts.crushed += 1
        if (ownSafety) return
      }
      move(direction)
    },
    conflict() {
      counts.conflicts += 1
    },
    obstructed(value) {
      isObstructed = value
      if (value && ownSafety && position === 'closing') {
        counts.reversals += 1
        move('open')
      }
    },
    emergencyStop(pressed) {
      stopPressed = pressed
      if (!pressed || (position !== 'opening' && position !== 'closing')) return
      halt()
      counts.stopped += 1
      become('stopped')
    },
    onChange(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    stop() {
      clearTimeout(timer)
    },
  }
}
