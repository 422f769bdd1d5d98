import { describe, expect, it } from 'vitest'
import type { CrossingCommand } from '../../../edge/domain/crossing/commands.ts'
import { lawInForce, turn } from '../../../edge/domain/crossing/state.ts'
import {
  after,
  complete,
  concluded,
  controlled,
  given,
  officer,
  openCrossing,
  pack,
  passport,
  start,
  throughApproach,
} from '../../support/crossing-spec.ts'

const conclude: CrossingCommand = { type: 'ConcludeExitControl', by: officer('KAZ') }
const release: CrossingCommand = { type: 'Release', by: officer('KGZ') }
const refuse: CrossingCommand = { type: 'Refuse', by: officer('KGZ'), cause: 'other', reason: 'no visa' }
const accept: CrossingCommand = { type: 'AcceptReadmission', by: officer('KAZ') }
const giveBack: CrossingCommand = { type: 'Return', by: officer('KAZ'), reason: 'wanted goods' }

describe('JC 1: one stop', () => {
  it('opens one crossing for both Parties under the exit Party’s law', () => {
    const [opened] = given().when(openCrossing).yields('CrossingOpened')
    expect(opened?.data).toMatchObject({ lawInForce: 'KAZ', exitParty: 'KAZ', entryParty: 'KGZ' })
  })

  it('takes no second vehicle into a lane at work', () => {
    given(openCrossing).when(openCrossing).refused('crossing.already-open', 'JC 1')
  })

  it('repeats a control that was done only for a stated reason', () => {
    const done = [openCrossing, passport, ...controlled('KAZ')]
    given(...done)
      .when(start('KAZ', 'border'))
      .refused('control.already-completed', 'JC 1')
    const again: CrossingCommand = {
      type: 'StartControl',
      by: officer('KAZ'),
      control: { party: 'KAZ', kind: 'border' },
      repeatReason: 'a second passenger was found',
    }
    const [event] = given(...done)
      .when(again)
      .yields('ControlStarted')
    expect(event?.data).toMatchObject({ repeatReason: 'a second passenger was found' })
  })
})

describe('JC 7.1: the exit Party controls first', () => {
  it('refuses entry control before conclusion and names who can unblock it', () => {
    given(openCrossing, passport).when(start('KGZ', 'border')).refused('control.exit-not-concluded', 'JC 7.1')
  })

  it('runs border and customs of the exit Party side by side (JC 9.2)', () => {
    given(openCrossing, start('KAZ', 'border')).when(start('KAZ', 'customs')).yields('ControlStarted')
  })

  it('does not conclude while a control of the exit Party is open', () => {
    given(openCrossing, passport, start('KAZ', 'border'), complete('KAZ', 'border'))
      .when(conclude)
      .refused('control.open', 'JC 7.1')
  })

  it('does not conclude over a control that detains', () => {
    const detain: CrossingCommand = {
      type: 'CompleteControl',
      by: officer('KAZ'),
      control: { party: 'KAZ', kind: 'border' },
      decision: 'detained',
    }
    given(openCrossing, passport, ...controlled('KAZ').slice(0, 3), detain)
      .when(conclude)
      .refused('control.detained', 'JC 14.1')
  })

  it('is concluded by the exit Party only', () => {
    given(openCrossing, passport, ...controlled('KAZ'))
      .when({ type: 'ConcludeExitControl', by: officer('KGZ') })
      .refused('officer.wrong-party', 'JC 3')
  })

  it('changes the law in force with the conclusion, and the turn with it', () => {
    const { state } = after(concluded)
    if (state.status !== 'open') throw new Error('not open')
    expect([lawInForce(state), turn(state)]).toEqual(['KGZ', 'KGZ'])
    given(...concluded)
      .when(start('KAZ', 'border'))
      .refused('control.exit-concluded', 'JC 7.1')
  })

  it('marks the beginning of entry control once', () => {
    given(...concluded)
      .when(start('KGZ', 'border'))
      .yields('EntryControlStarted', 'ControlStarted')
    given(...concluded, start('KGZ', 'border'))
      .when(start('KGZ', 'customs'))
      .yields('ControlStarted')
  })

  it('counts a waiver as done only where the pack says so', () => {
    const waived: readonly CrossingCommand[] = [
      openCrossing,
      passport,
      start('KAZ', 'border'),
      complete('KAZ', 'border'),
      {
        type: 'WaiveControl',
        by: officer('KAZ', 'customs'),
        control: { party: 'KAZ', kind: 'customs' },
        reason: 'green corridor',
      },
    ]
    given(...waived)
      .when(conclude)
      .yields('ExitControlConcluded')
    given(...waived)
      .when(conclude, { ...pack, waiverCountsAsConclusion: false })
      .refused('control.open', 'JC 7.1')
  })
})

