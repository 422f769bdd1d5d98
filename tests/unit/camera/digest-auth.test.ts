import { describe, expect, it } from 'vitest'
import {
  answerBasic,
  answerDigest,
  type Challenge,
  chooseDigest,
  isStale,
  parseChallenges,
} from '../../../drivers/camera-http/digest-auth.ts'

const header7616 =
  'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, ' +
  'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", ' +
  'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, ' +
  'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'

const mufasa = {
  username: 'Mufasa',
  password: 'Circle of Life',
  method: 'GET',
  uri: '/dir/index.html',
  nonceCount: 1,
  clientNonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
}

function digestOf(header: string): Challenge {
  const challenge = chooseDigest(parseChallenges(header))
  if (challenge === null) throw new Error('no usable challenge')
  return challenge
}

describe('digest authentication', () => {
  it('answers the example of RFC 7616, 3.9.1 with SHA-256', () => {
    const [sha256] = parseChallenges(header7616)
    const answer = answerDigest({ ...mufasa, challenge: sha256 ?? digestOf(header7616) })
    expect(answer).toContain('response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"')
    expect(answer).toContain('qop=auth, nc=00000001, cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"')
    expect(answer).toContain('opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"')
  })

  it('answers the example of RFC 7616, 3.9.1 with MD5', () => {
    const [, md5] = parseChallenges(header7616)
    if (md5 === undefined) throw new Error('the second challenge is missing')
    expect(answerDigest({ ...mufasa, challenge: md5 })).toContain(
      'response="8ca523f5e9506fed4657c9700eebdbec"',
    )
  })

  it('answers the example of RFC 2617, 3.5, which names no algorithm', () => {
    const answer = answerDigest({
      ...mufasa,
      password: 'Circle Of Life',
      clientNonce: '0a4f113b',
      challenge: digestOf(
        'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"',
      ),
    })
    expect(answer).toContain('response="6629fae49393a05397450978507c4ef1"')
  })

  it('leaves out qop and nonce count where an old camera asks for none (RFC 2069)', () => {
    const answer = answerDigest({
      ...mufasa,
      password: 'CircleOfLife',
      challenge: digestOf('Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"'),
    })
    expect(answer).toContain('response="1949323746fe6a43ef61f9606e7febea"')
    expect(answer).not.toContain('nc=')
  })

  it('hides the user name where the server asks for it (RFC 7616, 3.9.2)', () => {
    const answer = answerDigest({
      ...mufasa,
      challenge: digestOf('Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256, userhash=true'),
    })
    expect(answer).not.toContain('Mufasa')
    expect(answer).toContain('userhash=true')
  })

  it('chooses SHA-256 before MD5 in whatever order they are offered', () => {
    const md5First = header7616
      .split(', Digest ')
      .reverse()
      .join(', Digest ')
      .replace(/^realm/, 'Digest realm')
    const chosen = chooseDigest(parseChallenges(md5First.replace(', Digest Digest', ', Digest')))
    expect(chosen?.parameters.get('algorithm')).toBe('SHA-256')
  })

  it('finds the digest among other schemes', () => {
    const challenges = parseChallenges(
      'Negotiate YII=, Basic realm="a, b=\\"c\\"", Digest realm="x", nonce="y"',
    )
    expect(challenges.map(({ scheme }) => scheme)).toEqual(['negotiate', 'basic', 'digest'])
    expect(challenges[1]?.parameters.get('realm')).toBe('a, b="c"')
  })

  it.each([
    ['no nonce', 'Digest realm="x"'],
    ['an unknown algorithm', 'Digest realm="x", nonce="y", algorithm=SHA-512-256'],
    ['auth-int alone', 'Digest realm="x", nonce="y", qop="auth-int"'],
    ['rubbish', '=,,"'],
  ])('takes no challenge with %s', (_, header) => {
    expect(chooseDigest(parseChallenges(header))).toBeNull()
  })

  it('knows a stale nonce by its flag alone', () => {
    expect(isStale(digestOf('Digest realm="x", nonce="y", stale=TRUE'))).toBe(true)
    expect(isStale(digestOf('Digest realm="x", nonce="y", stale=false'))).toBe(false)
    expect(isStale(digestOf('Digest realm="x", nonce="y"'))).toBe(false)
  })

  it('writes a basic header in UTF-8', () => {
    expect(answerBasic('test', '123£')).toBe('Basic dGVzdDoxMjPCow==')
  })
})
