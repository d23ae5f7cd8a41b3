import { isStaff } from '../access/rules'
import { shownTo } from '../access/visibility'
import { effectKeyField, instant, integer, shown, text } from '../fields/fields'
import { groups } from '../groups'
import { recordCollection } from '../recordCollection'

/** What became of each job. Its list is the page of jobs and health. */
export const JobStates = recordCollection({
  slug: 'job-states',
  labels: { singular: 'Job', plural: 'Jobs and health' },
  read: isStaff('support'),
  admin: {
    group: groups.system,
    useAsTitle: 'id',
    hidden: shownTo({ staff: ['support'] }),
    components: { views: { list: { Component: '/app/(payload)/_health/HealthView#HealthView' } } },
  },
  fields: [
    { ...effectKeyField(), label: 'Job' },
    text('purpose'),
    text('every'),
    instant('runningSince'),
    shown('last'),
    instant('lastOkAt'),
    shown('lastFailure'),
    integer('runs'),
    integer('failures'),
    instant('createdAt'),
  ],
})
