const hours = (count: number) =>
  new Date(Date.parse('2026-06-01T12:00:00Z') + count * 3_600_000).toISOString()

/** `now` is what the machine says, `marks` what is known to have been; the answer is what proofs are judged by. */
export const clockVectors = {
  about:
    'The time by which a program judges its proofs: never before a moment that is known to have been. A clock more than two hours behind was set back: ask the server soon, and refuse nothing for that alone.',
  cases: [
    {
      name: 'a program that never ran',
      now: hours(0),
      marks: [],
      expect: { now: hours(0), rolledBack: false },
    },
    {
      name: 'a clock that goes on',
      now: hours(5),
      marks: [hours(0), hours(4)],
      expect: { now: hours(5), rolledBack: false },
    },
    {
      name: 'an hour behind',
      now: hours(0),
      marks: [hours(1)],
      expect: { now: hours(1), rolledBack: false },
    },
    {
      name: 'two hours behind',
      now: hours(0),
      marks: [hours(2)],
      expect: { now: hours(2), rolledBack: false },
    },
    {
      name: 'more than two hours behind',
      now: hours(0),
      marks: [hours(2.001)],
      expect: { now: hours(2.001), rolledBack: true },
    },
    {
      name: 'a year behind',
      now: hours(-8_760),
      marks: [hours(-9_000), hours(0), hours(-24)],
      expect: { now: hours(0), rolledBack: true },
    },
  ],
}
