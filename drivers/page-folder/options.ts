import { z } from 'zod'

export const pageFolderOptions = z.strictObject({
  folder: z
    .string()
    .min(1)
    .describe('Folder that a page scanner puts its pictures into. JPEG, PNG and TIFF are taken.'),
  after: z
    .enum(['move', 'delete', 'remember'])
    .default('move')
    .describe(
      'What becomes of a page that was recorded: `move` puts it into the folder `taken` within, `remember` leaves ' +
        'it and writes its name into `.ayaldama-taken.json` beside it.',
    ),
  pollMs: z.int().min(20).max(60_000).default(250).describe('Milliseconds between two looks at the folder.'),
  maximumBytes: z
    .int()
    .min(1024)
    .max(64 * 1024 * 1024)
    .default(32 * 1024 * 1024)
    .describe('A larger file is refused.'),
  incompleteMs: z
    .int()
    .min(100)
    .max(3_600_000)
    .default(30_000)
    .describe('A file that has not grown for so long and is no whole picture is refused.'),
})

export type PageFolderOptions = z.output<typeof pageFolderOptions>
