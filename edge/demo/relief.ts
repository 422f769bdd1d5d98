import type { Centre } from '../central/centre.ts'
import type { Party } from '../domain/party.ts'
import { type DemoOfficer, demoOfficers } from './officers.ts'

/** Whether a person has taken the desk of a simulated officer. */
export interface Relief {
  relieved(officer: DemoOfficer): boolean
}

const askEveryMs = 500

/** Reads it where it stands: the sign-ins that the Party's centre received. */
export function createRelief(centres: Readonly<Record<Party, Centre>>): Relief {
  let asked = 0
  let present: ReadonlySet<string> = new Set()
  const people = new Set(
    demoOfficers.filter(({ officer }) => officer.endsWith('99')).map(({ officer }) => officer),
  )

  const look = (): ReadonlySet<string> => {
    const signedIn = new Set<string>()
    for (const centre of Object.values(centres)) {
      for (const { event } of centre.events(null)) {
        if (event.type === 'OfficerSignedIn') signedIn.add(event.data.officer)
        if (event.type === 'OfficerSignedOut') signedIn.delete(event.data.officer)
      }
    }
    return signedIn
  }

  return {
    relieved({ party, body }) {
      const now = Date.now()
      if (now - asked > askEveryMs) {
        asked = now
        present = look()
      }
      return demoOfficers.some(
        (one) =>
          one.party === party && one.body === body && people.has(one.officer) && present.has(one.officer),
      )
    },
  }
}
