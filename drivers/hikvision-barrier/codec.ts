/** State of the gate as the camera tells it. */
export interface GateStatus {
  readonly openLimit: boolean
  readonly closedLimit: boolean
}

/** Longer than any status; what comes beyond it is none. */
export const mostStatusBytes = 8192

/** Body of a PUT to `barrierGate` of ISAPI. Only these two: `lock` and `unlock` keep a boom where it is. */
export function gateCommand(mode: 'open' | 'close'): string {
  return `<BarrierGate><ctrlMode>${mode}</ctrlMode></BarrierGate>`
}

/**
 * `barrierGateStatus` of ISAPI: 0 no signal, 1 closed, 2 open; null where the answer says neither. No signal is
 * neither limit: the boom is under way, or the switches are not wired to the camera.
 */
export function gateStatus(xml: string): GateStatus | null {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) return null
  const found = [...xml.matchAll(/<(?:[\w.-]+:)?barrierGateStatus(?:\s[^<>]*)?>\s*([0-9]+)\s*<\//g)]
  const [, word] = found.length === 1 ? (found[0] ?? []) : []
  if (word !== '0' && word !== '1' && word !== '2') return null
  return { openLimit: word === '2', closedLimit: word === '1' }
}
