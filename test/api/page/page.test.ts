import { describe, test } from 'vitest'
import * as room from '../../../src/api/page/door.ts'
import { CASES } from './cases.ts'

describe.concurrent('the page\'s server', () => {
  for (const { name, run } of CASES) test(name, async () => { await run(room) })
})
