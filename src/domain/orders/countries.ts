/** ISO 3166-1 alpha-2 of the countries that the shop sells to. */
export const countryCodes: readonly string[] =
  'AD AE AL AM AR AT AU AZ BA BB BD BE BG BH BN BO BR BS BZ CA CH CI CL CM CN CO CR CY CZ DE DK DO DZ EC EE EG ES ET FI FJ FR GB GE GH GR GT HK HN HR HU ID IE IL IN IS IT JM JO JP KE KG KH KR KW KZ LA LB LI LK LT LU LV MA MC MD ME MG MK MN MT MU MV MX MY MZ NA NG NI NL NO NP NZ OM PA PE PG PH PK PL PT PY QA RO RS RW SA SE SG SI SK SM SN SV TH TN TR TT TW TZ UA UG US UY UZ VN ZA ZM ZW'.split(
    ' ',
  )

/** Countries with their names in the reader's language, by name. */
export function countries(locale = 'en'): { code: string; name: string }[] {
  const names = new Intl.DisplayNames([locale], { type: 'region' })
  return countryCodes
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((a, b) => a.name.localeCompare(b.name, locale))
}
