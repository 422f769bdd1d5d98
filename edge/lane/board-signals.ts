import type { IoBoard, SignalInput, SignalOutput } from '../ports/devices.ts'

/** A point of a board as an input of the lane. Its listeners hear changes only. */
export function boardInput(board: IoBoard, point: string): SignalInput {
  return {
    name: point,
    reading: () => board.reading(point),
    onChange: (listener) =>
      board.onEvent(({ changed }) => {
        const reading = changed.includes(point) ? board.reading(point) : undefined
        if (reading) listener(reading)
      }),
  }
}

/** A point of a board as an output of the lane. */
export function boardOutput(board: IoBoard, point: string): SignalOutput {
  return {
    name: point,
    set: (value) => board.write(point, value),
    reading: () => board.reading(point),
  }
}
