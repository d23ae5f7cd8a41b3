interface PanelTableProps {
  caption: string
  heads: readonly string[]
  rows: readonly { id: string; cells: readonly React.ReactNode[] }[]
}

/** A table that scrolls by itself where the screen is narrow. */
export function PanelTable({ caption, heads, rows }: PanelTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="panel-scroll panel-timeline" aria-label={caption} tabIndex={0}>
      <table>
        <caption className="panel-hidden">{caption}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, cells }) => (
            <tr key={id}>
              {cells.map((cell, index) => (
                <td key={heads[index]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
