/** One thing that the books say and should not; `row` names where to look. */
export interface BookProblem {
  invariant: string
  row: string
  detail: string
  /** Not wrong, only late: it is told and freezes nothing. */
  late?: true
}
