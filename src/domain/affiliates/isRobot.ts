const robots =
  /(?<!cu)bot(\b|[/;_-])|crawl|spider|slurp|archiver|preview|monitor|scanner|lighthouse|facebookexternalhit|whatsapp|embedly|quora link|vkshare|skypeuripreview|mediapartners|feedfetcher|^(curl|wget|python|java|go-http|node|undici|axios|okhttp|libwww|ruby|php|perl|http)/i

/**
 * Whether a program says of itself that it is one: crawlers, link previews and HTTP clients. One without a name is too. A
 * browser without a window is a browser: who means to cheat by one does not say so.
 */
export const isRobot = (userAgent: string | null): boolean =>
  userAgent === null || userAgent.trim() === '' || robots.test(userAgent)
