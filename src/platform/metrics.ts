import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** The figures of this process, in Prometheus' text on GET /metrics. */
export const metrics = new Registry()
collectDefaultMetrics({ register: metrics })

export const counter = (name: string, help: string, labelNames: string[] = []) =>
  new Counter({
    name: `mintreu_${name}`,
    help,
    labelNames,
    registers: [metrics],
  })

/** @param collect brings it up to date whenever it is read. */
export const gauge = (
  name: string,
  help: string,
  labelNames: string[] = [],
  collect?: (gauge: Gauge) => void,
): Gauge =>
  new Gauge({
    name: `mintreu_${name}`,
    help,
    labelNames,
    registers: [metrics],
    ...(collect
      ? {
          collect() {
            collect(this)
          },
        }
      : {}),
  })

export const histogram = (name: string, help: string, labelNames: string[] = []) =>
  new Histogram({
    name: `mintreu_${name}`,
    help,
    labelNames,
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [metrics],
  })
