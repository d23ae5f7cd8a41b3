import { licenseHistoryRecord } from '@/domain/licensing/records'
import { oracleRunRecord } from '@/domain/orders/oracle/records'
import { brakeRecord } from '@/platform/brake'
import { collectionOf } from '@/platform/database'
import { newId } from '@/platform/ids'
import { until } from '../../setup/process'
import type { History } from '../histories'
import { completedOrder, patience } from './shop'

export const bookHistories: readonly History[] = [
  {
    name: 'books that are found wrong, repaired and released',
    async prepare(stage) {
      const { database } = stage
      await completedOrder(stage)
      const history = collectionOf(database, licenseHistoryRecord)
      const line = await history.findOne({})
      if (!line) throw new Error('a license has a history')
      const orphan = `${line._id}x`
      await history.insertOne({ ...line, _id: orphan, license: newId('lic') })
      const brakes = collectionOf(database, brakeRecord)
      const runs = collectionOf(database, oracleRunRecord)
      return async () => {
        await stage.due('check-books')
        await until(() => brakes.findOne({ releasedAt: null }), patience)
        await stage.settled(patience)
        await history.deleteOne({ _id: orphan })
        await stage.due('check-books')
        await until(() => runs.findOne({ state: 'green' }), patience)
        await stage.web('releaseBrake', { reason: 'repaired' })
      }
    },
  },
]
