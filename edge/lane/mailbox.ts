/**
 * One thing at a time, in order of arrival: all that changes a lane goes through its mailbox, so that no
 * decision is taken on a state that another decision is just changing.
 */
export interface Mailbox {
  /** Resolves or rejects with the task's own result. */
  run<Result>(task: () => Promise<Result>): Promise<Result>
  /** Resolves when all that was put in before has ended. */
  idle(): Promise<void>
}

export function createMailbox(): Mailbox {
  let last: Promise<unknown> = Promise.resolve()
  return {
    run(task) {
      const result = last.then(task, task)
      last = result.catch(() => {})
      return result
    },
    async idle() {
      await last
    },
  }
}
