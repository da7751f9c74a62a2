// A file that takes a minute and is begun last leaves the other cores idle. Where vitest has not seen yet how long each
// file takes, as in a fresh clone, it begins with the largest; of these it would think too late.
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Few lines and much to do. */
const LONG = ['scripts/bench', 'nat/nat', 'privacy/hosts', 'api/page/', 'fuzz/', 'cli/echo', 'scenarios/processes/']

const isLong = ({ moduleId }: TestSpecification): boolean => LONG.some(path => moduleId.includes(`/test/${path}`))

export class LongFirst extends BaseSequencer {
  override async sort (files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter(file => !isLong(file))]
  }
}
