import { fileURLToPath } from 'node:url'
import { findPackages, type PythonPackages, type Where } from '../python/packages'

/** The S3 server of the tests. @throws Error that says what is missing: the tests of S3 are never left out. */
export const findMoto = (where?: Where): Promise<PythonPackages> =>
  findPackages(
    {
      name: 'moto',
      module: 'moto.server',
      requirements: fileURLToPath(new URL('./requirements.txt', import.meta.url)),
      about: 'Fetching moto, the S3 server of the tests, from PyPI (once, 115 MB on disk)',
      wanted: 'The tests of files on S3 need Python 3.10 or newer with pip',
    },
    where,
  )
