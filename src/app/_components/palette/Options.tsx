import type { Suggestion, SuggestionGroup } from './answer'

type Props = {
  id: string
  label: string
  groups: readonly SuggestionGroup[]
  /** Its place among all options, groups run together; -1: none. */
  chosen: number
  onChoose: (index: number) => void
  onOpen: (option: Suggestion) => void
}

/** The list under the field of the palette. The focus stays in the field, which names the chosen option. */
export function Options({ id, label, groups, chosen, onChoose, onOpen }: Props) {
  const firstOf = (group: SuggestionGroup) =>
    groups.slice(0, groups.indexOf(group)).reduce((sum, { items }) => sum + items.length, 0)
  return (
    <div role="listbox" id={`${id}-list`} aria-label={label}>
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is no group of options
        <div key={group.kind} role="group" aria-labelledby={`${id}-${group.kind}`}>
          <p
            id={`${id}-${group.kind}`}
            role="presentation"
            className="engraved px-2 pt-3 pb-1 text-ink-2 uppercase"
          >
            {group.label}
          </p>
          {group.items.map((option, at) => {
            const index = firstOf(group) + at
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and takes the keys
              <div
                key={option.href}
                id={`${id}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === chosen}
                onPointerMove={() => index !== chosen && onChoose(index)}
                onClick={() => onOpen(option)}
                className="flex min-h-10 cursor-pointer items-baseline justify-between gap-4 rounded-control border border-transparent px-2 py-2 aria-selected:border-edge aria-selected:bg-sunken pointer-coarse:min-h-11"
              >
                <span className="min-w-0 font-semibold wrap-anywhere">{option.label}</span>
                {option.note && <span className="shrink-0 text-small text-ink-2">{option.note}</span>}
              </div>
            )
          })}
        </div>
      ))}
    </div>
  )
}
