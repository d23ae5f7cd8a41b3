/** The title of a page of the account. */
export const PageTitle = ({ children }: { children: string }) => (
  <h1 className="mb-6 font-display text-title">{children}</h1>
)