describe('JC 4: border control is never left out', () => {
  it('cannot be waived', () => {
    given(openCrossing)
      .when({
        type: 'WaiveControl',
        by: officer('KAZ'),
        control: { party: 'KAZ', kind: 'border' },
        reason: 'busy',
      })
      .refused('control.border-cannot-be-waived', 'JC 4')
  })

  it('cannot be completed before a document is read', () => {
    given(openCrossing, start('KAZ', 'border'))
      .when(complete('KAZ', 'border'))
      .refused('crossing.not-identified', 'BR 17.1')
  })
})

describe('JC 3 and JC 9.1: each body does its own control', () => {
  it('refuses an officer of the other Party', () => {
    given(openCrossing)
      .when({ type: 'StartControl', by: officer('KGZ'), control: { party: 'KAZ', kind: 'border' } })
      .refused('officer.wrong-party', 'JC 3')
  })

  it('refuses an officer of another body', () => {
    given(openCrossing)
      .when({
        type: 'StartControl',
        by: officer('KAZ', 'customs'),
        control: { party: 'KAZ', kind: 'border' },
      })
      .refused('officer.wrong-body', 'JC 9.1')
  })

  it('refuses a control that the pack does not plan', () => {
    given(openCrossing).when(start('KAZ', 'radiation')).refused('control.unknown', 'JC 8')
  })
})

describe('BR 1(19) and 13: a barrier opens on a journalled decision', () => {
  const orderRelease: CrossingCommand = {
    type: 'OrderBarrierOpening',
    barrier: 'releaseBarrier',
    permit: 'release',
  }

  it('keeps the release barrier shut before release', () => {
    given(...concluded)
      .when(orderRelease)
      .refused('crossing.not-decided', 'BR 1(19)')
  })

  it('neither Party alone releases: the entry Party only after the exit Party concluded', () => {
    given(openCrossing, passport, ...controlled('KAZ'))
      .when(release)
      .refused('control.exit-not-concluded', 'JC 7.1')
    given(...concluded)
      .when(release)
      .refused('control.open', 'JC 7.1')
    given(...concluded, ...controlled('KGZ'))
      .when(release)
      .yields('CrossingReleased')
  })

  it('goes from release to closed by passage and closed boom', () => {
    const { state, events } = after([
      ...throughApproach,
      ...concluded.slice(1),
      ...controlled('KGZ'),
      release,
      orderRelease,
      { type: 'RecordBarrierOpened', barrier: 'releaseBarrier' },
      { type: 'ConfirmPassage', barrier: 'releaseBarrier' },
      { type: 'RecordBarrierClosed', barrier: 'releaseBarrier' },
      { type: 'CloseCrossing' },
    ])
    expect(state).toMatchObject({ status: 'closed', outcome: 'released' })
    expect(events.at(-1)?.type).toBe('CrossingClosed')
  })

  it('does not close before the vehicle is through, nor under an open boom', () => {
    const open: readonly CrossingCommand[] = [
      ...throughApproach,
      ...concluded.slice(1),
      ...controlled('KGZ'),
      release,
      orderRelease,
      { type: 'RecordBarrierOpened', barrier: 'releaseBarrier' },
    ]
    given(...open)
      .when({ type: 'CloseCrossing' })
      .refused('crossing.not-passed', 'BR 1(19)')
    given(...open, { type: 'ConfirmPassage', barrier: 'releaseBarrier' })
      .when({ type: 'CloseCrossing' })
      .refused('barrier.moving', 'IL 4')
  })

  it('orders a failed opening again only by an officer', () => {
    const failed: readonly CrossingCommand[] = [
      ...concluded,
      ...controlled('KGZ'),
      release,
      orderRelease,
      {
        type: 'RecordBarrierOpeningFailed',
        barrier: 'releaseBarrier',
        code: 'barrier.travel-fault',
        fact: 'no limit',
      },
    ]
    given(...failed)
      .when({ type: 'OpenBarrier', by: officer('KGZ'), barrier: 'releaseBarrier' })
      .yields('BarrierOpeningOrdered')
  })
})

