import { defineDriver } from '../definition.ts'
import { openTransport } from '../transport/open-transport.ts'
import { createModbusBoard } from './driver.ts'
import { modbusBoardOptions } from './options.ts'

/** A TCP board that answers nothing for this long is gone; a serial port is never reopened for silence. */
const unansweredMs = 15_000

export const modbusBoard = defineDriver({
  kind: 'modbus-board',
  role: 'ioBoard',
  title: 'I/O board: Modbus TCP, or Modbus RTU over a serial port or a TCP serial server',
  options: modbusBoardOptions,
  create: (options, context) =>
    createModbusBoard(
      options,
      options.protocol ?? (options.transport.type === 'tcp' ? 'tcp' : 'rtu'),
      context,
      openTransport(options.transport, unansweredMs),
    ),
})
