import { describe, expect, test } from 'vitest'
import { systemRandom as random } from '../../src/base/random.ts'
import type { Clock } from '../../src/base/time.ts'
import { calibrateArgon2, createVault, openVault, rewrapVault, type VaultHeader } from '../../src/crypto/vault.ts'

const params = { memoryKiB: 64, passes: 1, parallelism: 1 }
const vault = await createVault({ passphrase: 'correct horse', params, random })
const { header, dataKey } = vault

describe('a vault', () => {
  test('opens with its passphrase, however its letters are composed', async () => {
    expect(await openVault({ header, passphrase: 'correct horse' })).toEqual(dataKey)
    const composed = await createVault({ passphrase: 'caf\u00e9', params, random })
    expect(await openVault({ header: composed.header, passphrase: 'cafe\u0301' })).toEqual(composed.dataKey)
  })

  test('tells a wrong passphrase from a damaged header', async () => {
    await expect(openVault({ header, passphrase: 'Correct horse' })).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' })
    await expect(openVault({ header, passphrase: '' })).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' })
    const flip = (text: string): string => (text.startsWith('A') ? 'B' : 'A') + text.slice(1)
    const damaged: unknown[] = [
      {}, null, { ...header, argon2: undefined }, { ...header, version: 'x' }, { ...header, salt: 7 },
      ...(['salt', 'nonce', 'wrappedKey', 'checksum'] as const).map(field => ({ ...header, [field]: flip(header[field]) })),
      { ...header, argon2: { ...params, passes: 2 } }, { ...header, argon2: { ...params, memoryKiB: 2 ** 40 } }
    ]
    for (const wrong of damaged) {
      await expect(openVault({ header: wrong as VaultHeader, passphrase: 'correct horse' })).rejects.toMatchObject({ code: 'CORRUPT' })
    }
    const newer = { ...header, version: 2 }
    await expect(openVault({ header: newer, passphrase: 'correct horse' })).rejects.toMatchObject({ code: 'NEWER_SCHEMA' })
  })

  test('keeps its data key when the passphrase changes', async () => {
    const changed = await rewrapVault({ header, dataKey, passphrase: 'battery staple', random })
    expect(await openVault({ header: changed, passphrase: 'battery staple' })).toEqual(dataKey)
    expect(changed.argon2).toEqual(params)
    await expect(openVault({ header: changed, passphrase: 'correct horse' })).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' })
  })

  test('survives JSON and never repeats itself', async () => {
    const reread = JSON.parse(JSON.stringify(header)) as VaultHeader
    expect(await openVault({ header: reread, passphrase: 'correct horse' })).toEqual(dataKey)
    const again = await createVault({ passphrase: 'correct horse', params, random })
    expect(again.dataKey).not.toEqual(dataKey)
    expect(again.header.salt).not.toBe(header.salt)
  })

  test('wants a passphrase', async () => {
    await expect(createVault({ passphrase: '', params, random })).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })
})

describe('calibration', () => {
  const clockOf = (runMs: number): Clock => {
    let nowMs = 0
    return { now: () => nowMs += runMs, after: () => ({ cancel () {} }) }
  }

  test.each([[300, 7], [30, 75], [30_000, 3]])('counts passes from a run of 3 that took %d ms: %d', async (runMs, passes) => {
    const params = await calibrateArgon2({ memoryKiB: 64, targetMs: 750, clock: clockOf(runMs) })
    expect(params).toEqual({ memoryKiB: 64, passes, parallelism: 1 })
  })
})
