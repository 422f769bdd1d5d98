import { expect, test } from 'vitest'
import { feedChannels, feedFilter, feedTopic, parseFeedTopic } from '../../../edge/ports/feed/topics.ts'

const identity = { checkpoint: 'karasu', gateway: 'gw-1' }

test('a topic is read as it is written', () => {
  for (const channel of feedChannels) {
    expect(parseFeedTopic(feedTopic('KGZ', identity, channel))).toEqual({
      party: 'KGZ',
      ...identity,
      channel,
    })
  }
  expect(feedFilter('KAZ', 'evt')).toBe('jbc/v1/KAZ/+/+/evt')
})

test.each([
  'jbc/v2/KAZ/karasu/gw-1/evt',
  'jbc/v1/RUS/karasu/gw-1/evt',
  'jbc/v1/KAZ/karasu/gw-1/secret',
  'jbc/v1/KAZ/karasu/gw-1/evt/more',
  'jbc/v1/KAZ/kara su/gw-1/evt',
  'jbc/v1/KAZ//gw-1/evt',
  'jbc/v1/KAZ/karasu',
  '',
])('%s is no topic of the feed', (topic) => {
  expect(parseFeedTopic(topic)).toBeNull()
})
