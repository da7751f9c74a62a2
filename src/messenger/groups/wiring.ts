/** Groups, put together. */
import { Groups, type GroupsDeps } from './groups.ts'
import { Readings } from './readings.ts'
import { Talks } from './talks.ts'

export function createGroups (deps: GroupsDeps): { groups: Groups, readings: Readings, talks: Talks } {
  const groups = new Groups(deps)
  const readings = new Readings({ ...deps, groups })
  return { groups, readings, talks: new Talks({ ...deps, groups, readings }) }
}
