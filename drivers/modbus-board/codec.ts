/**
 * Framing of Modbus (MODBUS Application Protocol 1.1b3; Messaging on TCP/IP 1.0b; over Serial Line 1.02).
 * `adu` here is what stands on a serial line without its CRC: unit, function code, data.
 */

/** CRC-16 of Modbus RTU; on the wire the low byte comes first. */
function crc16(bytes: Uint8Array): number {
  let crc = 0xffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1
  }
  return crc
}

export function rtuFrame(adu: Uint8Array): Uint8Array {
  const crc = crc16(adu)
  return Uint8Array.of(...adu, crc & 0xff, crc >>> 8)
}

export function tcpFrame(transaction: number, adu: Uint8Array): Uint8Array {
  return Uint8Array.of(
    (transaction >>> 8) & 0xff,
    transaction & 0xff,
    0,
    0,
    adu.length >>> 8,
    adu.length & 0xff,
    ...adu,
  )
}

const mbapLength = 6
const exceptionLength = 3
const longestAdu = 254

/** Length of the answer to a request, unit and function code included, CRC not. */
function replyLength(request: Uint8Array): number {
  const count = ((request[4] ?? 0) << 8) | (request[5] ?? 0)
  switch (request[1]) {
    case 1:
    case 2:
      return 3 + Math.ceil(count / 8)
    case 3:
    case 4:
      return 3 + 2 * count
    default:
      return 6
  }
}

/**
 * Whether `adu` answers `request`: same unit, same function (or its exception), the length that the
 * request asks for, and for writes the echo of address and value or count. Anything else is a late
 * answer to another request, or rubbish: taking it for the state of a loop could close a boom on a car.
 */
export function answers(request: Uint8Array, adu: Uint8Array): boolean {
  const fc = request[1] ?? 0
  if (adu[0] !== request[0]) return false
  if (adu[1] === (fc | 0x80)) return adu.length === exceptionLength
  if (adu[1] !== fc || adu.length !== replyLength(request)) return false
  if (fc <= 4) return adu[2] === adu.length - 3
  return [2, 3, 4, 5].every((i) => adu[i] === request[i])
}

/** Finds the one answer to a request in the bytes that follow it. */
export interface ReplyFinder {
  /** The answer as unit, function code, data; or undefined while it is not there. */
  push(bytes: Uint8Array): Uint8Array | undefined
  /** Bytes that belonged to no answer, so far. */
  discarded(): number
}

export function createTcpReplyFinder(transaction: number, request: Uint8Array): ReplyFinder {
  let buffer: Uint8Array = new Uint8Array()
  let discarded = 0
  return {
    push(bytes) {
      buffer = Uint8Array.of(...buffer, ...bytes)
      while (buffer.length > mbapLength) {
        const view = new DataView(buffer.buffer)
        const length = view.getUint16(4)
        if (view.getUint16(2) !== 0 || length < exceptionLength || length > longestAdu) {
          // Not Modbus: where the next frame begins cannot be known, only that an answer follows a request.
          discarded += buffer.length
          buffer = new Uint8Array()
          return undefined
        }
        const end = mbapLength + length
        if (buffer.length < end) return undefined
        const adu = buffer.slice(mbapLength, end)
        const matches = view.getUint16(0) === transaction && answers(request, adu)
        buffer = buffer.slice(end)
        if (matches) {
          discarded += buffer.length
          return adu
        }
        discarded += end
      }
      return undefined
    },
    discarded: () => discarded,
  }
}

export function createRtuReplyFinder(request: Uint8Array): ReplyFinder {
  const lengths = [replyLength(request), exceptionLength]
  let buffer: Uint8Array = new Uint8Array()
  let discarded = 0

  function at(start: number): Uint8Array | undefined {
    for (const length of lengths) {
      const end = start + length + 2
      if (end > buffer.length) continue
      const adu = buffer.slice(start, end - 2)
      const crc = (buffer[end - 2] ?? 0) | ((buffer[end - 1] ?? 0) << 8)
      if (answers(request, adu) && crc16(adu) === crc) {
        discarded += start + buffer.length - end
        return adu
      }
    }
    return undefined
  }

  return {
    push(bytes) {
      buffer = Uint8Array.of(...buffer, ...bytes)
      for (let start = 0; start + exceptionLength + 2 <= buffer.length; start += 1) {
        const adu = at(start)
        if (adu !== undefined) return adu
      }
      // What is older than one whole answer can no longer be part of one.
      const keep = longestAdu + 2
      if (buffer.length > keep) {
        discarded += buffer.length - keep
        buffer = buffer.slice(-keep)
      }
      return undefined
    },
    discarded: () => discarded,
  }
}
