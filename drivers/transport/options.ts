import { z } from 'zod'

export const tcpTransport = z.strictObject({
  type: z.literal('tcp'),
  host: z.string().min(1).describe('Name or address of the device, or of the serial server in front of it.'),
  port: z.int().min(1).max(65_535).describe('TCP port.'),
})

const serialTransport = z.strictObject({
  type: z.literal('serial'),
  path: z.string().min(1).describe('Port, e.g. /dev/ttyUSB0 or a name under /dev/serial/by-id.'),
  baudRate: z.int().min(300).max(921_600).default(9600),
  dataBits: z.union([z.literal(7), z.literal(8)]).default(8),
  stopBits: z.union([z.literal(1), z.literal(2)]).default(1),
  parity: z.enum(['none', 'even', 'odd']).default('none'),
})

/** The way to a device: a serial port of the box, or TCP (the device itself or a serial server). */
export const transportOptions = z
  .discriminatedUnion('type', [tcpTransport, serialTransport])
  .describe('The way to the device.')

export type TransportOptions = z.output<typeof transportOptions>
export type TcpTransport = z.output<typeof tcpTransport>
export type SerialTransport = z.output<typeof serialTransport>
