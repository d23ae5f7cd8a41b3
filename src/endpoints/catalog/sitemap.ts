import { addressesPerSitemap, publicAddresses, sitemapIndexXml, sitemapXml } from '@/domain/catalog/sitemap'
import { notFound } from '@/platform/errors'
import type { Endpoint, EndpointResponse } from '../http'

/** `GET /sitemap.xml`: all public pages; a list of parts where they are more than one sitemap may name. */
export const sitemap =
  (perPart = addressesPerSitemap): Endpoint =>
  async (_request, { database, publicUrl }) => {
    const addresses = await publicAddresses(database)
    return addresses.length <= perPart
      ? xml(sitemapXml(addresses, publicUrl))
      : xml(sitemapIndexXml(Math.ceil(addresses.length / perPart), publicUrl))
  }

/** `GET /sitemap/{part}`: one part of that list, counted from 1. @throws CodedError 404 where there is none. */
export const sitemapPart =
  (perPart = addressesPerSitemap): Endpoint =>
  async ({ params }, { database, publicUrl }) => {
    const part = /^[1-9]\d{0,3}$/.test(params.part ?? '') ? Number(params.part) : 0
    const addresses = part > 0 ? await publicAddresses(database) : []
    const own = addresses.slice((part - 1) * perPart, part * perPart)
    if (part === 0 || own.length === 0) throw notFound('sitemap')
    return xml(sitemapXml(own, publicUrl))
  }

/** What is personal, or changes something, or is for machines: nothing to be found there. */
const closed = [
  '/account',
  '/admin',
  '/api/',
  '/cart',
  '/checkout',
  '/downloads/',
  '/order/',
  '/r/',
  '/recover/',
]

/** `GET /robots.txt`. */
export const robots: Endpoint = async (_request, { publicUrl }) => ({
  status: 200,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=3600' },
  body: [
    'User-agent: *',
    ...closed.map((path) => `Disallow: ${path}`),
    'Allow: /api/media/file/',
    '',
    `Sitemap: ${publicUrl}/sitemap.xml`,
    '',
  ].join('\n'),
})

/** Asked again each time: a product that came or went is seen by the next reader. */
const xml = (body: string): EndpointResponse => ({
  status: 200,
  headers: { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'no-cache' },
  body,
})
