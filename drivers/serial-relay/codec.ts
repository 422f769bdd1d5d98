import type { Exchange } from '../transport/exchange.ts'

/** States of relays by channel, as one answer tells them. */
export type RelayStates = ReadonlyMap<number, boolean>

/**
 * A serial relay board. Pure: bytes to send and what an answer means. Channels are counted as the board
 * counts them.
 */
export interface RelayProtocol {
  readonly firstChannel: number
  readonly mostChannels: number
  /** What sets a relay: an exchange where the board answers, bytes where it does not. */
  set(channel: number, on: boolean): Uint8Array | Exchange<true>
  /** Requests that together tell the states of these channels; none where the board cannot be asked. */
  status(channels: readonly number[], size: number): readonly Exchange<RelayStates>[]
}

/** LCUS on a CH340: `A0 channel state sum`. It answers nothing and cannot be asked. */
export const lcus: RelayProtocol = {
  firstChannel: 1,
  mostChannels: 16,
  set(channel, on) {
    const state = on ? 1 : 0
    return Uint8Array.of(0xa0, channel, state, (0xa0 + channel + state) & 0xff)
  },
  status: () => [],
}

const smallKmtronic = 2
const kmtronicSizes = [4, 8] as const

/** KMTronic: `FF channel state`; status `FF channel 03` on boards of 1 or 2, `FF 09 00` on those of 4 or 8. */
export const kmtronic: RelayProtocol = {
  firstChannel: 1,
  mostChannels: 8,
  set: (channel, on) => Uint8Array.of(0xff, channel, on ? 1 : 0),
  status(channels, size) {
    if (size <= smallKmtronic) {
      return channels.map((channel) => ({
        request: Uint8Array.of(0xff, channel, 3),
        answer(bytes) {
          for (let i = 0; i + 2 < bytes.length; i += 1) {
            const state = bytes[i + 2]
            if (bytes[i] === 0xff && bytes[i + 1] === channel && isState(state))
              return new Map([[channel, state === 1]])
          }
          return undefined
        },
      }))
    }
    const count = kmtronicSizes.find((each) => size <= each) ?? 8
    return [
      {
        request: Uint8Array.of(0xff, 9, 0),
        answer(bytes) {
          // No frame and no checksum: only as many bytes as relays, each 0 or 1, are an answer.
          if (bytes.length !== count || !bytes.every(isState)) return undefined
          return new Map([...bytes].map((state, i) => [i + 1, state === 1]))
        },
      },
    ]
  },
}

function isState(byte: number | undefined): byte is 0 | 1 {
  return byte === 0 || byte === 1
}

const prompt = 0x3e

/** Numato: commands as text, ended by CR; the board echoes, answers and prompts with `>`. */
export const numato: RelayProtocol = {
  firstChannel: 0,
  mostChannels: 32,
  set(channel, on) {
    const command = `relay ${on ? 'on' : 'off'} ${channelSign(channel)}`
    return {
      request: ascii(`${command}\r`),
      answer: (bytes) => (replyTo(command, bytes) === '' ? true : undefined),
    }
  },
  status(_channels, size) {
    const command = 'relay readall'
    const digits = Math.max(2, Math.ceil(size / 4))
    return [
      {
        request: ascii(`${command}\r`),
        answer(bytes) {
          const hex = replyTo(command, bytes)
          if (hex === undefined || !/^[0-9a-f]+$/i.test(hex) || hex.length < Math.min(digits, 2))
            return undefined
          const mask = BigInt(`0x${hex}`)
          return new Map(
            Array.from({ length: hex.length * 4 }, (_, i) => [i, ((mask >> BigInt(i)) & 1n) === 1n]),
          )
        },
      },
    ]
  },
}

/** Channels above 9 are letters: `A` is 10. */
function channelSign(channel: number): string {
  return channel.toString(36).toUpperCase()
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (sign) => sign.charCodeAt(0))
}

/** What stands between the echo of a command and the prompt, or undefined while the prompt is not there. */
function replyTo(command: string, bytes: Uint8Array): string | undefined {
  if (bytes.at(-1) !== prompt) return undefined
  const text = String.fromCharCode(...bytes)
  const echo = text.lastIndexOf(command)
  if (echo < 0) return undefined
  return text.slice(echo + command.length, -1).replaceAll(/\s/g, '')
}

export const relayProtocols = { lcus, kmtronic, numato } as const