describe('BR 17.2: refusal, readmission, return path', () => {
  it('tells both sides at once', () => {
    const [refused, notice] = given(...concluded)
      .when(refuse)
      .yields('CrossingRefused', 'RefusalNoticeIssued')
    expect(refused?.data).toMatchObject({ article: 'BR 17.2', cause: 'other', refusedBy: 'KGZ' })
    expect(notice?.data).toMatchObject({ to: ['KAZ', 'KGZ'], documents: ['L898902C3'] })
  })

  it('states its cause and reason', () => {
    given(...concluded)
      .when({ ...refuse, reason: ' ' } as CrossingCommand)
      .refused('control.reason-required', 'BR 17.2')
  })

  it('is not given before exit control is concluded', () => {
    given(openCrossing).when(refuse).refused('control.exit-not-concluded', 'JC 7.1')
  })

  it('opens the way back only after the exit Party accepted', () => {
    const way: CrossingCommand = { type: 'OrderBarrierOpening', barrier: 'returnBarrier', permit: 'return' }
    given(...concluded, refuse)
      .when(way)
      .refused('refusal.not-accepted', 'BR 17.2')
    given(...concluded, refuse, accept)
      .when(way)
      .yields('BarrierOpeningOrdered')
    given(...concluded)
      .when(accept)
      .refused('refusal.not-refused', 'BR 17.2')
  })

  it('puts the vehicle back under the exit Party’s law with readmission', () => {
    const { state } = after([...concluded, refuse, accept])
    if (state.status !== 'open') throw new Error('not open')
    expect(lawInForce(state)).toBe('KAZ')
  })
})

describe('JC 7.2: the exit Party may return until it concluded', () => {
  it('returns with a reason', () => {
    given(openCrossing).when(giveBack).yields('CrossingReturned')
    given(openCrossing)
      .when({ ...giveBack, reason: '' } as CrossingCommand)
      .refused('control.reason-required', 'JC 7.2')
  })

  it('returns no more after conclusion', () => {
    given(...concluded)
      .when(giveBack)
      .refused('control.exit-concluded', 'JC 7.1')
  })

  it('takes a passage under a boom that is down again from an officer, and from no loop', () => {
    const down: CrossingCommand[] = [
      openCrossing,
      { type: 'OrderBarrierOpening', barrier: 'approachBarrier', permit: 'admission' },
      { type: 'RecordBarrierOpened', barrier: 'approachBarrier' },
      { type: 'RecordBarrierClosed', barrier: 'approachBarrier' },
    ]
    const barrier = 'approachBarrier'
    given(...down)
      .when({ type: 'ConfirmPassage', barrier })
      .refused('barrier.no-permit', 'BR 1(19)')
    const by = officer('KAZ')
    given(...down)
      .when({ type: 'WitnessPassage', by, barrier, reason: 'seen' })
      .yields('PassageConfirmed')
    given(openCrossing)
      .when({ type: 'WitnessPassage', by, barrier, reason: 'seen' })
      .refused('barrier.no-permit', 'BR 1(19)')
  })

  it('closes a crossing whose vehicle never came in', () => {
    given(openCrossing, giveBack).when({ type: 'CloseCrossing' }).yields('CrossingClosed')
    given(...throughApproach, giveBack)
      .when({ type: 'CloseCrossing' })
      .refused('crossing.not-passed', 'BR 1(19)')
  })
})

describe('corrections are new facts', () => {
  const read = (text: string, confidence: number): CrossingCommand => ({
    type: 'RecordPlate',
    read: { part: 'vehicle', text, country: 'KZ', confidence, accepted: true, source: 'model' },
  })
  const correct: CrossingCommand = {
    type: 'CorrectPlate',
    by: officer('KAZ'),
    text: '123ABC02',
    country: 'KZ',
    reason: 'dirt',
  }

  it('a later frame does not overrule an officer', () => {
    given(openCrossing, read('128ABC02', 0.7), correct).when(read('128ABC02', 0.99)).yields()
    expect(after([openCrossing, read('128ABC02', 0.7), correct]).state).toMatchObject({
      plate: { text: '123ABC02' },
    })
  })

  it("a camera's own word replaces nothing that was read from a picture, and the picture replaces it", () => {
    const word: CrossingCommand = {
      type: 'RecordPlate',
      read: {
        part: 'vehicle',
        text: '128ABC02',
        country: 'KZ',
        confidence: 0.5,
        accepted: false,
        source: 'camera',
      },
    }
    given(openCrossing, read('123ABC02', 0.4)).when(word).yields()
    expect(after([openCrossing, word, read('123ABC02', 0.4)]).state).toMatchObject({
      plate: { text: '123ABC02', source: 'model' },
    })
  })

  it('needs a reason and canonical form', () => {
    given(openCrossing)
      .when({ ...correct, reason: '' })
      .refused('control.reason-required', 'JC 5.1')
    given(openCrossing)
      .when({ ...correct, text: '123 abc' })
      .refused('plate.invalid', 'JC 5.1')
  })

  it('the same reading twice is one fact', () => {
    given(openCrossing, read('123ABC02', 0.9)).when(read('123ABC02', 0.8)).yields()
  })
})
