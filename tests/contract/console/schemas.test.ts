import { expect, it } from 'vitest'
import type { z } from 'zod'
import type {
  actionSchema,
  crossingRowSchema,
  laneViewSchema,
  refusalSchema,
  replicationStatusSchema,
  statisticsSchema,
} from '../../../edge/console/view-schemas.ts'
import type { ActionExplanation } from '../../../edge/domain/crossing/explain.ts'
import type { Refusal } from '../../../edge/domain/refusal.ts'
import type { CrossingRow } from '../../../edge/ports/journal.ts'
import type { LaneStatistics, LaneView } from '../../../edge/ports/lane.ts'
import type { ReplicationStatus } from '../../../edge/ports/replication.ts'

type DeepReadonly<Value> = Value extends object
  ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
  : Value

/** `true` where everything that the type allows, the schema describes; the other way is checked where it stands. */
type Describes<Schema extends z.ZodType, Type> = Type extends DeepReadonly<z.output<Schema>> ? true : false

/** The compiler is the test: a state, code or field that the port has and the schema lacks is an error here. */
const described: [
  Describes<typeof laneViewSchema, LaneView>,
  Describes<typeof actionSchema, ActionExplanation>,
  Describes<typeof refusalSchema, Refusal>,
  Describes<typeof statisticsSchema, LaneStatistics>,
  Describes<typeof crossingRowSchema, CrossingRow>,
  Describes<typeof replicationStatusSchema, ReplicationStatus>,
] = [true, true, true, true, true, true]

it('describes in the API all that the ports can say', () => {
  expect(described).not.toContain(false)
})
