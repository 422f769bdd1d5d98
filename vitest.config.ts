import { defineConfig } from 'vitest/config'

const shared = { pool: 'forks', testTimeout: 30_000 } as const

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      // Pure code keeps nothing between files, so that its workers are used again: a third less time.
      {
        test: { ...shared, name: 'quick', include: ['tests/{unit,property}/**/*.test.ts'], isolate: false },
      },
      {
        test: {
          ...shared,
          name: 'whole',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/{unit,property}/**'],
        },
      },
    ],
  },
})
